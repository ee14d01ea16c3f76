#include "client/cli/import/describe.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/record.h"
#include "client/cli/frame/messages.h"
#include "client/cli/help/line.h"
#include "client/cli/print/json.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/wire_name.h"

/* ---- words */

static bool is_first(const struct record_word *w, size_t k)
{
	for (size_t i = 0; i < k; i++)
		if (w[i].value == w[k].value)
			return false;
	return true;
}

static const char *enum_word(const ProtobufCEnumDescriptor *e, const char *terms, size_t i)
{
	char code[160];
	for (unsigned k = 0; e && k < e->n_values; k++) {
		const char *name = wire_enum_name(e, e->values[k].value);
		if (!*name || i-- > 0)
			continue;
		(void)snprintf(code, sizeof code, "%s.%s", terms ? terms : "", name);
		const char *term = message_in(code, true);
		return term ? term : name;
	}
	return NULL;
}

const char *import_word(const struct record *r, const struct record_column *c, size_t i)
{
	static const char *const yes_no[] = {"是", "否"};
	if (c->type == RECORD_BOOL)
		return i < 2 ? yes_no[i] : NULL;
	if (c->type != RECORD_ENUM)
		return NULL;
	for (size_t k = 0; c->word && c->word[k].text; k++)
		if (is_first(c->word, k) && i-- == 0)
			return c->word[k].text;
	return c->word ? NULL : enum_word(record_enum(r, c), c->terms, i);
}

/* ---- what a cell takes */

static void put_words(const struct record *r, const struct record_column *c, bool chinese,
		      FILE *out)
{
	const char *word;
	for (size_t i = 0; (word = import_word(r, c, i)); i++)
		(void)fprintf(out, "%s%s", i == 0 ? "" : chinese ? "、" : ", ", word);
}

/* Codes of messages.csv; {1} {2} are the least and the most. */
static const struct column_takes {
	const char *code;
	uint32_t max; /* if the description gives none; of a text the kind's own code may know */
} takings[] = {
    [RECORD_TEXT] = {"column.text", 0},	       [RECORD_ID] = {"column.id", ID_MAX},
    [RECORD_NUMBER] = {"column.number", 0},    [RECORD_YEAR] = {"column.year", 0},
    [RECORD_DATE] = {"column.date", 0},	       [RECORD_MONTH] = {"column.month", 0},
    [RECORD_MOMENT] = {"column.moment", 0},    [RECORD_MONEY] = {"column.money", 0},
    [RECORD_BOOL] = {"column.text", 0},	       [RECORD_ENUM] = {"column.text", 0},
    [RECORD_UNIT] = {"column.unit", 0},	       [RECORD_PERSON] = {"column.person", 0},
    [RECORD_WHO] = {"column.who", 0},	       [RECORD_PROJECT] = {"column.project", 0},
    [RECORD_DIGEST] = {"column.digest", 0},    [RECORD_LIMIT] = {"column.limit", 0},
    [RECORD_CODE] = {"column.code", CODE_MAX}, [RECORD_REFER] = {"column.text", 0},
};

static const char *code_of(const struct record_column *c)
{
	bool text = c->type == RECORD_TEXT && c->max && !c->many;
	if (text)
		return "column.text_at_most";
	if (c->type == RECORD_NUMBER && c->max && c->max < INT32_MAX)
		return "column.number_between";
	if (c->type == RECORD_MONTH && c->open)
		return "column.month_or_year";
	return takings[c->type].code;
}

static char *by_type(const struct record_column *c, bool chinese)
{
	char low[16], high[16];
	const char *const arg[] = {low, high};
	(void)snprintf(low, sizeof low, "%u", c->min);
	(void)snprintf(high, sizeof high, "%u", c->max && !c->many ? c->max : takings[c->type].max);
	return message_text_in(code_of(c), chinese, arg, 2);
}

char *import_takes(const struct record *r, const struct record_column *c, bool chinese)
{
	_cleanup_free_ char *text = import_word(r, c, 0) ? NULL : by_type(c, chinese);
	char *ret = NULL;
	size_t size;
	FILE *out = open_memstream(&ret, &size);
	if (!out)
		return NULL;
	put_words(r, c, chinese, out);
	(void)fprintf(out, "%s%s", text ? text : "",
		      c->many ? message_in("column.many", chinese) : "");
	if (fclose(out) != 0) {
		free(ret);
		return NULL;
	}
	return ret;
}

const char *import_must(const struct record_column *c)
{
	return c->key || c->in_file ? "key" : c->required ? "required" : c->hidden ? "export" : "";
}

/* ---- the columns of a kind */

static void put_names(FILE *out, const char *names, const char *gap)
{
	for (const char *s = names; *s; s++)
		(void)(*s == '|' ? fputs(gap, out) : fputc(*s, out));
}

/* "整数，1 至 99；新增时必填" */
static char *said(const struct record *r, const struct record_column *c, bool chinese)
{
	_cleanup_free_ char *takes = import_takes(r, c, chinese);
	char code[64];
	const char *must = import_must(c);
	(void)snprintf(code, sizeof code, "column_must.%s", must);
	const char *const arg[] = {takes ? takes : "", *must ? message_in(code, chinese) : ""};
	return message_text_in(*must ? "column.said" : "column.said_alone", chinese, arg, 2);
}

static void put_column(const struct record *r, const struct record_column *c, FILE *out)
{
	_cleanup_free_ char *right = said(r, c, message_chinese()), *left = NULL;
	size_t size;
	FILE *names = open_memstream(&left, &size);
	if (!names)
		return;
	put_names(names, c->zh ? c->zh : "", message_chinese() ? "、" : ", ");
	if (!message_chinese() || !c->zh)
		(void)fprintf(names, c->zh ? " (%s)" : "%s", c->name);
	if (fclose(names) == 0)
		help_line(out, left, right ? right : "");
}

/* The English heads among them are those of our own English lists. */
static void put_ignored(const struct record *r, FILE *out)
{
	size_t n = 0;
	while (r->ignored[n] && (!message_chinese() || !isalpha((unsigned char)r->ignored[n])))
		n++;
	_cleanup_free_ char *shown = strndup(r->ignored, n - (n && r->ignored[n] ? 1 : 0));
	put_names(out, shown ? shown : "", message_chinese() ? "、" : ", ");
}

void import_columns_help(const struct record *r, FILE *out)
{
	(void)fprintf(out, "\n%s\n", message("help.columns"));
	for (const struct record_column *c = r->column; c->name; c++)
		put_column(r, c, out);
	if (r->ignored) {
		_cleanup_free_ char *left = NULL;
		size_t size;
		FILE *names = open_memstream(&left, &size);
		if (!names)
			return;
		put_ignored(r, names);
		if (fclose(names) == 0)
			help_line(out, left, message("column.ignored"));
	}
}

static void names_json(struct json *j, const char *names)
{
	json_array(j, "heads");
	for (const char *s = names; *s; s += strcspn(s, "|"), s += *s == '|') {
		_cleanup_free_ char *one = strndup(s, strcspn(s, "|"));
		json_text(j, NULL, one ? one : "");
	}
	json_end_array(j);
}

void import_columns_json(const struct record *r, struct json *j)
{
	json_array(j, "columns");
	for (const struct record_column *c = r->column; c->name; c++) {
		_cleanup_free_ char *takes = import_takes(r, c, false);
		const char *must = import_must(c), *word;
		json_object(j, NULL);
		json_text(j, "name", c->name);
		names_json(j, c->zh ? c->zh : "");
		json_text(j, "takes", takes);
		json_text(j, "must", *must ? must : NULL);
		json_array(j, "words");
		for (size_t i = 0; (word = import_word(r, c, i)); i++)
			json_text(j, NULL, word);
		json_end_array(j);
		json_end_object(j);
	}
	json_end_array(j);
}

static void put_row(const struct record *r, const struct record_column *c, FILE *out)
{
	_cleanup_free_ char *right = said(r, c, false);
	(void)fprintf(out, "| `%s` | ", c->name);
	put_names(out, c->zh ? c->zh : "", ", ");
	(void)fprintf(out, " | %s |\n", right ? right : "");
}

void import_columns_markdown(FILE *out)
{
	size_t n;
	const struct record *const *all = records_all(&n);
	for (size_t i = 0; i < n; i++) {
		if (!all[i]->order)
			continue;
		(void)fprintf(
		    out, "\n### import %s\n\n| column | also called | takes |\n|---|---|---|\n",
		    all[i]->name);
		for (const struct record_column *c = all[i]->column; c->name; c++)
			put_row(all[i], c, out);
		if (all[i]->ignored) {
			(void)fputs("| | ", out);
			put_names(out, all[i]->ignored, ", ");
			(void)fprintf(out, " | %s |\n", message("column.ignored"));
		}
	}
}
