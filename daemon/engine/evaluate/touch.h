/* Which subjects an event touches, as each kind tells. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "engine/evaluate/resting.h"
#include "proto/event.pb-c.h"

struct arena;
struct txn;

struct touch {
	struct txn *txn;
	struct arena *arena; /* for what has to be looked up */
	const struct resting *resting;
	void (*each)(void *user, const Duban__Subject *of);
	void *user;
};

/* Calls `each` for the subjects whose outcome the event can change. One may come twice. */
void touched_each(const struct touch *to, const Duban__Event *ev);
enum { ARMED_REMEMBERED = 4 };

/* Makes what events touch due at `at`. Many events of one command touch the same few subjects one
 * after the other: those that were armed last are not armed again. */
struct arming {
	struct txn *txn;
	struct arena *arena; /* for what has to be looked up */
	const struct resting *resting;
	usec_t at;
	/* A project whose lamps the event is about needs no look: it comes from one. 0: none. */
	uint32_t looked_at;
	Duban__Subject last[ARMED_REMEMBERED];
	size_t n;
};
void touched_arm(struct arming *io, const Duban__Event *ev);
