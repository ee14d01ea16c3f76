/* `import projects` of what is no file of ours: an office's own sheet, CSV or workbook. */
#pragma once

#include "client/cli/import/csvfile.h"

struct cli;

/* By first bytes and name: a workbook is taken apart and imported (*ret_done), unless its one
 * sheet has our own headers: then *ret_grid is that. What is neither workbook nor text is
 * refused. 0 with *ret_done false: go on as with CSV. */
int workbook_import_file(struct cli *c, const char *path, struct bytes raw,
			 struct csvfile *ret_grid, bool *ret_done);
/* A CSV file without our headers. */
int workbook_import_csv(struct cli *c, const char *path, const struct csvfile *grid);
