/* 应开工未开工: the planned month of start (by the plan in force) has ended and the project has not
 * started. Applies to 计划新开工 and the stages before it. The stage change to 在建, once reviewed,
 * clears it. */
#include "model/report/period.h"
#include "proto/enums.h"
#include "proto/model.pb-c.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_MONTHS, RED_MONTHS };

static bool judges(const void *view, const int64_t *param, usec_t now)
{
	const struct project_view *v = view;

	(void)param;
	return v->active && !view_started(v) && view_planned_start(v, view_today(v, now)) != 0;
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	date_t today = view_today(v, now);
	uint32_t month = view_planned_start(v, today);

	*ret = outcome_project_dark(period_last_day(month));
	if (!v->active)
		return;
	if (view_started(v)) {
		ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
		ret->happened = date_from_ymd(v->life->started_date);
		return;
	}
	if (judges(v, param, now))
		outcome_light(
		    ret, view_months_ended(v, month, param[YELLOW_MONTHS], param[RED_MONTHS]), now);
	outcome_sooner(ret, view_plan_next(v, now));
	outcome_fact(ret, "planned_start", FACT_MONTH, month);
	outcome_fact_plan(ret, view_plan(v, today));
}

static usec_t nth(const void *view, const int64_t *param, usec_t first, unsigned n)
{
	(void)param;
	return view_nth_month(view, first, n);
}

const struct rule rule_w04 = {
    .num = 4,
    .id = "W04",
    .name = "应开工未开工",
    .version = 2,
    .met_by = "project move",
    .answer = ANSWER_STAGE,
    .answer_stage = DUBAN__STAGE__STAGE_BUILDING,
    .params = {"W04.y_months", "W04.r_months"},
    .subject = "project",
    .evaluate = evaluate,
    .nth = nth,
    .judges = judges,
    .steps = 1u << LINK_STEP(START),
};
