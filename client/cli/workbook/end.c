/* The last step of reading: projects that are in two sheets, and the order of the checks. */
#include "client/cli/workbook/end.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/workbook.h"

void workbook_note(struct workbook *s, struct workbook_notes *to, const struct workbook_note *note)
{
	struct workbook_note *more = pool_grow(&s->pool, to->note, to->n, sizeof *note);
	if (!more)
		return;
	to->note = more;
	to->note[to->n] = *note;
	to->note[to->n].column = note->column ? note->column : "";
	/* Copied: the grid that holds the value may be freed before. */
	to->note[to->n].value =
	    note->value ? pool_text(&s->pool, note->value, strlen(note->value)) : "";
	to->note[to->n].arg = note->arg ? note->arg : "";
	to->note[to->n++].second = note->second ? note->second : "";
}

/* ---- projects in two rows */

static const struct workbook_project *sorting;

/* Who is responsible, as far as the row says: the unit, else where it is. */
static const char *whose(const struct workbook_project *p)
{
	return *p->unit ? p->unit : p->place;
}

static int by_name(const void *a, const void *b)
{
	const struct workbook_project *x = &sorting[*(const size_t *)a];
	const struct workbook_project *y = &sorting[*(const size_t *)b];
	int r = strcmp(x->name, y->name);
	r = r ? r : strcmp(whose(x), whose(y));
	return r ? r : x < y ? -1 : x > y;
}

static bool same_amounts(const struct workbook_project *x, const struct workbook_project *y)
{
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++)
		if (x->year == y->year && x->has[m] && y->has[m] && x->fen[m] != y->fen[m])
			return false;
	return true;
}

/* A project of two sheets is taken from the first. Two rows of one sheet, or with other amounts,
 * may be one project or two: that is asked, unless their codes tell. */
static void twice(struct workbook *s, struct workbook_project *x, struct workbook_project *y)
{
	bool told_apart = *x->code && *y->code && strcmp(x->code, y->code) != 0;
	const char *at = x->sheet == y->sheet || !*s->name[x->sheet]
			     ? pool_format(&s->pool, "%u", x->row)
			     : pool_format(&s->pool, "%s %u", s->name[x->sheet], x->row);
	if (told_apart)
		return;
	y->twice = true;
	if (x->sheet == y->sheet || !same_amounts(x, y)) {
		WORKBOOK_NOTE(s, errors, .row = y->row, .sheet = y->sheet, .value = y->name,
			      .code = x->sheet == y->sheet ? "sheet.two_rows" : "sheet.two_amounts",
			      .arg = at);
		return;
	}
	x->mark = *x->mark ? x->mark : y->mark;
	WORKBOOK_NOTE(s, skipped, .row = y->row, .sheet = y->sheet, .code = "sheet.twice",
		      .arg = at);
}

static int once_each(struct workbook *s)
{
	size_t *order = reallocarray(NULL, s->n_projects + 1, sizeof *order);
	if (!order)
		return -ENOMEM;
	for (size_t i = 0; i < s->n_projects; i++)
		order[i] = i;
	sorting = s->project;
	qsort(order, s->n_projects, sizeof *order, by_name);
	for (size_t i = 1, kept = 0; i < s->n_projects; i++) {
		struct workbook_project *x = &s->project[order[kept]], *y = &s->project[order[i]];
		if (strcmp(x->name, y->name) == 0 && strcmp(whose(x), whose(y)) == 0)
			twice(s, x, y);
		kept = y->twice ? kept : i;
	}
	free(order);
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct workbook_note *x = a, *y = b;
	if (x->sheet != y->sheet)
		return x->sheet < y->sheet ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	int r = strcmp(x->column, y->column);
	return r ? r : strcmp(x->code, y->code);
}

void workbook_sort(struct workbook_notes *notes)
{
	if (notes->n > 1)
		qsort(notes->note, notes->n, sizeof *notes->note, by_place);
}

static int by_row(const void *a, const void *b)
{
	const struct workbook_check *x = a, *y = b;
	if (x->sheet != y->sheet)
		return x->sheet < y->sheet ? -1 : 1;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	int r = strcmp(x->group, y->group);
	return x->figure != y->figure ? (int)x->figure - (int)y->figure : r;
}

int workbook_end(struct workbook *s)
{
	int r = once_each(s);
	if (s->n_checks > 1)
		qsort(s->check, s->n_checks, sizeof *s->check, by_row);
	for (size_t i = 0; i < s->n_checks && s->workbooks_read > 1; i++)
		s->check[i].group =
		    pool_format(&s->pool, "%s/%s", s->name[s->check[i].sheet], s->check[i].group);
	if (s->workbooks_read == 0 && s->errors.n == 0)
		WORKBOOK_NOTE(s, errors, .row = 1, .column = "name",
			      .code = s->sheets ? "sheet.only_summary" : "import.empty");
	workbook_sort(&s->errors);
	return s->pool.failed ? -ENOMEM : r;
}

void workbook_done(struct workbook *s)
{
	pool_done(&s->pool);
	*s = (struct workbook){};
}
