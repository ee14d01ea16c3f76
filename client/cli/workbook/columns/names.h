/* What one header says; shared by the pieces that find the header and that suggest a --map. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/columns/column.h"

struct pool;

/* Fills all of h but its place. */
void workbook_head_read(struct pool *p, const struct workbook_asked *asked, const char *text,
			struct workbook_head *h);
/* The years that a title or a file's name says, each once; how many. */
size_t workbook_years(const char *plain, uint32_t *ret, size_t max);

const char *workbook_column_name(enum workbook_column c);
/* WORKBOOK_NOTHING: no such column. "-" is WORKBOOK_SKIP. */
enum workbook_column workbook_column_of(const char *name);
/* The column whose names look most like this header, or "-". */
const char *workbook_suggest(struct pool *p, const char *plain);
/* "单位：万元" anywhere in a text. */
const char *workbook_unit_said(const char *plain);
