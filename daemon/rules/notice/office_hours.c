#include "rules/notice/office_hours.h"

#include <stdio.h>

#include "model/calendar/calendar.h"
#include "model/notice/notice.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"

enum { WEEK = 7 };

/* "yes;no": index 0 is yes. */
static int flag(struct txn *t, struct arena *a, const char *key, bool *ret)
{
	int64_t choice = 0;
	int r = parameter_number(t, a, NULL, key, &choice);

	*ret = choice == 0;
	return r;
}

int notice_rules_load(struct txn *t, struct arena *a, struct notice_rules *ret)
{
	int r = flag(t, a, "notice.on", &ret->on);

	r = r ? r : flag(t, a, "notice.monday", &ret->monday);
	r = r ? r : parameter_number(t, a, NULL, "notice.from", &ret->from);
	r = r ? r : parameter_number(t, a, NULL, "notice.until", &ret->until);
	r = r ? r : parameter_number(t, a, NULL, "notice.gather_minutes", &ret->gather);
	r = r ? r : parameter_number(t, a, NULL, "notice.valid_wd", &ret->valid_wd);
	return r ? r : parameter_number(t, a, NULL, "notice.tries", &ret->tries);
}

int notice_texts_max(struct txn *t, struct arena *a, const char *post, int64_t *ret)
{
	char key[sizeof "notice.max." + NOTICE_POST_MAX];

	(void)snprintf(key, sizeof key, "notice.max.%s", post);
	return parameter_number(t, a, NULL, parameter_def(key) ? key : "notice.max.other", ret);
}

usec_t office_minute(const struct office_hours *h, date_t day, int64_t minute)
{
	return date_start(day, h->zone_minutes) + minute * USEC_PER_MIN;
}

usec_t office_next_day(const struct office_hours *h, int64_t from, usec_t now)
{
	return office_minute(h, calendar_add(h->calendar, date_at(now, h->zone_minutes), 1), from);
}

usec_t office_open(const struct office_hours *h, int64_t from, int64_t until, usec_t now)
{
	date_t today = date_at(now, h->zone_minutes);
	usec_t opens = office_minute(h, today, from);

	if (!calendar_workday(h->calendar, today) || now >= office_minute(h, today, until))
		return office_next_day(h, from, now);
	return now < opens ? opens : now;
}

date_t office_monday(const struct office_hours *h, date_t day)
{
	date_t monday = day - date_weekday(day);

	return calendar_workday(h->calendar, monday) ? monday
						     : calendar_add(h->calendar, monday, 1);
}
