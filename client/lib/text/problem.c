#include "client/lib/text/problem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/lib/text/messages.h"
#include "proto/cleanup.h"
#include "text/utf8.h"

#define ARG_SHOWN_MAX 80

/* The number of bytes of a value to show, whole characters: a cell can be very long. */
static int shown(const char *value)
{
	return (int)utf8_cut(value, ARG_SHOWN_MAX);
}

static void put_where(FILE *out, const char *code, const char *value, bool chinese)
{
	const char *arg[] = {value};
	_cleanup_free_ char *text = messages_text(code, arg, 1, chinese);
	(void)fprintf(out, "%s%s", text ? text : value, chinese ? "" : " ");
}

/* Control characters from a file are replaced by '?', so that they do not reach the terminal. */
static void put_value(FILE *out, const char *value, bool chinese)
{
	int n = shown(value);
	(void)fputs(chinese ? "“" : "\"", out);
	for (int i = 0; i < n; i++)
		(void)fputc((unsigned char)value[i] < 0x20 || value[i] == 0x7F ? '?' : value[i],
			    out);
	(void)fprintf(out, "%s%s", (size_t)n < strlen(value) ? "…" : "", chinese ? "”：" : "\": ");
}

char *problem_text(const Duban__Problem *p, const char *column, bool chinese)
{
	char *ret = NULL, line[16];
	size_t size;
	_cleanup_free_ char *reason =
	    messages_text(p->code, (const char *const *)p->arg, p->n_arg, chinese);
	FILE *out = open_memstream(&ret, &size);
	if (!out)
		return NULL;
	(void)snprintf(line, sizeof line, "%u", p->line);
	if (p->line)
		put_where(out, "where.line", line, chinese);
	bool number = p->column[strspn(p->column, "0123456789")] == '\0';
	if (!column)
		column = chinese ? messages_term("head", p->column, true) : p->column;
	if (*p->column) /* a header of the file, a canonical column name, or the column's number */
		put_where(out, number ? "where.column_no" : "where.column", column, chinese);
	if (*p->value)
		put_value(out, p->value, chinese);
	(void)fputs(reason ? reason : p->code, out);
	if (fclose(out) != 0)
		return NULL;
	return ret;
}
