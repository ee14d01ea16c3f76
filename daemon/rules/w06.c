/* 应完工未完工: the planned month of completion (by the plan in force) has ended and the project
 * has not reached the stage 竣工 (reviewed with its acceptance record) or a later one. 完工 is not
 * enough: the works are done but not accepted. Applies to all earlier stages, also before the
 * start: such a project is not completed either, and W04 does not report it where no month of start
 * is planned. */
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
	return v->active && v->project->stage < STAGE(ACCEPTED) &&
	       view_planned_finish(v, view_today(v, now)) != 0;
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	date_t today = view_today(v, now);
	uint32_t month = view_planned_finish(v, today);

	*ret = outcome_project_dark(period_last_day(month));
	if (!v->active)
		return;
	if (v->project->stage >= STAGE(ACCEPTED)) {
		ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
		ret->happened = date_from_ymd(v->life->accepted_date);
		return;
	}
	if (judges(v, param, now))
		outcome_light(
		    ret, view_months_ended(v, month, param[YELLOW_MONTHS], param[RED_MONTHS]), now);
	outcome_sooner(ret, view_plan_next(v, now));
	outcome_fact(ret, "planned_finish", FACT_MONTH, month);
	outcome_fact_plan(ret, view_plan(v, today));
}

static usec_t nth(const void *view, const int64_t *param, usec_t first, unsigned n)
{
	(void)param;
	return view_nth_month(view, first, n);
}

const struct rule rule_w06 = {
    .num = 6,
    .id = "W06",
    .name = "应完工未完工",
    .version = 3,
    .met_by = "project move",
    .answer = ANSWER_STAGE,
    .answer_stage = DUBAN__STAGE__STAGE_ACCEPTED,
    .params = {"W06.y_months", "W06.r_months"},
    .subject = "project",
    .evaluate = evaluate,
    .nth = nth,
    .judges = judges,
    .steps = 1u << LINK_STEP(COMPLETION) | 1u << LINK_STEP(ACCEPTANCE),
};
