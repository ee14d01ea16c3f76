#include "client/cli/frame/messages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/import/csvfile.h"
#include "proto/embed.h"
#include "proto/wire_name.h"

#define ERRNO_MAX 134 /* one more than the last errno of Linux */

EMBED(messages_csv, "messages.csv");

/* If the built-in file cannot be read, the table is empty and codes are shown in place of texts. */
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

static const char *comma(void)
{
	return message_chinese() ? "、" : ", ";
}

/* An argument that is a code, or several separated by blanks, commas, semicolons or bars: each is
 * replaced by its term. */
static void put_words(FILE *out, const char *table_name, const char *words)
{
	static const char gaps[] = " ,;|";
	char word[64];
	for (const char *s = words; *s; s += strspn(s, gaps)) {
		size_t n = strcspn(s, gaps);
		(void)snprintf(word, sizeof word, "%.*s", (int)n, s);
		(void)fputs(s > words ? comma() : "", out);
		(void)fputs(n < sizeof word ? message_term(table_name, word) : s, out);
		s += n;
	}
}

/* The length of a placeholder at `s`, such as {1} {2+} {3|stage} {4+|head}; 0: none. */
static size_t place_of(const char *s, size_t *ret_arg, bool *ret_all, char *table_name, size_t size)
{
	size_t n = 2;
	if (s[0] != '{' || s[1] < '1' || s[1] > '9')
		return 0;
	*ret_arg = (size_t)(s[1] - '1');
	*ret_all = s[n] == '+';
	n += *ret_all;
	*table_name = '\0';
	if (s[n] == '|') {
		size_t k = strcspn(s + n, "}");
		(void)snprintf(table_name, size, "%.*s", (int)k - 1, s + n + 1);
		n += k;
	}
	return s[n] == '}' ? n + 1 : 0;
}

static void put_filled(FILE *out, const char *text, const char *const *arg, size_t n_arg)
{
	char table_name[48];
	bool all;
	for (const char *s = text; *s;) {
		size_t i, n = place_of(s, &i, &all, table_name, sizeof table_name);
		if (n == 0)
			(void)fputc(*s, out);
		for (size_t k = i; n > 0 && k < n_arg && (all || k == i); k++) {
			(void)fputs(k > i ? comma() : "", out);
			if (*table_name)
				put_words(out, table_name, arg[k]);
			else
				(void)fputs(arg[k], out);
		}
		s += n ? n : 1;
	}
}

/* A missing argument leaves a blank behind, or a colon at the end of the text: removed. */
static void trim(char *text, bool place_at_end)
{
	static const char *const left[] = {" ", ":", "："};
	for (size_t i = 0; i < (place_at_end ? sizeof left / sizeof *left : 1); i++) {
		size_t n = strlen(text), k = strlen(left[i]);
		while (n >= k && strcmp(text + n - k, left[i]) == 0)
			text[n -= k] = '\0';
	}
}

char *message_text(const char *code, const char *const *arg, size_t n_arg)
{
	return message_text_in(code, message_chinese(), arg, n_arg);
}

char *message_text_in(const char *code, bool chinese, const char *const *arg, size_t n_arg)
{
	char *ret = NULL;
	size_t size;
	FILE *out = open_memstream(&ret, &size);
	if (!out)
		return NULL;
	const char *text = message_in(code, chinese);
	if (text) {
		put_filled(out, text, arg, n_arg);
	} else {
		(void)fputs(code, out);
		for (size_t i = 0; i < n_arg; i++)
			(void)fprintf(out, "%s%s", i ? comma() : ": ", arg[i]);
	}
	if (fclose(out) != 0) {
		free(ret);
		return NULL;
	}
	if (text)
		trim(ret, *text && text[strlen(text) - 1] == '}');
	return ret;
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
	const struct csvfile *f = table();
	size_t n = strlen(table_name);
	for (size_t i = 1; i < f->n_rows; i++) {
		const char *code = csv_cell(f, i, 0);
		if (strncmp(code, table_name, n) == 0 && code[n] == '.' &&
		    strcmp(csv_cell(f, i, 2), text) == 0)
			return code + n + 1;
	}
	return text;
}
