#include "state.h"

#include <stdio.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "model/core/store.h"

const char *state_name(const struct state *s)
{
	static const char *const held[] = {
	    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_JUMP] = "waiting for clock accept",
	    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_START] = "waiting for clock accept",
	    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_FLOOR] = "clock outside its bounds",
	    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_CEILING] = "clock outside its bounds",
	};

	return s->hold	      ? held[s->hold]
	       : s->read_only ? "read-only"
	       : s->damaged   ? "damaged"
			      : "ready";
}

int state_text(const struct state *s, struct engine *e, struct arena *a, char buf[STATE_TEXT_MAX])
{
	bool ready = !s->hold && !s->read_only && !s->damaged;
	const Duban__Store *row;

	arena_reset(a);
	row = store_row(engine_txn(e), a);
	if (!row)
		return -EBADMSG;
	(void)snprintf(buf, STATE_TEXT_MAX, "%s%s%u projects, %u yellow, %u red",
		       ready ? "" : state_name(s), ready ? "" : ": ", row->projects,
		       row->open_yellow, row->open_red);
	return 0;
}
