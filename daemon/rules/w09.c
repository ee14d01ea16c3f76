/* 开工即停工: within `window` months of its start a project was stopped (红, from the day of the
 * stop until 复工), or a run of reporting months without progress began (judged as in W08; its
 * first month must end within the window). Once lit, the lamp stays until there is progress, even
 * after the window has ended.
 *
 * If the date of the start is unknown (an opening balance), the start is taken to be the end of the
 * planned month if that lies before the day by which the project had begun, otherwise that day. */
#include "model/project/life.h"
#include "model/report/period.h"
#include "proto/enums.h"
#include "proto/model.pb-c.h"
#include "rules/kind/told.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_MONTHS, RED_MONTHS, LOCK_WD, WINDOW_MONTHS };

static date_t start_of(const struct project_view *v)
{
	date_t by = date_from_ymd(life_begun_date(v->life));
	date_t planned;

	if (v->life->started_date || by == DATE_NONE)
		return by;
	planned = period_last_day(view_planned_start(v, by));
	return planned != DATE_NONE && planned < by ? planned : by;
}

static void evaluate_stopped(const struct project_view *v, date_t until, struct outcome *ret)
{
	date_t stopped = date_from_ymd(v->life->stopped_date);

	if (stopped == DATE_NONE || stopped > until)
		return;
	ret->level = DUBAN__LEVEL__LEVEL_RED;
	ret->since = ret->level_since = view_day(v, stopped);
	ret->due = stopped;
	outcome_fact(ret, "stopped", FACT_DATE, stopped);
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	date_t started = start_of(v), until;
	struct idle idle;

	*ret = outcome_project_dark(DATE_NONE);
	ret->cause = view_started(v) ? CLEAR_CAUSE(DONE) : CLEAR_CAUSE(WITHDRAWN);
	if (started == DATE_NONE || !view_started(v))
		return;
	until = date_add_months(started, (int)param[WINDOW_MONTHS]);
	ret->clock = started;
	if (v->project->stage == DUBAN__STAGE__STAGE_STOPPED)
		evaluate_stopped(v, until, ret);
	if (!view_building(v))
		return;
	idle = view_idle(v, param[LOCK_WD], now);
	if (idle.months && period_last_day(idle.first) <= until) {
		outcome_light(
		    ret, view_idle_moments(v, &idle, param[YELLOW_MONTHS], param[RED_MONTHS]), now);
		outcome_idle(ret, &idle);
		outcome_fact(ret, v->life->started_date ? "started" : "begun_by", FACT_DATE,
			     started);
	}
	ret->next = idle.next;
}

static usec_t nth(const void *view, const int64_t *param, usec_t first, unsigned n)
{
	return view_nth_evaluation(view, param[LOCK_WD], first, n);
}

const struct rule rule_w09 = {
    .num = 9,
    .id = "W09",
    .name = "开工即停工",
    .version = 3,
    .met_by = "report submit",
    .supply = "reports",
    .params = {"W09.y_months", "W09.r_months", "report.lock_wd", "W09.window_months"},
    .subject = "project",
    .evaluate = evaluate,
    .nth = nth,
};
