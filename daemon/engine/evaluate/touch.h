/* Which subjects an event touches, as each kind tells. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "proto/event.pb-c.h"

struct arena;
struct txn;

struct touch {
	struct txn *txn;
	struct arena *arena; /* for what has to be looked up */
	void (*each)(void *user, const Duban__Subject *of);
	void *user;
};

/* Calls `each` for the subjects whose outcome the event can change. One may come twice. */
void touched_each(const struct touch *to, const Duban__Event *ev);
/* Makes them due at `at`. */
void touched_arm(struct txn *t, struct arena *a, const Duban__Event *ev, usec_t at);
