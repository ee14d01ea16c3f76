/* The days that notices and overrides name, laid over each other up to a version: what a new
 * notice is compared with. */
#pragma once

#include "base/arena.h"
#include "proto/event.pb-c.h"

struct txn;

struct days_known {
	Duban__CalendarDay **day;   /* by date; its latest version */
	const Duban__Calendar **of; /* the version it stands in */
	size_t n;
	uint32_t *settled; /* years a notice settled, any order */
	size_t n_settled;
};

/* Versions below `before`; 0, or the txn's error. */
int days_known(struct txn *t, struct arena *a, uint32_t before, struct days_known *ret);
/* NULL: a regular day. */
const Duban__CalendarDay *days_find(const struct days_known *d, uint32_t ymd);
bool days_settled(const struct days_known *d, uint32_t year);
