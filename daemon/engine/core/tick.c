/* Time. A tick works off the sweeps and then the due rows up to now, slice by slice. In a simulated
 * store each due instant is a tick of its own. */
#include "engine/core/tick.h"

#include "base/arena.h"
#include "engine/core/due.h"
#include "engine/core/engine_private.h"
#include "engine/core/group.h"
#include "engine/evaluate/evaluate.h"
#include "engine/evaluate/evaluation.h"
#include "engine/restate/restate.h"
#include "engine/restate/rule_changes.h"
#include "engine/tally/tallying.h"
#include "model/calendar/calendar.h"
#include "model/calendar/days.h"
#include "model/core/counter.h"
#include "proto/limits.h"
#include "store/db/txn.h"
#include "store/journal/roll.h"

void engine_tell_time(struct engine *e, usec_t wall)
{
	if (e->simulated || e->held || wall <= e->now)
		return;
	e->goal = wall;
	/* Due work waits for engine_work, but a command that comes before it already sees the new
	 * time. */
	e->now = wall;
}

int engine_set_goal(struct engine *e, usec_t to)
{
	if (!e->simulated)
		return STATUS_CONFLICT;
	if (to < e->now)
		return STATUS_INVALID;
	if (to > e->goal)
		e->goal = to;
	e->retry = 0;
	return 0;
}

static int fire(struct engine *e, const struct due *d)
{
	due_take(e->txn, d);
	e->dirty = true;
	return evaluate_subject(e, &d->of, NULL);
}

/* Space for warning events, which may use the reserve. If even that is gone, the rows stay and are
 * tried again later: warnings come late then, but none is lost, and queries and commands that free
 * space still work. */
static int room(struct engine *e)
{
	int r = journal_room(e->journal, CONSEQUENCE_BYTES, true);

	e->retry = r == STATUS_FULL ? e->now + USEC_PER_SEC : 0;
	return r;
}

/* A slice also ends when the group is full, since the size of a frame is limited. */
static int work_due(struct engine *e, int slice, usec_t until, bool *ret_more)
{
	struct due d;
	int r = 0;

	*ret_more = false;
	for (int i = 0; !r && due_first(e->txn, &d) && d.at <= until; i++) {
		if (i == slice || engine_group_full(e)) {
			*ret_more = true;
			break;
		}
		r = room(e);
		if (!r)
			r = fire(e, &d);
	}
	return r ? r : txn_error(e->txn);
}

static int calendar_of(struct engine *e, uint32_t version, struct dated_calendar *io)
{
	int r;

	if (io->calendar && io->version == version)
		return 0;
	io->calendar = calendar_free(io->calendar);
	arena_reset(e->scratch);
	r = days_load(e->txn, e->scratch, version, &io->calendar);
	if (r)
		return r;
	io->version = version;
	return 0;
}

/* Fills in the calendars before and after the sweep's notice; NULL both if the sweep only
 * evaluates. */
static int sweep_notice(struct engine *e, const struct sweep *s, struct notice *ret)
{
	bool last = s->to_calendar == calendar_version(e->calendar);
	int r;

	*ret = (struct notice){.was = NULL};
	if (s->from_calendar == s->to_calendar)
		return 0;
	r = calendar_of(e, s->from_calendar, &e->before);
	if (!r && !last)
		r = calendar_of(e, s->to_calendar, &e->after);
	if (r)
		return r;
	ret->was = e->before.calendar;
	ret->now = last ? e->calendar : e->after.calendar;
	return 0;
}

/* Evaluates at most *io_slice of the sweep's subjects. *ret_over: the sweep is complete. */
static int sweep_on(struct engine *e, int *io_slice, struct sweep *s, const struct notice *notice,
		    bool *ret_over)
{
	int r = 0;

	*ret_over = false;
	for (; !r && *io_slice > 0 && !engine_group_full(e); --*io_slice) {
		struct sweep before = *s;

		arena_reset(e->scratch);
		*ret_over = !sweep_next(e->txn, e->scratch, s);
		if (*ret_over)
			return txn_error(e->txn);
		r = room(e);
		if (!r)
			r = evaluate_subject(e, &s->last, notice);
		else
			*s = before;
		if (!r)
			r = tallying_swept(e, s->last.project);
	}
	return r;
}

static int end_restate(struct engine *e)
{
	int r = e->restate.by == DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_RULE_CHANGED
		    ? rule_changes_tell(e)
		    : 0;

	if (!r)
		restate_over(e);
	return r ? r : txn_error(e->txn);
}

/* Of several sweeps a restatement's is the first. Its event is written when all events of the sweep
 * can be read in the journal, that is when no group is open; until then the sweep's row stays at
 * the slice before, which has nothing more to say. */
static int finish_sweep(struct engine *e, struct sweep *s)
{
	int r = 0;

	if (e->restate.on && !e->synced)
		return 0;
	if (e->restate.on)
		r = room(e);
	if (!r && e->restate.on)
		r = end_restate(e);
	if (!r)
		sweep_end(e->txn, s);
	return r;
}

static int work_sweep(struct engine *e, int *io_slice, struct sweep s, bool *ret_over)
{
	struct notice notice;
	bool over = false;
	int r = sweep_notice(e, &s, &notice);

	*ret_over = false;
	if (!r)
		r = sweep_on(e, io_slice, &s, notice.was ? &notice : NULL, &over);
	if (r < 0)
		return r;
	e->dirty = true;
	if (over)
		r = finish_sweep(e, &s);
	else
		sweep_put(e->txn, &s);
	*ret_over = over && r == 0;
	return txn_error(e->txn) ? txn_error(e->txn) : r;
}

/* One slice of the sweeps, one after the other. */
static int work_sweeps(struct engine *e, int slice, bool *ret_more)
{
	bool over = true;
	struct sweep s;
	uint32_t last = 0;
	int r = 0;

	/* one that is over may still stay, see finish_sweep() */
	while (!r && over && slice > 0 && sweep_first(e->txn, &s) && s.num != last) {
		last = s.num;
		r = work_sweep(e, &slice, s, &over);
	}
	if (r < 0)
		return r;
	*ret_more = sweep_first(e->txn, &s);
	return txn_error(e->txn) ? txn_error(e->txn) : r;
}

/* In a simulated store, advances time to the next due instant, or to the goal if none is due before
 * it. */
static void step(struct engine *e)
{
	struct due d;

	if (!e->simulated)
		return;
	if (due_first(e->txn, &d) && d.at <= e->goal) {
		if (d.at > e->now)
			e->now = d.at;
	} else if (e->goal > e->now) {
		e->now = e->goal;
	}
}

static int work(struct engine *e, int slice, bool *ret_more)
{
	bool more_sweep = false, more_due = false;
	struct due d;
	int r;

	r = work_sweeps(e, slice, &more_sweep);
	if (r)
		return r;
	if (!more_sweep) {
		step(e);
		r = work_due(e, slice, e->now, &more_due);
		if (r)
			return r;
	}
	*ret_more = more_sweep || more_due || (e->simulated && e->now < e->goal) ||
		    (due_first(e->txn, &d) && d.at <= e->now);
	return txn_error(e->txn);
}

int engine_work(struct engine *e, int slice, bool *ret_more)
{
	int r = 0;

	*ret_more = false;
	if (!e->held)
		r = work(e, slice, ret_more);
	if (r != STATUS_FULL)
		return r;
	*ret_more = false;
	return 0;
}

usec_t engine_next(struct engine *e)
{
	struct sweep s;
	struct due d;

	if (e->held)
		return USEC_NEVER;
	if (e->retry)
		return e->retry;
	if (sweep_first(e->txn, &s))
		return e->now;
	if (!due_first(e->txn, &d))
		d.at = USEC_NEVER;
	if (!e->simulated)
		return d.at;
	return d.at <= e->goal || e->now < e->goal ? e->now : USEC_NEVER;
}

usec_t engine_due(struct engine *e)
{
	struct due d;

	return due_first(e->txn, &d) ? d.at : 0;
}
