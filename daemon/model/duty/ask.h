/* What a look at a duty needs to know. */
#pragma once

#include <stdint.h>

#include "base/clock.h"
#include "model/cadence/cadence.h"
#include "proto/model.pb-c.h"

struct arena;
struct calendar;
struct txn;

struct duty_ask {
	struct txn *txn;
	struct arena *arena;
	const Duban__Duty *duty;
	const struct cadence *cadence; /* that asks for it; NULL: none (a one-off one, an import) */
	const struct calendar *calendar;
	int zone_minutes;
	usec_t now;
	int64_t review_wd; /* report.review_wd */
};

/* Is given a project that keeps the duty open, with its report that waits, or NULL: it was not
 * handed in. Both are valid during the call. */
typedef int (*duty_lack_fn)(void *user, const Duban__Project *p, const Duban__Report *waits);
