/* Several tables one below the other in one sheet, each with a header of its own. */
#pragma once

#include "client/cli/workbook/workbook.h"

struct workbook_reading;

/* Is the row a whole header, and another one than the sheet's? */
bool workbook_other_table(struct workbook_reading *r, size_t row);
/* The header of the table that begins at r->next becomes the sheet's, its units r->unit; what it
 * does not say holds on from the table above. False: it can't be read, and the table above goes
 * on below it. */
bool workbook_next_table(struct workbook_reading *r);
/* What an amount is in: by its column's header, a cell of its own, else `other`. */
void workbook_units(struct workbook_reading *r, const char *const other[WORKBOOK_MONEY_MAX_]);
/* Are the columns parted by something else than commas? */
bool workbook_not_commas(const struct csvfile *f);
