/* Import of a project's papers (入库资料), one row per paper, and the two cells it shares with
 * import_life.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct cell;

/* The row's project, in the scratch arena, if the asker may report for it (its unit's subtree,
 * or the department of its trade). NULL: refused and said. */
const Duban__Project *life_project(const struct cell *c);
/* A day that has been. */
bool life_date(const struct cell *c, uint32_t *io_ymd);
