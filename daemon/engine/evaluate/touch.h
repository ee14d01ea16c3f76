/* Which subjects an event touches, as each kind tells. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "proto/event.pb-c.h"

struct subject_kind;
struct txn;

/* Can the event change the outcome for a subject of the kind, and for which? */
bool touched_subject(const struct subject_kind *k, const Duban__Event *ev, Duban__Subject *ret);
/* Makes the subjects that one event touches due at `at`. */
void touched_arm(struct txn *t, const Duban__Event *ev, usec_t at);
