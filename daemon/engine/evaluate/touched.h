/* Finds the subjects whose outcome an event can change, as each kind tells, and evaluates them. */
#pragma once

#include <stddef.h>

#include "base/clock.h"
#include "proto/event.pb-c.h"

struct engine;
struct txn;

/* Few subjects are evaluated at once, in the same group. Many (an import) become due at once
 * instead; the ticks then evaluate them in slices, and commands run in between. */
int evaluate_touched(struct engine *e, Duban__Event **events, size_t n);
/* Before a command's events: while a restatement is on, settles the few subjects that they touch,
 * so that nothing the changed rules do is put down to the command. */
int evaluate_before(struct engine *e, Duban__Event **events, size_t n);
/* Makes the subjects that one event touches due at `at`. */
void touched_arm(struct txn *t, const Duban__Event *ev, usec_t at);
