/* The columns of an office's workbook: what a header may mean, and what the user says of it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

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

struct workbook_asked {
	struct workbook_map map[WORKBOOK_MAPS_MAX];
	size_t n_map;
	uint32_t year;	   /* --year; 0 = of the title */
	const char *file;  /* its name may say the year */
	const char *sheet; /* so may the sheet's name; NULL: none */
	const char *unit;  /* --unit */
	bool from_1904;	   /* days are counted from 1904 */
};
