/* A file of records, CSV or workbook, as a grid of cells: the one door by which files of rows come
 * in. A mark against formulas (print/mark.h) is taken off again. */
#pragma once

#include <stdbool.h>

#include "client/cli/import/csvfile.h"

struct cli;
struct problems;
struct workbook;

struct import_source {
	const char *kind;	   /* of records */
	struct csvfile *grid;	   /* is filled; to be freed with csv_done() also after a failure */
	struct workbook *told;	   /* gets remarks on a workbook: what was left out */
	struct problems *problems; /* gets what is wrong with the file */
	/* Set if an office's own list of projects was read, and reported completely: the grid is
	 * empty then. NULL: such lists are not taken. */
	bool *own_list;
	bool hides; /* set if a workbook's sheet has rows or columns that were left out */
};

/* Reads `path` ("-": the standard input), which --encoding, --sheet and --hidden are obeyed for. 0,
 * STATUS_INVALID with problems added, a verdict that has been reported, or -errno. */
int import_source_read(struct cli *c, const char *path, struct import_source *s);
