/* Versions of a project's yearly plan. The one in force on a day is the last that was adopted by
 * then; the first is the baseline. `_follow` is a step of fold_project_put. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"
#include "text/date.h"

struct arena;
struct txn;

struct year_plans {
	Duban__Plan **plan; /* by version, ascending */
	size_t n;
};
int year_plans_load(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
		    struct year_plans *ret);
/* The plans of all years, ordered by year and version. */
int plans_load(struct txn *t, struct arena *a, uint32_t project, struct year_plans *ret);
const Duban__Plan *year_plan_first(const struct year_plans *p); /* NULL: 计划未下达 */
const Duban__Plan *year_plan_on(const struct year_plans *p, date_t day);
const Duban__Plan *year_plan_last(const struct year_plans *p);
/* The amount that should be invested from January to the end of month 1..12: linear (month/12), or
 * by the plan's curve. Unrounded, in twelfths of a fen. */
__int128 year_plan_twelfths(const Duban__Plan *p, unsigned month);
/* Such an amount, or a sum of them, in fen, rounded half up. */
int64_t year_plan_fen(__int128 twelfths);
/* Removes a version, which must be the last: the import that made it is reverted. Fold only. */
void year_plan_remove(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
		      uint32_t version);
void year_plan_follow(struct txn *t, struct arena *a, const Duban__Event *e,
		      const Duban__Project *p, const Duban__Project *was);
