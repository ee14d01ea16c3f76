/* `import projects` of a file without our headers: an office's own list, as CSV or workbook. */
#pragma once

#include <stdbool.h>

struct cli;
struct csvfile;
struct workbook_file;

/* Imports the sheets of a workbook. *ret_done is false if it has but one, with our own headers:
 * then nothing was done (workbook_strict()). */
int workbook_import_book(struct cli *c, const char *path, const struct workbook_file *b,
			 bool *ret_done);
/* Imports a CSV file without our headers. */
int workbook_import_csv(struct cli *c, const char *path, const struct csvfile *grid);
