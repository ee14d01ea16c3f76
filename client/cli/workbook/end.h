/* The last step of reading a workbook: projects that are in two sheets, and the order of the
 * checks. */
#pragma once

#include "client/cli/workbook/workbook.h"

/* Marks a project that is in two sheets, so that it is imported once. < 0: no memory. */
int workbook_end(struct workbook *s);
/* In the order of sheets and rows. */
void workbook_sort(struct workbook_notes *notes);
void workbook_done(struct workbook *s);

void workbook_note(struct workbook *s, struct workbook_notes *to, const struct workbook_note *note);
#define WORKBOOK_NOTE(s, to, ...) workbook_note((s), &(s)->to, &(struct workbook_note){__VA_ARGS__})
