/* The header of an office's sheet: where it stands among title rows, which column is what,
 * in which unit and of which year its money is (data/workbook_columns.csv). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

struct csvfile;
struct pool;

enum workbook_column {
	WORKBOOK_NOTHING, /* no header, or one nobody knows */
	WORKBOOK_SKIP,	  /* known, and not taken */
	WORKBOOK_SEQ,
	WORKBOOK_CODE,
	WORKBOOK_NAME,
	WORKBOOK_UNIT,
	WORKBOOK_SECTOR,
	WORKBOOK_CATEGORY,
	WORKBOOK_STAGE,
	WORKBOOK_TOTAL,
	WORKBOOK_PLAN,
	WORKBOOK_YEAR,
	WORKBOOK_START,
	WORKBOOK_FINISH,
	WORKBOOK_YEARS, /* start and finish in one */
	WORKBOOK_PLACE,
	WORKBOOK_CONTENT,
	WORKBOOK_LIST,
	WORKBOOK_BATCH,
	WORKBOOK_PROJECT_OWNER,
	WORKBOOK_LEGAL_ENTITY,
	WORKBOOK_MARK,
	WORKBOOK_HOW_MANY, /* projects, in rows of sections and totals */
	WORKBOOK_COLUMNS_,
};

struct workbook_head {
	enum workbook_column column;
	const char *text, *plain; /* all its cells, from above to below */
	const char *unit;	  /* 元, 万元, 亿元; NULL: it does not say */
	uint32_t year;		  /* it names, 0 = none */
	bool unknown;		  /* suggest a --map */
	bool weak;		  /* a name that other things bear, too: 名称 */
	bool other_plan;	  /* of another year */
};

struct workbook_map {
	const char *head, *column; /* head plain */
};

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

struct workbook_asked {
	struct workbook_map map[WORKBOOK_MAPS_MAX];
	size_t n_map;
	uint32_t year;	   /* --year; 0 = of the title */
	const char *file;  /* its name may say the year */
	const char *sheet; /* so may the sheet's name; NULL: none */
	const char *unit;  /* --unit */
	bool from_1904;	   /* days are counted from 1904 */
};

/* Reads header rows among the first WORKBOOK_HEADER_ROWS. Not found: ret->found false, and the row
 * that looks most like one. */
void workbook_header(struct pool *p, const struct csvfile *f, const struct workbook_asked *asked,
		     struct workbook_header *ret);
