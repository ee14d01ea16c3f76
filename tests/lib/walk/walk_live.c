/* Whatever is open is looked at again in time, or there is a reason that can be said for its having
 * no next look. When it must be looked at is reckoned here from the record and the words of the
 * docs; what the daemon's own rules ask for is checked by engine_invariants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/due.h"
#include "engine/core/engine.h"
#include "lib/walk/walk_parts.h"
#include "lib/world/world.h"
#include "model/calendar/calendar.h"
#include "model/core/matter.h"
#include "model/core/record.h"
#include "model/duty/duty.h"
#include "model/duty/form.h"
#include "model/exemption/exemption.h"
#include "model/notice/notice.h"
#include "model/order/order.h"
#include "model/order/state.h"
#include "model/param/parameter.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum {
	ZONE = 480,
	NOTICE_AHEAD_DAYS = 40
}; /* nobody waits longer for a text: mute, holidays, the gateway */

/* ---- instants */

static usec_t now_of(const struct year_walk *x)
{
	return engine_now(x->w->engine);
}

static uint32_t number(struct year_walk *x, const char *key)
{
	int64_t n = 0;

	assert_int_equal(parameter_number(engine_txn(x->w->engine), x->arena, NULL, key, &n), 0);
	return (uint32_t)n;
}

/* 00:00 of the n-th working day after the day; 0: there is no such day. */
static usec_t after(const struct year_walk *x, date_t day, uint32_t n)
{
	return day == DATE_NONE ? 0 : walk_start(walk_wd(x, day, (int)n));
}

/* The earliest of the instants that are still to come. */
static usec_t next_of(const struct year_walk *x, const usec_t *at, size_t n)
{
	usec_t first = USEC_NEVER;

	for (size_t i = 0; i < n; i++)
		if (at[i] > now_of(x) && at[i] < first)
			first = at[i];
	return first;
}

/* The subject, or its project, is looked at by that instant. */
static void looked_at_by(struct year_walk *x, const Duban__Subject *of, usec_t at, const char *what)
{
	usec_t armed = due_armed(engine_txn(x->w->engine), of);

	if (armed > at)
		fail_msg("%s must be looked at %lld s from now, its due row is %lld s from now",
			 what, (long long)((at - now_of(x)) / USEC_PER_SEC),
			 armed == USEC_NEVER ? -1LL
					     : (long long)((armed - now_of(x)) / USEC_PER_SEC));
}

static bool lamp_lit(struct year_walk *x, const Duban__Subject *of, uint32_t rule, int level)
{
	struct txn *t = engine_txn(x->w->engine);
	const Duban__Warning *w;

	if (!txn_has(t, TABLE_warning_open, key_bytes(warning_key(KEY(), of, rule))))
		return false;
	w = warning_get(t, x->arena, of, rule, warning_last_occurrence(t, of, rule));
	return w && (int)w->level >= level;
}

/* Was there ever an exemption for the project or the unit? What their orders, problems and duties
 * wait for is another then, and the daemon's own invariant alone checks it. */
static bool exempted(struct year_walk *x, uint32_t project, uint32_t unit)
{
	struct txn *t = engine_txn(x->w->engine);
	struct exemptions all = {};
	const Duban__Project *p = project ? project_get(t, x->arena, project) : NULL;

	if (p)
		assert_int_equal(exemptions_of_project(t, x->arena, p, &all), 0);
	if (unit)
		assert_int_equal(exemptions_add_unit(t, x->arena, unit, &all), 0);
	return all.n;
}

/* ---- lamps */

/* Why a lamp that is lit has no step to come, and no next look either. */
static const char *reason_of(struct year_walk *x, const Duban__Warning *w, const char *why)
{
	struct txn *t = engine_txn(x->w->engine);
	static char text[160];

	if (w->root &&
	    !txn_has(t, TABLE_warning_open, key_bytes(warning_key(KEY(), w->root, w->root_rule))))
		fail_msg("W%02u follows from a lamp that is out", w->rule);
	(void)snprintf(text, sizeof text, "%s", w->root ? "it counts under its root" : why);
	return text;
}

/* What stands until somebody acts, or a row of another kind comes: an answered problem waits for
 * its verdict; a meeting's lamp turns red by the duty of the next period, which the calendar opens.
 */
static bool waits_for_a_deed(struct year_walk *x, const Duban__Warning *w)
{
	const Duban__ProblemCase *p;

	if (w->rule == 20) {
		Duban__Subject cadence = DUBAN__SUBJECT__INIT;

		cadence.kind = (char *)(uintptr_t) "cadence";
		cadence.number = 1;
		return due_armed(engine_txn(x->w->engine), &cadence) != USEC_NEVER;
	}
	if (w->rule != 12)
		return false;
	p = problem_get(engine_txn(x->w->engine), x->arena, w->subject->number);
	return p && p->state == PROBLEM_STATE(ANSWERED);
}

static void check_lamp(struct year_walk *x, const Duban__Warning *w)
{
	usec_t armed = due_armed(engine_txn(x->w->engine), w->subject);
	char id[WARNING_ID_MAX];
	const char *why = "";
	usec_t step = w->level >= LEVEL(YELLOW) ? walk_steps_next(x, w, &why) : USEC_NEVER;
	bool red = w->level == LEVEL(RED);

	(void)warning_id_print(id, w->subject, w->rule, w->occurrence);
	if (armed != USEC_NEVER && armed <= now_of(x))
		fail_msg("%s: what was due is not done", id);
	if (step != USEC_NEVER) {
		looked_at_by(x, w->subject, step, id);
		return;
	}
	/* a yellow lamp will be red, a reminder a lamp: by time alone, unless it stands still */
	if (armed == USEC_NEVER && !red && !w->root && w->n_held_date % 2 == 0 &&
	    w->level == LEVEL(YELLOW) && !w->by_person && !waits_for_a_deed(x, w))
		fail_msg("%s is yellow and will never be looked at (%s)", id, why);
	assert_true(*reason_of(x, w, w->level == LEVEL(NOTE) ? "a reminder" : why));
}

static void check_lamps(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_warning_open, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Warning *w;

		arena_reset(x->arena);
		w = warning_of_open(t, x->arena, s.key);
		assert_non_null(w);
		check_lamp(x, w);
	}
}

/* ---- orders */

static void check_order(struct year_walk *x, const Duban__Order *o)
{
	Duban__Subject of = DUBAN__SUBJECT__INIT;
	bool answered = o->state == ORDER_STATE(ANSWERED);
	bool to_sign = o->state == ORDER_STATE(ISSUED);
	date_t due = date_from_ymd(o->due_date), given = date_from_ymd(o->assigned_date);
	date_t last =
	    calendar_workday(engine_calendar(x->w->engine), due) ? due : walk_wd(x, due, -1);
	usec_t red = after(x, due, number(x, "W18.r_after_wd"));
	usec_t sign = to_sign ? after(x, given, number(x, "W18.sign_wd") + 1) : USEC_NEVER;
	usec_t soon = walk_start(walk_wd(x, last, -(int)number(x, "W18.y_before_wd")));
	usec_t at[] = {sign < soon ? sign : soon, red};

	/* its answer waits for a verdict, and stands still as long as a reviewer has */
	if (answered) {
		at[0] = walk_start(walk_wd(x, date_from_ymd(o->answered_date),
					   (int)number(x, "report.review_wd")) +
				   1);
		at[1] = 0;
	}
	of.project = o->project;
	of.kind = (char *)(uintptr_t)ORDER_KIND_NAME;
	of.number = o->num;
	if (!matter_is_open(engine_txn(x->w->engine), o->project, "order", o->num))
		fail_msg("order %s is open and no open matter", o->number);
	if (exempted(x, o->project, o->unit))
		return;
	looked_at_by(x, &of, next_of(x, at, 2), o->number);
	/* its time is over: then it is red, unless its answer waits */
	if (red <= now_of(x) && !answered && !lamp_lit(x, &of, 18, LEVEL(RED)))
		fail_msg("order %s is late and not red", o->number);
}

static void check_orders(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_order, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Order *o;

		arena_reset(x->arena);
		o = record_unpack(t, s.value, &duban__order__descriptor, x->arena);
		assert_non_null(o);
		if (order_is_open((int)o->state))
			check_order(x, o);
	}
}

/* ---- problems */

static void check_problem(struct year_walk *x, const Duban__ProblemCase *p)
{
	Duban__Subject of = problem_subject(p);
	date_t due = problem_due(p, engine_calendar(x->w->engine));
	bool runs = problem_runs((int)p->state), province = p->tier == PROBLEM_TIER(L5);
	usec_t red = after(x, due, number(x, "W12.r_after_wd"));
	usec_t at[] = {after(x, due, number(x, "W12.y_after_wd")), red,
		       runs ? after(x, due, number(x, "problem.raise_wd")) : 0};

	if (!matter_is_open(engine_txn(x->w->engine), p->project, "problem", p->num))
		fail_msg("problem %s is open and no open matter", p->id);
	if (runs && province) {
		date_t chase = problem_chase_day(p, p->chased + number(x, "problem.chase_months"));

		looked_at_by(x, &of, walk_start(chase), p->id);
		return;
	}
	/* answered: it waits for a verdict, and its lamp stands; returned: for who raised it */
	if (due == DATE_NONE) {
		if (runs)
			fail_msg("problem %s is with its handler and has no deadline", p->id);
		return;
	}
	if (p->state == PROBLEM_STATE(ANSWERED) || exempted(x, p->project, p->unit))
		return;
	looked_at_by(x, &of, next_of(x, at, 3), p->id);
	if (red <= now_of(x) && !lamp_lit(x, &of, 12, LEVEL(RED)))
		fail_msg("problem %s is late and not red", p->id);
}

static void check_problems(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_problem, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__ProblemCase *p;

		arena_reset(x->arena);
		p = record_unpack(t, s.value, &duban__problem_case__descriptor, x->arena);
		assert_non_null(p);
		if (problem_open((int)p->state))
			check_problem(x, p);
	}
}

/* ---- duties */

/* A review waits for the hand-in, a bulletin for the confirmation: who judges is late only then. */
static bool waits_for_others(const Duban__Duty *d)
{
	return d->form == DUTY_FORM(MONTHLY_REVIEW) || d->form == DUTY_FORM(MONTHLY_CONFIRM) ||
	       d->form == DUTY_FORM(BULLETIN);
}

/* The lamp of a series is that of its oldest duty. */
static bool is_oldest(struct year_walk *x, const Duban__Duty *d, const Duban__DutyRef *series)
{
	struct duties open;

	assert_int_equal(duties_open(engine_txn(x->w->engine), x->arena, series, &open), 0);
	return open.n && open.duty[0]->period_date == d->period_date;
}

static void check_late_duty(struct year_walk *x, const Duban__Duty *d, const Duban__Subject *of,
			    const char *id)
{
	bool meets = duty_form(d->form)->held;
	usec_t red = after(x, date_at(d->due_at - 1, ZONE), number(x, "W13.r_after_wd"));

	if (meets && !lamp_lit(x, of, 20, LEVEL(YELLOW)))
		fail_msg("%s was not held, and no lamp is lit", id);
	if (!meets && red <= now_of(x) && !waits_for_others(d) && !lamp_lit(x, of, 13, LEVEL(RED)))
		fail_msg("%s is late and not red", id);
}

static void check_duty(struct year_walk *x, const Duban__Duty *d)
{
	Duban__Subject cadence = DUBAN__SUBJECT__INIT, of;
	Duban__DutyRef series = duty_ref(d);
	char *id = duty_id(engine_txn(x->w->engine), x->arena, &series);
	date_t day = date_at(d->due_at - 1, ZONE);
	usec_t at[] = {d->due_at, after(x, day, number(x, "W13.y_after_wd")),
		       after(x, day, number(x, "W13.r_after_wd"))};
	bool by_time = !waits_for_others(d) && !duty_form(d->form)->held;

	series.period_date = 0;
	of = duty_subject(&series);
	if (!d->lamps) {
		/* it ends with its period: the calendar of duties is looked at by then */
		cadence.kind = (char *)(uintptr_t) "cadence";
		cadence.number = 1;
		if (*d->profile)
			looked_at_by(x, &cadence, walk_start(walk_today(x) + 32), id);
		return;
	}
	by_time = by_time && is_oldest(x, d, &series) && !exempted(x, 0, d->unit);
	looked_at_by(x, &of, next_of(x, at, by_time ? 3 : 1), id);
	if (d->due_at <= now_of(x) && !exempted(x, 0, d->unit))
		check_late_duty(x, d, &of, id);
}

static void check_duties(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_duty_open, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Duty *d;

		arena_reset(x->arena);
		d = record_get(t, TABLE_duty, s.key, &duban__duty__descriptor, x->arena);
		assert_non_null(d);
		if (d->state == DUTY_STATE(OPEN))
			check_duty(x, d);
	}
}

/* All rows: the index of what is open misses none. */
static void check_all_duties(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_duty, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Duty *d;

		arena_reset(x->arena);
		d = record_unpack(t, s.value, &duban__duty__descriptor, x->arena);
		assert_non_null(d);
		if (d->state == DUTY_STATE(OPEN) && !txn_has(t, TABLE_duty_open, s.key))
			fail_msg("a duty of form %d is open and not found", (int)d->form);
	}
}

/* ---- what is to be told, what is to be decided, what ends by its date */

static void check_marks(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_notice_mark, BYTES("", 0));
	Duban__Subject desk = DUBAN__SUBJECT__INIT;

	while (scan_next(&s)) {
		const Duban__NoticeMark *m;
		Duban__Subject of = DUBAN__SUBJECT__INIT;

		arena_reset(x->arena);
		m = record_unpack(t, s.value, &duban__notice_mark__descriptor, x->arena);
		assert_non_null(m);
		of.kind = (char *)(uintptr_t) "recipient";
		of.number = m->person;
		looked_at_by(x, &of, now_of(x) + NOTICE_AHEAD_DAYS * USEC_PER_DAY,
			     "who has to be told");
	}
	desk.kind = (char *)(uintptr_t) "desk";
	desk.number = NOTICE_DESK;
	if (txn_count(t, TABLE_news))
		looked_at_by(x, &desk, now_of(x) + NOTICE_AHEAD_DAYS * USEC_PER_DAY, "the desk");
}

/* A proposal waits for a person, as long as its lamp is lit or its matter open. */
static void check_proposals(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_proposal_open, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Proposal *p;

		arena_reset(x->arena);
		p = record_get(t, TABLE_proposal, s.key, &duban__proposal__descriptor, x->arena);
		assert_non_null(p);
		if (p->rule && !txn_has(t, TABLE_warning_open,
					key_bytes(warning_key(KEY(), p->subject, p->rule))))
			fail_msg("a proposal waits whose lamp W%02u is out", p->rule);
		if (!p->rule &&
		    !matter_is_open(t, p->subject->project, p->subject->kind, p->subject->number))
			fail_msg("a proposal waits whose %s is closed", p->subject->kind);
	}
}

static void check_exemptions(struct year_walk *x)
{
	struct txn *t = engine_txn(x->w->engine);
	struct scan s = scan_start(t, TABLE_exemption, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Exemption *e;
		Duban__Subject of = DUBAN__SUBJECT__INIT;

		arena_reset(x->arena);
		e = record_unpack(t, s.value, &duban__exemption__descriptor, x->arena);
		assert_non_null(e);
		of.project = e->project;
		if (e->project && e->until_date >= e->from_date)
			looked_at_by(
			    x, &of,
			    next_of(x,
				    (usec_t[]){walk_start(date_from_ymd(e->from_date)),
					       walk_start(date_from_ymd(e->until_date) + 1)},
				    2),
			    e->id);
	}
}

void walk_live_check(struct year_walk *x)
{
	check_lamps(x);
	check_orders(x);
	check_problems(x);
	check_duties(x);
	if (date_ymd(walk_today(x)) % 100 == 1)
		check_all_duties(x);
	check_marks(x);
	check_proposals(x);
	check_exemptions(x);
}
