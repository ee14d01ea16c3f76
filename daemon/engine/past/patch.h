/* Applies a back-dated change to the record as it was on the change's day. */
#pragma once

#include <stdbool.h>

#include "proto/event.pb-c.h"

struct arena;
struct txn;

/* Does the event only change fields of an existing noun? Then it counts even if an event of that
 * noun recorded before it is later than the day. */
bool past_is_change(const Duban__Event *ev);
/* Gives the fields that the event left unchanged the values the noun had on that day. False: the
 * noun did not exist then. */
bool past_patch(struct txn *t, struct arena *a, Duban__Event *ev);
