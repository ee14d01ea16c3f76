/* A past day: the city's events and one project's are folded again, in a scratch store that
 * nobody keeps. As known: all that was recorded by the end of that day. As of: all that is
 * known today and held on that day; where one fact of a noun is later than the day, what was
 * said of that noun after it is later too. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/cleanup.h"
#include "text/date.h"

struct engine;
struct past;
struct txn;

struct past_query {
	uint32_t project;
	date_t day;
	bool as_known; /* else as of */
};

/* A slice of the work: PARKED until the same question, asked again and again, is through; one
 * question at a time, the others are PARKED meanwhile. Then *ret_txn is read like engine_txn,
 * until engine_past_done, which makes room for the next. *ret_seq: of the last event that was
 * looked at. TOO_MANY: more than PAST_EVENTS_MAX would have to be folded. CONFLICT: facts
 * were dated back so that those of the day do not fit together. Only in a closed group:
 * what is not durable cannot be read again. */
int engine_past(struct engine *e, const struct past_query *q, struct txn **ret_txn,
		uint64_t *ret_seq);
void engine_past_done(struct engine *e);

struct past *past_free(struct past *p);
DEFINE_CLEANUP(struct past *, past_free)
