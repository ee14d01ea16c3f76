/* The words that tell the rows of an office's workbook apart: totals, sections, owners, stages,
 * trades. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/columns/reading.h"

#define WORKBOOK_TRADE_BYTES 60 /* a longer section's title is no trade */

enum workbook_style workbook_style(const char *plain, size_t *ret_n);
/* "(12个)", "共12项"; -1 = none. Of a title only what says 共 or stands in brackets. */
int64_t workbook_count_said(const char *plain, bool title);
bool workbook_is_total(struct pool *p, const char *plain);
/* 续建 → 在建: a stage as the daemon reads it; NULL: no such word. */
const char *workbook_stage(const char *plain);
bool workbook_is_owner(const char *plain);
/* A section's words without mark, count and 项目. */
const char *workbook_section_name(struct pool *p, const char *label);
/* Takes marks (★▲) off both ends of a name. */
const char *workbook_unmarked(struct pool *p, const char *name, const char **ret_mark);
/* The trade that a sheet's name says; "" = none. */
const char *workbook_trade(struct pool *p, const char *name);
/* Several names in one cell, by 、 or a line each: "A;B". */
const char *workbook_each(struct pool *p, const char *s);
