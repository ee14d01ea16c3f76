/* The colour of a unit, a leader or a department: its worst lamp, and how many it has. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "api/cell/map.h"
#include "proto/api.pb-c.h"

struct request;

struct unit_colour {
	Duban__Level level; /* 0: nothing is lit */
	uint32_t red, yellow;
	uint32_t projects; /* that have a lamp */
	uint32_t counted;  /* the project counted last; its lamps come together */
};

/* Is it a lamp that counts: no note, and no follower of another lamp? */
bool colour_counts(const Duban__Warning *w);
void colour_add(struct unit_colour *io, const Duban__Warning *w);
/* Of the unit with all units below it, as far as the caller may see. */
int colour_of_unit(struct request *rq, uint32_t unit, struct unit_colour *ret);
