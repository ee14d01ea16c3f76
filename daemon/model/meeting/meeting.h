/* Meetings (会议) of the tiers: planned, held, what they decided. A meeting that was held fulfils
 * the duty of its form and unit in the period of its day. Readers return records in the arena. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"
#include "text/date.h"

struct arena;
struct txn;

Duban__Meeting *meeting_get(struct txn *t, struct arena *a, const char *series, uint32_t number);
/* The number of the last one of a series; 0: none. */
uint32_t meeting_last(struct txn *t, const char *series);
/* The first one of a form that a unit held in a span of days. False: none. */
struct meeting_sought {
	Duban__DutyForm form;
	uint32_t unit;
	date_t from, until;
	/* out */
	char *id; /* "三重例会/7" */
	uint32_t held_date;
};
bool meeting_held_in(struct txn *t, struct arena *a, struct meeting_sought *io);
