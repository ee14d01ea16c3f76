#include "client/cli/frame/messages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/import/csvfile.h"
#include "proto/embed.h"
#include "proto/wire_name.h"

EMBED(messages_csv, "messages.csv");

/* A fault leaves the table empty: codes are then shown as they are. */
static const struct csvfile *table(void)
{
	static struct csvfile once;
	return csv_shipped(&once, EMBEDDED(messages_csv));
}

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
	const struct csvfile *f = table();
	for (size_t i = 1; i < f->n_rows; i++)
		if (strcmp(csv_cell(f, i, 0), code) == 0)
			return csv_cell(f, i, chinese ? 2 : 1);
	return NULL;
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
	char code[128];
	if (!word || !*word)
		return "";
	(void)snprintf(code, sizeof code, "%s.%s", table_name, word);
	const char *s = message_find(code);
	return s ? s : word;
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
	const struct csvfile *f = table();
	for (size_t i = 1; i < f->n_rows; i++)
		if (strcmp(csv_cell(f, i, 0), code) == 0)
			return strcmp(csv_cell(f, i, 1), text) == 0 ||
			       strcmp(csv_cell(f, i, 2), text) == 0;
	return false;
}

int message_enum(const ProtobufCEnumDescriptor *e, const char *text)
{
	char table_name[64], code[160], name[64];
	(void)snprintf(name, sizeof name, "%s", text);
	for (char *s = name; *s; s++)
		*s = *s == '-' ? '_' : *s;
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

static void put_from(FILE *out, const char *const *arg, size_t n_arg, size_t first)
{
	for (size_t i = first; i < n_arg; i++)
		(void)fprintf(out, "%s%s", i > first ? ", " : "", arg[i]);
}

/* `at`: "link_state}..." */
static void put_word(FILE *out, const char *at, const char *word)
{
	char name[48];
	(void)snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "}"), at);
	(void)fputs(message_term(name, word), out);
}

static void put_filled(FILE *out, const char *text, const char *const *arg, size_t n_arg)
{
	for (const char *s = text; *s; s++) {
		bool place = s[0] == '{' && s[1] >= '1' && s[1] <= '9';
		size_t i = place ? (size_t)(s[1] - '1') : 0;
		if (place && s[2] == '}') {
			(void)fputs(i < n_arg ? arg[i] : "", out);
			s += 2;
		} else if (place && s[2] == '+' && s[3] == '}') {
			put_from(out, arg, n_arg, i);
			s += 3;
		} else if (place && s[2] == '|' && strchr(s, '}')) {
			put_word(out, s + 3, i < n_arg ? arg[i] : "");
			s = strchr(s, '}');
		} else {
			(void)fputc(*s, out);
		}
	}
}

char *message_text(const char *code, const char *const *arg, size_t n_arg)
{
	char *ret = NULL;
	size_t size;
	FILE *out = open_memstream(&ret, &size);
	if (!out)
		return NULL;
	const char *text = message_find(code);
	if (text) {
		put_filled(out, text, arg, n_arg);
	} else {
		(void)fputs(code, out);
		if (n_arg > 0)
			(void)fputs(": ", out);
		put_from(out, arg, n_arg, 0);
	}
	if (fclose(out) != 0) {
		free(ret);
		return NULL;
	}
	/* An argument that was not given leaves a blank. */
	for (size_t n = strlen(ret); n > 0 && ret[n - 1] == ' ' && text; n--)
		ret[n - 1] = '\0';
	return ret;
}
