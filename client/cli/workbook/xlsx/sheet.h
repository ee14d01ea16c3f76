/* One sheet of a workbook, element by element. */
#pragma once

#include "client/cli/workbook/xlsx/cell.h"
#include "client/cli/workbook/xlsx/grid.h"

struct archive;
struct strings;
struct styles;

struct sheet_source {
	struct archive *archive;
	const struct strings *strings;
	const struct styles *styles;
	struct cell_rules rules;
};

/* Adds the part's cells to an empty grid. 0, -ENOMEM, STATUS_INVALID (archive_why()). */
int sheet_read(const struct sheet_source *from, const char *part, struct grid *ret);
