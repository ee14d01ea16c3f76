/* The header of an office's sheet: where it is among the title rows, which column is which, and the
 * unit and year of its money (data/workbook_columns.csv). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/columns/column.h"
#include "proto/limits.h"

struct csvfile;
struct pool;

struct workbook_header {
	size_t first, height; /* rows of the file */
	size_t n;
	struct workbook_head *head;
	size_t at[WORKBOOK_COLUMNS_]; /* column of each kind; SIZE_MAX: none */
	const char *unit;	      /* named in a cell outside the columns' headers */
	uint32_t year;	     /* from --year, the title, or the name of sheet or file; 0 = none */
	uint32_t other_year; /* a different one in the title or a name; 0 = none */
	bool found;	     /* a name and an amount were found */
	bool summary;	     /* a table of counts and sums, not of projects */
};

/* Finds the header in the first WORKBOOK_HEADER_ROWS rows. If there is none: ret->found is false,
 * and `ret` describes the row that looks most like one. */
void workbook_header(struct pool *p, const struct csvfile *f, const struct workbook_asked *asked,
		     struct workbook_header *ret);
