#include "rules/moments.h"

#include "model/calendar/calendar.h"
#include "model/chain/schedule.h"
#include "proto/enums.h"
#include "proto/model.pb-c.h"

usec_t moment_wd(const struct link_view *v, date_t d, int64_t n)
{
	return date_start(calendar_add(v->calendar, d, (int)n), v->zone_minutes);
}

usec_t moment_cd(const struct link_view *v, date_t d, int64_t n)
{
	return date_start(d + (date_t)n, v->zone_minutes);
}

static bool is_fixed(const struct schedule_link *l)
{
	return l->limit_kind == DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED;
}

static bool is_open(const struct link_view *v)
{
	return v->active && v->link->deadline != DATE_NONE &&
	       (v->link->state == LINK_STATE(NOT_STARTED) || v->link->state == LINK_STATE(ACTIVE));
}

bool moments_apply(const struct link_view *v)
{
	return is_open(v) && !v->told && (is_fixed(v->link) || v->link->prerequisites_done);
}

usec_t moment_clamp(const struct link_view *v, usec_t t)
{
	usec_t first = moment_cd(v, v->link->start, 1);

	return is_fixed(v->link) || t > first ? t : first;
}

bool moments_is_approval(const struct link_view *v)
{
	return v->link->class == LINK_CLASS(APPROVAL) || v->link->class == LINK_CLASS(SERVICE);
}

struct moments moments_approval(const struct link_view *v, int64_t y_before_wd, int64_t r_after_wd)
{
	date_t due = v->link->deadline;
	/* The last day on which the office works: a day off before the deadline is no day left. */
	date_t last = calendar_workday(v->calendar, due) ? due : calendar_add(v->calendar, due, -1);

	return (struct moments){
	    .yellow = moment_clamp(v, moment_wd(v, last, -y_before_wd)),
	    .red = moment_clamp(v, moment_wd(v, due, r_after_wd)),
	};
}

struct moments moments_construction(const struct link_view *v, int64_t y_after_cd,
				    int64_t r_after_cd)
{
	date_t due = v->link->deadline;

	return (struct moments){
	    .yellow = moment_clamp(v, moment_cd(v, due, y_after_cd)),
	    .red = moment_clamp(v, moment_cd(v, due, r_after_cd)),
	};
}

struct outcome outcome_dark(const struct link_view *v)
{
	return (struct outcome){
	    .due = v->link->deadline,
	    .clock = is_fixed(v->link) ? DATE_NONE : v->link->start,
	    .next = USEC_NEVER,
	    .happened = v->link->state == LINK_STATE(DONE) ? v->link->finished : DATE_NONE,
	};
}

void outcome_light(struct outcome *o, struct moments m, usec_t now)
{
	usec_t first = m.red < m.yellow ? m.red : m.yellow;

	if (now < first) {
		o->next = first;
		return;
	}
	o->since = o->level_since = first;
	if (now >= m.red) {
		o->level = DUBAN__LEVEL__LEVEL_RED;
		o->level_since = m.red;
		return;
	}
	o->level = DUBAN__LEVEL__LEVEL_YELLOW;
	o->next = m.red;
}
