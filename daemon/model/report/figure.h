/* A project's figures (数据): what counts for each month. A month's row is the sum of the reports
 * booked in it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

struct figures {
	Duban__Figure **figure; /* by month, ascending */
	size_t n;
};
Duban__Figure *figure_get(struct txn *t, struct arena *a, uint32_t project, uint32_t month);
struct months {
	uint32_t from, to; /* yyyymm, both included */
};
enum { MONTH_LAST = 999912 }; /* no month is later */
int figures_load(struct txn *t, struct arena *a, uint32_t project, struct months span,
		 struct figures *ret);

/* Is anything confirmed of the month itself, in time or late? False: 未报. */
bool figures_told(const struct figures *f, uint32_t month);

/* Updates the figures from a report that now counts; called by the folds of reports. */
void figure_follow(struct txn *t, struct arena *a, const Duban__Report *r, uint32_t on_date);
/* Computes all of a project's figures again from its reports, after a report from an import was
 * removed. */
void figures_anew(struct txn *t, struct arena *a, uint32_t project);
/* The amounts that a report adds: a monthly report its numbers, a correction the difference to the
 * report that it corrects. False: unreadable, the sticky error is set. */
struct report_delta {
	int64_t invested, statistics;
	bool has_invested, has_statistics;
};
bool report_delta(struct txn *t, struct arena *a, const Duban__Report *r, struct report_delta *ret);
