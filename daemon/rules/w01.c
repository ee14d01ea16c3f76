#include "rules/moments.h"
#include "rules/rule.h"

enum { YELLOW_BEFORE_WD, RED_AFTER_WD };

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct link_view *v = view;

	*ret = outcome_dark(v);
	if (moments_apply(v) && moments_is_approval(v))
		outcome_light(
		    ret, moments_approval(v, param[YELLOW_BEFORE_WD], param[RED_AFTER_WD]), now);
}

const struct rule rule_w01 = {
    .num = 1,
    .id = "W01",
    .name = "审批环节临期/逾期",
    .version = 3,
    .met_by = "link finish",
    .answer = ANSWER_FINISH,
    .supply = "progress",
    .params = {"W01.y_before_wd", "W01.r_after_wd"},
    .subject = "link",
    .evaluate = evaluate,
};
