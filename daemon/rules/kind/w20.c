/* 调度未按期召开: the time for a tier's meeting is over and none was held: yellow after so many
 * periods in a row, red after more. The record of a meeting clears it: periods before that meeting
 * are not held against anybody any more. */
#include "proto/enums.h"
#include "rules/kind/duty_view.h"
#include "rules/moments.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_PERIODS, RED_PERIODS, CARRIED };

/* The year of the last day of a period. */
static uint32_t year_of(const struct duty_view *v, size_t i)
{
	return date_ymd(date_at(v->late[i] - 1, v->zone_minutes)) / 10000;
}

/* When the n-th period in a row without a meeting was over. Not `carried`: all n of one year, for a
 * row begins anew with the year. */
static usec_t after(const struct duty_view *v, int64_t n, bool carried)
{
	for (size_t last = (size_t)n - 1; last < v->n; last++)
		if (carried || year_of(v, last) == year_of(v, last + 1 - (size_t)n))
			return v->late[last];
	return USEC_NEVER;
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct duty_view *v = view;
	int64_t missing = 0;

	*ret = outcome_project_dark(DATE_NONE);
	ret->cause = CLEAR_CAUSE(DONE);
	ret->happened = v->happened;
	if (!v->held || !v->n)
		return;
	ret->due = when_day_of(v->late[0], v->zone_minutes);
	outcome_light(ret,
		      (struct moments){.yellow = after(v, param[YELLOW_PERIODS], param[CARRIED]),
				       .red = after(v, param[RED_PERIODS], param[CARRIED])},
		      now);
	for (size_t i = 0; i < v->n; i++)
		missing += v->late[i] <= now;
	outcome_fact(ret, "missing", FACT_NUMBER, missing);
}

const struct rule rule_w20 = {
    .num = 20,
    .id = "W20",
    .name = "调度未按期召开",
    .version = 1,
    .supply = "meetings",
    .params = {"W20.y_periods", "W20.r_periods", "W20.carried"},
    .subject = "duty",
    .one_after_other = true,
    .evaluate = evaluate,
};
