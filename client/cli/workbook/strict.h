/* The sheet of a workbook that has our own headers, read as strictly as a CSV file of the same
 * rows. */
#pragma once

#include "client/cli/import/csvfile.h"

struct cli;
struct problems;
struct workbook;
struct workbook_file;

struct workbook_strict {
	const char *kind;	   /* of records */
	struct csvfile *grid;	   /* the sheet's, moved here */
	struct workbook *told;	   /* gets remarks: what is hidden and left out, other sheets */
	struct problems *problems; /* gets those of merged cells */
};

/* Takes the sheet that --sheet names, else the only one that is seen and not empty, else the only
 * one with headers of the kind. 0, -ENOMEM, or a verdict that has been reported. */
int workbook_strict(struct cli *c, struct workbook_file *b, const struct workbook_strict *to);
/* Does --sheet mean this sheet? Without --sheet: is it one that people see, or are hidden ones
 * asked for? */
bool workbook_chosen(struct cli *c, const struct workbook_file *b, size_t i);
/* Reports that no sheet is the one of --sheet. */
int workbook_no_such_sheet(struct cli *c, const struct workbook_file *b);
/* Remarks on what of a sheet was left out, or is doubtful. */
void workbook_tell(struct workbook *s, const struct workbook_file *b, size_t i, size_t sheet);
