#include "client/cli/workbook/xlsx/grid.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/workbook/answer.h"
#include "client/cli/workbook/limits.h"
#include "proto/array.h"
#include "proto/limits.h"

int grid_add(struct grid *g, uint32_t row, uint32_t column, const struct xlsx_cell *cell)
{
	size_t n = strlen(cell->text) + 1;
	if (g->n >= WORKBOOK_CELLS_MAX || g->size + n > WORKBOOK_TEXT_MAX)
		return -EFBIG;
	if (array_grow(&g->cell, &g->room, g->n + 1, sizeof *g->cell) < 0 ||
	    array_grow(&g->pool, &g->pool_room, g->size + n, 1) < 0)
		return -ENOMEM;
	g->cell[g->n++] = (struct grid_cell){row, column, row, column, cell->state, false, g->size};
	memcpy(g->pool + g->size, cell->text, n);
	g->size += n;
	return 0;
}

int grid_hide_row(struct grid *g, uint32_t row)
{
	if (array_grow(&g->hidden_row, &g->hidden_room, g->n_hidden + 1, sizeof *g->hidden_row) < 0)
		return -ENOMEM;
	g->hidden_row[g->n_hidden++] = row;
	return 0;
}

int grid_merge(struct grid *g, const struct grid_range *range)
{
	if (g->n_merges >= WORKBOOK_MERGES_MAX)
		return -EFBIG;
	if (array_grow(&g->merge, &g->merges_room, g->n_merges + 1, sizeof *g->merge) < 0)
		return -ENOMEM;
	g->merge[g->n_merges++] = *range;
	return 0;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

static bool is_hidden(const struct grid *g, uint32_t row)
{
	return g->n_hidden > 0 &&
	       bsearch(&row, g->hidden_row, g->n_hidden, sizeof row, by_number) != NULL;
}

/* The part of a range that is seen. False: none. */
static bool seen(const struct grid *g, const struct grid_range *range, struct grid_range *ret)
{
	*ret = *range;
	while (ret->row <= ret->last_row && is_hidden(g, ret->row))
		ret->row++;
	while (ret->column <= ret->last_column && g->hidden_column[ret->column])
		ret->column++;
	return ret->row <= ret->last_row && ret->column <= ret->last_column;
}

/* The first cell in `row` or below it. */
static size_t first_in(const struct grid *g, uint32_t row)
{
	size_t low = 0, high = g->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (g->cell[mid].row < row)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Cells behind the first of a merged range can hold old values, which nobody sees. True: the first
 * is hidden itself, and its text was moved. */
static bool join(struct grid *g, const struct grid_range *range)
{
	struct grid_range to;
	bool any = seen(g, range, &to), moved = false;
	for (size_t i = first_in(g, range->row); i < g->n; i++) {
		struct grid_cell *c = &g->cell[i];
		if (c->row > range->last_row)
			break;
		if (c->column < range->column || c->column > range->last_column)
			continue;
		c->covered = c->row != range->row || c->column != range->column;
		c->to_row = any && !c->covered ? to.row : c->row;
		c->to_column = any && !c->covered ? to.column : c->column;
		moved |= c->to_row != c->row || c->to_column != c->column;
	}
	return moved;
}

static int by_place(const void *a, const void *b)
{
	const struct grid_cell *x = a, *y = b;
	if (x->to_row != y->to_row)
		return x->to_row < y->to_row ? -1 : 1;
	return x->to_column < y->to_column ? -1 : x->to_column > y->to_column;
}

/* Where the seen columns stand in the grid; *ret_content: hidden ones that hold something. */
static void number_columns(const struct grid *g, uint32_t *at, bool *content)
{
	uint32_t next = 0;
	for (uint32_t k = 1; k <= WORKBOOK_SHEET_COLUMNS; k++)
		at[k] = g->hidden_column[k] ? UINT32_MAX : next++;
	for (size_t i = 0; i < g->n; i++)
		if (!g->cell[i].covered)
			content[g->cell[i].to_column] |= g->hidden_column[g->cell[i].to_column];
}

static int put_cells(const struct grid *g, const uint32_t *at, FILE *out)
{
	uint32_t row = 0;
	bool hidden = false;
	int r = 0;
	for (size_t i = 0; r == 0 && i < g->n; i++) {
		const struct grid_cell *c = &g->cell[i];
		uint32_t column = at[c->to_column];
		if (c->covered || column >= WORKBOOK_COLUMNS_MAX)
			continue;
		if (c->to_row != row) {
			row = c->to_row;
			hidden = is_hidden(g, row);
			r = ANSWER_PUT(out, "", .kind = ANSWER_ROW, .a = row, .b = hidden);
		}
		if (r == 0 && !hidden)
			r = ANSWER_PUT(out, g->pool + c->text, .kind = ANSWER_CELL, .a = column,
				       .b = c->state, .c = c->column);
	}
	return r;
}

static int put_merges(const struct grid *g, const uint32_t *at, FILE *out)
{
	struct grid_range to;
	int r = 0;
	for (size_t i = 0; r == 0 && i < g->n_merges; i++) {
		if (!seen(g, &g->merge[i], &to))
			continue;
		while (g->hidden_column[to.last_column])
			to.last_column--;
		if (at[to.last_column] < WORKBOOK_COLUMNS_MAX)
			r = ANSWER_PUT(out, "", .kind = ANSWER_MERGE, .a = to.row, .b = to.last_row,
				       .c = at[to.column], .d = at[to.last_column]);
	}
	return r;
}

int grid_put(struct grid *g, FILE *out, bool hidden)
{
	uint32_t at[WORKBOOK_SHEET_COLUMNS + 1];
	bool content[WORKBOOK_SHEET_COLUMNS + 1] = {};
	bool moved = false;
	int r = 0;
	if (hidden) {
		memset(g->hidden_column, 0, sizeof g->hidden_column);
		g->n_hidden = 0;
	}
	for (size_t i = 0; i < g->n_merges; i++)
		moved |= join(g, &g->merge[i]);
	if (moved)
		qsort(g->cell, g->n, sizeof *g->cell, by_place);
	number_columns(g, at, content);
	for (uint32_t k = 1; r == 0 && k <= WORKBOOK_SHEET_COLUMNS; k++)
		if (content[k])
			r = ANSWER_PUT(out, "", .kind = ANSWER_COLUMN, .a = k);
	if (r == 0)
		r = put_cells(g, at, out);
	return r ? r : put_merges(g, at, out);
}

void grid_done(struct grid *g)
{
	free(g->cell);
	free(g->pool);
	free(g->hidden_row);
	free(g->merge);
	*g = (struct grid){};
}
