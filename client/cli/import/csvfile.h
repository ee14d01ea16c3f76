/* A CSV file in memory: UTF-8 cells, every row with the line it begins at. Strict about
 * quotes (libcsv); cells lose the blanks around them and nothing else. The shipped tables of
 * the command line are read by the same code. */
#pragma once

#include <stdint.h>

#include "proto/bytes.h"
#include "proto/cleanup.h"

struct csvrow {
	uint32_t line;	 /* the first line of the file is 1 */
	uint32_t number; /* as a spreadsheet shows it: a cell's line breaks count for nothing */
	uint32_t n;
	size_t first;
};

struct csvfile {
	char *pool;
	size_t pool_size, pool_room;
	size_t *cell;
	size_t n_cells, cells_room;
	struct csvrow *row;
	size_t n_rows, rows_room;
};

/* Where reading stopped and why: `code` is a code of messages.csv. */
struct csvfault {
	const char *code;
	uint32_t line;
	uint32_t column; /* from 1, 0 = the whole line */
};

/* `encoding`: "auto" (UTF-8 if it is valid UTF-8, else GB18030), "utf-8" or "gb18030". A
 * byte order mark is taken off. *ret_text belongs to the caller. 0, STATUS_INVALID with
 * `fault` filled, or -ENOMEM. */
int csv_decode(struct bytes raw, const char *encoding, char **ret_text, size_t *ret_size,
	       struct csvfault *fault);

/* A shipped table, read into `once` (static, empty) at first use; a fault leaves it empty. */
const struct csvfile *csv_shipped(struct csvfile *once, struct bytes text);

/* 0, STATUS_INVALID with `fault` filled, or -ENOMEM. */
int csv_read(struct bytes text, struct csvfile *ret, struct csvfault *fault);

/* Short rows get empty cells until they are as long as the first. 0 or -ENOMEM. */
int csv_square(struct csvfile *f);
/* Another text for a cell that is there. 0 or -ENOMEM. */
int csv_set(struct csvfile *f, size_t row, size_t cell, const char *text);

/* "" beyond the row's end. Valid until csv_done or csv_set. */
const char *csv_cell(const struct csvfile *f, size_t row, size_t cell);

void csv_done(struct csvfile *f);
