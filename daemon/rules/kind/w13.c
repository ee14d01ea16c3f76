/* 报送逾期: what a unit has to hand in, review, confirm or publish in a period is late. Judged by
 * the oldest one that is open; doing it clears. A review or a confirmation is late only from when
 * its reports have waited long enough, for until then the delay is not the reviewer's. */
#include "model/calendar/calendar.h"
#include "proto/enums.h"
#include "rules/kind/duty_view.h"
#include "rules/moments.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_WD, RED_WD };

/* 00:00 of the n-th working day after the day; 0: when the time itself is over. */
static usec_t passed_by(const struct duty_view *v, usec_t late, int64_t n)
{
	date_t day = when_day_of(late, v->zone_minutes);

	return n ? date_start(calendar_add(v->calendar, day, (int)n), v->zone_minutes) : late;
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct duty_view *v = view;
	int64_t missing = 0;

	*ret = outcome_project_dark(DATE_NONE);
	ret->cause = CLEAR_CAUSE(DONE);
	ret->happened = v->happened;
	if (v->held || !v->n)
		return;
	ret->due = when_day_of(v->late[0], v->zone_minutes);
	outcome_light(ret,
		      (struct moments){.yellow = passed_by(v, v->late[0], param[YELLOW_WD]),
				       .red = passed_by(v, v->late[0], param[RED_WD])},
		      now);
	for (size_t i = 0; i < v->n; i++)
		missing += v->late[i] <= now;
	outcome_fact(ret, "missing", FACT_NUMBER, missing);
}

const struct rule rule_w13 = {
    .num = 13,
    .id = "W13",
    .name = "报送逾期",
    .version = 1,
    .supply = "duties",
    .params = {"W13.y_after_wd", "W13.r_after_wd"},
    .subject = "duty",
    .one_after_other = true,
    .evaluate = evaluate,
};
