/* The words that tell the rows of an office's list apart: totals, sections, owners, stages,
 * categories. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/columns/reading.h"

#define WORKBOOK_TITLE_CHARACTERS 60 /* a longer text above the rows is no title */
#define WORKBOOK_TRADE_BYTES 60	     /* a longer title of a section is not a category */

enum workbook_style workbook_style(const char *plain, size_t *ret_n);
/* Is it a style that only sections have? */
bool workbook_strong(enum workbook_style s);
/* The count in "(12个)" or "共12项"; -1 = none. In a title only after 共 or in brackets. */
int64_t workbook_count_said(const char *plain, bool title);
bool workbook_is_total(struct pool *p, const char *plain);
/* The stage as the daemon reads it, such as 续建 → 在建; NULL: not a stage. */
const char *workbook_stage(const char *plain);
/* The stage that a sheet's title gives all its rows; NULL: none. */
const char *workbook_title_stage(const char *plain);
bool workbook_is_owner(const char *plain);
/* The words of a section's title without mark, count and 项目. */
const char *workbook_section_name(struct pool *p, const char *label);
/* Removes marks (★▲) from both ends of a name. */
const char *workbook_unmarked(struct pool *p, const char *name, const char **ret_mark);
/* The category that the name of a sheet says; "" = none. */
const char *workbook_trade(struct pool *p, const char *name);
/* Several names in one cell, separated by 、 or line breaks: "A;B". */
const char *workbook_each(struct pool *p, const char *s);
