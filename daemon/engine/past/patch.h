/* A change that was dated back, put on the record as it stood on its day. */
#pragma once

#include <stdbool.h>

#include "proto/event.pb-c.h"

struct arena;
struct txn;

/* Does it only change what is there, so that later facts of the noun do not bear on
 * it? */
bool past_is_change(const Duban__Event *ev);
/* As of a day: what the event left as it was becomes what the noun was on that day. False: there
 * was no such noun. */
bool past_patch(struct txn *t, struct arena *a, Duban__Event *ev);
