#include "client/cli/workbook/strict.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/cli/frame/args.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/import/columns.h"
#include "client/cli/workbook/book.h"
#include "client/cli/workbook/columns/months.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/workbook.h"
#include "proto/limits.h"
#include "text/date.h"
#include "text/number.h"
#include "text/room.h"

/* ---- which sheet */

/* The number of a sheet as people count them: 1 for the first that they see. */
static uint32_t seen_number(struct cli *c, const struct workbook_file *b, size_t i)
{
	uint32_t n = 0;
	for (size_t k = 0; k <= i; k++)
		n += !b->sheet[k].hidden || cli_flag(c, "hidden");
	return n;
}

bool workbook_chosen(struct cli *c, const struct workbook_file *b, size_t i)
{
	const char *want = cli_option(c, "sheet");
	bool seen = !b->sheet[i].hidden || cli_flag(c, "hidden");
	uint32_t n;
	struct pool p = {};
	if (!want)
		return seen;
	bool named = strcmp(workbook_plain(&p, want), workbook_plain(&p, b->sheet[i].name)) == 0;
	pool_done(&p);
	return named || (seen && number_parse(want, SHEETS_MAX, &n) && n == seen_number(c, b, i));
}

static const char *names(struct pool *p, const struct workbook_file *b)
{
	const char *all = "";
	for (size_t i = 0; i < b->n; i++)
		all = pool_format(p, "%s%s%s", all, *all ? ", " : "", b->sheet[i].name);
	return all;
}

int workbook_no_such_sheet(struct cli *c, const struct workbook_file *b)
{
	struct pool p = {};
	const char *want = cli_option(c, "sheet");
	int r = cli_fail(c, STATUS_INVALID, "sheet.no_such_sheet", want ? want : "", names(&p, b),
			 NULL);
	pool_done(&p);
	return r;
}

static bool has_heads(const struct csvfile *f, const char *kind)
{
	bool any = false;
	for (size_t k = 0; f->n_rows > 0 && k < f->row[0].n; k++)
		any |= *import_column_of(kind, csv_cell(f, 0, k)) != '\0';
	return any;
}

static int pick(struct cli *c, const struct workbook_file *b, const char *kind, size_t *ret)
{
	size_t chosen = 0, filled = 0, fitting = 0;
	size_t any = 0, full = 0, fit = 0;
	for (size_t i = 0; i < b->n; i++) {
		if (!workbook_chosen(c, b, i))
			continue;
		chosen++;
		any = i;
		if (b->sheet[i].grid.n_rows == 0)
			continue;
		filled++;
		full = i;
		if (!has_heads(&b->sheet[i].grid, kind))
			continue;
		fitting++;
		fit = i;
	}
	if (chosen == 0)
		return workbook_no_such_sheet(c, b);
	if (filled > 1 && fitting != 1) {
		struct pool p = {};
		int r = cli_fail(c, STATUS_INVALID, "sheet.which_sheet", names(&p, b), NULL);
		pool_done(&p);
		return r;
	}
	*ret = filled > 1 ? fit : filled == 1 ? full : any;
	return 0;
}

/* ---- what is told of it */

/* "3, 7-9" */
static const char *ranges(struct pool *p, const uint32_t *number, size_t n)
{
	const char *all = "";
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && number[k] == number[k - 1] + 1; k++)
			;
		all = pool_format(p, k > i + 1 ? "%s%s%u-%u" : "%s%s%u", all, *all ? ", " : "",
				  number[i], number[k - 1]);
	}
	return all;
}

void workbook_tell(struct workbook *s, const struct workbook_file *b, size_t i, size_t sheet)
{
	const struct workbook_sheet *from = &b->sheet[i];
	if (from->n_hidden_rows > 0)
		WORKBOOK_NOTE(s, remarks, .sheet = sheet, .code = "sheet.hidden_rows",
			      .arg = ranges(&s->pool, from->hidden_row, from->n_hidden_rows));
	if (from->hidden_columns)
		WORKBOOK_NOTE(
		    s, remarks, .sheet = sheet, .code = "sheet.hidden_columns",
		    .arg = pool_text(&s->pool, from->hidden_columns, strlen(from->hidden_columns)));
	for (size_t k = 0; k < from->n_doubts; k++)
		WORKBOOK_NOTE(s, remarks, .row = from->doubt[k].row, .sheet = sheet,
			      .code = from->doubt[k].code,
			      .arg = from->doubt[k].n > 1
					 ? pool_format(&s->pool, "%s … (%u)", from->doubt[k].at,
						       from->doubt[k].n)
					 : pool_format(&s->pool, "%s", from->doubt[k].at));
}

static void tell_others(struct workbook *s, const struct workbook_file *b, size_t taken)
{
	for (size_t i = 0; i < b->n; i++)
		if (i != taken && b->sheet[i].grid.n_rows > 0)
			WORKBOOK_NOTE(s, remarks,
				      .value = pool_text(&s->pool, b->sheet[i].name,
							 strlen(b->sheet[i].name)),
				      .code = b->sheet[i].hidden ? "sheet.hidden_sheet"
								 : "sheet.other_sheet");
}

/* ---- its cells */

/* In a column of months a date counts by its month. In both kinds of columns a bare number of five
 * digits is a day that nobody formatted as a date. */
static int as_dates(struct csvfile *f, size_t k, bool month, bool from_1904)
{
	char text[TEXT_ROOM];
	int r = 0;
	for (size_t i = 1; r == 0 && i < f->n_rows; i++) {
		const char *s = csv_cell(f, i, k);
		uint32_t day;
		if (!workbook_day(s, from_1904, text)) {
			if (!month || !ymd_parse(s, &day))
				continue;
			(void)snprintf(text, sizeof text, "%s", s);
		}
		text[month ? strlen("2024-11") : strlen("2024-11-01")] = '\0';
		r = csv_set(f, i, k, text);
	}
	return r;
}

/* Cells that are merged over several rows say something of each of them, and our tables can't. */
static void check_merges(const struct workbook_sheet *s, const struct workbook_strict *to)
{
	const struct csvfile *f = to->grid;
	for (size_t m = 0; m < s->n_merges; m++) {
		const struct workbook_merge *g = &s->merge[m];
		if (g->row == g->last_row)
			continue;
		for (size_t i = 1; i < f->n_rows; i++) {
			char rows[TEXT_ROOM];
			const char *head = csv_cell(f, 0, g->column);
			if (f->row[i].number != g->row || !*csv_cell(f, i, g->column) ||
			    !*import_column_of(to->kind, head))
				continue;
			(void)snprintf(rows, sizeof rows, "%u-%u", g->row, g->last_row);
			PROBLEM(to->problems, .code = "sheet.merged", .line = g->row,
				.column = head, .value = csv_cell(f, i, g->column), .arg = rows);
		}
	}
}

int workbook_strict(struct cli *c, struct workbook_file *b, const struct workbook_strict *to)
{
	size_t i = 0;
	int r = pick(c, b, to->kind, &i);
	if (r != 0)
		return r;
	struct workbook_sheet *s = &b->sheet[i];
	struct csvfile *f = to->grid;
	tell_others(to->told, b, i);
	workbook_tell(to->told, b, i, 0);
	*f = s->grid;
	s->grid = (struct csvfile){};
	if (f->n_rows == 0)
		return 0;
	check_merges(s, to);
	r = csv_square(f);
	for (size_t k = 0; r == 0 && k < f->row[0].n; k++) {
		const char *column = import_column_of(to->kind, csv_cell(f, 0, k));
		bool month = import_column_is(to->kind, column, RECORD_MONTH);
		if (month || import_column_is(to->kind, column, RECORD_DATE))
			r = as_dates(f, k, month, b->from_1904);
	}
	return r;
}
