/* Reading an office's list, one grid after the other, into a workbook. */
#pragma once

struct csvfile;
struct workbook;
struct workbook_asked;

/* Reads one grid; `name` "" or the sheet's. */
void workbook_add(struct workbook *s, const struct csvfile *f, const struct workbook_asked *asked,
		  const char *name);
