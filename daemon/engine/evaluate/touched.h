/* Which subjects an event touches, by the word of each kind, and that the rules look at them. */
#pragma once

#include <stddef.h>

#include "base/clock.h"
#include "proto/event.pb-c.h"

struct engine;
struct txn;

/* Few subjects: the rules look now. Many (an import): they are due at once, and the ticks work
 * them off in slices with commands let through between. */
int evaluate_touched(struct engine *e, Duban__Event **events, size_t n);
/* Files what one event touched. */
void touched_arm(struct txn *t, const Duban__Event *ev, usec_t at);
