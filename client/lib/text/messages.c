#include "client/lib/text/messages.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/embed.h"

EMBED(messages_csv, "messages.csv");

static struct {
	pthread_once_t once;
	struct message_row *row;
	size_t n;
} table = {.once = PTHREAD_ONCE_INIT};

/* Takes the next cell out of *io, in place: quotes around it are removed and doubled ones made
 * single, blanks at its ends do not count. *ret_last: it ends its row. */
static char *take_cell(char **io, bool *ret_last)
{
	char *cell = *io, *to = cell, *s = cell;
	bool quoted = *s == '"';
	s += quoted;
	while (*s && (quoted || (*s != ',' && *s != '\n'))) {
		if (quoted && *s == '"' && s[1] != '"')
			break;
		s += quoted && *s == '"';
		*to++ = *s++;
	}
	s += quoted && *s == '"';
	*ret_last = *s != ',';
	*io = *s ? s + 1 : s;
	while (to > cell && to[-1] == ' ')
		to--;
	*to = '\0';
	return cell + strspn(cell, " ");
}

/* Lives as long as the program, as the texts that are given out. */
static void read_table(void)
{
	struct bytes shipped = EMBEDDED(messages_csv);
	const char *text = shipped.data;
	size_t lines = 1;
	for (size_t i = 0; i < shipped.size; i++)
		lines += text[i] == '\n';
	char *all = strndup(text, shipped.size);
	struct message_row *row = calloc(lines, sizeof *row);
	if (!all || !row) {
		free(all);
		free(row);
		return;
	}
	for (char *s = all; *s;) {
		const char *cell[3] = {"", "", ""};
		bool last = false;
		for (size_t i = 0; !last; i++) {
			const char *one = take_cell(&s, &last);
			if (i < 3)
				cell[i] = one;
		}
		row[table.n++] = (struct message_row){cell[0], cell[1], cell[2]};
	}
	table.row = row;
}

size_t messages_all(const struct message_row **ret)
{
	(void)pthread_once(&table.once, read_table);
	*ret = table.row;
	return table.row ? table.n : 0;
}

const char *messages_find(const char *code, bool chinese)
{
	const struct message_row *row;
	size_t n = messages_all(&row);
	for (size_t i = 1; i < n; i++)
		if (strcmp(row[i].code, code) == 0)
			return chinese ? row[i].zh : row[i].en;
	return NULL;
}

const char *messages_term(const char *table_name, const char *word, bool chinese)
{
	char code[128];
	if (!word || !*word)
		return "";
	(void)snprintf(code, sizeof code, "%s.%s", table_name, word);
	const char *s = messages_find(code, chinese);
	return s ? s : word;
}

/* ---- filling in */

struct filling_in {
	FILE *out;
	bool chinese;
};

static const char *comma(const struct filling_in *f)
{
	return f->chinese ? "、" : ", ";
}

/* An argument that is a code, or several separated by blanks, commas, semicolons or bars: each is
 * replaced by its term. */
static void put_words(const struct filling_in *f, const char *table_name, const char *words)
{
	static const char gaps[] = " ,;|";
	char word[64];
	for (const char *s = words; *s; s += strspn(s, gaps)) {
		size_t n = strcspn(s, gaps);
		(void)snprintf(word, sizeof word, "%.*s", (int)n, s);
		(void)fputs(s > words ? comma(f) : "", f->out);
		(void)fputs(n < sizeof word ? messages_term(table_name, word, f->chinese) : s,
			    f->out);
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

/* False: the text ends with a place for which there was nothing. */
static bool put_filled(const struct filling_in *f, const char *text, const char *const *arg,
		       size_t n_arg)
{
	char table_name[48];
	bool all, whole = true;
	for (const char *s = text; *s;) {
		size_t i, n = place_of(s, &i, &all, table_name, sizeof table_name);
		if (n == 0)
			(void)fputc(*s, f->out);
		whole = n == 0;
		for (size_t k = i; n > 0 && k < n_arg && (all || k == i); k++) {
			(void)fputs(k > i ? comma(f) : "", f->out);
			if (*table_name)
				put_words(f, table_name, arg[k]);
			else
				(void)fputs(arg[k], f->out);
			whole = whole || *arg[k];
		}
		s += n ? n : 1;
	}
	return whole;
}

/* What stands before missing arguments at the end, blanks and colons, is removed. */
static void trim(char *text)
{
	static const char *const left[] = {" ", ":", "："};
	for (size_t i = 0; i < sizeof left / sizeof *left;) {
		size_t n = strlen(text), k = strlen(left[i]);
		bool there = n >= k && strcmp(text + n - k, left[i]) == 0;
		if (there)
			text[n - k] = '\0';
		i = there ? 0 : i + 1;
	}
}

char *messages_text(const char *code, const char *const *arg, size_t n_arg, bool chinese)
{
	char *ret = NULL;
	bool whole = true;
	size_t size;
	struct filling_in f = {.out = open_memstream(&ret, &size), .chinese = chinese};
	if (!f.out)
		return NULL;
	const char *text = messages_find(code, chinese);
	if (text) {
		whole = put_filled(&f, text, arg, n_arg);
	} else {
		(void)fputs(code, f.out);
		for (size_t i = 0; i < n_arg; i++)
			(void)fprintf(f.out, "%s%s", i ? comma(&f) : ": ", arg[i]);
	}
	if (fclose(f.out) != 0) {
		free(ret);
		return NULL;
	}
	if (!whole)
		trim(ret);
	return ret;
}
