#include "model/calendar/calendar.h"
#include "model/chain/schedule.h"
#include "proto/model.pb-c.h"
#include "rules/moments.h"
#include "rules/rule.h"

enum { YELLOW_AFTER_WD, RED_AFTER_WD };

/* The day on which the link should have started; with an extension the office agreed to the delay
 * until then. A suspension since then moves it by as much as it moves the deadline: an extension
 * starts with no such days. */
static date_t base_day(const struct link_view *v)
{
	const struct schedule_link *l = v->link;
	date_t base = l->extended && l->extended_on > l->start ? l->extended_on : l->start;

	if (l->limit_kind == DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS)
		return calendar_add(v->calendar, base, (int)l->shift);
	return base + (date_t)l->shift;
}

static bool applies(const struct link_view *v)
{
	const struct schedule_link *l = v->link;

	return v->active && !v->told && l->state == DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED &&
	       l->prerequisites_done && (schedule_has_duration(l) || l->begin != DATE_NONE);
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct link_view *v = view;
	date_t base = base_day(v);

	*ret = (struct outcome){
	    .due = base, .clock = v->link->start, .next = USEC_NEVER, .happened = v->link->started};
	if (applies(v))
		outcome_light(ret,
			      (struct moments){
				  .yellow = moment_wd(v, base, param[YELLOW_AFTER_WD]),
				  .red = moment_wd(v, base, param[RED_AFTER_WD]),
			      },
			      now);
}

const struct rule rule_w03 = {
    .num = 3,
    .id = "W03",
    .name = "环节未启动",
    .version = 3,
    .met_by = "link start",
    .answer = ANSWER_FINISH,
    .supply = "progress",
    .until_started = true,
    .yields_to = {1, 2},
    .params = {"W03.y_after_wd", "W03.r_after_wd"},
    .subject = "link",
    .evaluate = evaluate,
};
