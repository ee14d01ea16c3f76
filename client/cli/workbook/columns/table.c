#include "client/cli/workbook/columns/table.h"

#include <string.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/header.h"
#include "client/cli/workbook/columns/names.h"
#include "client/cli/workbook/columns/reading.h"
#include "client/cli/workbook/limits.h"
#include "text/words.h"

#define TITLE_ROWS 3 /* that a further table can have */

static size_t filled(const struct csvfile *f, size_t row)
{
	size_t n = 0;
	for (size_t k = 0; k < f->row[row].n; k++)
		n += *csv_cell(f, row, k) != '\0';
	return n;
}

bool workbook_other_table(struct workbook_reading *r, size_t row)
{
	bool name = false, amount = false, differs = false, maybe = false;
	for (size_t k = 0; k < r->h.n && k < r->f->row[row].n; k++)
		maybe |= strstr(csv_cell(r->f, row, k), "名") != NULL;
	for (size_t k = 0; maybe && k < r->h.n && k < r->f->row[row].n; k++) {
		const char *cell = csv_cell(r->f, row, k);
		struct workbook_head h;
		if (!*cell || strlen(cell) > WORKBOOK_HEADER_BYTES)
			continue;
		workbook_head_read(&r->s->pool, r->asked, cell, &h);
		name |= h.column == WORKBOOK_NAME;
		amount |= h.column == WORKBOOK_TOTAL || h.column == WORKBOOK_PLAN;
		/* The first row of a header of several rows begins the joined text of the whole
		 * header. */
		differs |= h.column > WORKBOOK_SKIP && !text_starts(r->h.head[k].plain, h.plain);
	}
	return name && amount && differs;
}

void workbook_units(struct workbook_reading *r, const char *const other[WORKBOOK_MONEY_MAX_])
{
	static const enum workbook_column money[] = {WORKBOOK_TOTAL, WORKBOOK_PLAN};
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++) {
		size_t k = r->h.at[money[m]];
		const char *unit = k == SIZE_MAX ? NULL : r->h.head[k].unit;
		r->unit[m] = unit ? unit : r->h.unit ? r->h.unit : other[m];
	}
}

bool workbook_next_table(struct workbook_reading *r)
{
	size_t at = r->next, from = at;
	size_t above = r->h.first + r->h.height;
	const char *const unit[WORKBOOK_MONEY_MAX_] = {r->unit[0], r->unit[1]};
	struct csvfile below = *r->f;
	struct workbook_header h;
	while (from > above && at - from < TITLE_ROWS && filled(r->f, from - 1) <= 2)
		from--;
	below.row += from;
	below.n_rows -= from;
	workbook_header(&r->s->pool, &below, r->asked, &h);
	if (!h.found || h.summary || h.at[WORKBOOK_NAME] == SIZE_MAX || h.first + from != at) {
		r->h.first = at;
		r->h.height = 1;
		return false;
	}
	h.first += from;
	h.year = h.year ? h.year : r->h.year;
	r->h = h;
	workbook_units(r, unit);
	return true;
}

/* One cell per row, and tabs or semicolons in most of them. */
bool workbook_not_commas(const struct csvfile *f)
{
	size_t parted = 0;
	for (size_t i = 0; i < f->n_rows; i++) {
		if (f->row[i].n > 1)
			return false;
		const char *s = csv_cell(f, i, 0);
		const char *semicolon = strchr(s, ';');
		parted += strchr(s, '\t') || (semicolon && strchr(semicolon + 1, ';'));
	}
	return parted > 0 && parted * 2 >= f->n_rows;
}
