/* The state of reading a sheet: its header, its rows, and the kind of each row. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/columns/header.h"
#include "client/cli/workbook/columns/number.h"
#include "client/cli/workbook/columns/value.h"
#include "client/cli/workbook/workbook.h"

struct csvfile;

enum workbook_kind {
	WORKBOOK_LINE_EMPTY,
	WORKBOOK_LINE_PROJECT,
	WORKBOOK_LINE_MORE,	 /* more amounts of the project above */
	WORKBOOK_LINE_PART,	 /* （1） or 1.1: a part of the row `of` */
	WORKBOOK_LINE_BREAKDOWN, /* 其中…: of what the row `of` consists */
	WORKBOOK_LINE_SECTION, /* 一、…(N个), 续建项目（12项）, 南宁市人民政府 */
	WORKBOOK_LINE_TOTAL,   /* 合计, 小计 */
	WORKBOOK_LINE_NOTE,
	WORKBOOK_LINE_HEADER, /* the header repeated, or the numbers of the columns */
	WORKBOOK_LINE_NAMELESS,
	WORKBOOK_LINE_KINDS_,
};

/* How a section's title begins. The nesting is taken from the order in which styles appear. */
enum workbook_style {
	WORKBOOK_PLAIN,
	WORKBOOK_CHAPTER,	/* 第一部分 */
	WORKBOOK_CN,		/* 一、 */
	WORKBOOK_CN_BRACKET,	/* （一） */
	WORKBOOK_ROMAN,		/* Ⅰ */
	WORKBOOK_DASH,		/* —— */
	WORKBOOK_DIGIT,		/* 1. */
	WORKBOOK_DIGIT_BRACKET, /* (1) */
	WORKBOOK_CIRCLE,	/* ① */
	WORKBOOK_STAGE_WORD,	/* 续建项目 */
	WORKBOOK_OWNER,		/* 某市人民政府 */
	WORKBOOK_PACKAGE,	/* a numbered row over projects of their own */
};

struct workbook_line {
	size_t at; /* row of the file */
	uint32_t number;
	enum workbook_kind kind;
	enum workbook_style style;
	const char *label; /* comparable: the name, or the first text of the row */
	size_t label_at;
	bool named; /* the label is in the name's column */
	bool has_sequence;
	const char *sequence; /* comparable */
	unsigned words;	      /* number of texts besides label and sequence number */
	enum workbook_value money[WORKBOOK_MONEY_MAX_];
	int64_t fen[WORKBOOK_MONEY_MAX_];
	const char *why[WORKBOOK_MONEY_MAX_];
	int64_t count; /* declared by the row; -1 = none */
	struct workbook_number numbering;
	size_t of;   /* line that a part or a breakdown is of; its own, if there is none */
	bool closes; /* the section WORKBOOK_PACKAGE ends before this row */
};

/* Rows that say of what a row consists, and what they come to. */
struct workbook_package {
	size_t parent, first, last; /* lines */
	size_t rows;		    /* that are summed */
	bool parts;		    /* else a breakdown */
	struct workbook_amounts amounts;
	const char *ask; /* code of what must be asked; NULL: nothing */
};

struct workbook_reading {
	struct workbook *s;
	const struct csvfile *f;
	struct workbook_header h;
	size_t sheet;
	const char *unit[WORKBOOK_MONEY_MAX_];
	bool *text_column;   /* per column: it holds texts, so a number in it has another meaning */
	bool sequences;	     /* projects have sequence numbers */
	bool plain_sections; /* sections without a mark were found by their sums */
	const struct workbook_asked *asked;
	size_t next; /* row of the next table's header; SIZE_MAX: none */
	struct workbook_line *line;
	size_t n;
	struct workbook_package *package;
	size_t n_packages;
};
