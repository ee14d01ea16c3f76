#include "client/cli/workbook/report.h"

#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/import/columns.h"
#include "client/cli/import/print.h"
#include "client/cli/print/json.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/workbook.h"
#include "proto/cleanup.h"
#include "proto/status.h"
#include "text/money.h"
#include "text/room.h"
#include "text/utf8.h"

#define SHOWN 20       /* rows of each sort shown as text */
#define VALUE_SHOWN 60 /* bytes of a cell shown with them */

static char *why(const struct workbook_note *n)
{
	const char *arg[] = {n->arg, n->second};
	if (n->text)
		return strdup(n->text);
	return message_text(n->code, arg, *n->second ? 2 : 1);
}

/* The row, and its sheet if the workbook has several. */
static void where_json(struct json *j, const struct workbook *s, uint32_t row, size_t sheet)
{
	if (s->sheets > 1)
		json_text(j, "sheet", s->name[sheet]);
	if (row)
		json_uint(j, "row", row);
	else
		json_null(j, "row");
}

static void notes_json(struct json *j, const char *key, const struct workbook *s,
		       const struct workbook_notes *notes, bool cells)
{
	json_array(j, key);
	for (size_t i = 0; i < notes->n; i++) {
		const struct workbook_note *n = &notes->note[i];
		_cleanup_free_ char *text = why(n);
		json_object(j, NULL);
		where_json(j, s, n->row, n->sheet);
		if (cells) {
			json_text(j, "column", n->column);
			json_text(j, "value", n->value);
		}
		json_text(j, "why", text);
		json_end_object(j);
	}
	json_end_array(j);
}

static void checks_json(struct json *j, const struct workbook *s)
{
	json_array(j, "checks");
	for (size_t i = 0; i < s->n_checks; i++) {
		const struct workbook_check *k = &s->check[i];
		json_object(j, NULL);
		json_text(j, "group", k->group);
		if (k->figure == WORKBOOK_COUNT) {
			json_int(j, "declared", k->declared);
			json_int(j, "found", k->found);
		} else {
			json_yuan(j, "declared", k->declared);
			json_yuan(j, "found", k->found);
		}
		json_bool(j, "ok", k->ok);
		json_end_object(j);
	}
	json_end_array(j);
}

static const Duban__Remark *remark(const struct workbook_report *r, const char *code)
{
	const Duban__ImportDone *d = r->reply ? r->reply->done : NULL;
	for (size_t i = 0; d && i < d->n_remark; i++)
		if (strcmp(d->remark[i]->code, code) == 0)
			return d->remark[i];
	return NULL;
}

static void unknown_units_json(struct json *j, const struct workbook_report *r)
{
	const Duban__Remark *m = remark(r, "import.unknown_units");
	json_array(j, "unknown_units");
	for (size_t i = 0; m && i < m->n_arg; i++)
		json_text(j, NULL, m->arg[i]);
	json_end_array(j);
}

static void headers_json(struct json *j, const struct workbook *s)
{
	json_array(j, "unknown_headers");
	for (size_t i = 0; i < s->unknown.n; i++) {
		const struct workbook_note *n = &s->unknown.note[i];
		json_object(j, NULL);
		where_json(j, s, n->row, n->sheet);
		json_text(j, "column", n->column);
		if (*n->arg)
			json_text(j, "map",
				  pool_format((struct pool *)(uintptr_t)&s->pool, "%s=%s",
					      n->column, n->arg));
		else
			json_null(j, "map");
		json_end_object(j);
	}
	json_end_array(j);
}

static void workbooks_json(struct json *j, const struct workbook *s)
{
	json_array(j, "sheets");
	for (size_t i = 0; i < s->sheets; i++)
		if (*s->name[i])
			json_text(j, NULL, s->name[i]);
	json_end_array(j);
	json_array(j, "marks");
	for (size_t i = 0; i < s->n_projects; i++) {
		const struct workbook_project *p = &s->project[i];
		if (!*p->mark)
			continue;
		json_object(j, NULL);
		where_json(j, s, p->row, p->sheet);
		json_text(j, "mark", p->mark);
		json_end_object(j);
	}
	json_end_array(j);
}

void workbook_report_json(struct json *j, const struct workbook_report *r)
{
	json_uint(j, "rows_read", r->rows_read);
	json_uint(j, "imported", r->imported);
	notes_json(j, "skipped", r->s, &r->s->skipped, false);
	notes_json(j, "errors", r->s, &r->s->errors, true);
	unknown_units_json(j, r);
	json_yuan(j, "total_yuan", r->total);
	json_yuan(j, "plan_yuan", r->plan);
	checks_json(j, r->s);
	headers_json(j, r->s);
	workbook_notes_json(j, r->s);
	workbooks_json(j, r->s);
}

/* A note of the whole file has none. */
static bool has_place(const struct workbook *s, const struct workbook_note *n)
{
	return s->sheets > 1 || n->row || *n->column || *n->value;
}

static void put_where(FILE *out, const struct workbook *s, const struct workbook_note *n)
{
	if (s->sheets > 1)
		(void)fprintf(out, "%s%s", s->name[n->sheet], n->row ? " " : "");
	if (n->row) {
		char row[16];
		const char *arg[] = {row};
		(void)snprintf(row, sizeof row, "%u", n->row);
		_cleanup_free_ char *text = message_text("sheet.row", arg, 1);
		(void)fputs(text ? text : row, out);
	}
	if (*n->column)
		(void)fprintf(out, " %s", import_column_head("projects", n->column));
	if (*n->value) {
		const char *value = workbook_tidy((struct pool *)(uintptr_t)&s->pool, n->value);
		(void)fprintf(out, message_chinese() ? "“%.*s”" : " \"%.*s\"",
			      (int)utf8_cut(value, VALUE_SHOWN), value);
	}
}

static void put_notes(FILE *out, const struct workbook *s, const struct workbook_notes *notes)
{
	for (size_t i = 0; i < notes->n && i < SHOWN; i++) {
		_cleanup_free_ char *text = why(&notes->note[i]);
		(void)fputs("  ", out);
		if (has_place(s, &notes->note[i])) {
			put_where(out, s, &notes->note[i]);
			(void)fputs(message_chinese() ? "：" : ": ", out);
		}
		(void)fprintf(out, "%s\n", text ? text : notes->note[i].code);
	}
	if (notes->n > SHOWN)
		(void)fprintf(out, "  … %zu\n", notes->n - SHOWN);
}

void workbook_notes_json(struct json *j, const struct workbook *s)
{
	notes_json(j, "notes", s, &s->remarks, true);
}

void workbook_notes_print(FILE *out, const struct workbook *s)
{
	put_notes(out, s, &s->remarks);
}

static const char *figure(const struct workbook_check *k, int64_t v, char *buf)
{
	if (k->figure != WORKBOOK_COUNT)
		return money_text(v, buf);
	(void)snprintf(buf, TEXT_ROOM, "%lld", (long long)v);
	return buf;
}

static void put_checks(struct cli *c, const struct workbook *s)
{
	char a[TEXT_ROOM], b[TEXT_ROOM];
	size_t fine = 0;
	for (size_t i = 0; i < s->n_checks; i++)
		fine += s->check[i].ok;
	(void)snprintf(a, sizeof a, "%zu", fine);
	(void)snprintf(b, sizeof b, "%zu", s->n_checks);
	if (s->n_checks > 0)
		cli_say(c, "sheet.checks", a, b, NULL);
	for (size_t i = 0; i < s->n_checks; i++) {
		const struct workbook_check *k = &s->check[i];
		if (!k->ok)
			cli_say(c, "sheet.mismatch", k->group, figure(k, k->declared, a),
				figure(k, k->found, b), NULL);
	}
}

/* A column that is asked about is told with the errors. */
static bool is_asked(const struct workbook *s, const struct workbook_note *head)
{
	for (size_t i = 0; i < s->errors.n; i++)
		if (strcmp(s->errors.note[i].code, "sheet.unknown_money") == 0 &&
		    strcmp(s->errors.note[i].column, head->column) == 0)
			return true;
	return false;
}

static void put_headers(struct cli *c, const struct workbook *s)
{
	for (size_t i = 0; i < s->unknown.n && i < SHOWN; i++) {
		const struct workbook_note *head = &s->unknown.note[i];
		if (!is_asked(s, head))
			cli_say(c, *head->arg ? "sheet.unknown_header" : "sheet.which_money",
				head->column, head->arg, NULL);
	}
}

static void put_text(struct cli *c, const struct workbook_report *r)
{
	char n[3][TEXT_ROOM];
	(void)snprintf(n[0], TEXT_ROOM, "%u", r->rows_read);
	(void)snprintf(n[1], TEXT_ROOM, "%u", r->imported);
	(void)snprintf(n[2], TEXT_ROOM, "%zu", r->s->skipped.n);
	cli_say(c, "sheet.read", r->path, n[0], n[1], n[2], NULL);
	put_notes(stdout, r->s, &r->s->skipped);
	put_headers(c, r->s);
	put_notes(stdout, r->s, &r->s->remarks);
	put_checks(c, r->s);
}

/* In the form that all refusals have. */
static void problems_json(struct json *j, const struct workbook *s)
{
	json_array(j, "problems");
	for (size_t i = 0; i < s->errors.n; i++) {
		const struct workbook_note *n = &s->errors.note[i];
		_cleanup_free_ char *text = why(n);
		json_object(j, NULL);
		if (n->row)
			json_uint(j, "line", n->row);
		else
			json_null(j, "line");
		json_text(j, "column", n->column);
		json_text(j, "value", n->value);
		json_text(j, "reason", text);
		json_text(j, "code", n->code);
		json_array(j, "args");
		if (*n->arg)
			json_text(j, NULL, n->arg);
		if (*n->second)
			json_text(j, NULL, n->second);
		json_end_array(j);
		json_end_object(j);
	}
	json_end_array(j);
}

static int refuse(struct cli *c, const struct workbook_report *r)
{
	const struct workbook_note *first = &r->s->errors.note[0];
	_cleanup_free_ char *text = why(first);
	if (c->json) {
		struct json j = {.out = stdout};
		json_object(&j, NULL);
		json_object(&j, "error");
		json_text(&j, "code", first->code);
		json_text(&j, "message", text);
		json_text(&j, "status", cli_verdict_name(STATUS_INVALID));
		problems_json(&j, r->s);
		json_end_object(&j);
		json_text(&j, "file", r->path);
		json_bool(&j, "dry_run", r->dry_run);
		workbook_report_json(&j, r);
		json_end_object(&j);
		(void)fputc('\n', stdout);
	} else {
		put_text(c, r);
		(void)fflush(stdout);
		_cleanup_free_ char *said = message_text("sheet.errors", NULL, 0);
		(void)fprintf(stderr, "dubanctl: %s\n", said ? said : "");
		put_notes(stderr, r->s, &r->s->errors);
	}
	c->told = true;
	return STATUS_INVALID;
}

static void more_json(struct json *j, const void *of)
{
	workbook_report_json(j, of);
}

int workbook_report_print(struct cli *c, const struct workbook_report *r)
{
	if (r->s->errors.n > 0 || !r->reply)
		return refuse(c, r);
	if (!c->json)
		put_text(c, r);
	return import_print_told(c, &(struct import_told){.path = r->path,
							  .reply = r->reply,
							  .seq = r->seq,
							  .kind = "projects",
							  .more = more_json,
							  .of = r});
}

void workbook_report_problems(struct workbook *s, Duban__Problem *const *p, size_t n, bool sheets)
{
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *text =
		    message_text(p[i]->code, (const char *const *)p[i]->arg, p[i]->n_arg);
		const char *said = text ? text : p[i]->code;
		WORKBOOK_NOTE(s, errors,
			      .row = sheets ? p[i]->line % WORKBOOK_LINE_STEP : p[i]->line,
			      .sheet = sheets ? p[i]->line / WORKBOOK_LINE_STEP : 0,
			      .column = pool_text(&s->pool, p[i]->column, strlen(p[i]->column)),
			      .value = pool_text(&s->pool, p[i]->value, strlen(p[i]->value)),
			      .code = pool_text(&s->pool, p[i]->code, strlen(p[i]->code)),
			      .text = pool_text(&s->pool, said, strlen(said)));
	}
	workbook_sort(&s->errors);
}
