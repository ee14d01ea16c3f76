#include "model/calendar/calendar.h"
#include "rules/kind/order_view.h"
#include "rules/moments.h"
#include "rules/rule.h"

enum { SIGN_WD, YELLOW_BEFORE_WD, RED_AFTER_WD };

static usec_t start_of(const struct order_view *v, date_t d, int64_t n)
{
	return date_start(calendar_add(v->calendar, d, (int)n), v->zone_minutes);
}

/* The day on which it was given counts for nothing: nobody is late on that day, and the days to
 * sign it are those after it. */
static usec_t yellow_at(const struct order_view *v, const int64_t *param)
{
	/* a day off before the deadline is no day left */
	date_t last =
	    calendar_workday(v->calendar, v->due) ? v->due : calendar_add(v->calendar, v->due, -1);
	usec_t due = start_of(v, last, -param[YELLOW_BEFORE_WD]);
	usec_t first = date_start(v->given + 1, v->zone_minutes);
	usec_t sign = start_of(v, v->given, param[SIGN_WD] + 1);

	if (due < first)
		due = first;
	return v->to_sign && sign < due ? sign : due;
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct order_view *v = view;
	struct moments m = {.yellow = yellow_at(v, param),
			    .red = start_of(v, v->due, param[RED_AFTER_WD])};

	*ret = (struct outcome){.due = v->due,
				.clock = v->given,
				.next = USEC_NEVER,
				.happened = v->signed_on,
				.fact = {{.name = "number", .kind = FACT_TEXT, .text = v->number}},
				.n_fact = 1};
	if (m.yellow > m.red)
		m.yellow = m.red;
	outcome_light(ret, m, now);
}

const struct rule rule_w18 = {
    .num = 18,
    .id = "W18",
    .name = "督办件未签收/逾期",
    .version = 1,
    .params = {"W18.sign_wd", "W18.y_before_wd", "W18.r_after_wd"},
    .subject = "order",
    .one_after_other = true,
    .evaluate = evaluate,
};
