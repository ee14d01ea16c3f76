#include "model/duty/look.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/calendar/calendar.h"
#include "model/collection/collection.h"
#include "model/core/record.h"
#include "model/duty/duty.h"
#include "model/duty/form.h"
#include "model/duty/waiting.h"
#include "model/meeting/meeting.h"
#include "model/office/unit.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* ---- until when */

/* The day of the confirmation on which the duty waits: of the same unit and period. *ret_open: it
 * is not done yet. DATE_NONE: nobody has to confirm. */
static date_t confirmation(const struct duty_ask *q, bool *ret_open)
{
	Duban__DutyRef r = duty_ref(q->duty);
	const Duban__Duty *d;

	*ret_open = false;
	r.form = DUTY_FORM(MONTHLY_CONFIRM);
	d = duty_get(q->txn, q->arena, &r);
	if (!d)
		return DATE_NONE;
	*ret_open = d->state == DUTY_STATE(OPEN);
	return *ret_open ? when_day_of(d->due_at, q->zone_minutes) : date_from_ymd(d->done_date);
}

static void find_due(const struct duty_ask *q, struct duty_look *io)
{
	const Duban__Duty *d = q->duty;
	date_t start = date_from_ymd(d->period_date), confirmed = DATE_NONE;
	bool waits = false;

	io->due = d->due_at;
	if (q->cadence && q->cadence->when.period != WHEN_COLLECTION) {
		const struct when *w = &q->cadence->when;

		if (w->confirm_wd >= 0)
			confirmed = confirmation(q, &waits);
		/* a row whose period is no longer one of the cadence keeps its time */
		if (when_start(w->period, start) == start)
			io->due = when_due(w, q->calendar, start, confirmed, q->zone_minutes);
	}
	io->late = waits ? USEC_NEVER : io->due;
}

/* ---- what fulfils it */

/* At 24:00 of its last day it is done on that day. */
static void met(const struct duty_ask *q, struct duty_look *io, Duban__DutyBy by)
{
	date_t day = q->now == io->due ? when_day_of(q->now, q->zone_minutes)
				       : date_at(q->now, q->zone_minutes);

	io->met = true;
	io->by = by;
	io->done_date = date_ymd(day);
}

/* Does the project that was known to keep it open still do so? Then nothing else need be read. */
static bool still_awaits(const struct duty_ask *q)
{
	struct waiting w = waiting_of(q);

	return q->duty->awaits && waiting_has(&w, q->duty->awaits);
}

/* Spreads the numbers: the project that is looked for first is one of the last to report, in
 * whatever order they do. */
static uint32_t spread(uint32_t num)
{
	return num * 2654435761u;
}

struct worst {
	const struct duty_ask *q;
	uint32_t project, seen;
	usec_t limit;
};

/* Who judges has the days of report.review_wd from the hand-in, or the review, on. */
static usec_t limit_of(const struct duty_ask *q, const Duban__Report *r)
{
	int64_t at = r ? (r->reviewed_at ? r->reviewed_at : r->submitted_at) : 0;
	date_t last;

	if (!r)
		return 0;
	last = calendar_add(q->calendar, date_at(at, q->zone_minutes), (int)q->review_wd);
	return date_start(last + 1, q->zone_minutes);
}

static int note_worst(void *user, const Duban__Project *p, const Duban__Report *waits)
{
	struct worst *w = user;
	usec_t limit = limit_of(w->q, waits);

	if (!w->seen || limit < w->limit ||
	    (limit == w->limit && spread(p->num) > spread(w->project))) {
		w->project = p->num;
		w->limit = limit;
	}
	w->seen++;
	return 0;
}

static int look_reports(const struct duty_ask *q, const struct duty_form *f, struct duty_look *io)
{
	struct worst w = {.q = q};
	int r;

	/* what is judged may still come in until the day */
	if (f->judges && q->now < io->due)
		return 0;
	io->awaits = q->duty->awaits;
	if (still_awaits(q)) {
		struct waiting one = waiting_of(q);

		w.limit = limit_of(q, waiting_report(&one, io->awaits));
		io->late = f->judges && w.limit > io->late ? w.limit : io->late;
		return txn_error(q->txn);
	}
	r = duty_lacks(q, note_worst, &w);
	io->awaits = w.project;
	if (f->judges && w.limit > io->late)
		io->late = w.limit;
	if (!r && !w.seen)
		met(q, io, f->judges ? DUTY_BY(VERDICTS) : DUTY_BY(REPORTS));
	return r;
}

static int look_any(const struct duty_ask *q, struct duty_look *io)
{
	struct waiting w = waiting_of(q);
	bool any = false;
	int r = waiting_any(&w, &any);

	if (any)
		met(q, io, DUTY_BY(REPORTS));
	return r;
}

static int look_held(const struct duty_ask *q, struct duty_look *io)
{
	struct meeting_sought m = {.form = q->duty->form, .unit = q->duty->unit};

	m.from = date_from_ymd(q->duty->period_date);
	if (m.from == DATE_NONE || !q->cadence)
		return 0;
	m.until = when_end(q->cadence->when.period, m.from);
	if (!meeting_held_in(q->txn, q->arena, &m))
		return txn_error(q->txn);
	io->met = true;
	io->by = DUTY_BY(MEETING);
	io->record = m.id;
	io->done_date = m.held_date;
	return 0;
}

static int look_gathering(const struct duty_ask *q, struct duty_look *io)
{
	struct scan s = scan_start(q->txn, TABLE_gathering, BYTES("", 0));
	date_t start = date_from_ymd(q->duty->period_date);

	while (!io->met && scan_next(&s)) {
		const Duban__Gathering *g =
		    record_unpack(q->txn, s.value, &duban__gathering__descriptor, q->arena);
		date_t held = g ? date_from_ymd(g->held_date) : DATE_NONE;

		if (held == DATE_NONE || when_start(WHEN_QUARTER, held) != start)
			continue;
		io->met = true;
		io->by = DUTY_BY(GATHERING);
		io->record = g->id;
		io->done_date = g->held_date;
	}
	return txn_error(q->txn);
}

/* The year whose collection was opened on the day of the duty; 0: none. */
static uint32_t year_collected(const struct duty_ask *q)
{
	struct scan s = scan_start(q->txn, TABLE_collection, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Collection *c =
		    record_unpack(q->txn, s.value, &duban__collection__descriptor, q->arena);

		if (c && c->opened_date == q->duty->period_date)
			return c->year;
	}
	return 0;
}

static int look_collection(const struct duty_ask *q, struct duty_look *io)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct scan s = scan_start(q->txn, TABLE_candidate,
				   key_bytes(candidate_prefix(KEY(), year_collected(q), 0)));
	int r = arena_new(&one, WIRE_ARENA_MAX);

	while (!r && !io->met && scan_next(&s)) {
		const Duban__Candidate *c;

		arena_reset(one);
		c = record_unpack(q->txn, s.value, &duban__candidate__descriptor, one);
		if (c && unit_within(q->txn, one, c->unit, q->duty->unit))
			met(q, io, DUTY_BY(CANDIDATES));
	}
	return r ? r : txn_error(q->txn);
}

int duty_look(const struct duty_ask *q, struct duty_look *ret)
{
	const struct duty_form *f = duty_form(q->duty->form);

	*ret = (struct duty_look){.record = ""};
	if (!f)
		return -EBADMSG;
	find_due(q, ret);
	if (f->any)
		return look_any(q, ret);
	if (f->report || f->judges)
		return look_reports(q, f, ret);
	if (f->held)
		return look_held(q, ret);
	if (q->duty->form == DUTY_FORM(GATHERING))
		return look_gathering(q, ret);
	if (q->duty->form == DUTY_FORM(COLLECTION))
		return look_collection(q, ret);
	return 0;
}

int duty_lacks(const struct duty_ask *q, duty_lack_fn each, void *user)
{
	struct waiting w = waiting_of(q);

	return waiting_each(&w, each, user);
}
