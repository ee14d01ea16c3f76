/* 应入库未入库: the project has started and is not in the statistics library. "1 month after the
 * start" holds from 00:00 of the day one month later (clipped to the month's end), "more than 2
 * months" from 00:00 of the day after the day two months later. Where the date of the start is
 * unknown (an opening balance), it counts from the day on which a row first said that the project
 * had begun; that leaves the unit a month to enter the real dates. */
#include "model/project/life.h"
#include "proto/model.pb-c.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_MONTHS, RED_MONTHS };

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	date_t started = date_from_ymd(life_begun_date(v->life));
	date_t due;

	*ret = outcome_project_dark(DATE_NONE);
	if (started == DATE_NONE || !view_started(v))
		return;
	due = date_add_months(started, (int)param[YELLOW_MONTHS]);
	ret->due = due;
	ret->clock = started;
	if (v->life->library_date) {
		ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
		return;
	}
	outcome_light(ret,
		      (struct moments){
			  .yellow = view_day(v, due),
			  .red = view_day(v, date_add_months(started, (int)param[RED_MONTHS]) + 1),
		      },
		      now);
	outcome_fact(ret, v->life->started_date ? "started" : "begun_by", FACT_DATE, started);
}

const struct rule rule_w05 = {
    .num = 5,
    .id = "W05",
    .name = "应入库未入库",
    .version = 2,
    .supply = "lives",
    .params = {"W05.y_months", "W05.r_months"},
    .subject = "project",
    .evaluate = evaluate,
};
