/* The cells of one sheet, and what people see of them: without hidden rows and columns, and of
 * merged cells only the first. The text of merged cells whose first is hidden stands in the first
 * that is seen. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/xlsx/cell.h"

struct grid_cell {
	uint32_t row, column; /* from 1 */
	uint32_t to_row, to_column;
	enum cell_state state;
	bool covered;
	size_t text;
};

struct grid_range {
	uint32_t row, column, last_row, last_column;
};

struct grid {
	struct grid_cell *cell; /* by row and column */
	size_t n, room;
	char *pool;
	size_t size, pool_room;
	uint32_t *hidden_row; /* ascending */
	size_t n_hidden, hidden_room;
	struct grid_range *merge;
	size_t n_merges, merges_room;
	bool hidden_column[WORKBOOK_SHEET_COLUMNS + 1];
};

/* Cells come row by row. -ENOMEM, or -EFBIG: over a limit. */
int grid_add(struct grid *g, uint32_t row, uint32_t column, const struct xlsx_cell *cell);
int grid_hide_row(struct grid *g, uint32_t row); /* rows in ascending order */
int grid_merge(struct grid *g, const struct grid_range *range);
/* Writes the columns, rows, cells and merges of an answer. `hidden`: nothing is left out. */
int grid_put(struct grid *g, FILE *out, bool hidden);
void grid_done(struct grid *g);
