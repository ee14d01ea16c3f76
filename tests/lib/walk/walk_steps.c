/* The steps of ladders: what is recorded, and when each comes due by the words of docs/nouns/
 * escalation.md, reckoned here day by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/walk/walk_parts.h"
#include "lib/world/world.h"
#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/ladder/ladder.h"
#include "model/param/parameter.h"
#include "model/proposal/proposal.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { CLIMBERS_MAX = 8000, ZONE = 480 };

struct walk_steps {
	struct step_climber {
		char id[WARNING_ID_MAX];
		uint32_t last; /* the last step that was recorded */
		usec_t since;
	} climber[CLIMBERS_MAX];
	size_t n;
};

struct walk_steps *walk_steps_new(void)
{
	struct walk_steps *s = calloc(1, sizeof *s);

	assert_non_null(s);
	return s;
}

void walk_steps_free(struct walk_steps *s)
{
	free(s);
}

static struct step_climber *climber(struct year_walk *x, const Duban__Subject *s, uint32_t rule,
				    uint32_t no)
{
	struct walk_steps *all = x->steps;
	char id[WARNING_ID_MAX];

	(void)warning_id_print(id, s, rule, no);
	for (size_t i = all->n; i-- > 0;)
		if (strcmp(all->climber[i].id, id) == 0)
			return &all->climber[i];
	assert_true(all->n < CLIMBERS_MAX);
	(void)snprintf(all->climber[all->n].id, WARNING_ID_MAX, "%s", id);
	return &all->climber[all->n++];
}

static const struct ladder *ladder_named(struct year_walk *x, const char *name)
{
	struct ladder *l = arena_alloc(x->arena, sizeof *l);

	assert_non_null(l);
	assert_int_equal(ladder_load(engine_txn(x->w->engine), x->arena, name, l), 0);
	return l;
}

static const char *rule_name(uint32_t rule, char buf[8])
{
	(void)snprintf(buf, 8, "W%02u", rule % 1000);
	return buf;
}

/* ---- as they are recorded */

/* What a step asks for was put before a person, and once. */
static void is_proposed(struct year_walk *x, const Duban__WarningStepped *b,
			const Duban__StepTaken *s)
{
	static const Duban__ProposalKind kinds[] = {
	    [STEP_ACTION(ORDER)] = PROPOSAL_KIND(ORDER),
	    [STEP_ACTION(TALK)] = PROPOSAL_KIND(TALK),
	    [STEP_ACTION(CIRCULAR)] = PROPOSAL_KIND(CIRCULAR),
	    [STEP_ACTION(LEAVE)] = PROPOSAL_KIND(LEAVE),
	    [STEP_ACTION(REFER)] = PROPOSAL_KIND(REFER),
	};
	struct proposal_name n = {.kind = kinds[s->action],
				  .subject = b->subject,
				  .rule = b->rule,
				  .occurrence = b->occurrence,
				  .step = s->step};

	if (s->action && !proposal_exists(engine_txn(x->w->engine), &n))
		fail_msg("step %u of W%02u asks for something that nobody is asked to decide",
			 s->step, b->rule);
}

/* A step is late only when the past itself was changed: working days, an order's deadline, days on
 * which the ladder stood still, a level that was itself found late (an answer that is returned). */
static bool may_be_late(struct year_walk *x, const Duban__WarningStepped *b,
			const Duban__StepTaken *s)
{
	const Duban__Warning *w =
	    warning_get(engine_txn(x->w->engine), x->arena, b->subject, b->rule, b->occurrence);

	return x->days_moved == walk_today(x) || !w || w->n_held_date || w->order_due_date ||
	       w->lit_at == s->taken_at;
}

static void see_step(struct year_walk *x, const Duban__Event *ev, const Duban__StepTaken *s)
{
	const Duban__WarningStepped *b = ev->warning_stepped;
	struct step_climber *c = climber(x, b->subject, b->rule, b->occurrence);
	const Duban__LadderStep *next;
	char rule[8];

	arena_reset(x->arena);
	next = ladder_next(ladder_named(x, s->ladder), c->last, rule_name(b->rule, rule));
	if (s->step <= c->last)
		fail_msg("%s takes step %u after step %u", c->id, s->step, c->last);
	if (!next || next->step != s->step)
		fail_msg("%s takes step %u of %s; after %u comes %u", c->id, s->step, s->ladder,
			 c->last, next ? next->step : 0);
	if (s->taken_at != ev->at || s->since_at > s->taken_at || s->since_at < c->since)
		fail_msg("%s takes step %u at a wrong instant", c->id, s->step);
	if (s->since_at < s->taken_at && !may_be_late(x, b, s))
		fail_msg("%s takes step %u late by %lld s", c->id, s->step,
			 (long long)((s->taken_at - s->since_at) / USEC_PER_SEC));
	is_proposed(x, b, s);
	c->last = s->step;
	c->since = s->since_at;
	x->n.steps++;
}

void walk_steps_see(struct year_walk *x, const Duban__Event *ev)
{
	const Duban__Warning *w;

	if (ev->body_case == DUBAN__EVENT__BODY_WARNING_RAISED) {
		w = ev->warning_raised->warning;
		climber(x, w->subject, w->rule, w->occurrence)->last = w->step;
		return;
	}
	if (ev->body_case != DUBAN__EVENT__BODY_WARNING_STEPPED)
		return;
	for (size_t i = 0; i < ev->warning_stepped->n_step; i++)
		see_step(x, ev, ev->warning_stepped->step[i]);
}

/* ---- as they come due */

static bool held_on(const Duban__Warning *w, date_t day)
{
	for (size_t i = 0; i + 1 < w->n_held_date; i += 2)
		if (day > date_from_ymd(w->held_date[i]) &&
		    day <= date_from_ymd(w->held_date[i + 1]))
			return true;
	return false;
}

/* The n-th working day after the day on which the ladder does not stand still. */
static date_t nth_day(struct year_walk *x, const Duban__Warning *w, date_t day, uint32_t n)
{
	while (n > 0) {
		day++;
		if (calendar_workday(engine_calendar(x->w->engine), day) && !held_on(w, day))
			n--;
	}
	return day;
}

static usec_t wait(struct year_walk *x, const Duban__Warning *w, usec_t from, uint32_t n)
{
	return walk_start(nth_day(x, w, date_at(from, ZONE), n));
}

static uint32_t reds_of_year(struct year_walk *x, const Duban__Warning *w)
{
	uint32_t n = 1, year = date_ymd(date_at(w->red_since_at, ZONE)) / 10000;

	for (uint32_t i = 1; i < w->occurrence; i++) {
		const Duban__Warning *b =
		    warning_get(engine_txn(x->w->engine), x->arena, w->subject, w->rule, i);

		n += b && b->red_since_at && b->cause != CLEAR_CAUSE(OFF) &&
		     date_ymd(date_at(b->red_since_at, ZONE)) / 10000 == year;
	}
	return n;
}

static void earlier(usec_t *io, usec_t at)
{
	*io = at < *io ? at : *io;
}

static usec_t step_at(struct year_walk *x, const Duban__Warning *w, const Duban__LadderStep *s)
{
	bool red = w->level == LEVEL(RED);
	usec_t red_at = w->red_since_at > w->ladder_at ? w->red_since_at : w->ladder_at;
	usec_t before = w->step ? w->step_at : w->ladder_at, at = USEC_NEVER;
	usec_t order = w->order_due_date ? walk_start(date_from_ymd(w->order_due_date)) : 0;

	if (s->lit_wd)
		earlier(&at, wait(x, w, w->ladder_at, s->lit_wd));
	if (s->reds && red && reds_of_year(x, w) >= s->reds)
		earlier(&at, red_at);
	if (s->red_wd && red)
		earlier(&at, wait(x, w, red_at, s->red_wd));
	if (s->after_wd && !s->order_wd)
		earlier(&at, wait(x, w, before, s->after_wd));
	if (s->order_wd && !order)
		order = wait(x, w, before, s->after_wd);
	if (s->order_wd)
		earlier(&at, wait(x, w, order, s->order_wd));
	/* evaluations are not reckoned here: they can only make it come earlier */
	return at < before ? before : at;
}

static const char *ladder_in_force(struct year_walk *x)
{
	Duban__Parameter ref = DUBAN__PARAMETER__INIT, *p;

	ref.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
	ref.key = (char *)(uintptr_t) "escalation.ladder";
	p = parameter_get(engine_txn(x->w->engine), x->arena, &ref);
	assert_non_null(p);
	return p->value;
}

usec_t walk_steps_next(struct year_walk *x, const Duban__Warning *w, const char **ret_why)
{
	const Duban__LadderStep *next;
	char rule[8];

	*ret_why = "it has no ladder";
	if (!w->ladder_at)
		return USEC_NEVER;
	*ret_why = "its ladder stands still";
	if (w->root || w->n_held_date % 2)
		return USEC_NEVER;
	*ret_why = "it took its last step";
	next = ladder_next(ladder_named(x, ladder_in_force(x)), w->step, rule_name(w->rule, rule));
	if (!next)
		return USEC_NEVER;
	*ret_why = "its next step waits for what is no time: another red, an evaluation";
	return step_at(x, w, next);
}

static void check_lamp(struct year_walk *x, const Duban__Warning *w)
{
	usec_t at, now = engine_now(x->w->engine);
	const char *why;
	char id[WARNING_ID_MAX];
	const struct step_climber *c = climber(x, w->subject, w->rule, w->occurrence);

	if (c->last != w->step)
		fail_msg("%s is on step %u, step %u was recorded last", c->id, w->step, c->last);
	at = walk_steps_next(x, w, &why);
	if (at <= now)
		fail_msg("%s is on step %u and did not take the next, due since %lld s",
			 warning_id_print(id, w->subject, w->rule, w->occurrence), w->step,
			 (long long)((now - at) / USEC_PER_SEC));
}

void walk_steps_check(struct year_walk *x)
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
