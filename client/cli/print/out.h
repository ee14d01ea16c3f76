/* Writes a verb's rows to the terminal, or with --out FILE to a file: .csv and .xlsx for a
 * spreadsheet, .docx for a word processor, .html and .svg for printing on A3. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct cli;
struct print_table;

/* Are the rows written as JSON? With --out they are not. */
bool cli_json(const struct cli *c);
/* Is --out a spreadsheet, which people may fill in and import again? */
bool cli_spreadsheet(const struct cli *c);
/* Prints the table or writes the file. 0, a verdict that has been reported, or -errno. */
int cli_table(struct cli *c, struct print_table *t);

/* A cell of a CSV file: quoted where it must be, marked where a spreadsheet would run it as a
 * formula (mark.h). */
void out_csv_text(FILE *out, const char *s);
/* 0 or -errno; on failure the file may be incomplete. */
int out_csv(const char *path, const struct print_table *t);
