/* The columns of an office's list: what a header can mean, and what the user's options say. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/limits.h"
#include "proto/limits.h"

enum workbook_column {
	WORKBOOK_NOTHING, /* no header, or an unknown one */
	WORKBOOK_SKIP,	  /* known, but not imported */
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
	WORKBOOK_YEARS, /* start and finish in one cell */
	WORKBOOK_PLACE,
	WORKBOOK_CONTENT,
	WORKBOOK_LIST,
	WORKBOOK_BATCH,
	WORKBOOK_PROJECT_OWNER,
	WORKBOOK_LEGAL_ENTITY,
	WORKBOOK_MARK,
	WORKBOOK_HOW_MANY, /* number of projects, in rows of sections and totals */
	WORKBOOK_COLUMNS_,
};

struct workbook_head {
	enum workbook_column column;
	const char *text,
	    *plain; /* the header's cells joined from top to bottom, as written and comparable */
	const char *unit;	    /* 元, 万元, 亿元; NULL: not in the header */
	uint32_t year;		    /* in the header; 0 = none */
	bool within_year;	    /* 本年, 年度, or the year outside brackets */
	bool only_year;		    /* nothing but a year, over amounts */
	bool unknown;		    /* a --map is suggested */
	bool weak;		    /* a name that fits other things too: 名称 */
	bool other_plan;	    /* a plan, but of another year */
	bool by_words;		    /* a plan by its words: its cells must be numbers */
	enum workbook_column rival; /* it means the same as the column that is read */
};

struct workbook_map {
	const char *head, *column; /* head made comparable */
};

/* --parts: what the rows are that are numbered below another one. */
enum workbook_parts_asked {
	WORKBOOK_PARTS_BY_SUMS, /* its parts, if they add up to it; else it is asked */
	WORKBOOK_PARTS_IN,	/* its parts */
	WORKBOOK_PARTS_OWN,	/* projects of their own */
};

struct workbook_asked {
	struct workbook_map map[WORKBOOK_MAPS_MAX];
	const char *mapped[WORKBOOK_MAPS_MAX]; /* their heads as they were written */
	size_t n_map;
	uint32_t year;	   /* --year; 0 = take it from the title */
	const char *file;  /* its name may contain the year */
	const char *sheet; /* the sheet's name, which may contain the year; NULL: none */
	const char *unit;  /* --unit */
	bool from_1904;	   /* days are counted from 1904-01-01 */
	enum workbook_parts_asked parts;
};
