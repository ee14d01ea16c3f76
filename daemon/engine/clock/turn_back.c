#include "engine/clock/turn_back.h"

#include <stdio.h>

#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/restate/restate.h"
#include "model/warning/subject.h"
#include "proto/warning_id.h"
#include "store/db/key.h"
#include "store/db/scan.h"

/* A subject of the city that only the wrong future made is gone by now, so that no sweep comes to
 * it; but its lamp must go out. */
static void look_at_lamps_of_city(struct engine *e)
{
	struct scan s = scan_start(e->txn, TABLE_warning_open, key_bytes(key_u32(KEY(), 0)));

	while (scan_next(&s)) {
		Duban__Subject of = DUBAN__SUBJECT__INIT;
		struct key_reader k = {.rest = s.key, .ok = true};
		char kind[SUBJECT_KIND_MAX + 1];

		subject_key_read(&k, &of);
		(void)snprintf(kind, sizeof kind, "%s", of.kind);
		of.kind = kind;
		due_arm(e->txn, &of, e->now);
	}
}

void clock_turn_back(struct engine *e, uint64_t seq, usec_t to)
{
	const struct restate back = {
	    .by = DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_CLOCK_REPAIRED, .seq = seq, .at = to};

	e->now = e->goal = to;
	e->retry = 0;
	/* What was trusted led into the wrong future. */
	e->trusts = false;
	/* The rows hold looks of the wrong future, too late by now. A repair waits for the end of
	 * each sweep, so in recovery those that the tail asked for before it are over. */
	due_clear(e->txn);
	e->resting.kind = NULL;
	look_at_lamps_of_city(e);
	restate_over(e);
	restate_begin(e, &back);
	sweep_add(e->txn, 0, 0);
}
