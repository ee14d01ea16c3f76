#include "model/param/parameter.h"

#include <string.h>

#include "base/data.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/list/category.h"
#include "model/param/defs.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"

static struct key *parameter_key(struct key *k, const Duban__Parameter *p)
{
	key_text(key_u8(k, (uint8_t)p->scope), p->scope_name);
	return key_text(key_u32(k, p->project), p->key);
}

Duban__Parameter *parameter_get(struct txn *t, struct arena *a, const Duban__Parameter *ref)
{
	return record_get(t, TABLE_parameter, key_bytes(parameter_key(KEY(), ref)),
			  &duban__parameter__descriptor, a);
}

static bool stricter(const struct parameter_def *d, const char *a, const char *b)
{
	int64_t x = 0, y = 0;

	if (!parameter_value(d, a, &x) || !parameter_value(d, b, &y))
		return false;
	if (d->stricter == PARAMETER_STRICT_LARGER)
		return x > y;
	return d->stricter == PARAMETER_STRICT_SMALLER && x < y;
}

/* Of several lists the strictest value; for a parameter without `stricter`, that of the project's
 * first list. */
static Duban__Parameter *of_lists(struct txn *t, struct arena *a, const Duban__Project *p,
				  const struct parameter_def *d)
{
	Duban__Parameter ref = DUBAN__PARAMETER__INIT, *best = NULL;

	ref.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_LIST;
	ref.key = (char *)(uintptr_t)d->key;
	for (size_t i = 0; i < p->n_list; i++) {
		Duban__Parameter *q;

		ref.scope_name = p->list[i];
		q = parameter_get(t, a, &ref);
		if (q && (!best || stricter(d, q->value, best->value)))
			best = q;
	}
	return best;
}

/* The value of the project's category, else of its nearest ancestor that has one. */
static Duban__Parameter *of_category(struct txn *t, struct arena *a, const Duban__Project *p,
				     const struct parameter_def *d)
{
	const char *name = *p->category ? p->category : NULL;
	Duban__Parameter ref = DUBAN__PARAMETER__INIT, *q = NULL;

	ref.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY;
	ref.key = (char *)(uintptr_t)d->key;
	for (int depth = 0; name && !q && depth <= CATEGORY_DEPTH_MAX; depth++) {
		ref.scope_name = (char *)(uintptr_t)name;
		q = parameter_get(t, a, &ref);
		name = category_parent(t, a, name);
	}
	return q;
}

static Duban__Parameter *of_project(struct txn *t, struct arena *a, const Duban__Project *p,
				    const struct parameter_def *d)
{
	Duban__Parameter ref = DUBAN__PARAMETER__INIT, *q;

	ref.key = (char *)(uintptr_t)d->key;
	ref.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT;
	ref.project = p->num;
	q = parameter_get(t, a, &ref);
	if (!q)
		q = of_lists(t, a, p, d);
	return q ? q : of_category(t, a, p, d);
}

/* A store made before the parameter existed has no row for it: the shipped default holds. */
static Duban__Parameter *shipped(struct arena *a, const struct parameter_def *d)
{
	Duban__Parameter *p = arena_alloc(a, sizeof *p);

	if (!p)
		return NULL;
	duban__parameter__init(p);
	p->scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
	p->key = (char *)(uintptr_t)d->key;
	p->value = (char *)(uintptr_t)d->value;
	p->source = (char *)(uintptr_t)d->basis;
	return p;
}

Duban__Parameter *parameter_in_force(struct txn *t, struct arena *a, const Duban__Project *p,
				     const struct parameter_def *d)
{
	Duban__Parameter ref = DUBAN__PARAMETER__INIT;
	Duban__Parameter *q = p ? of_project(t, a, p, d) : NULL;

	ref.key = (char *)(uintptr_t)d->key;
	ref.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
	if (!q)
		q = parameter_get(t, a, &ref);
	return q ? q : shipped(a, d);
}

int parameter_number(struct txn *t, struct arena *a, const Duban__Project *p, const char *key,
		     int64_t *ret)
{
	const struct parameter_def *d = parameter_def(key);
	Duban__Parameter *q;

	assert(d); /* fails for a key that parameters.csv lacks; a test finds such keys */
	q = parameter_in_force(t, a, p, d);
	if (txn_error(t) || !q)
		return txn_error(t) ? txn_error(t) : -ENOMEM;
	return parameter_value(d, q->value, ret) ? 0 : -EBADMSG;
}

int parameter_rolls(struct txn *t, struct arena *a, const Duban__Project *p,
		    struct schedule_rolls *ret)
{
	static const struct {
		int class;
		const char *key;
	} rows[] = {
	    {LINK_CLASS(APPROVAL), "plan.roll.approval"},
	    {LINK_CLASS(CONSTRUCTION), "plan.roll.construction"},
	    {LINK_CLASS(SERVICE), "plan.roll.service"},
	    {LINK_CLASS(MILESTONE), "plan.roll.milestone"},
	};
	int64_t next;
	int r = 0;

	*ret = (struct schedule_rolls){{SCHEDULE_ROLL_NONE}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows && !r; i++) {
		r = parameter_number(t, a, p, rows[i].key, &next);
		if (!r && next)
			ret->of[rows[i].class] = SCHEDULE_ROLL_NEXT;
	}
	return r;
}

/* The keys that a stored or given parameter sets: its own, or those that took its place. */
static const char *const *keys_of(const Duban__Parameter *p, const char *own[2])
{
	const char *const *renamed = parameter_renamed(p->key);

	own[0] = p->key;
	own[1] = NULL;
	return renamed ? renamed : own;
}

bool parameter_is_shipped(const Duban__Parameter *p)
{
	return p->scope == DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT && parameter_renamed(p->key) &&
	       strcmp(p->value, "none") == 0;
}

static void fold_parameter_set(struct txn *t, struct arena *a, const Duban__Event *e,
			       const void *body)
{
	const Duban__ParameterSet *b = body;
	Duban__Parameter now = *b->parameter;
	const char *own[2], *const *key = keys_of(&now, own);
	bool shipped = parameter_is_shipped(b->parameter);

	(void)a;
	now.seq = e->seq;
	for (; *key; key++) {
		struct key *k;

		now.key = (char *)(uintptr_t)*key;
		k = parameter_key(KEY(), &now);
		if (shipped)
			txn_del(t, TABLE_parameter, key_bytes(k));
		else
			record_put(t, TABLE_parameter, key_bytes(k), &now);
	}
}
FOLD(PARAMETER_SET, fold_parameter_set, .schedule = true, .family = FOLD_ALONE);

static void remove_parameter(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	Duban__Parameter gone = *b->parameter;
	const char *own[2], *const *key = keys_of(&gone, own);

	(void)a;
	for (; *key; key++) {
		gone.key = (char *)(uintptr_t)*key;
		txn_del(t, TABLE_parameter, key_bytes(parameter_key(KEY(), &gone)));
	}
}
REMOVE(parameter, remove_parameter);
