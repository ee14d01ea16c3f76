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
	to->note[to->n++].arg = note->arg ? note->arg : "";
}

/* ---- projects in two sheets */

static const struct workbook_project *sorting;

static int by_name(const void *a, const void *b)
{
	const struct workbook_project *x = &sorting[*(const size_t *)a];
	const struct workbook_project *y = &sorting[*(const size_t *)b];
	int r = strcmp(x->name, y->name);
	r = r ? r : strcmp(x->unit, y->unit);
	return r ? r : x < y ? -1 : x > y;
}

static int once_each(struct workbook *s)
{
	size_t *order = reallocarray(NULL, s->n_projects + 1, sizeof *order);
	if (!order)
		return -ENOMEM;
	for (size_t i = 0; i < s->n_projects; i++)
		order[i] = i;
	sorting = s->project;
	struct workbook_project *kept = NULL;
	qsort(order, s->n_projects, sizeof *order, by_name);
	for (size_t i = 1; i < s->n_projects; i++) {
		const struct workbook_project *x = &s->project[order[i - 1]];
		struct workbook_project *y = &s->project[order[i]];
		kept = kept && x->twice ? kept : &s->project[order[i - 1]];
		if (strcmp(x->name, y->name) != 0 || strcmp(x->unit, y->unit) != 0 ||
		    x->sheet == y->sheet)
			continue;
		y->twice = true;
		kept->mark = *kept->mark ? kept->mark : y->mark;
		WORKBOOK_NOTE(s, skipped, .row = y->row, .sheet = y->sheet, .code = "sheet.twice",
			      .arg = pool_format(&s->pool, "%s %u", s->name[x->sheet], x->row));
	}
	free(order);
	return 0;
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
	int r = s->workbooks_read > 1 ? once_each(s) : 0;
	if (s->n_checks > 1)
		qsort(s->check, s->n_checks, sizeof *s->check, by_row);
	for (size_t i = 0; i < s->n_checks && s->workbooks_read > 1; i++)
		s->check[i].group =
		    pool_format(&s->pool, "%s/%s", s->name[s->check[i].sheet], s->check[i].group);
	if (s->workbooks_read == 0 && s->errors.n == 0)
		WORKBOOK_NOTE(s, errors, .row = 1, .column = "name", .code = "sheet.only_summary");
	return s->pool.failed ? -ENOMEM : r;
}

void workbook_done(struct workbook *s)
{
	pool_done(&s->pool);
	*s = (struct workbook){};
}
