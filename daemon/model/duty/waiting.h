/* Which projects keep a duty about reports open: those without a report of the period (a unit's
 * data), or those whose report waits for the unit's verdict (a review, the confirmation). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/duty/ask.h"

struct waiting {
	const struct duty_ask *q;
	int form;	/* Duban__ReportForm that each project owes */
	int judges;	/* Duban__ReportState in which reports wait; 0: they are owed */
	uint32_t month; /* of the period */
	uint32_t until; /* the last day of the period */
};

struct waiting waiting_of(const struct duty_ask *q);
/* Does this project keep it open? */
bool waiting_has(const struct waiting *w, uint32_t project);
/* Its report that waits; NULL: none. */
const Duban__Report *waiting_report(const struct waiting *w, uint32_t project);
/* Has one of the unit's projects handed in a report of the period? */
int waiting_any(const struct waiting *w, bool *ret);
int waiting_each(const struct waiting *w, duty_lack_fn each, void *user);
