/* One row below the header: what its cells are, and what kind of row that makes it. */
#pragma once

#include "client/cli/workbook/columns/value.h"
#include "client/cli/workbook/workbook.h"

enum sheet_kind {
	SHEET_LINE_EMPTY,
	SHEET_LINE_PROJECT,
	SHEET_LINE_MORE,    /* of the project above: only funds */
	SHEET_LINE_SECTION, /* 一、…(N个), 续建项目（12项）, 南宁市人民政府 */
	SHEET_LINE_TOTAL,   /* 合计, 小计 */
	SHEET_LINE_NOTE,
	SHEET_LINE_HEADER, /* again, or the columns' numbers */
	SHEET_LINE_NAMELESS,
};

/* The marks that sections begin with; which is inside which shows in the order they come. */
enum sheet_style {
	SHEET_PLAIN,
	SHEET_CHAPTER,	     /* 第一部分 */
	SHEET_CN,	     /* 一、 */
	SHEET_CN_BRACKET,    /* （一） */
	SHEET_ROMAN,	     /* Ⅰ */
	SHEET_DASH,	     /* —— */
	SHEET_DIGIT,	     /* 1. */
	SHEET_DIGIT_BRACKET, /* (1) */
	SHEET_CIRCLE,	     /* ① */
	SHEET_STAGE_WORD,    /* 续建项目 */
	SHEET_OWNER,	     /* 某市人民政府 */
};

struct sheet_line {
	size_t at; /* row of the file */
	uint32_t number;
	enum sheet_kind kind;
	enum sheet_style style;
	const char *label; /* plain: the name, or the first text of the row */
	size_t label_at;
	bool named; /* the label stands in the name's column */
	bool has_sequence;
	const char *sequence; /* plain */
	unsigned words;	      /* texts beside label and sequence */
	enum sheet_value money[SHEET_MONEY_MAX_];
	int64_t fen[SHEET_MONEY_MAX_];
	const char *why[SHEET_MONEY_MAX_];
	int64_t count; /* it declares; -1 = none */
};

struct sheet_reading {
	struct sheet *s;
	const struct csvfile *f;
	struct sheet_header h;
	size_t sheet;
	const char *unit[SHEET_MONEY_MAX_];
	bool *text_column;   /* its cells are texts: a number in it is something else */
	bool sequences;	     /* rows have numbers */
	bool plain_sections; /* found by their sums */
	const struct sheet_asked *asked;
	size_t next; /* row of another table's header; SIZE_MAX: none */
	struct sheet_line *line;
	size_t n;
};

/* Fills r->line: facts, then kinds; up to another table's header. */
void sheet_lines(struct sheet_reading *r);

enum sheet_style sheet_style(const char *plain, size_t *ret_n);
/* "(12个)", "共12项"; -1 = none. Of a title only what says 共 or stands in brackets. */
int64_t sheet_count_said(const char *plain, bool title);
bool sheet_is_total(struct pool *p, const char *plain);
/* 续建 → 在建: a stage as the daemon reads it; NULL: no such word. */
const char *sheet_stage(const char *plain);
bool sheet_is_owner(const char *plain);
/* A section's words without mark, count and 项目. */
const char *sheet_section_name(struct pool *p, const char *label);
/* Takes marks (★▲) off both ends of a name. */
const char *sheet_unmarked(struct pool *p, const char *name, const char **ret_mark);
#define SHEET_TRADE_BYTES 60 /* a longer section's title is no trade */
/* The trade that a sheet's name says; "" = none. */
const char *sheet_trade(struct pool *p, const char *name);
/* Several names in one cell, by 、 or a line each: "A;B". */
const char *sheet_each(struct pool *p, const char *s);
