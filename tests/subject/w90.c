/* A camera is offline: yellow at once, red from 00:00 of the n-th working day after. Being back
 * online clears it. */
#include "model/calendar/calendar.h"
#include "proto/model.pb-c.h"
#include "rules/moments.h"
#include "subject/camera.h"

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct camera_view *v = view;
	date_t day = v->offline ? date_at(v->offline, v->zone_minutes) : DATE_NONE;

	*ret = (struct outcome){.due = day,
				.clock = DATE_NONE,
				.next = USEC_NEVER,
				.happened = DATE_NONE,
				.cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE};
	if (!v->offline || v->back)
		return;
	outcome_light(
	    ret,
	    (struct moments){
		.yellow = v->offline,
		.red = date_start(calendar_add(v->calendar, day, (int)param[0]), v->zone_minutes),
	    },
	    now);
}

const struct rule rule_w90 = {
    .num = 90,
    .id = "W90",
    .name = "摄像头离线",
    .version = 1,
    .subject = "camera",
    .params = {"W03.r_after_wd"},
    .evaluate = evaluate,
};
