/* What W12 gets to see of an open problem. */
#pragma once

#include <stdbool.h>

#include "text/date.h"

struct calendar;

struct problem_view {
	const struct calendar *calendar;
	int zone_minutes;
	date_t due;	 /* DATE_NONE: no clock runs */
	date_t clock;	 /* the day from which it was counted */
	date_t answered; /* it waits to be verified (待核) since; DATE_NONE: it does not */
	bool inactive;	 /* its project left the list */
	bool extended;
	const char *tier; /* "L2b" */
};
