/* Time. A tick evaluates what is due up to now, one slice after another. In a simulated store
 * each due instant is a tick of its own. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"

struct engine;

/* Time. In a real store the loop tells the wall clock each turn; a simulated one is given a
 * goal by `clock set`. engine_work does one slice (SLICE_SUBJECTS) of due rows and sweeps
 * within the open group; *ret_more: there is more to do now. The caller syncs after each. */
void engine_tell_time(struct engine *e, usec_t wall);
int engine_set_goal(struct engine *e, usec_t to); /* CONFLICT: real store, INVALID: back */
int engine_work(struct engine *e, bool *ret_more);
usec_t engine_next(struct engine *e); /* the next moment to wake, USEC_NEVER */
usec_t engine_due(struct engine *e);  /* the next moment something may light, 0 = none */
