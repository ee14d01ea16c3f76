#include "model/exemption/exemption.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/chain/schedule_link.h"
#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/list/member.h"
#include "model/office/unit.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* The first byte of a key of exemption_scope: what follows is a unit, a project, or a list. */
enum { SCOPE_UNIT = 1, SCOPE_PROJECT = 2, SCOPE_LIST = 3 };

Duban__Exemption *exemption_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_exemption, key_bytes(key_u32(KEY(), num)),
			  &duban__exemption__descriptor, a);
}

Duban__Exemption *exemption_by_id(struct txn *t, struct arena *a, const char *id)
{
	if (!*id || strlen(id) > ID_MAX)
		return NULL;
	return exemption_get(t, a,
			     txn_get_u32(t, TABLE_exemption_id, key_bytes(key_text(KEY(), id))));
}

/* ---- fold */

static struct key *scope_key(struct key *k, const Duban__Exemption *x)
{
	if (x->unit)
		return key_u32(key_u8(k, SCOPE_UNIT), x->unit);
	if (x->project)
		return key_u32(key_u8(k, SCOPE_PROJECT), x->project);
	return key_text(key_u8(k, SCOPE_LIST), x->list);
}

static void know(struct txn *t, const Duban__Exemption *x, bool there)
{
	struct bytes key = key_bytes(key_u32(scope_key(KEY(), x), x->num));
	struct bytes id = key_bytes(key_text(KEY(), x->id));

	if (there) {
		txn_put(t, TABLE_exemption_scope, key, BYTES("", 0));
		txn_put_u32(t, TABLE_exemption_id, id, x->num);
	} else {
		txn_del(t, TABLE_exemption_scope, key);
		txn_del(t, TABLE_exemption_id, id);
	}
}

static void fold_exemption_put(struct txn *t, struct arena *a, const Duban__Event *e,
			       const void *body)
{
	const Duban__ExemptionPut *b = body;
	const Duban__Exemption *x = b->exemption;
	const Duban__Exemption *was = exemption_get(t, a, x->num);

	(void)e;
	if (was)
		know(t, was, false);
	know(t, x, true);
	record_put(t, TABLE_exemption, key_bytes(key_u32(KEY(), x->num)), x);
	counter_raise(t, "exemption", x->num);
}
/* It may concern any project, so all are looked at. */
FOLD(EXEMPTION_PUT, fold_exemption_put, .schedule = true);

static void remove_exemption(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	const Duban__Exemption *x = record_unpack(t, BYTES(b->record.data, b->record.len),
						  &duban__exemption__descriptor, a);

	if (!x)
		return;
	know(t, x, false);
	txn_del(t, TABLE_exemption, key_bytes(key_u32(KEY(), x->num)));
}
REMOVE(exemption, remove_exemption);

/* ---- whom it covers */

bool exempts_whole(const Duban__Exemption *x)
{
	return !x->link_no;
}

bool exempts_link(const Duban__Exemption *x, uint32_t year, uint32_t no)
{
	return exempts_whole(x) || (no && x->link_year == year && x->link_no == no);
}

static int add(struct arena *a, struct exemptions *io, const struct exempted *one)
{
	struct exempted *grown;
	size_t at = io->n;

	if (one->until < one->from)
		return 0;
	for (size_t i = 0; i < io->n; i++)
		if (io->one[i].by->num == one->by->num && io->one[i].from == one->from)
			return 0;
	/* the list may be the copy of another one, without room to grow */
	grown = arena_longer(a, io->one, io->n, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	io->one = grown;
	while (at > 0 && grown[at - 1].from > one->from) {
		grown[at] = grown[at - 1];
		at--;
	}
	grown[at] = *one;
	io->n++;
	return 0;
}

int exemptions_copy(struct arena *a, const struct exemptions *of, struct exemptions *ret)
{
	*ret = (struct exemptions){.n = 0};
	while (ret->n < of->n) {
		struct exempted *grown = arena_grow(a, ret->one, ret->n, sizeof *grown);

		if (!grown)
			return -ENOMEM;
		ret->one = grown;
		ret->one[ret->n] = of->one[ret->n];
		ret->n++;
	}
	return 0;
}

static date_t sooner(date_t a, date_t b)
{
	return a < b ? a : b;
}

static date_t later(date_t a, date_t b)
{
	return a > b ? a : b;
}

/* The days of the period on which the project was on the list. */
static int add_spells(struct arena *a, struct exemptions *io, const Duban__Exemption *x,
		      const Duban__Member *m)
{
	struct exempted whole = {x, date_from_ymd(x->from_date), date_from_ymd(x->until_date)};
	int r = 0;

	for (size_t i = 0; i < m->n_spell && !r; i++) {
		const Duban__Spell *s = m->spell[i];
		struct exempted one = whole;

		one.from = later(one.from, date_from_ymd(s->joined_date));
		if (s->left_date)
			one.until = sooner(one.until, date_from_ymd(s->left_date) - 1);
		r = add(a, io, &one);
	}
	return r;
}

/* All of one scope; `m` of a list: the project's membership. */
static int add_scope(struct txn *t, struct arena *a, const struct key *scope,
		     const Duban__Member *m, struct exemptions *io)
{
	struct scan s = scan_start(t, TABLE_exemption_scope, key_bytes(scope));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = BYTES((const uint8_t *)s.key.data + scope->size,
						     s.key.size - scope->size),
				       .ok = true};
		const Duban__Exemption *x = exemption_get(t, a, key_read_u32(&k));

		if (!x)
			return txn_error(t) ? txn_error(t) : -EBADMSG;
		if (m)
			r = add_spells(a, io, x, m);
		else
			r = add(a, io,
				&(struct exempted){x, date_from_ymd(x->from_date),
						   date_from_ymd(x->until_date)});
	}
	return r ? r : txn_error(t);
}

static bool any(struct txn *t, struct bytes prefix)
{
	struct scan s = scan_start(t, TABLE_exemption_scope, prefix);

	return scan_next(&s);
}

bool exemptions_any(struct txn *t)
{
	return any(t, BYTES("", 0));
}

int exemptions_add_unit(struct txn *t, struct arena *a, uint32_t unit, struct exemptions *io)
{
	int r = 0;

	if (!any(t, key_bytes(key_u8(KEY(), SCOPE_UNIT))))
		return txn_error(t);
	while (unit && !r) {
		const Duban__Unit *u = unit_get(t, a, unit);

		r = add_scope(t, a, key_u32(key_u8(KEY(), SCOPE_UNIT), unit), NULL, io);
		unit = u ? u->parent : 0;
	}
	return r;
}

static int add_lists(struct txn *t, struct arena *a, uint32_t project, struct exemptions *io)
{
	struct members all = {.n = 0};
	int r;

	if (!any(t, key_bytes(key_u8(KEY(), SCOPE_LIST))))
		return txn_error(t);
	r = members_load(t, a, project, &all);
	for (size_t i = 0; i < all.n && !r; i++)
		r = add_scope(t, a, key_text(key_u8(KEY(), SCOPE_LIST), all.member[i]->list),
			      all.member[i], io);
	return r;
}

int exemptions_of_project(struct txn *t, struct arena *a, const Duban__Project *p,
			  struct exemptions *ret)
{
	int r;

	*ret = (struct exemptions){.n = 0};
	if (!exemptions_any(t))
		return txn_error(t);
	r = exemptions_add_unit(t, a, p->unit, ret);
	if (!r)
		r = add_lists(t, a, p->num, ret);
	return r ? r : add_scope(t, a, key_u32(key_u8(KEY(), SCOPE_PROJECT), p->num), NULL, ret);
}

/* ---- a link's days */

/* Adds a span that begins no earlier than those before it. */
static void merge(struct day_spans *io, const struct exempted *one)
{
	struct day_span *last = io->n ? &io->span[io->n - 1] : NULL;

	if (last && one->from <= last->until + 1)
		last->until = later(last->until, one->until);
	else
		io->span[io->n++] = (struct day_span){one->from, one->until};
}

int exemptions_of_link(struct txn *t, struct arena *a, const struct exemptions *project,
		       const Duban__Link *l, struct day_spans *ret)
{
	struct exemptions all = {.n = 0};
	int r = 0;

	for (size_t i = 0; i < project->n && !r; i++)
		r = add(a, &all, &project->one[i]);
	if (!r)
		r = exemptions_add_unit(t, a, l->unit, &all);
	if (r)
		return r;
	*ret = (struct day_spans){.span = arena_alloc(a, (all.n + 1) * sizeof *ret->span)};
	if (!ret->span)
		return -ENOMEM;
	for (size_t i = 0; i < all.n; i++)
		if (!all.one[i].by->n_rule && exempts_link(all.one[i].by, l->year, l->no))
			merge(ret, &all.one[i]);
	return 0;
}
