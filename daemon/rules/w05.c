/* 应入库未入库: the project has started and is not in the statistics library. "1 month after the
 * start" holds from 00:00 of the day one month later (clipped to the month's end), "more than 2
 * months" from 00:00 of the day after the day two months later. Where the date of the start is
 * unknown (an opening balance) the project is not judged, unless `unknown_start` says so: then it
 * counts from the day on which a row first said that the project had begun. Nor is one with a total
 * below `min_total_wan`: the statistics take no smaller ones. */
#include "model/project/life.h"
#include "proto/enums.h"
#include "proto/model.pb-c.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_MONTHS, RED_MONTHS, MIN_TOTAL_WAN, UNKNOWN_START };
enum { YES, NO }; /* the choices of W05.unknown_start */

static const int64_t fen_per_wan = 1000000;

static bool judges(const void *view, const int64_t *param, usec_t now)
{
	const struct project_view *v = view;
	const Duban__Money *total = v->project->total;

	(void)now;
	if (!view_started(v) || !life_begun_date(v->life) ||
	    (!v->life->started_date && param[UNKNOWN_START] == NO))
		return false;
	return !total || total->fen >= param[MIN_TOTAL_WAN] * fen_per_wan;
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	date_t started = date_from_ymd(life_begun_date(v->life));
	date_t due;

	*ret = outcome_project_dark(DATE_NONE);
	if (!judges(v, param, now))
		return;
	due = date_add_months(started, (int)param[YELLOW_MONTHS]);
	ret->due = due;
	ret->clock = started;
	if (v->life->library_date) {
		ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
		ret->happened = date_from_ymd(v->life->library_date);
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

static usec_t nth(const void *view, const int64_t *param, usec_t first, unsigned n)
{
	const struct project_view *v = view;

	(void)param;
	return view_day(v, date_add_months(view_today(v, first), (int)n - 1));
}

const struct rule rule_w05 = {
    .num = 5,
    .id = "W05",
    .name = "应入库未入库",
    .version = 3,
    .met_by = "library enter",
    .params = {"W05.y_months", "W05.r_months", "W05.min_total_wan", "W05.unknown_start"},
    .supply = "lives",
    .subject = "project",
    .evaluate = evaluate,
    .nth = nth,
    .judges = judges,
    .steps = 1u << LINK_STEP(LIBRARY),
};
