#include "model/parameter.h"

#include "base/data.h"
#include "model/fold.h"
#include "model/record.h"
#include "proto/limits.h"

static struct key *parameter_key(struct key *k, int scope, const char *name, uint32_t project,
				 const char *key)
{
	return key_text(key_u32(key_text(key_u8(k, (uint8_t)scope), name), project), key);
}

Duban__Parameter *parameter_get(struct txn *t, struct arena *a, int scope, const char *scope_name,
				uint32_t project, const char *key)
{
	struct key *k = parameter_key(KEY(), scope, scope_name, project, key);

	return record_get(t, TABLE_parameter, key_bytes(k), &duban__parameter__descriptor, a);
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

/* Of several lists the strictest; where strictness means nothing, the first list named. */
static Duban__Parameter *of_lists(struct txn *t, struct arena *a, const Duban__Project *p,
				  const struct parameter_def *d)
{
	Duban__Parameter *best = NULL;

	for (size_t i = 0; i < p->n_list; i++) {
		Duban__Parameter *q =
		    parameter_get(t, a, DUBAN__SCOPE_KIND__SCOPE_KIND_LIST, p->list[i], 0, d->key);

		if (q && (!best || stricter(d, q->value, best->value)))
			best = q;
	}
	return best;
}

Duban__Parameter *parameter_in_force(struct txn *t, struct arena *a, const Duban__Project *p,
				     const struct parameter_def *d)
{
	Duban__Parameter *q = NULL;

	if (p) {
		q = parameter_get(t, a, DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT, "", p->num, d->key);
		if (!q)
			q = of_lists(t, a, p, d);
		if (!q && *p->category)
			q = parameter_get(t, a, DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY, p->category,
					  0, d->key);
	}
	if (!q)
		q = parameter_get(t, a, DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT, "", 0, d->key);
	return q;
}

static void fold_parameter_set(struct txn *t, struct arena *a, const Duban__Event *e,
			       const void *body)
{
	const Duban__ParameterSet *b = body;
	const Duban__Parameter *p = b->parameter;
	struct key *k = parameter_key(KEY(), (int)p->scope, p->scope_name, p->project, p->key);

	(void)a;
	(void)e;
	record_put(t, TABLE_parameter, key_bytes(k), p);
}
FOLD(PARAMETER_SET, fold_parameter_set, .schedule = true);
