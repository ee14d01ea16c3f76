/* Applying a command: its events join the open group, and the rules evaluate what they touched. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/event.pb-c.h"

struct author;
struct engine;

/* Stamps (seq, at, author), folds, lets the rules look at the subjects touched and folds what
 * they say, all in the open group. The events stay filled in. Verdicts: FULL (nothing was
 * done; `frees` lets finishing, clearing and keeping use the reserve). */
int engine_apply(struct engine *e, Duban__Event **events, size_t n, const struct author *who,
		 bool frees);
