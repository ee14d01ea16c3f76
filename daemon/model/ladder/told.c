#include "model/ladder/told.h"

#include <errno.h>

#include "base/arena.h"
#include "proto/enums.h"
#include "store/db/txn.h"

struct step_telling {
	struct txn *txn;
	struct arena *arena;
	struct step_holders *ret;
	bool reached; /* somebody can be told */
};

static int add(struct step_telling *x, const struct step_holder *h)
{
	struct step_holder *grown = arena_grow(x->arena, x->ret->one, x->ret->n, sizeof *grown);

	if (!grown)
		return -ENOMEM;
	x->ret->one = grown;
	grown[x->ret->n++] = *h;
	x->reached = x->reached || !h->holder.gap;
	return 0;
}

/* Nobody is told twice at one step. */
static bool is_told(const struct step_telling *x, const struct holder *h)
{
	for (size_t i = 0; i < x->ret->n && !h->gap; i++)
		if (x->ret->one[i].holder.person == h->person && !x->ret->one[i].holder.gap)
			return true;
	return false;
}

static int tell_recipient(struct step_telling *x, const struct holder_of *ask, uint32_t from_step)
{
	struct holders all;
	int r = holders_of(x->txn, x->arena, ask, &all);

	for (size_t i = 0; i < all.n && !r; i++) {
		struct step_holder h = {
		    .holder = all.holder[i], .to = ask->to, .from_step = from_step};

		if (!h.holder.gap && !holder_has_number(x->txn, x->arena, h.holder.person))
			h.holder.gap = HOLDER_GAP(NUMBER);
		if (!is_told(x, &h.holder))
			r = add(x, &h);
	}
	return r;
}

int step_holders(struct txn *t, struct arena *a, const struct step_ask *ask,
		 struct step_holders *ret)
{
	struct step_telling x = {.txn = t, .arena = a, .ret = ret};
	struct holder_of of = ask->of;
	uint32_t own = ask->step->step;
	int r = 0;

	*ret = (struct step_holders){};
	for (size_t i = 0; i < ask->ladder->n && !r && !x.reached; i++) {
		const Duban__LadderStep *s = ask->ladder->step[i];

		for (size_t k = 0; k < s->n_to && s->step >= own && !r; k++) {
			of.to = s->to[k];
			r = tell_recipient(&x, &of, s->step == own ? 0 : s->step);
		}
	}
	return r ? r : txn_error(t);
}
