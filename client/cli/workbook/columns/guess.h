/* Columns whose cells say what they are, where the header does not. */
#pragma once

#include "client/cli/workbook/columns/reading.h"

/* Finds stage and category without a header, and takes a column of 新建, 改建 for what it is:
 * returns that column, SIZE_MAX if there is none. */
size_t workbook_guess_columns(struct pool *p, struct workbook_reading *r);
