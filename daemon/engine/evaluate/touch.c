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
		if (touched_subject(*it, ev, &of))
			to->each(to->user, &of);
		if ((*it)->wakes)
			(*it)->wakes(&g.wakes);
	}
}

struct arming {
	struct txn *txn;
	usec_t at;
};

static void arm(void *user, const Duban__Subject *of)
{
	const struct arming *g = user;

	due_arm(g->txn, of, g->at);
}

void touched_arm(struct txn *t, struct arena *a, const Duban__Event *ev, usec_t at)
{
	struct arming g = {.txn = t, .at = at};

	touched_each(&(struct touch){.txn = t, .arena = a, .each = arm, .user = &g}, ev);
}
