#include "engine/evaluate/roots.h"

#include <errno.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/evaluate/about.h"
#include "engine/evaluate/evaluation.h"
#include "engine/evaluate/handin.h"
#include "model/link/link.h"
#include "model/link/step.h"
#include "model/warning/step.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "rules/rules.h"
#include "store/db/txn.h"

struct root_lamp {
	Duban__Warning *w;
	const Duban__Warning *raised;
};

/* A chain while its roots are looked for. NULL: the link has no lamp. */
struct rooting {
	struct evaluation *l;
	const struct chain *c;
	const struct root_lamp *lamp[LINKS_MAX];
	bool follows[LINKS_MAX]; /* waits for one that has */
};

void roots_note(struct evaluation *l, Duban__Warning *w, const Duban__Warning *raised)
{
	if (l->by || !w || !w->subject->project || *w->subject->kind || w->level < LEVEL(YELLOW))
		return;
	l->lamp = arena_grow(l->scan.arena, l->lamp, l->n_lamp, sizeof *l->lamp);
	if (!l->lamp)
		txn_fail(l->e->txn, -ENOMEM);
	else
		l->lamp[l->n_lamp++] = (struct root_lamp){.w = w, .raised = raised};
}

/* The worse of two lamps of a link, then that of the earlier rule. */
static const struct root_lamp *worse(const struct root_lamp *a, const struct root_lamp *b)
{
	if (!a || a->w->level != b->w->level)
		return !a || b->w->level > a->w->level ? b : a;
	return b->w->rule < a->w->rule ? b : a;
}

static bool ended(const struct schedule_link *link)
{
	return link->state == LINK_STATE(DONE) || link->state == LINK_STATE(CANCELLED) ||
	       link->state == LINK_STATE(CARRIED);
}

/* The lamp of the project that tells of this step; NULL: none is lit. */
static const struct root_lamp *lamp_of_step(const struct rooting *x, size_t i)
{
	Duban__LinkStep step = link_step(x->c->link[i]);
	const struct root_lamp *found = NULL;

	if (step == LINK_STEP(NONE) || ended(&x->c->schedule.link[i]))
		return NULL;
	for (size_t k = 0; k < x->l->n_lamp; k++) {
		const struct rule *rule = rule_by_num(x->l->lamp[k].w->rule);

		if (!x->l->lamp[k].w->subject->link && rule && (rule->steps & (1u << step)))
			found = worse(found, &x->l->lamp[k]);
	}
	return found;
}

static size_t place(const struct chain *c, uint32_t no)
{
	size_t i = 0;

	while (i < c->n && c->link[i]->no != no)
		i++;
	return i;
}

static bool of_chain(const struct chain *c, const Duban__Subject *s)
{
	return s->link && s->year == c->year;
}

static void find_lamps(struct rooting *x)
{
	for (size_t k = 0; k < x->l->n_lamp; k++) {
		const Duban__Subject *s = x->l->lamp[k].w->subject;
		size_t i = of_chain(x->c, s) ? place(x->c, s->link) : x->c->n;

		if (i < x->c->n)
			x->lamp[i] = worse(x->lamp[i], &x->l->lamp[k]);
	}
	for (size_t i = 0; i < x->c->n; i++)
		if (!x->lamp[i])
			x->lamp[i] = lamp_of_step(x, i);
}

/* Is `a` to be the root rather than `b`, where both could be? */
static bool rather(const struct root_lamp *a, const struct root_lamp *b)
{
	if (!b || a->w->due_date != b->w->due_date)
		return !b || a->w->due_date < b->w->due_date;
	return a->w->subject->link < b->w->subject->link;
}

/* Calls `each` for the links with a lamp for which link i waits, directly or not. */
static void waits_for(struct rooting *x, size_t i,
		      void (*each)(struct rooting *x, size_t i, size_t other, void *user),
		      void *user)
{
	const struct schedule_link *link = x->c->schedule.link;
	bool seen[LINKS_MAX] = {false};
	size_t todo[LINKS_MAX], n = 0;

	todo[n++] = i;
	seen[i] = true;
	while (n) {
		size_t at = todo[--n];

		if (at != i && x->lamp[at])
			each(x, i, at, user);
		for (size_t k = 0; k < link[at].n_after; k++) {
			size_t p = place(x->c, link[at].after[k]);

			if (p == x->c->n || seen[p] || link[p].state == LINK_STATE(DONE))
				continue;
			seen[p] = true;
			todo[n++] = p;
		}
	}
}

static void note_follows(struct rooting *x, size_t i, size_t other, void *user)
{
	(void)other;
	(void)user;
	/* The lamp of a project follows from none. */
	x->follows[i] = x->lamp[i]->w->subject->link != 0;
}

static void note_root(struct rooting *x, size_t i, size_t other, void *user)
{
	const struct root_lamp **io = user;

	(void)i;
	if (!x->follows[other] && rather(x->lamp[other], *io))
		*io = x->lamp[other];
}

/* Is it the warning under which `w` counts already? NULL: for itself. */
static bool same_root(const Duban__Warning *w, const Duban__Warning *root)
{
	if (!root || !w->root)
		return !root && !w->root;
	return w->root_rule == root->rule && w->root_occurrence == root->occurrence &&
	       subject_same(w->root, root->subject);
}

static Duban__WarningRef *ref_of(struct evaluation *l, const Duban__Warning *w)
{
	Duban__WarningRef *ref = arena_alloc(l->scan.arena, sizeof *ref);

	if (!ref) {
		txn_fail(l->e->txn, -ENOMEM);
		return NULL;
	}
	duban__warning_ref__init(ref);
	ref->rule = w->rule;
	ref->subject = w->subject;
	ref->occurrence = w->occurrence;
	return ref;
}

static void tell(struct evaluation *l, const Duban__Warning *w, Duban__WarningRef *root)
{
	struct told_of of = {.subject = w->subject,
			     .turn = turn_of_warning(w),
			     .unit = w->unit,
			     .due_date = w->due_date,
			     .before = w};
	Duban__Event *ev = warning_event(l, &of);
	Duban__WarningRooted *b = arena_alloc(l->scan.arena, sizeof *b);

	if (!ev || !b) {
		txn_fail(l->e->txn, -ENOMEM);
		return;
	}
	duban__warning_rooted__init(b);
	ev->body_case = DUBAN__EVENT__BODY_WARNING_ROOTED;
	ev->warning_rooted = b;
	b->rule = w->rule;
	b->subject = w->subject;
	b->occurrence = w->occurrence;
	b->level = w->level;
	b->root = root;
}

static void set_root(struct evaluation *l, const struct root_lamp *lamp,
		     const struct root_lamp *under)
{
	const Duban__Warning *root = under ? under->w : NULL;
	Duban__WarningRef *ref;

	if (same_root(lamp->w, root))
		return;
	ref = root ? ref_of(l, root) : NULL;
	if (root && !ref)
		return;
	if (!lamp->raised)
		tell(l, lamp->w, ref);
	/* its ladder stands still, goes on, or begins (ladder/steps.h) */
	warning_root(lamp->w, ref, l->e->now);
}

static void settle_chain(struct evaluation *l, const struct chain *c)
{
	struct rooting x = {.l = l, .c = c};

	find_lamps(&x);
	for (size_t i = 0; i < c->n; i++)
		if (x.lamp[i])
			waits_for(&x, i, note_follows, NULL);
	for (size_t k = 0; k < l->n_lamp; k++) {
		const Duban__Subject *s = l->lamp[k].w->subject;
		size_t i = of_chain(c, s) ? place(c, s->link) : c->n;
		const struct root_lamp *root = NULL;

		if (i == c->n)
			continue;
		if (x.follows[i])
			waits_for(&x, i, note_root, &root);
		set_root(l, &l->lamp[k], root);
	}
}

void roots_settle(struct evaluation *l)
{
	/* one alone follows from none; it may have until now */
	if (l->n_lamp == 1 && !l->lamp[0].w->root)
		return;
	for (size_t i = 0; i < l->n_chain && l->n_lamp && !txn_error(l->e->txn); i++)
		settle_chain(l, &l->chain[i]);
}
