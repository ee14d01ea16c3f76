/* Evaluates the subjects that events touch. */
#pragma once

#include <stddef.h>

#include "proto/event.pb-c.h"

struct engine;

/* Few subjects are evaluated at once, in the same group. Many (an import) become due at once
 * instead; the ticks then evaluate them in slices, and commands run in between. */
int evaluate_touched(struct engine *e, Duban__Event **events, size_t n);
/* Before a command's events: while a restatement is on, settles the few subjects that they touch,
 * so that nothing the changed rules do is put down to the command. */
int evaluate_before(struct engine *e, Duban__Event **events, size_t n);
