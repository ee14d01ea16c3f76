#include "model/warning/step.h"

#include "base/arena.h"
#include "model/core/clock_repair.h"
#include "proto/enums.h"
#include "text/date.h"

bool warning_hold(struct arena *a, Duban__Warning *w, bool held, uint32_t ymd)
{
	assert(held != warning_held(w));
	w->held_date = arena_longer(a, w->held_date, w->n_held_date, sizeof *w->held_date);
	if (!w->held_date)
		return false;
	w->held_date[w->n_held_date++] = ymd;
	return true;
}

void warning_root(Duban__Warning *w, const Duban__WarningRef *root, int64_t at)
{
	w->root = root ? root->subject : NULL;
	w->root_rule = root ? root->rule : 0;
	w->root_occurrence = root ? root->occurrence : 0;
	if (!root && !w->ladder_at)
		w->ladder_at = at;
}

/* ---- a clock repair */

static void never_began(Duban__Warning *w)
{
	w->step = 0;
	w->step_at = 0;
	w->ladder_at = 0;
	w->n_held_date = 0;
	w->n_stepped = 0;
}

/* The steps that were recorded after the instant to which the store goes back. The first one, which
 * belongs to the raise, is not among `stepped`. */
static bool take_back(const Duban__ClockRepair *r, int zone_minutes, Duban__Warning *w)
{
	uint32_t day = date_ymd(date_at(r->to_at, zone_minutes));
	size_t steps = w->n_stepped, held = w->n_held_date;

	if (w->ladder_at > r->to_at) {
		usec_t at = clock_repair_move(r, w->ladder_at);

		never_began(w);
		/* by a deed it counts for itself, and that stays done */
		if (!w->root && w->lit_at <= r->to_at)
			w->ladder_at = at;
		return true;
	}
	while (w->n_stepped && w->stepped[w->n_stepped - 1]->taken_at > r->to_at)
		w->n_stepped--;
	while (w->n_held_date && w->held_date[w->n_held_date - 1] > day)
		w->n_held_date--;
	if (w->n_stepped < steps && w->n_stepped) {
		w->step = w->stepped[w->n_stepped - 1]->step;
		w->step_at = w->stepped[w->n_stepped - 1]->since_at;
	} else if (w->n_stepped < steps) {
		w->step = 1;
		w->step_at = w->ladder_at;
	}
	return w->n_stepped < steps || w->n_held_date < held;
}

bool warning_steps_move(const Duban__ClockRepair *r, int zone_minutes, Duban__Warning *w)
{
	bool moved = false;

	if (w->state == WARNING_STATE(OPEN) || w->cause == CLEAR_CAUSE(CLOCK_REPAIRED))
		return take_back(r, zone_minutes, w);
	for (size_t i = 0; i < w->n_stepped; i++) {
		usec_t at = clock_repair_move(r, w->stepped[i]->taken_at);

		moved = moved || at != w->stepped[i]->taken_at;
		w->stepped[i]->taken_at = at;
	}
	return moved;
}
