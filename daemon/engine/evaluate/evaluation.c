#include "engine/evaluate/evaluation.h"

#include <errno.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "model/link/link.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Event *evaluation_event(struct evaluation *l)
{
	Duban__Event **grown = arena_grow(l->scan.arena, l->event, l->n_event, sizeof *grown);
	Duban__Event *ev = arena_alloc(l->scan.arena, sizeof *ev);

	if (!grown || !ev) {
		txn_fail(l->e->txn, -ENOMEM);
		return NULL;
	}
	duban__event__init(ev);
	ev->project = l->scan.of->project;
	ev->project_unit = l->unit;
	l->event = grown;
	l->event[l->n_event++] = ev;
	return ev;
}

/* For a project the prefix of all its subjects, for the city the one subject. */
static struct key *open_prefix(struct key *k, const Duban__Subject *of)
{
	return of->project ? key_u32(k, of->project) : subject_key(k, of);
}

int evaluation_load_open(struct evaluation *l)
{
	struct key *k = open_prefix(KEY(), l->scan.of);
	struct scan s = scan_start(l->e->txn, TABLE_warning_open, key_bytes(k));

	while (scan_next(&s)) {
		struct open_warning *o;

		l->open = arena_grow(l->scan.arena, l->open, l->n_open, sizeof *l->open);
		if (!l->open)
			return -ENOMEM;
		o = &l->open[l->n_open++];
		*o = (struct open_warning){.seen = false};
		warning_key_read(s.key, &o->subject, &o->rule);
		o->subject.kind = arena_str(l->scan.arena, o->subject.kind);
		if (!o->subject.kind)
			return -ENOMEM;
		o->occurrence = txn_get_u32(l->e->txn, TABLE_warning_open, s.key);
	}
	return txn_error(l->e->txn);
}

struct open_warning *evaluation_open(const struct evaluation *l, const Duban__Subject *s,
				     uint32_t rule)
{
	for (size_t i = 0; i < l->n_open; i++)
		if (l->open[i].rule == rule && subject_same(&l->open[i].subject, s))
			return &l->open[i];
	return NULL;
}

Duban__Warning *evaluation_warning(struct evaluation *l, const Duban__Subject *s, uint32_t rule,
				   uint32_t occurrence)
{
	Duban__Warning *w = warning_get(l->e->txn, l->scan.arena, s, rule, occurrence);

	if (!w)
		txn_fail(l->e->txn, -EBADMSG);
	else if (w->eased_seq <= l->e->evaluated)
		w->eased_seq = 0; /* it was looked at since, and stayed */
	return w;
}

bool evaluation_lit_wrongly(const struct evaluation *l, const Duban__Warning *w)
{
	return l->by == DUBAN__CHANGE_CAUSE__CHANGE_CAUSE_CLOCK_REPAIRED && !w->by_person &&
	       w->lit_at > l->scan.now;
}

static int load_chain(struct evaluation *l, uint32_t year)
{
	struct chain *grown = arena_grow(l->scan.arena, l->chain, l->n_chain, sizeof *grown), *c;
	int r;

	if (!grown)
		return -ENOMEM;
	l->chain = grown;
	c = &grown[l->n_chain];
	r = chain_load(l->e->txn, l->scan.arena, l->scan.project->num, year, c);
	if (r)
		return r;
	c->schedule.roll = l->params.roll;
	l->n_chain++;
	return schedule_compute(&c->schedule, l->scan.calendar,
				date_at(l->scan.now, l->scan.zone_minutes));
}

int evaluation_chains(struct evaluation *l)
{
	struct scan s =
	    scan_start(l->e->txn, TABLE_chain, key_bytes(key_u32(KEY(), l->scan.project->num)));
	int r = 0;

	if (l->chains_loaded)
		return 0;
	l->chains_loaded = true;
	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_u32(&k);
		r = load_chain(l, key_read_u32(&k));
	}
	return r ? r : txn_error(l->e->txn);
}
