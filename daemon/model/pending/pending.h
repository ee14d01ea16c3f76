/* Pending commands (待确认事项): commands that wait for a second person. One holds the request as
 *it was sent; the rows of an upload are kept beside the store until it is over (store/blob/kept.h).
 *
 *	WAITING ── confirmed by a second person, decided again, done ──▶ CONFIRMED
 *	   ├────── refused by a second person ───────────────────────▶ REFUSED
 *	   └────── refused by who proposed it ───────────────────────▶ WITHDRAWN
 *
 * A waiting one whose time is over is EXPIRED. That follows from the time and is not stored. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* NULL: there is none, or the sticky error is set. */
Duban__Pending *pending_get(struct txn *t, struct arena *a, uint32_t num);
/* Calls `each` for all, in the order of their numbers, until it returns false. */
int pendings_each(struct txn *t, bool (*each)(void *user, const Duban__Pending *p), void *user);
Duban__PendingState pending_state(const Duban__Pending *p, usec_t now);
