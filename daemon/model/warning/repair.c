/* What a clock repair does to the records of warnings. */
#include "model/core/clock_repair.h"
#include "model/warning/step.h"
#include "proto/enums.h"
#include "text/date.h"

/* What people did to it stays done, at an instant that has come. */
static bool move_handled(const Duban__ClockRepair *r, Duban__Warning *w)
{
	int64_t *const at[] = {&w->acked_at, &w->answered_at};
	bool moved = false;

	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		moved |= *at[i] > r->to_at;
		*at[i] = clock_repair_move(r, *at[i]);
	}
	return moved;
}

static bool move_by_person(const Duban__ClockRepair *r, Duban__Warning *w)
{
	if (w->raised_at <= r->to_at)
		return false;
	w->raised_at = clock_repair_move(r, w->raised_at);
	w->lit_at = clock_repair_move(r, w->lit_at);
	w->since_at = clock_repair_move(r, w->since_at);
	w->yellow_since_at = clock_repair_move(r, w->yellow_since_at);
	w->red_since_at = clock_repair_move(r, w->red_since_at);
	return true;
}

/* Open warnings are evaluated again after the repair, which needs to see when they were lit; one
 * that a person re-opened was not lit by a wrong clock. One that was raised and cleared in the
 * wrong future, or cleared by nothing but its time, was never cleared by a deed. */
static bool move_cleared(const Duban__ClockRepair *r, int zone_minutes, void *record)
{
	Duban__Warning *w = record;
	bool by_time = w->cause == CLEAR_CAUSE(PERIOD) || w->cause == CLEAR_CAUSE(SUPERSEDED);
	bool moved = move_handled(r, w);
	uint32_t day;

	if (w->state == DUBAN__WARNING_STATE__WARNING_STATE_OPEN)
		moved |= w->by_person && move_by_person(r, w);
	if (w->state == DUBAN__WARNING_STATE__WARNING_STATE_OPEN || w->cleared_at <= r->to_at)
		return warning_steps_move(r, zone_minutes, w) || moved;
	if ((w->raised_at > r->to_at && !w->by_person) || by_time)
		w->cause = CLEAR_CAUSE(CLOCK_REPAIRED);
	w->raised_at = clock_repair_move(r, w->raised_at);
	w->lit_at = clock_repair_move(r, w->lit_at);
	w->cleared_at = clock_repair_move(r, w->cleared_at);
	day = date_ymd(date_at(w->cleared_at, zone_minutes));
	if (w->cleared_on_date > day)
		w->cleared_on_date = day;
	(void)warning_steps_move(r, zone_minutes, w);
	return true;
}
CLOCK_MOVES(warning, .table = TABLE_warning, .move = move_cleared);
