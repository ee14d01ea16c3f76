/* 问题逾期: a problem is not solved by the deadline of its tier. Lit until 销号. What was answered
 * stands still until somebody verifies it; if it is returned, the days in between count. */
#include "model/calendar/calendar.h"
#include "proto/enums.h"
#include "proto/model.pb-c.h"
#include "rules/kind/problem_view.h"
#include "rules/moments.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { YELLOW_AFTER_WD, RED_AFTER_WD };

static usec_t passed_wd(const struct problem_view *v, int64_t n)
{
	return date_start(calendar_add(v->calendar, v->due, (int)n), v->zone_minutes);
}

static void judge(const struct problem_view *v, const int64_t *param, usec_t now,
		  struct outcome *io)
{
	bool waits = v->answered != DATE_NONE;
	usec_t answered = waits ? date_start(v->answered, v->zone_minutes) : now;

	outcome_light(io,
		      (struct moments){.yellow = passed_wd(v, param[YELLOW_AFTER_WD]),
				       .red = passed_wd(v, param[RED_AFTER_WD])},
		      answered < now ? answered : now);
	if (waits && io->next > answered)
		io->next = USEC_NEVER;
	outcome_fact_text(io, "tier", v->tier);
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct problem_view *v = view;

	*ret = outcome_project_dark(v->due);
	ret->clock = v->clock;
	if (v->inactive) {
		ret->cause = CLEAR_CAUSE(WITHDRAWN);
		return;
	}
	if (v->extended)
		ret->cause = CLEAR_CAUSE(EXTENDED);
	if (v->due != DATE_NONE)
		judge(v, param, now, ret);
}

const struct rule rule_w12 = {
    .num = 12,
    .id = "W12",
    .name = "问题逾期",
    .version = 1,
    .supply = "problems",
    .params = {"W12.y_after_wd", "W12.r_after_wd"},
    .subject = "problem",
    .evaluate = evaluate,
};
