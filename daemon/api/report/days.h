/* The days named by notices and overrides up to a version, later ones overriding earlier ones: what
 * a new notice is compared with. */
#pragma once

#include "base/arena.h"
#include "proto/event.pb-c.h"

struct txn;

struct days_known {
	Duban__CalendarDay **day;   /* by date; in its latest version */
	const Duban__Calendar **of; /* the version that the day is from */
	size_t n;
	uint32_t *settled; /* years that a notice covers, unsorted */
	size_t n_settled;
};

/* Uses the versions below `before`. 0, or the txn's error. */
int days_known(struct txn *t, struct arena *a, uint32_t before, struct days_known *ret);
/* NULL: no notice names the day. */
const Duban__CalendarDay *days_find(const struct days_known *d, uint32_t ymd);
bool days_settled(const struct days_known *d, uint32_t year);
