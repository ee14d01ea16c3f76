/* A world that was just made. */
#pragma once

#include <stdbool.h>

struct engine;

/* Is there no store in the folder yet? */
bool world_is_fresh(const char *dir);
/* The duties of the calendar would light lamps of their own in every test that lasts a week: a
 * fresh world has no cadence. The tests about duties put one in force (param set cadence.profile).
 */
void world_without_cadence(struct engine *e);
