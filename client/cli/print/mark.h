/* The mark against formulas. A spreadsheet runs a cell of a CSV file that begins with = + - @ as a
 * formula. Each CSV file that is written has an apostrophe in front of such a text, and of a text
 * that would read as a marked one; each file that is read loses exactly one again. So every text
 * comes back as it was. Numbers such as -3 and -3.5% are harmless and have none. A workbook's
 * cell of text is never run: there only a text that would read as a marked one bears the mark, so
 * that a CSV file which was opened and saved as a workbook comes back, too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define MARK "'"
#define MARK_SIZE 1 /* bytes */

/* Does the text need the mark when it is written to a CSV file? */
bool mark_is_needed(const char *s);
/* Does the cell of a file bear the mark? Its text begins MARK_SIZE bytes later then. */
bool mark_is_on(const char *s);
