/* The state of a past day. The events of the city and of one project are folded again into a
 * scratch store. "As known": all events recorded by the end of that day. "As of": all events known
 * today that held on that day; from the first event of a noun that is later than the day, the rest
 * of that noun's events are left out too. */
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
	bool as_known; /* false: as of */
};

/* Does one slice of the work. STATUS_PARKED: not done yet, or another query is in work; the caller
 * asks again with the same query until it is done. On 0, read *ret_txn like engine_txn and then
 * call engine_past_done, which lets the next query in. *ret_seq: the last event that was looked at.
 * STATUS_TOO_MANY: more than PAST_EVENTS_MAX events would have to be folded. STATUS_CONFLICT:
 * events were dated back so that those of the day contradict each other. Call it only while no
 * group is open: events that are not durable yet cannot be read back. */
int engine_past(struct engine *e, const struct past_query *q, struct txn **ret_txn,
		uint64_t *ret_seq);
void engine_past_done(struct engine *e);

struct past *past_free(struct past *p);
DEFINE_CLEANUP(struct past *, past_free)
