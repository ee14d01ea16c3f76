/* Applying a command: its events join the open group, and the rules evaluate what they touched. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/event.pb-c.h"

struct author;
struct engine;

/* Stamps (seq, at, author), folds, lets the rules look at the subjects touched and folds what
 * they say, all in the open group, which must not be full. The events stay filled in.
 * Verdicts, with nothing done: FULL (`frees` lets finishing, clearing and keeping use the
 * reserve), TOO_MANY (more than a frame may hold). */
int engine_apply(struct engine *e, Duban__Event **events, size_t n, const struct author *who,
		 bool frees);
