/* Where a verb's rows go: to the terminal, or with --out FILE to a file: .csv and .xlsx for a
 * spreadsheet, .html and .svg to print on A3. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct cli;
struct table;

/* Are the rows to be written as JSON? Not when a file takes them. */
bool cli_json(const struct cli *c);
/* Does --out name a file that people may fill in and hand back? */
bool cli_spreadsheet(const struct cli *c);
/* Prints the table or writes the file. 0, a verdict told, or -errno. */
int cli_table(struct cli *c, struct table *t);

/* 0 or -errno; the file may then be there in part. */
int out_csv(const char *path, const struct table *t);
