/* 无进展: the project is under construction and a reporting month brought neither investment nor a
 * change of 形象进度. The month is judged when it is locked, by what was told of it until now: its
 * own report, in time or late, and the corrections of that. A month of which nothing is confirmed
 * brought nothing (silence is not better than a report of 0), and what is booked in it of other
 * months says nothing of it. A percentage that is not larger than before is no progress.
 *
 * Only months count that lie wholly after the start (or the end of a stop, or the day on which
 * duban first knew the project). A stopped project is not judged: that it does not progress is
 * known, and W09 may be lit. */
#include "model/report/period.h"
#include "proto/model.pb-c.h"
#include "rules/kind/told.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_MONTHS, RED_MONTHS, LOCK_WD };

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	struct idle idle;

	*ret = outcome_project_dark(DATE_NONE);
	ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
	if (!view_building(v)) {
		if (!v->active || v->project->stage <= DUBAN__STAGE__STAGE_STOPPED)
			ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
		return;
	}
	idle = view_idle(v, param[LOCK_WD], now);
	if (idle.months) {
		outcome_light(
		    ret, view_idle_moments(v, &idle, param[YELLOW_MONTHS], param[RED_MONTHS]), now);
		outcome_idle(ret, &idle);
	}
	ret->next = idle.next;
}

static usec_t nth(const void *view, const int64_t *param, usec_t first, unsigned n)
{
	return view_nth_evaluation(view, param[LOCK_WD], first, n);
}

const struct rule rule_w08 = {
    .num = 8,
    .id = "W08",
    .name = "无进展",
    .version = 3,
    .met_by = "report submit",
    .supply = "reports",
    .params = {"W08.y_months", "W08.r_months", "report.lock_wd"},
    .subject = "project",
    .evaluate = evaluate,
    .nth = nth,
};
