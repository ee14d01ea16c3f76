/* A look at an open duty: is it fulfilled by what was handed in, reviewed or held, what does it
 * wait for, and until when is it to be done? What nothing else records is fulfilled by a command
 * alone. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "model/duty/ask.h"
#include "proto/model.pb-c.h"
#include "text/date.h"

struct duty_look {
	bool met;
	Duban__DutyBy by;   /* what fulfilled it, */
	const char *record; /* and in which meeting or gathering; "": none */
	uint32_t done_date; /* the day of that */
	usec_t due;	    /* as the calendar and the cadence have it now */
	/* From when on it is late: `due`, or later where it waits for others. USEC_NEVER: others
	 * must act first. */
	usec_t late;
	uint32_t awaits; /* a project that keeps it open; 0: none is known */
};

int duty_look(const struct duty_ask *q, struct duty_look *ret);

/* Calls `each` for every project that keeps the duty open. */
int duty_lacks(const struct duty_ask *q, duty_lack_fn each, void *user);
