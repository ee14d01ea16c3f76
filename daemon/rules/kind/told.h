/* What was told of each month (报送): a month's own report and its corrections, wherever they are
 * booked. A month is judged by what the last of them says of it. A report that came late, or that
 * corrects another month, says nothing of the month in which it is booked. */
#pragma once

#include "rules/project_view.h"

/* Walks through all that was told, in the order of booking. */
struct told_walk {
	const struct figures *figures;
	size_t row, i;
};
struct told_walk told_start(const struct project_view *v);
const Duban__Told *told_next(struct told_walk *io); /* NULL: no more */

struct told_month {
	const Duban__Told *first, *last; /* its first report, and the one that counts */
	const Duban__Told *percent;	 /* the last one with a percentage; NULL: none has one */
	const char *text;		 /* the last one that is not empty, or "" */
};
/* False: nothing was confirmed for the month (未报). */
bool told_of(const struct project_view *v, uint32_t month, struct told_month *ret);
/* Was the month's own report confirmed before the month was locked, so that it is booked in it? */
bool told_in_time(const struct project_view *v, uint32_t month);

/* Did the month bring investment or a change of 形象进度? What nobody told did not. */
bool told_progress(const struct project_view *v, uint32_t month);

/* ---- months without progress (无进展) */

/* The first full month: the first one that does not begin before the latest of these days: the
 * project was entered into duban; the work began (if no start day is recorded: the day by which it
 * is known to have begun); the work was resumed after a stop. */
uint32_t view_first_month(const struct project_view *v);

/* The run of months without progress that ends with the last evaluated month. */
struct idle {
	uint32_t months, first; /* how many; the first of them, yyyymm */
	int64_t lock_wd;
	usec_t next; /* when the next month is evaluated */
};
struct idle view_idle(const struct project_view *v, int64_t lock_wd, usec_t now);
/* The lamp lights when the `yellow`-th (`red`-th) month of the run is evaluated. */
struct moments view_idle_moments(const struct project_view *v, const struct idle *i, int64_t yellow,
				 int64_t red);
void outcome_idle(struct outcome *o, const struct idle *i); /* sets due and the facts */
