/* `import projects` of a file without our headers: an office's own list, as CSV or workbook. */
#pragma once

#include "client/cli/import/csvfile.h"

struct cli;

/* Reads and imports a workbook, recognised by its first bytes (*ret_done). If its only sheet has
 * our own headers, *ret_grid is that sheet. A file that is neither workbook nor text is refused. 0
 * and *ret_done false: go on with the CSV reader. */
int workbook_import_file(struct cli *c, const char *path, struct bytes raw,
			 struct csvfile *ret_grid, bool *ret_done);
/* Imports a CSV file without our headers. */
int workbook_import_csv(struct cli *c, const char *path, const struct csvfile *grid);
