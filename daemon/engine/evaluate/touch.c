#include "engine/evaluate/touch.h"

#include <string.h>

#include "engine/core/due.h"
#include "model/core/fold.h"
#include "model/warning/subject.h"
#include "rules/subject.h"

/* What a person did about a warning of the city is about its subject. */
static bool warning_touches(const struct subject_kind *k, const Duban__Event *ev,
			    Duban__Subject *ret)
{
	const Duban__Subject *s = ev->project ? NULL : event_subject(ev);
	const struct fold_row *row = s ? fold_row(ev->body_case) : NULL;

	if (!row || !row->touches || strcmp(s->kind, k->name) != 0)
		return false;
	*ret = *s;
	return true;
}

/* Can the event change the outcome for a subject of the kind, and for which? */
static bool touched_subject(const struct subject_kind *k, const Duban__Event *ev,
			    Duban__Subject *ret)
{
	*ret = (Duban__Subject)DUBAN__SUBJECT__INIT;
	if (warning_touches(k, ev, ret))
		return true;
	if (!k->touched || !k->touched(ev, ret))
		return false;
	if (!ret->project)
		ret->kind = (char *)(uintptr_t)k->name;
	return true;
}

/* Is the event about a subject that gathers, and does not rest? */
static bool gathered_subject(const struct touch *to, const struct subject_kind *k,
			     const Duban__Event *ev, Duban__Subject *ret)
{
	const struct resting *r = to->resting;

	*ret = (Duban__Subject)DUBAN__SUBJECT__INIT;
	if (!k->gathers || !k->gathers(ev, ret) || (r && r->kind == k && r->number == ret->number))
		return false;
	ret->kind = (char *)(uintptr_t)k->name;
	return true;
}

/* Must be first: a kind gets a pointer to `wakes`. */
struct touching {
	struct subject_wakes wakes;
	const struct touch *to;
};

static void wake(struct subject_wakes *w, const Duban__Subject *of)
{
	const struct touching *g = (const struct touching *)w;

	g->to->each(g->to->user, of);
}

void touched_each(const struct touch *to, const Duban__Event *ev)
{
	struct touching g = {.wakes = {.txn = to->txn, .arena = to->arena, .ev = ev, .wake = wake},
			     .to = to};
	Duban__Subject of;

	SECTION_FOREACH(duban_subject_kinds, struct subject_kind, it)
	{
		if (touched_subject(*it, ev, &of) || gathered_subject(to, *it, ev, &of))
			to->each(to->user, &of);
		if ((*it)->wakes)
			(*it)->wakes(&g.wakes);
	}
}

/* All subjects of a project have one row. The kind's name is the static one: what the event names
 * does not live as long. */
static Duban__Subject place_of(const Duban__Subject *of)
{
	Duban__Subject ret = DUBAN__SUBJECT__INIT;
	const struct subject_kind *k = of->project ? NULL : subject_kind_of(of);

	ret.project = of->project;
	if (of->project)
		return ret;
	ret = *of;
	ret.kind = k ? (char *)(uintptr_t)k->name : NULL;
	return ret;
}

static bool is_armed(const struct arming *g, const Duban__Subject *place)
{
	size_t n = g->n < ARMED_REMEMBERED ? g->n : ARMED_REMEMBERED;

	for (size_t i = 0; i < n; i++)
		if (subject_same(&g->last[i], place))
			return true;
	return false;
}

static void arm(void *user, const Duban__Subject *of)
{
	struct arming *g = user;
	const Duban__Subject place = place_of(of);

	if (g->looked_at && of->project == g->looked_at)
		return;
	if (!place.kind) {
		due_arm(g->txn, of, g->at);
		return;
	}
	if (is_armed(g, &place))
		return;
	due_arm(g->txn, of, g->at);
	g->last[g->n++ % ARMED_REMEMBERED] = place;
}

void touched_arm(struct arming *io, const Duban__Event *ev)
{
	touched_each(&(struct touch){.txn = io->txn,
				     .arena = io->arena,
				     .resting = io->resting,
				     .each = arm,
				     .user = io},
		     ev);
}
