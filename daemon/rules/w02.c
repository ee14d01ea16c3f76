#include "rules/moments.h"
#include "rules/rule.h"

enum { YELLOW_AFTER_CD, RED_AFTER_CD };

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct link_view *v = view;

	*ret = outcome_dark(v);
	if (moments_apply(v) && !moments_is_approval(v))
		outcome_light(
		    ret, moments_construction(v, param[YELLOW_AFTER_CD], param[RED_AFTER_CD]), now);
}

const struct rule rule_w02 = {
    .num = 2,
    .id = "W02",
    .name = "建设环节滞后",
    .version = 3,
    .met_by = "link finish",
    .answer = ANSWER_FINISH,
    .supply = "progress",
    .params = {"W02.y_after_cd", "W02.r_after_cd"},
    .subject = "link",
    .evaluate = evaluate,
};
