#include "state.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/restored.h"
#include "model/core/store.h"

void state_look(struct state *s, const struct engine *e, Duban__ClockHold hold)
{
	s->hold = hold;
	s->restored = engine_restored(e, NULL);
}

const char *state_name(const struct state *s)
{
	static const char *const held[] = {
	    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_JUMP] = "waiting for clock accept",
	    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_START] = "waiting for clock accept",
	    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_FLOOR] = "clock outside its bounds",
	    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_CEILING] = "clock outside its bounds",
	};

	return s->restored    ? "restored"
	       : s->hold      ? held[s->hold]
	       : s->read_only ? "read-only"
	       : s->damaged   ? "damaged"
			      : "ready";
}

/* Up to which event the store goes that waits to be accepted. */
static const char *backup_text(struct engine *e, struct arena *a)
{
	char at[INSTANT_TEXT_MAX];
	struct backup_mark m;

	return engine_restored(e, &m) ? arena_printf(a, ", up to event %" PRIu64 " of %s", m.seq,
						     instant_text(m.at, engine_zone(e), at))
				      : "";
}

int state_text(const struct state *s, struct engine *e, struct arena *a, char buf[STATE_TEXT_MAX])
{
	bool ready = !s->restored && !s->hold && !s->read_only && !s->damaged;
	const Duban__Store *row;
	const char *backup;

	arena_reset(a);
	row = store_row(engine_txn(e), a);
	backup = backup_text(e, a);
	if (!row || !backup)
		return row ? -ENOMEM : -EBADMSG;
	(void)snprintf(buf, STATE_TEXT_MAX, "%s%s%s%u projects, %u yellow, %u red",
		       ready ? "" : state_name(s), backup, ready ? "" : ": ", row->projects,
		       row->open_yellow, row->open_red);
	return 0;
}
