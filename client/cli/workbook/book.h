/* The grids of a file: one of a CSV file, one a sheet of a workbook, which the program xlsx2csv
 * takes apart in a process with limits on time, memory and output. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "client/cli/import/csvfile.h"
#include "proto/bytes.h"

struct cli;

struct workbook_file {
	bool from_1904; /* days are counted from 1904 */
	size_t n;
	struct {
		char *name; /* "" of a CSV file */
		struct csvfile grid;
	} * sheet;
};

/* What an office may hand over, by its first bytes: a code of messages.csv that says what to do,
 * NULL for text and for a workbook (*ret_workbook). */
const char *workbook_foreign(struct bytes raw, bool *ret_workbook);
/* Takes `raw` apart, the file's bytes as they were read: the file itself is not opened again, so
 * that one which somebody saves meanwhile is never half the one and half the other. `path` is
 * for messages. A verdict already told. */
int workbook_file_read(struct cli *c, const char *path, struct bytes raw,
		       struct workbook_file *ret);
void workbook_file_done(struct workbook_file *b);
/* Its text is what xlsx2csv wrote; `mark` begins the line before each sheet. 0, -ENOMEM, or
 * STATUS_INVALID with `fault`. */
int workbook_file_split(struct bytes text, const char *mark, struct workbook_file *ret,
			struct csvfault *fault);
