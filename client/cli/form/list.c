/* Lists of records of an import kind, with the same columns as the kind's file. */
#include "client/cli/form/list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/record.h"
#include "client/cli/frame/cli.h"
#include "client/cli/import/columns.h"
#include "client/cli/print/json.h"
#include "client/cli/print/out.h"
#include "client/cli/print/persons.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "text/date.h"
#include "text/money.h"
#include "text/number.h"

/* "" if the row has fewer cells. */
static const char *cell_of(const Duban__SheetRow *row, size_t i)
{
	return i < row->n_cell ? row->cell[i] : "";
}

static void put_list(struct json *j, const char *key, const char *text)
{
	json_array(j, key);
	for (const char *s = text; *s; s += strcspn(s, ";"), s += *s == ';') {
		_cleanup_free_ char *part = strndup(s, strcspn(s, ";"));
		json_string(j, NULL, part ? part : "");
	}
	json_end_array(j);
}

/* Writes the person's id and, beside it, the name. */
static void put_person(struct cli *c, struct json *j, const char *column, const char *text)
{
	const Duban__SheetPerson *p = cli_person(c, text);
	char name[80];
	(void)snprintf(name, sizeof name, "%s_name", column);
	json_text(j, column, text);
	json_text(j, name, p ? p->name : text);
}

static void put_json_cell(struct cli *c, struct json *j, const char *kind,
			  const Duban__SheetColumn *col, const char *text)
{
	int64_t fen;
	uint32_t number;
	if (col->type == DUBAN__SHEET_TYPE__SHEET_TYPE_LIST)
		put_list(j, col->name, text);
	else if (col->type == DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY &&
		 money_parse(text, MONEY_UNIT_YUAN, &fen) == MONEY_FINE)
		json_yuan(j, col->name, fen);
	else if (col->type == DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER &&
		 number_parse(text, UINT32_MAX, &number))
		json_uint(j, col->name, number);
	else if (import_column_is_person(kind, col->name))
		put_person(c, j, col->name, text);
	else if (*text && import_column_is(kind, col->name, RECORD_BOOL))
		json_bool(j, col->name, strcmp(text, "yes") == 0);
	else
		json_text(j, col->name, text);
}

static void put_json(struct cli *c, const char *kind, const Duban__SheetReply *head,
		     const struct rows *rows)
{
	struct json j = {.out = stdout};
	json_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++) {
		json_object(&j, NULL);
		for (size_t k = 0; k < head->n_column; k++)
			put_json_cell(c, &j, kind, head->column[k], cell_of(rows->row[i], k));
		json_end_object(&j);
	}
	json_end_array(&j);
	(void)fputc('\n', stdout);
}

/* How a column is shown: its kind, and for money its unit. */
struct shown {
	struct cli *c;
	const char *kind, *money;
};

static void put_word(struct print_table *t, const struct shown *how, const char *column,
		     const char *text)
{
	_cleanup_free_ char *word = import_cell_shown(how->c, how->kind, column, text);
	table_cell(t, word ? word : text);
}

static void put_cell(struct print_table *t, const struct shown *how, const Duban__SheetColumn *col,
		     const char *text)
{
	int64_t fen;
	uint32_t n;
	if (col->type == DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY &&
	    money_parse(text, MONEY_UNIT_YUAN, &fen) == MONEY_FINE)
		table_money(t, &fen, how->money);
	else if (col->type == DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY && !*text)
		table_money(t, NULL, how->money);
	else if (col->type == DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER &&
		 number_parse(text, UINT32_MAX, &n))
		table_number(t, n);
	else if (col->type == DUBAN__SHEET_TYPE__SHEET_TYPE_DATE && ymd_parse(text, &n))
		table_date(t, n);
	else if (col->type == DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH && month_parse(text, &n))
		table_month(t, n);
	else
		put_word(t, how, col->name, text);
}

static int put_table(struct cli *c, const char *kind, const Duban__SheetReply *head,
		     const struct rows *rows)
{
	struct shown how = {c, kind, "万元"};
	int r = cli_option(c, "in") ? project_money_unit(c, &how.money) : 0;
	if (r != 0)
		return r;
	const char **heads = calloc(head->n_column + 1, sizeof *heads);
	struct print_table *t = NULL;
	for (size_t i = 0; heads && i < head->n_column; i++) {
		Duban__SheetType type = head->column[i]->type;
		heads[i] = type == DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY ||
				   type == DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER
			       ? ">"
			       : "";
	}
	t = heads && head->n_column > 0 ? table_new(heads) : NULL;
	for (size_t i = 0; t && i < head->n_column; i++)
		table_head(t, i, import_column_head(kind, head->column[i]->name));
	for (size_t i = 0; t && i < rows->n; i++)
		for (size_t k = 0; k < head->n_column; k++)
			put_cell(t, &how, head->column[k], cell_of(rows->row[i], k));
	if (t) {
		/* A spreadsheet is filled in and read back by `import`: its empty columns are
		 * kept. */
		if (!cli_spreadsheet(c))
			table_drop_empty(t);
		r = rows->n > 0 || cli_option(c, "out") ? cli_table(c, t) : 0;
	} else {
		r = heads && head->n_column == 0 ? 0 : -ENOMEM;
	}
	table_free(t);
	free(heads);
	return r;
}

int form_sheet(struct cli *c, const struct form *form)
{
	const char *kind = record_name(form->sheet);
	const ProtobufCMessage *body = NULL;
	struct form rows_of = *form;
	rows_of.rows = "row";
	_cleanup_(rows_done) struct rows rows = {};
	_cleanup_(form_done) struct filling f = {};
	int r = form_fill(c, &rows_of, &f);
	if (r == 0)
		r = form_ask(&f, &rows, &body);
	c->reply = NULL;
	if (r != 0 || !body || body->descriptor != &duban__sheet_reply__descriptor)
		return r;
	/* Every page repeats the columns. */
	const Duban__SheetReply *head = (const Duban__SheetReply *)body;
	if (cli_json(c))
		put_json(c, kind, head, &rows);
	else
		r = put_table(c, kind, head, &rows);
	return r;
}
