/* What a lamp was before: the lamp of a link that is carried into the next year's chain is another
 * record, and the same lamp. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

struct carried_lamp {
	usec_t raised_at; /* in the first of its chains */
	bool over;	  /* in an earlier chain it was lit at that instant */
};

/* Of the lamp that `first` begins in its chain; `turn` 0: no instant. The transaction tells of an
 * error. */
struct carried_lamp carried_lamp(struct txn *t, struct arena *a, const Duban__Warning *first,
				 usec_t turn);
