#include "model/calendar/calendar.h"
#include "model/chain/schedule.h"
#include "proto/model.pb-c.h"
#include "rules/moments.h"
#include "rules/rule.h"

enum { YELLOW_AFTER_WD, RED_AFTER_WD };

/* The day on which the link should have started. A suspension before the start moves it by as much
 * as it moves the deadline. */
static date_t base_day(const struct link_view *v)
{
	const struct schedule_link *l = v->link;

	if (l->limit_kind == DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS)
		return calendar_add(v->calendar, l->start, (int)l->shift);
	return l->start + (date_t)l->shift;
}

static bool applies(const struct link_view *v)
{
	const struct schedule_link *l = v->link;

	return v->active && l->state == DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED &&
	       l->prerequisites_done && (schedule_has_duration(l) || l->begin != DATE_NONE);
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct link_view *v = view;
	date_t base = base_day(v);

	*ret = (struct outcome){.due = base, .clock = v->link->start, .next = USEC_NEVER};
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
    .version = 1,
    .supply = "progress",
    .until_started = true,
    .params = {"W03.y_after_wd", "W03.r_after_wd"},
    .subject = "link",
    .evaluate = evaluate,
};
