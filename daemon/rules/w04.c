/* 应开工未开工: the planned month of start (of the plan in force) has ended and the project has
 * not started. 计划新开工 and the stages before it; starting (在建, reviewed) clears it. */
#include "model/report/period.h"
#include "proto/model.pb-c.h"
#include "rules/project_view.h"

enum { YELLOW_MONTHS, RED_MONTHS };

static void look(const struct project_view *v, const int64_t *param, usec_t now, struct look *ret)
{
	date_t today = view_today(v, now);
	uint32_t month = view_planned_start(v, today);

	*ret = look_whole_dark(period_last_day(month));
	if (!v->active)
		return;
	if (view_started(v)) {
		ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
		return;
	}
	if (month)
		look_light(
		    ret, view_months_ended(v, month, param[YELLOW_MONTHS], param[RED_MONTHS]), now);
	look_sooner(ret, view_plan_next(v, now));
	look_fact(ret, "planned_start", FACT_MONTH, month);
	look_fact_plan(ret, view_plan(v, today));
}

const struct rule rule_w04 = {
    .num = 4,
    .id = "W04",
    .name = "应开工未开工",
    .version = 1,
    .params = {"W04.y_months", "W04.r_months"},
    .look_project = look,
};
