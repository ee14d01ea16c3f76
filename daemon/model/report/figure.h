/* What counts of a project, by month (数据). A month's row is the sum of what was booked in it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* What counts, by month. */
struct figures {
	Duban__Figure **figure; /* by month, ascending */
	size_t n;
};
Duban__Figure *figure_get(struct txn *t, struct arena *a, uint32_t project, uint32_t month);
struct months {
	uint32_t from, to; /* yyyymm, both within */
};
int figures_load(struct txn *t, struct arena *a, uint32_t project, struct months span,
		 struct figures *ret);

/* A step of the report's folds. */
void figure_follow(struct txn *t, struct arena *a, const Duban__Report *r, uint32_t on_date);
/* All of a project's figures once more from its reports: one that was put by an import is gone. */
void figures_anew(struct txn *t, struct arena *a, uint32_t project);
/* What a report moves: a monthly one its numbers, a correction what it says beyond the report
 * it corrects. False: unreadable, the sticky error is set. */
struct report_delta {
	int64_t invested, statistics;
	bool has_invested, has_statistics;
};
bool report_delta(struct txn *t, struct arena *a, const Duban__Report *r, struct report_delta *ret);
