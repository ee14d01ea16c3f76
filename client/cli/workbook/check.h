/* What a sheet says of itself — 241 projects, 合计 1528601.56 — against its rows. */
#pragma once

#include "client/cli/workbook/columns/reading.h"
#include "client/cli/workbook/workbook.h"

#define WORKBOOK_GROUPS_DEEP 16

struct workbook_group {
	const char *label; /* as in the file, tidy */
	const char *words; /* plain, without mark and count */
	enum workbook_style style;
	uint32_t row;
	int64_t count, sum[WORKBOOK_MONEY_MAX_]; /* found */
	bool any[WORKBOOK_MONEY_MAX_];		 /* a row has such an amount */
	int64_t declared_count;			 /* -1: none */
	bool has[WORKBOOK_MONEY_MAX_];
	int64_t declared[WORKBOOK_MONEY_MAX_], step[WORKBOOK_MONEY_MAX_];
};

struct workbook_checks {
	struct workbook *s;
	size_t sheet;
	struct workbook_group all, since; /* since the last subtotal */
	struct workbook_group deferred;	  /* a total above the rows */
	struct workbook_group titles[4];  /* 共N项 of the title rows */
	size_t n_titles;
	struct workbook_group open[WORKBOOK_GROUPS_DEEP];
	size_t n;
};

void workbook_checks_title(struct workbook_checks *c, uint32_t row, const char *text);
void workbook_checks_section(struct workbook_checks *c, const struct workbook_line *l,
			     const char *label);
void workbook_checks_total(struct workbook_checks *c, const struct workbook_line *l,
			   const char *label);
/* A project's row: `count` 1; a further row of it: 0. Amounts that are not FINE are none. */
void workbook_checks_add(struct workbook_checks *c, const struct workbook_line *l, int count);
void workbook_checks_end(struct workbook_checks *c);
/* The innermost section of this style's kind; NULL: none. */
const struct workbook_group *workbook_checks_within(const struct workbook_checks *c,
						    bool (*fits)(const struct workbook_group *g));
