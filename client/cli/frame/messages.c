#include "client/cli/frame/messages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/lib/text/messages.h"
#include "proto/wire_name.h"

#define ERRNO_MAX 134 /* one more than the last errno of Linux */

bool message_chinese(void)
{
	static const char *const names[] = {"DUBAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *v = getenv(names[i]);
		if (v && *v)
			return strncmp(v, "zh", 2) == 0;
	}
	return false;
}

const char *message_in(const char *code, bool chinese)
{
	return messages_find(code, chinese);
}

const char *message_find(const char *code)
{
	return message_in(code, message_chinese());
}

const char *message(const char *code)
{
	const char *s = message_find(code);
	return s ? s : code;
}

const char *message_term(const char *table_name, const char *word)
{
	return messages_term(table_name, word, message_chinese());
}

const char *message_lack(const char *name)
{
	return strchr(name, '.') ? message(name) : message_term("lack", name);
}

const char *message_enum_table(const ProtobufCEnumDescriptor *e, char *buf, size_t size)
{
	size_t n = 0;
	for (const char *s = e->short_name; *s && n + 2 < size; s++) {
		bool upper = *s >= 'A' && *s <= 'Z';
		if (upper && n > 0)
			buf[n++] = '_';
		buf[n++] = (char)(upper ? *s - 'A' + 'a' : *s);
	}
	buf[n] = '\0';
	return buf;
}

const char *message_enum_term(const ProtobufCEnumDescriptor *e, int value)
{
	char table_name[64];
	return message_term(message_enum_table(e, table_name, sizeof table_name),
			    wire_enum_name(e, value));
}

static bool is_word(const char *code, const char *text)
{
	const char *en = messages_find(code, false), *zh = messages_find(code, true);
	return en && (strcmp(en, text) == 0 || strcmp(zh, text) == 0);
}

int message_enum(const ProtobufCEnumDescriptor *e, const char *text)
{
	char table_name[64], code[160], name[64];
	(void)snprintf(name, sizeof name, "%s", text);
	/* As a list shows it: "L3", too. */
	for (char *s = name; *s; s++)
		*s = (char)(*s == '-' ? '_' : *s >= 'A' && *s <= 'Z' ? *s - 'A' + 'a' : *s);
	int ret = wire_enum_value(e, name);
	message_enum_table(e, table_name, sizeof table_name);
	for (unsigned i = 0; ret == 0 && i < e->n_values; i++) {
		(void)snprintf(code, sizeof code, "%s.%s", table_name,
			       wire_enum_name(e, e->values[i].value));
		if (is_word(code, text))
			ret = e->values[i].value;
	}
	return ret;
}

char *message_text(const char *code, const char *const *arg, size_t n_arg)
{
	return message_text_in(code, message_chinese(), arg, n_arg);
}

char *message_text_in(const char *code, bool chinese, const char *const *arg, size_t n_arg)
{
	return messages_text(code, arg, n_arg, chinese);
}

const char *message_errno(int error)
{
	char code[48];
	static char other[64];
	const char *name = strerrorname_np(error);
	(void)snprintf(code, sizeof code, "errno.%s", name ? name : "");
	const char *text = name ? message_find(code) : NULL;
	if (text)
		return text;
	if (!message_chinese())
		return strerror(error);
	(void)snprintf(other, sizeof other, "%s %d", message("errno.other"), error);
	return other;
}

const char *message_reason(const char *text)
{
	const char *ret = "", *said;
	size_t best = 0;
	for (int e = 1; e < ERRNO_MAX; e++) {
		if (!strerrorname_np(e) || !(said = strerrordesc_np(e)))
			continue;
		size_t n = strlen(said);
		if (n > best && strstr(text, said)) {
			ret = message_errno(e);
			best = n;
		}
	}
	return ret;
}

const char *message_word(const char *table_name, const char *text)
{
	const struct message_row *row;
	size_t rows = messages_all(&row), n = strlen(table_name);
	for (size_t i = 1; i < rows; i++)
		if (strncmp(row[i].code, table_name, n) == 0 && row[i].code[n] == '.' &&
		    strcmp(row[i].zh, text) == 0)
			return row[i].code + n + 1;
	return text;
}
