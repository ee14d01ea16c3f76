/* Compares what a sheet declares, such as 241 projects or 合计 1528601.56, with its rows. */
#pragma once

#include "client/cli/workbook/columns/reading.h"
#include "client/cli/workbook/workbook.h"

#define WORKBOOK_GROUPS_DEEP 16

struct workbook_group {
	const char *label; /* as in the file, tidied */
	const char *words; /* comparable, without mark and count */
	enum workbook_style style;
	uint32_t row;
	int64_t count; /* of the rows, as are the amounts */
	struct workbook_amounts amounts;
	int64_t declared_count; /* -1: not declared */
	bool has[WORKBOOK_MONEY_MAX_];
	int64_t declared[WORKBOOK_MONEY_MAX_], step[WORKBOOK_MONEY_MAX_];
};

struct workbook_checks {
	struct workbook *s;
	size_t sheet;
	struct workbook_group all, since; /* rows since the last subtotal */
	struct workbook_group deferred;	  /* a total row above the rows, compared at the end */
	struct workbook_group titles[4];  /* counts such as 共N项 in title rows */
	size_t n_titles;
	struct workbook_group open[WORKBOOK_GROUPS_DEEP];
	size_t n;
};

void workbook_checks_title(struct workbook_checks *c, uint32_t row, const char *text);
void workbook_checks_section(struct workbook_checks *c, const struct workbook_line *l,
			     const char *label);
void workbook_checks_total(struct workbook_checks *c, const struct workbook_line *l,
			   const char *label);
/* Adds a row: `count` is 1 for a project, 0 for a further row of it. Amounts that are not
 * WORKBOOK_FINE are ignored. */
void workbook_checks_add(struct workbook_checks *c, const struct workbook_line *l, int count);
/* Ends the section of a numbered row over projects. */
void workbook_checks_close(struct workbook_checks *c);
/* Compares what rows say of their parts and breakdowns, and asks what they leave open. */
void workbook_checks_packages(struct workbook_checks *c, const struct workbook_reading *r);
void workbook_checks_end(struct workbook_checks *c);
/* The innermost open section for which fits() is true; NULL: none. */
const struct workbook_group *workbook_checks_within(const struct workbook_checks *c,
						    bool (*fits)(const struct workbook_group *g));
