#include "engine/evaluate/exempt.h"

#include <string.h>

#include "engine/core/engine_private.h"
#include "model/calendar/calendar.h"
#include "model/exemption/exemption.h"
#include "model/param/defs.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "rules/rules.h"

static date_t today(const struct evaluation *l)
{
	return date_at(l->scan.now, l->scan.zone_minutes);
}

static void look_again(struct evaluation *l, date_t day)
{
	l->scan.again(&l->scan, date_start(day, l->scan.zone_minutes));
}

static void look_again_at(struct evaluation *l, const struct exemptions *of)
{
	date_t day = today(l);

	for (size_t i = 0; i < of->n; i++) {
		if (of->one[i].from > day)
			look_again(l, of->one[i].from);
		else if (of->one[i].until >= day)
			look_again(l, of->one[i].until + 1);
	}
}

int exempt_load(struct evaluation *l)
{
	int r;

	l->exempts = exemptions_any(l->scan.txn);
	if (!l->exempts || !l->scan.project)
		return 0;
	r = exemptions_of_project(l->scan.txn, l->scan.arena, l->scan.project, &l->exemptions);
	look_again_at(l, &l->exemptions);
	return r;
}

int exempt_subject(struct evaluation *l, const struct subject *one, struct exemptions *ret)
{
	int r = 0;

	*ret = (struct exemptions){.n = 0};
	if (!l->exempts)
		return 0;
	if (l->scan.project && one->unit == l->scan.project->unit) {
		*ret = l->exemptions;
		return 0;
	}
	/* the subject's own unit may be another: its own list, with the project's in it */
	r = exemptions_copy(l->scan.arena, &l->exemptions, ret);
	if (!r)
		r = exemptions_add_unit(l->scan.txn, l->scan.arena, one->unit, ret);
	look_again_at(l, ret);
	return r;
}

static bool names_rule(const Duban__Exemption *x, const struct rule *rule)
{
	for (size_t i = 0; i < x->n_rule; i++)
		if (strcmp(x->rule[i], rule->id) == 0)
			return true;
	return false;
}

/* Without rules of its own an exemption is for all that ask for something by a day. */
static bool stops(const struct evaluation *l, const Duban__Exemption *x, size_t rule,
		  const struct subject *one)
{
	if (!exempts_link(x, one->id.year, one->id.link))
		return false;
	return x->n_rule ? names_rule(x, rules[rule]) : l->params.exempt[rule] == RULE_EXEMPT_YES;
}

const struct exempted *exempt_today(const struct evaluation *l, const struct exemptions *of,
				    size_t rule, const struct subject *one)
{
	date_t day = today(l);

	for (size_t i = 0; i < of->n; i++)
		if (of->one[i].from <= day && day <= of->one[i].until &&
		    stops(l, of->one[i].by, rule, one))
			return &of->one[i];
	return NULL;
}

/* ---- the rule's own waits */

enum wait { WAIT_DAYS, WAIT_WORKDAYS, WAIT_MONTHS };

static bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), k = strlen(with);

	return n > k && strcmp(s + n - k, with) == 0;
}

/* By the parameters of its own: W01.r_after_wd, W04.r_months. */
static enum wait wait_of(const struct rule *rule)
{
	enum wait w = WAIT_DAYS;

	for (size_t i = 0; i < RULE_PARAMS_MAX && rule->params[i]; i++) {
		const struct parameter_def *d = parameter_def(rule->params[i]);

		if (strncmp(rule->params[i], rule->id, strlen(rule->id)) != 0)
			continue;
		if (ends(rule->params[i], "_wd"))
			w = WAIT_WORKDAYS;
		else if (d && d->type == PARAMETER_MONTHS)
			w = WAIT_MONTHS;
	}
	return w;
}

/* The same whole months and days after the day following `to` as `at` is after the one following
 * `from`. */
static date_t months_after(date_t from, date_t at, date_t to)
{
	int n = 0;

	while (date_add_months(from + 1, n + 1) <= at)
		n++;
	return date_add_months(to + 1, n) + (at - date_add_months(from + 1, n));
}

/* The instant that is as far after `to` as `at` is after `from`; what was before is the day after
 * `to`. */
static usec_t moved(const struct evaluation *l, enum wait wait, date_t from, usec_t at, date_t to)
{
	date_t day = date_at(at, l->scan.zone_minutes), there = to + 1;

	if (day > from && wait == WAIT_WORKDAYS)
		there =
		    calendar_add(l->scan.calendar, to, calendar_count(l->scan.calendar, from, day));
	else if (day > from && wait == WAIT_MONTHS)
		there = months_after(from, day, to);
	else if (day > from)
		there = to + (day - from);
	return date_start(there > to ? there : to + 1, l->scan.zone_minutes);
}

/* The last exemption that is over, and does not end before the date. */
static const struct exempted *last_over(const struct evaluation *l, const struct exemptions *of,
					const struct finding *s, date_t due)
{
	const struct exempted *last = NULL;

	for (size_t i = 0; i < of->n; i++) {
		const struct exempted *x = &of->one[i];

		if (x->until >= today(l) || x->until < due || !stops(l, x->by, s->rule, s->subject))
			continue;
		if (s->subject->counted && !x->by->n_rule)
			continue;
		if (!last || x->until > last->until)
			last = x;
	}
	return last;
}

/* A condition does not begin on a day that does not count. */
static void not_within(const struct evaluation *l, const struct exemptions *of,
		       const struct finding *s, usec_t *io)
{
	for (size_t i = 0; i < of->n; i++) {
		const struct exempted *x = &of->one[i];
		date_t day = date_at(*io, l->scan.zone_minutes);

		if (x->from <= day && day <= x->until && stops(l, x->by, s->rule, s->subject))
			*io = date_start(x->until + 1, l->scan.zone_minutes);
	}
}

const struct exempted *exempt_hold(const struct evaluation *l, const struct exemptions *of,
				   const struct finding *s, struct outcome *io)
{
	const struct exempted *x =
	    io->level && io->due != DATE_NONE ? last_over(l, of, s, io->due) : NULL;
	enum wait wait;
	usec_t first, level;

	if (!x && io->level) {
		not_within(l, of, s, &io->since);
		not_within(l, of, s, &io->level_since);
	}
	if (!x)
		return NULL;
	wait = wait_of(rules[s->rule]);
	first = moved(l, wait, io->due, io->since, x->until);
	level = moved(l, wait, io->due, io->level_since, x->until);
	io->due = x->until;
	io->since = first;
	io->level_since = level;
	if (l->scan.now >= level)
		return NULL;
	if (l->scan.now < first || io->level != LEVEL(RED)) {
		io->level = 0;
		io->next = first < io->next ? first : io->next;
		return x;
	}
	io->level = LEVEL(YELLOW);
	io->level_since = first;
	io->next = level < io->next ? level : io->next;
	return x;
}

const struct exempted *exempt_counted(const struct evaluation *l, const struct exemptions *of)
{
	const struct exempted *last = NULL;

	for (size_t i = 0; i < of->n; i++)
		if (of->one[i].from <= today(l) && !of->one[i].by->n_rule)
			last = &of->one[i];
	return last;
}

/* Did exemptions move its date since it was lit? */
static bool moved_since(const struct finding *s, const Duban__Warning *w)
{
	return s->subject->exempted_days > (w->inputs ? w->inputs->exempted_days : 0);
}

Duban__ClearCause exempt_cause(const struct evaluation *l, const struct finding *s,
			       const Duban__Warning *w)
{
	Duban__ClearCause c = (Duban__ClearCause)s->outcome->cause;

	if (s->exempted)
		return CLEAR_CAUSE(EXEMPTED);
	if (l->kind->cause)
		c = l->kind->cause(s->subject, rules[s->rule], s->outcome, w);
	return c == CLEAR_CAUSE(MOVED) && moved_since(s, w) ? CLEAR_CAUSE(EXEMPTED) : c;
}
