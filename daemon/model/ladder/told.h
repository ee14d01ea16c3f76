/* Whom a step tells on a day. If none of its recipients can be told (the post is empty, only a name
 * was written, on leave without a substitute, without a number), those of the next step are told
 * instead, so that a step never ends with nobody; who is missing is listed all the same (`post
 * check`). */
#pragma once

#include <stddef.h>

#include "model/ladder/ladder.h"
#include "model/office/holder.h"

struct step_holder {
	struct holder holder;
	Duban__Recipient to;
	uint32_t from_step; /* a later step's; 0: its own */
};

struct step_holders {
	struct step_holder *one;
	size_t n;
};

struct step_ask {
	const struct ladder *ladder;
	const Duban__LadderStep *step;
	struct holder_of of; /* without its `to`: what the step is about, and the day */
};

int step_holders(struct txn *t, struct arena *a, const struct step_ask *ask,
		 struct step_holders *ret);
