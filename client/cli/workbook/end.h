/* The last step of reading a workbook: notes, projects found in two sheets, the checks in order. */
#pragma once

#include "client/cli/workbook/workbook.h"

/* Closes: a project that stands in two sheets is taken once. < 0: memory. */
int workbook_end(struct workbook *s);
void workbook_done(struct workbook *s);

void workbook_note(struct workbook *s, struct workbook_notes *to, const struct workbook_note *note);
#define WORKBOOK_NOTE(s, to, ...) workbook_note((s), &(s)->to, &(struct workbook_note){__VA_ARGS__})
