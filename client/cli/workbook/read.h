/* Reads an office's list into a workbook, grid by grid. */
#pragma once

struct csvfile;
struct workbook;
struct workbook_asked;

/* Reads one grid; `name` is the name of the sheet or "". */
void workbook_add(struct workbook *s, const struct csvfile *f, const struct workbook_asked *asked,
		  const char *name);
