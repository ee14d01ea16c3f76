/* The header of an office's sheet: where it stands among title rows, which column is what,
 * in which unit and of which year its money is (data/sheet_columns.csv). */
#pragma once

#include "client/cli/import/csvfile.h"
#include "client/cli/workbook/columns/text.h"
#include "proto/limits.h"

enum sheet_column {
	SHEET_NOTHING, /* no header, or one nobody knows */
	SHEET_SKIP,    /* known, and not taken */
	SHEET_SEQ,
	SHEET_CODE,
	SHEET_NAME,
	SHEET_UNIT,
	SHEET_SECTOR,
	SHEET_CATEGORY,
	SHEET_STAGE,
	SHEET_TOTAL,
	SHEET_PLAN,
	SHEET_YEAR,
	SHEET_START,
	SHEET_FINISH,
	SHEET_YEARS, /* start and finish in one */
	SHEET_PLACE,
	SHEET_CONTENT,
	SHEET_LIST,
	SHEET_BATCH,
	SHEET_PROJECT_OWNER,
	SHEET_LEGAL_ENTITY,
	SHEET_MARK,
	SHEET_HOW_MANY, /* projects, in rows of sections and totals */
	SHEET_COLUMNS_,
};

struct sheet_head {
	enum sheet_column column;
	const char *text, *plain; /* all its cells, from above to below */
	const char *unit;	  /* 元, 万元, 亿元; NULL: it does not say */
	uint32_t year;		  /* it names, 0 = none */
	bool unknown;		  /* suggest a --map */
	bool weak;		  /* a name that other things bear, too: 名称 */
	bool other_plan;	  /* of another year */
};

struct sheet_map {
	const char *head, *column; /* head plain */
};

struct sheet_header {
	size_t first, height; /* rows of the file */
	size_t n;
	struct sheet_head *head;
	size_t at[SHEET_COLUMNS_]; /* SIZE_MAX: none */
	const char *unit;	   /* of a cell of its own */
	uint32_t year;		   /* of --year, the title or the file's name; 0 = none */
	uint32_t other_year;	   /* that title, sheet's or file's name says; 0 = none */
	bool found;		   /* a name and an amount */
	bool summary;		   /* counts and sums, no projects */
};

struct sheet_asked {
	struct sheet_map map[SHEET_MAPS_MAX];
	size_t n_map;
	uint32_t year;	   /* --year; 0 = of the title */
	const char *file;  /* its name may say the year */
	const char *sheet; /* so may the sheet's name; NULL: none */
	const char *unit;  /* --unit */
	bool from_1904;	   /* days are counted from 1904 */
};

/* Reads header rows among the first SHEET_HEADER_ROWS. Not found: ret->found false, and the row
 * that looks most like one. */
void sheet_header(struct pool *p, const struct csvfile *f, const struct sheet_asked *asked,
		  struct sheet_header *ret);

const char *sheet_column_name(enum sheet_column c);
/* SHEET_NOTHING: no such column. "-" is SHEET_SKIP. */
enum sheet_column sheet_column_of(const char *name);
/* The column whose names look most like this header, or "-". */
const char *sheet_suggest(struct pool *p, const char *plain);
/* "单位：万元" anywhere in a text. */
const char *sheet_unit_said(const char *plain);
