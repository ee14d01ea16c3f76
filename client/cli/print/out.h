/* Where a verb's rows go: to the terminal, or with --out FILE to a file: .csv and .xlsx for a
 * spreadsheet, .html and .svg to print on A3. */
#pragma once

#include "client/cli/frame/cli.h"
#include "client/cli/print/table.h"

#define OUT_OPTION                                                                                 \
	{                                                                                          \
		"out", "FILE", "the rows to a file .csv, .xlsx, .html or .svg (导出)"            \
	}

/* Are the rows to be written as JSON? Not when a file takes them. */
bool cli_json(const struct cli *c);
/* Does --out name a file that people may fill in and hand back? */
bool cli_spreadsheet(const struct cli *c);
/* Prints the table or writes the file. 0, a verdict told, or -errno. */
int cli_table(struct cli *c, struct table *t);
