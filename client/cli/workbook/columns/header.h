/* The header of an office's sheet: where it stands among title rows, which column is what,
 * in which unit and of which year its money is (data/workbook_columns.csv). */
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
	size_t at[WORKBOOK_COLUMNS_]; /* SIZE_MAX: none */
	const char *unit;	      /* of a cell of its own */
	uint32_t year;		      /* of --year, the title or the file's name; 0 = none */
	uint32_t other_year;	      /* that title, sheet's or file's name says; 0 = none */
	bool found;		      /* a name and an amount */
	bool summary;		      /* counts and sums, no projects */
};

/* Reads header rows among the first WORKBOOK_HEADER_ROWS. Not found: ret->found false, and the row
 * that looks most like one. */
void workbook_header(struct pool *p, const struct csvfile *f, const struct workbook_asked *asked,
		     struct workbook_header *ret);
