/* What the records beside a project share: acceptances, papers, gatherings. */
#pragma once

#include "api/records/rows_out.h"
#include "api/records/run.h"

/* The row's project, in the scratch arena, if the asker may report for it (its unit's subtree,
 * or the department of its trade). NULL: refused and said. */
const Duban__Project *life_project(const struct cell *c);
/* A day that has been. */
bool life_date(const struct cell *c, uint32_t *io_ymd);
