/* The grids of cells of a file: one for a CSV file, one for each sheet of a workbook. The program
 * xlsx2csv reads workbooks, in a process with limits on time, memory and output. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "client/cli/import/csvfile.h"
#include "proto/bytes.h"

struct cli;

struct workbook_file {
	bool from_1904; /* days are counted from 1904-01-01 */
	size_t n;
	struct {
		char *name; /* "" for a CSV file */
		struct csvfile grid;
	} * sheet;
};

/* Recognises files that are neither text nor a workbook by their first bytes and returns a code of
 * messages.csv that says what to do. NULL for text, and for a workbook (*ret_workbook). */
const char *workbook_foreign(struct bytes raw, bool *ret_workbook);
/* Reads the workbook from `raw`, the bytes of the file. The file is not opened again, so that a
 * file saved in the meantime is never read half old and half new. `path` is used in messages.
 * Returns 0 or a verdict that has been reported. */
int workbook_file_read(struct cli *c, const char *path, struct bytes raw,
		       struct workbook_file *ret);
void workbook_file_done(struct workbook_file *b);
/* Splits the output of xlsx2csv; `mark` begins the line before each sheet. 0, -ENOMEM, or
 * STATUS_INVALID with `fault` filled in. */
int workbook_file_split(struct bytes text, const char *mark, struct workbook_file *ret,
			struct csvfault *fault);
