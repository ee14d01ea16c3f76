#include "engine/ladder/step_due.h"

#include <stdbool.h>

#include "model/calendar/calendar.h"
#include "proto/enums.h"
#include "rules/rule.h"
#include "text/date.h"

/* A lamp that is lit at so many evaluations in a row is looked for no longer than this. */
enum { EVALUATIONS_LOOKED_AT = 240 };

static date_t day_of(const struct step_lamp *l, usec_t at)
{
	return date_at(at, l->zone_minutes);
}

/* A ladder that began with the lamp has its own instant; one of an older store counts from when the
 * lamp was recorded. */
static usec_t began(const struct step_lamp *l)
{
	const Duban__Warning *w = l->warning;

	return w->ladder_at ? w->ladder_at : w->lit_at;
}

static usec_t red_at(const struct step_lamp *l)
{
	const Duban__Warning *w = l->warning;
	usec_t at = w->red_since_at ? w->red_since_at : w->lit_at;

	return at > began(l) ? at : began(l);
}

static bool is_red(const struct step_lamp *l)
{
	return l->warning->level == LEVEL(RED);
}

/* Working days in (a, b] on which the ladder stood still. */
static int held_wd(const struct step_lamp *l, date_t a, date_t b)
{
	const Duban__Warning *w = l->warning;
	int n = 0;

	for (size_t i = 0; i + 1 < w->n_held_date; i += 2) {
		date_t from = date_from_ymd(w->held_date[i]);
		date_t to = date_from_ymd(w->held_date[i + 1]);

		from = from > a ? from : a;
		to = to < b ? to : b;
		n += calendar_count(l->calendar, from, to);
	}
	return n;
}

static bool held_on(const struct step_lamp *l, date_t day)
{
	const Duban__Warning *w = l->warning;

	for (size_t i = 0; i + 1 < w->n_held_date; i += 2)
		if (date_from_ymd(w->held_date[i]) < day &&
		    day <= date_from_ymd(w->held_date[i + 1]))
			return true;
	return false;
}

/* The n-th working day after `from` on which the ladder does not stand still. */
static date_t wait_until(const struct step_lamp *l, date_t from, uint32_t n)
{
	date_t day = from;
	int held = -1, now = 0;

	while (now > held) {
		held = now;
		day = calendar_add(l->calendar, from, (int)n + held);
		now = held_wd(l, from, day);
	}
	return day;
}

static usec_t wait_at(const struct step_lamp *l, usec_t from, uint32_t n)
{
	return date_start(wait_until(l, day_of(l, from), n), l->zone_minutes);
}

static usec_t nth_evaluation(const struct step_lamp *l, uint32_t n)
{
	uint32_t seen = 0;

	for (unsigned i = 1; l->rule->nth && i <= EVALUATIONS_LOOKED_AT; i++) {
		usec_t at = l->rule->nth(l->view, l->param, began(l), i);

		if (i > 1 && held_on(l, day_of(l, at)))
			continue;
		if (++seen == n)
			return at;
	}
	return USEC_NEVER;
}

static usec_t before(const struct step_lamp *l)
{
	return l->warning->step ? l->warning->step_at : began(l);
}

/* Of a step that waits for an order's deadline too, the wait is the deadline that the order gets by
 * default. */
static usec_t after_at(const struct step_lamp *l, const Duban__LadderStep *s)
{
	date_t due;

	if (s->order_wd && l->warning->order_due_date)
		return USEC_NEVER;
	if (!s->order_wd)
		return wait_at(l, before(l), s->after_wd);
	due = wait_until(l, day_of(l, before(l)), s->after_wd);
	return date_start(wait_until(l, due, s->order_wd), l->zone_minutes);
}

static usec_t order_at(const struct step_lamp *l, const Duban__LadderStep *s)
{
	date_t due = date_from_ymd(l->warning->order_due_date);

	if (due == DATE_NONE)
		return USEC_NEVER;
	return date_start(wait_until(l, due, s->order_wd), l->zone_minutes);
}

size_t step_conditions(const struct step_lamp *l, const Duban__LadderStep *s,
		       struct step_due ret[STEP_CONDITIONS_MAX])
{
	bool red = is_red(l);
	size_t n = 0;

	if (s->lit_wd)
		ret[n++] =
		    (struct step_due){STEP_WHEN(LIT), s->lit_wd, wait_at(l, began(l), s->lit_wd)};
	if (s->evaluations)
		ret[n++] = (struct step_due){STEP_WHEN(EVALUATIONS), s->evaluations,
					     nth_evaluation(l, s->evaluations)};
	if (s->reds)
		ret[n++] = (struct step_due){STEP_WHEN(REDS), s->reds,
					     red && l->reds >= s->reds ? red_at(l) : USEC_NEVER};
	if (s->red_wd)
		ret[n++] = (struct step_due){STEP_WHEN(RED), s->red_wd,
					     red ? wait_at(l, red_at(l), s->red_wd) : USEC_NEVER};
	if (s->after_wd)
		ret[n++] = (struct step_due){STEP_WHEN(AFTER), s->after_wd, after_at(l, s)};
	if (s->order_wd)
		ret[n++] = (struct step_due){STEP_WHEN(ORDER), s->order_wd, order_at(l, s)};
	if (!n)
		ret[n++] = (struct step_due){
		    STEP_WHEN(RAISED), 0, l->warning->ladder_at ? l->warning->ladder_at : l->now};
	return n;
}

struct step_due step_due(const struct step_lamp *l, const Duban__LadderStep *s)
{
	struct step_due all[STEP_CONDITIONS_MAX], first;
	size_t n = step_conditions(l, s, all);

	first = all[0];
	for (size_t i = 1; i < n; i++)
		if (all[i].at < first.at)
			first = all[i];
	if (first.at < before(l))
		first.at = before(l);
	return first;
}
