/* What a report says of a sheet's name and of its headers. */
#pragma once

#include <stdbool.h>

struct workbook;
struct workbook_reading;

/* Gives a sheet its number, s->sheets - 1. False: no memory. */
bool workbook_name(struct workbook *s, const char *name);
/* Numbers and notes a sheet that is not read; `code` says why. */
void workbook_leave_out(struct workbook *s, const char *name, const char *code);
/* Keeps where the table has its amounts, and which of the --map fit it. */
void workbook_heads_note(const struct workbook_reading *r);
/* Suggests a --map for each unknown header, also if the sheet has no header that is known. */
void workbook_heads_unknown(const struct workbook_reading *r);
/* Compares each column that means the same as the one that is read, over the rows of projects: the
 * first row in which they differ is an error that names both. */
void workbook_heads_same(const struct workbook_reading *r);
