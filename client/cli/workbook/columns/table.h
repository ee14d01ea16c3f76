/* Several tables in one sheet, one below the other, each with its own header. */
#pragma once

#include "client/cli/workbook/workbook.h"

struct workbook_reading;

/* Is the row a complete header that differs from the sheet's? */
bool workbook_other_table(struct workbook_reading *r, size_t row);
/* Reads the header of the table that begins at r->next into r->h and sets r->unit from it. A year
 * or unit that it does not name is kept from the table above. False: it cannot be read; the columns
 * of the header above stay in use. */
bool workbook_next_table(struct workbook_reading *r);
/* The unit of each amount: from the column's header, from a cell of its own, else `other`. */
void workbook_units(struct workbook_reading *r, const char *const other[WORKBOOK_MONEY_MAX_]);
/* Are the columns separated by something other than commas? */
bool workbook_not_commas(const struct csvfile *f);
