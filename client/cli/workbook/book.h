/* The grids of cells of a file: one for a CSV file, one for each sheet of a workbook. A workbook is
 * read by a process of its own (child.h); here its answer becomes grids, which are read like CSV.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/answer.h"
#include "proto/bytes.h"

struct cli;

/* Cells that people see as one: rows as the sheet numbers them, columns of the grid. */
struct workbook_merge {
	uint32_t row, last_row, column, last_column;
};

/* What a sheet has and an import does not take, or takes with doubt. */
struct workbook_doubt {
	const char *code; /* of messages.csv */
	uint32_t row;	  /* of the first such cell */
	char at[12];	  /* its address: E2 */
	uint32_t n;
};

enum { WORKBOOK_DOUBTS = 2 };

struct workbook_sheet {
	char *name; /* "" for a CSV file */
	bool hidden;
	struct csvfile grid;
	struct workbook_merge *merge;
	size_t n_merges;
	uint32_t *hidden_row; /* rows that hold something and were left out */
	size_t n_hidden_rows;
	char *hidden_columns; /* "C, E"; NULL: none */
	struct workbook_doubt doubt[WORKBOOK_DOUBTS];
	size_t n_doubts;
};

struct workbook_file {
	bool from_1904; /* numbers that are not formatted as dates may be days from 1904-01-01 */
	size_t n;
	struct workbook_sheet *sheet;
};

/* Is it a workbook, by its first bytes? What is neither that nor text is refused, with what to do,
 * and so is the lock file beside an open workbook. 0, or a verdict that has been reported. */
int workbook_recognise(struct cli *c, const char *path, struct bytes raw, bool *ret_workbook);
/* Reads the workbook from `raw`, the bytes of the file. The file is not opened again, so that a
 * file saved in the meantime is never read half old and half new. `path` is used in messages;
 * --hidden is obeyed. Returns 0 or a verdict that has been reported. */
int workbook_file_read(struct cli *c, const char *path, struct bytes raw,
		       struct workbook_file *ret);
void workbook_file_done(struct workbook_file *b);
/* Was anything left out of a sheet that people see? */
bool workbook_hides(const struct workbook_file *b);

/* Makes the file of an answer that comes in pieces. Start with one that names only `to`. */
struct workbook_answer {
	struct workbook_file *to;
	char refused[48]; /* a code of messages.csv; "" = it is not refused */
	size_t cells;
	struct answer_reading frames;
};
/* 0, -ENOMEM, -EPROTO: this is no answer, -EFBIG: more than can be imported. */
int workbook_answer_take(struct workbook_answer *a, struct bytes piece);
void workbook_answer_done(struct workbook_answer *a);
