/* The directory of units: by number, by id. Asked for when the first unit is to be named, in
 * pages, and again when one turns up that it lacks (a unit made since). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/api.pb-c.h"

struct cli;
struct units;

/* Asks for all of them; the list before is let go. Told when refused, unless `quiet`. */
int units_load(struct cli *c, bool quiet);
void units_done(struct units *u);

/* NULL: there is none. Valid until the next units_load, thus for now. */
const Duban__Unit *cli_unit(struct cli *c, uint32_t num);
/* The id itself if it has no name, "" for none. */
const char *cli_unit_name(struct cli *c, const char *id);
