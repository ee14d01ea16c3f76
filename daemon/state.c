#include "state.h"

#include <stdio.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "model/core/store.h"

const char *state_name(const struct state *s)
{
	return s->waiting     ? "waiting for clock accept"
	       : s->read_only ? "read-only"
	       : s->damaged   ? "damaged"
			      : "ready";
}

int state_text(const struct state *s, struct engine *e, struct arena *a, char buf[STATE_TEXT_MAX])
{
	bool ready = !s->waiting && !s->read_only && !s->damaged;
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
