/* A CSV file in memory: cells in UTF-8, and for each row the line where it begins. Quotes are
 * parsed strictly (libcsv). Blanks around a cell are removed, nothing else is changed. The same
 * code reads the tables that are built into dubanctl. The sheets of workbooks have the same form.
 */
#pragma once

#include <stdint.h>

#include "proto/bytes.h"
#include "proto/cleanup.h"

struct csvrow {
	uint32_t line;	 /* the first line of the file is 1 */
	uint32_t number; /* as a spreadsheet numbers it: line breaks inside cells do not count */
	uint32_t n;
	size_t first;
};

/* A cell of a workbook that could not be read. Its text is an error value (#N/A). */
struct csvunread {
	uint32_t number; /* of its row */
	uint32_t cell;
	const char *code; /* why, of messages.csv */
	char at[12];	  /* its address in the workbook: D2 */
};

struct csvfile {
	char *pool;
	size_t pool_size, pool_room;
	size_t *cell;
	size_t n_cells, cells_room;
	struct csvrow *row;
	size_t n_rows, rows_room;
	struct csvunread *unread;
	size_t n_unread, unread_room;
};

/* Where reading stopped and why; `code` is a code of messages.csv. */
struct csvfault {
	const char *code;
	uint32_t line;
	uint32_t column; /* from 1; 0 = the whole line */
};

/* `encoding`: "auto" (UTF-8 if the file is valid UTF-8, else GB18030), "utf-8" or "gb18030". A byte
 * order mark is removed. The caller frees *ret_text. 0, STATUS_INVALID with `fault` filled in, or
 * -ENOMEM. */
int csv_decode(struct bytes raw, const char *encoding, char **ret_text, size_t *ret_size,
	       struct csvfault *fault);

/* A built-in table, read into `once` (static, empty) at the first call; if it cannot be read, it is
 * empty. */
const struct csvfile *csv_shipped(struct csvfile *once, struct bytes text);

/* 0, STATUS_INVALID with `fault` filled in, or -ENOMEM. */
int csv_read(struct bytes text, struct csvfile *ret, struct csvfault *fault);

/* Adds a row, as a spreadsheet numbers it, and cells to the last row, from left to right; those
 * between are empty. 0 or -ENOMEM. */
int csv_add_row(struct csvfile *f, uint32_t number);
int csv_add_cell(struct csvfile *f, uint32_t cell, const char *text);
/* Says why the last cell could not be read. 0 or -ENOMEM. */
int csv_add_unread(struct csvfile *f, const char *code, const char *at);
/* NULL: the cell was read. */
const struct csvunread *csv_unread(const struct csvfile *f, size_t row, size_t cell);

/* Adds empty cells to rows that are shorter than the first. 0 or -ENOMEM. */
int csv_square(struct csvfile *f);
/* Replaces the text of an existing cell. 0 or -ENOMEM. */
int csv_set(struct csvfile *f, size_t row, size_t cell, const char *text);

/* "" if the row has fewer cells. Valid until csv_done() or csv_set(). */
/* Has the row nothing but empty cells? */
bool csv_row_empty(const struct csvfile *f, size_t row);
const char *csv_cell(const struct csvfile *f, size_t row, size_t cell);

void csv_done(struct csvfile *f);
