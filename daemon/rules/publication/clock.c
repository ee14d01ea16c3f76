#include "rules/publication/clock.h"

#include "model/calendar/calendar.h"
#include "model/param/parameter.h"
#include "model/publication/publication.h"
#include "model/report/period.h"
#include "rules/notice/office_hours.h"

enum {
	WEEK = 7,
	QUARTER = 3,
	PACK_DAYS = 15,
	HOUR = 60,
	BRIEF_MINUTE = 17 * HOUR,
	DAILY_MINUTE = 18 * HOUR,
	MONTH_MINUTE = 9 * HOUR,
};

static struct office_hours hours_of(const struct subject_scan *s)
{
	return (struct office_hours){s->calendar, s->zone_minutes};
}

static void at(const struct subject_scan *s, date_t day, int64_t minute, struct drafting_due *ret)
{
	const struct office_hours h = hours_of(s);

	ret->at = office_minute(&h, day, minute);
}

static int brief_due(struct subject_scan *s, date_t day, struct drafting_due *ret)
{
	const struct office_hours h = hours_of(s);
	date_t on = office_monday(&h, day);

	if (on < day)
		on = office_monday(&h, day - date_weekday(day) + WEEK);
	*ret = (struct drafting_due){.from = DATE_NONE, .until = on - 1};
	at(s, on, BRIEF_MINUTE, ret);
	return 0;
}

static int daily_due(struct subject_scan *s, date_t day, struct drafting_due *ret)
{
	date_t on = calendar_workday(s->calendar, day) ? day : calendar_add(s->calendar, day, 1);

	*ret = (struct drafting_due){.from = on, .until = on};
	at(s, on, DAILY_MINUTE, ret);
	return 0;
}

static date_t first_day(uint32_t month)
{
	return date_of((int)month / 100, (int)month % 100, 1);
}

static int bulletin_due(struct subject_scan *s, date_t day, struct drafting_due *ret)
{
	uint32_t month = period_add(period_of(day), -2);
	int64_t wd = 0;
	int r = parameter_number(s->txn, s->arena, NULL, "report.lock_wd", &wd);
	date_t on = DATE_NONE;

	while (!r && on < day) {
		month = period_add(month, 1);
		on = calendar_add(s->calendar, period_lock_date(s->calendar, month, (int)wd), 1);
	}
	*ret = (struct drafting_due){.from = first_day(month), .until = period_last_day(month)};
	at(s, on, MONTH_MINUTE, ret);
	return r;
}

static int pack_due(struct subject_scan *s, date_t day, struct drafting_due *ret)
{
	/* the last month of the quarter before */
	uint32_t month = period_add(period_of(day), -1 - (int)(period_of(day) % 100 - 1) % QUARTER);
	date_t on = DATE_NONE;

	for (;; month = period_add(month, QUARTER)) {
		on = period_last_day(month) + PACK_DAYS;
		if (!calendar_workday(s->calendar, on))
			on = calendar_add(s->calendar, on, 1);
		if (on >= day)
			break;
	}
	*ret = (struct drafting_due){.from = first_day(period_add(month, 1 - QUARTER)),
				     .until = period_last_day(month)};
	at(s, on, MONTH_MINUTE, ret);
	return 0;
}

const struct drafting_series drafting_table[] = {
    {PUBLICATION_SERIES(BRIEF), "brief.draft", brief_due},
    {PUBLICATION_SERIES(BULLETIN), "bulletin.draft", bulletin_due},
    {PUBLICATION_SERIES(PACK), "pack.draft", pack_due},
    {PUBLICATION_SERIES(DAILY), "daily.draft", daily_due},
};
const size_t drafting_table_count = sizeof drafting_table / sizeof *drafting_table;
