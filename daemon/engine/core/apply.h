/* Applying a command: its events join the open group, and the subjects they touch are evaluated. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/event.pb-c.h"

struct author;
struct engine;

/* Stamps the events (seq, at, author), folds them, evaluates the subjects they touch and folds the
 * resulting events; all in the open group, which must not be full. The caller's events keep their
 * stamps. Verdicts that change nothing: STATUS_FULL (`frees` allows use of the disk reserve, for
 * commands that finish, clear or keep something); STATUS_TOO_MANY (more events than a frame may
 * hold). */
int engine_apply(struct engine *e, Duban__Event **events, size_t n, const struct author *who,
		 bool frees);
