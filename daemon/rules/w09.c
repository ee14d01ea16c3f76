/* 开工即停工: within `window` months of its start a project stopped (红, from the day of the
 * stop until 复工), or reporting months without any progress began (judged as W08 judges them;
 * the first of them ended within the window). Once lit it stays until there is progress, also
 * behind the window. A start nobody dated (an opening balance) has no window. */
#include "model/period.h"
#include "proto/model.pb-c.h"
#include "rules/project_view.h"

enum { YELLOW_MONTHS, RED_MONTHS, LOCK_WD, WINDOW_MONTHS };

#define CAUSE(c) DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_##c

static void look_stopped(const struct project_view *v, date_t until, struct look *ret)
{
	date_t stopped = date_from_ymd(v->life->stopped_date);

	if (stopped == DATE_NONE || stopped > until)
		return;
	ret->level = DUBAN__LEVEL__LEVEL_RED;
	ret->since = ret->level_since = view_day(v, stopped);
	ret->due = stopped;
	look_fact(ret, "stopped", FACT_DATE, stopped);
}

static void look(const struct project_view *v, const int64_t *param, usec_t now, struct look *ret)
{
	date_t started = date_from_ymd(v->life->started_date), until;
	struct idle idle;

	*ret = look_whole_dark(DATE_NONE);
	ret->cause = view_started(v) ? CAUSE(DONE) : CAUSE(WITHDRAWN);
	if (started == DATE_NONE || !v->active)
		return;
	until = date_add_months(started, (int)param[WINDOW_MONTHS]);
	ret->clock = started;
	if (v->project->stage == DUBAN__STAGE__STAGE_STOPPED)
		look_stopped(v, until, ret);
	if (!view_building(v))
		return;
	idle = view_idle(v, param[LOCK_WD], now);
	if (idle.months && period_last_day(idle.first) <= until) {
		look_light(
		    ret, view_idle_moments(v, &idle, param[YELLOW_MONTHS], param[RED_MONTHS]), now);
		look_idle(ret, &idle);
	}
	ret->next = idle.next;
}

const struct rule rule_w09 = {
    .num = 9,
    .id = "W09",
    .name = "开工即停工",
    .version = 1,
    .params = {"W09.y_months", "W09.r_months", "report.lock_wd", "W09.window_months"},
    .look_project = look,
};
