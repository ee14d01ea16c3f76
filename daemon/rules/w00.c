#include "model/chain/schedule_link.h"
#include "proto/model.pb-c.h"
#include "rules/moments.h"
#include "rules/rule.h"

enum { REMIND_CD, REMIND_WD, W01_YELLOW, W01_RED, W02_YELLOW, W02_RED };

/* The instant at which the lamp of the link's class lights (W01 or W02); the note ends there. */
static usec_t lamp(const struct link_view *v, const int64_t *param)
{
	struct moments m;

	if (moments_is_approval(v))
		m = moments_approval(v, param[W01_YELLOW], param[W01_RED]);
	else
		m = moments_construction(v, param[W02_YELLOW], param[W02_RED]);
	return m.red < m.yellow ? m.red : m.yellow;
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct link_view *v = view;
	usec_t first, second, swap, end;

	*ret = outcome_dark(v);
	if (!moments_apply(v))
		return;
	first = moment_clamp(v, moment_cd(v, ret->due, -param[REMIND_CD]));
	second = moment_clamp(v, moment_wd(v, ret->due, -param[REMIND_WD]));
	if (second < first) {
		swap = first;
		first = second;
		second = swap;
	}
	end = lamp(v, param);
	/* A limit too short for a reminder before the lamp: one on the link's first day. */
	if (first >= end && ret->clock != DATE_NONE)
		first = second = moment_cd(v, ret->clock, 0);
	if (first >= end || now >= end)
		return;
	if (now < first) {
		ret->next = first;
		return;
	}
	ret->level = DUBAN__LEVEL__LEVEL_NOTE;
	ret->since = ret->level_since = first;
	ret->times = second > first && now >= second ? 2 : 1;
	ret->next = now < second && second < end ? second : end;
}

const struct rule rule_w00 = {
    .num = 0,
    .id = "W00",
    .reminds = true,
    .name = "提前提醒",
    .version = 3,
    .met_by = "link finish",
    .answer = ANSWER_FINISH,
    .params = {"W00.remind_cd", "W00.remind_wd", "W01.y_before_wd", "W01.r_after_wd",
	       "W02.y_after_cd", "W02.r_after_cd"},
    .subject = "link",
    .evaluate = evaluate,
};
