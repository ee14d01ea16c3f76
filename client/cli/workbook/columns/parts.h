/* Rows that say of what another row consists: the parts of a package of projects, numbered below
 * it, and breakdowns (其中) of a project, a section or a total. They are checks of that row,
 * neither projects nor sections. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/columns/reading.h"

/* Finds them among the lines, whose kinds are not settled yet: marks their lines, and adds what
 * they say to r->package. */
void workbook_parts(struct workbook_reading *r);
