/* Reads one header; used to find the header and to suggest a --map. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/columns/column.h"

struct pool;

/* Fills in all of h except its place. */
void workbook_head_read(struct pool *p, const struct workbook_asked *asked, const char *text,
			struct workbook_head *h);
/* Does a header tell of money? */
bool workbook_head_money(const struct workbook_head *h);
/* The distinct years in a title or a file's name; returns their number. */
size_t workbook_years(const char *plain, uint32_t *ret, size_t max);

const char *workbook_column_name(enum workbook_column c);
/* WORKBOOK_NOTHING: there is no such column. "-" is WORKBOOK_SKIP. */
enum workbook_column workbook_column_of(const char *name);
/* The column whose names are most similar to this header, or "-". */
const char *workbook_suggest(struct pool *p, const char *plain);
/* The unit in a text such as "单位：万元"; NULL: none. */
const char *workbook_unit_said(const char *plain);
