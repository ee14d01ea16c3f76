/* Time. A tick evaluates what is due up to now, slice by slice. In a simulated store each due
 * instant is a tick of its own. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"

struct engine;

/* In a real store the loop tells the wall clock in each round; a simulated one gets a goal from
 * `clock set`. engine_work does one slice, of so many sweep steps and so many due rows, within the
 * open group; *ret_more: there is more to do now. The caller syncs after each slice. While a
 * restored backup waits (engine/keeper/restored.h) time stands still and nothing is due. */
void engine_tell_time(struct engine *e, usec_t wall);
/* STATUS_CONFLICT: real store, STATUS_INVALID: back in time */
int engine_set_goal(struct engine *e, usec_t to);
int engine_work(struct engine *e, int slice, bool *ret_more);
usec_t engine_next(struct engine *e); /* the next instant to wake; USEC_NEVER: none */
usec_t engine_due(struct engine *e);  /* the next due instant; 0 = none */
