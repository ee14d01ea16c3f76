#include "engine/clock/turn_back.h"

#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/restate/restate.h"

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
	restate_over(e);
	restate_begin(e, &back);
	sweep_add(e->txn, 0, 0);
}
