/* What a sheet says of itself — 241 projects, 合计 1528601.56 — against its rows. */
#pragma once

#include "client/cli/workbook/columns/line.h"

#define SHEET_GROUPS_DEEP 16

struct sheet_group {
	const char *label; /* as in the file, tidy */
	const char *words; /* plain, without mark and count */
	enum sheet_style style;
	uint32_t row;
	int64_t count, sum[SHEET_MONEY_MAX_]; /* found */
	bool any[SHEET_MONEY_MAX_];	      /* a row has such an amount */
	int64_t declared_count;		      /* -1: none */
	bool has[SHEET_MONEY_MAX_];
	int64_t declared[SHEET_MONEY_MAX_], step[SHEET_MONEY_MAX_];
};

struct sheet_checks {
	struct sheet *s;
	size_t sheet;
	struct sheet_group all, since; /* since the last subtotal */
	struct sheet_group deferred;   /* a total above the rows */
	struct sheet_group titles[4];  /* 共N项 of the title rows */
	size_t n_titles;
	struct sheet_group open[SHEET_GROUPS_DEEP];
	size_t n;
};

void sheet_checks_title(struct sheet_checks *c, uint32_t row, const char *text);
void sheet_checks_section(struct sheet_checks *c, const struct sheet_line *l, const char *label);
void sheet_checks_total(struct sheet_checks *c, const struct sheet_line *l, const char *label);
/* A project's row: `count` 1; a further row of it: 0. Amounts that are not FINE are none. */
void sheet_checks_add(struct sheet_checks *c, const struct sheet_line *l, int count);
void sheet_checks_end(struct sheet_checks *c);
/* The innermost section of this style's kind; NULL: none. */
const struct sheet_group *sheet_checks_within(const struct sheet_checks *c,
					      bool (*fits)(const struct sheet_group *g));
