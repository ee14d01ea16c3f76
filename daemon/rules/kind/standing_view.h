/* What W21 gets to see of a unit: where it stood in the rankings that were published. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/date.h"

/* A unit's line of a published ranking. */
struct standing_line {
	const char *list;
	uint32_t month, rank;
	bool missed;	    /* its rate is below the month's part of the plan */
	bool top;	    /* among the first three */
	uint32_t from_last; /* its place counted from the last: 1 of the last one */
	date_t published;
};

struct standing_view {
	const struct standing_line *line; /* the latest month first; without projects: none */
	size_t n;
	int zone_minutes;
};
