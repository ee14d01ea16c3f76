/* The names of units, by number and by id. The list is read when a unit is first shown, and again
 * when an unknown number appears: the unit may have been made since. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/api.pb-c.h"

struct cli;
struct units;

/* Reads the whole list and replaces the previous one. Errors are reported unless `quiet`. */
int units_load(struct cli *c, bool quiet);
void units_done(struct units *u);

/* NULL: there is no such unit. Valid until the next units_load(): use it at once. */
const Duban__Unit *cli_unit(struct cli *c, uint32_t num);
/* The unit's name; the id itself if it is unknown, "" for none. */
const char *cli_unit_name(struct cli *c, const char *id);
