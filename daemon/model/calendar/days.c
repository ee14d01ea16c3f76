#include "model/calendar/days.h"

#include "model/calendar/calendar.h"
#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static bool withdrawn(struct txn *t, struct arena *a, uint32_t version, uint32_t by)
{
	struct scan s = scan_start(t, TABLE_calendar, BYTES("", 0));

	while (scan_next(&s)) {
		Duban__Calendar *c = record_unpack(t, s.value, &duban__calendar__descriptor, a);

		if (!c || (by && c->version > by))
			break;
		if (c->withdraws == version)
			return true;
	}
	return false;
}

/* Is there a later notice that is the whole truth of the same year? */
static bool replaced(struct txn *t, struct arena *a, const Duban__Calendar *notice, uint32_t by)
{
	struct scan s = scan_start(t, TABLE_calendar, BYTES("", 0));

	while (notice->year && !notice->city_override && scan_next(&s)) {
		Duban__Calendar *c = record_unpack(t, s.value, &duban__calendar__descriptor, a);

		if (!c || (by && c->version > by))
			break;
		if (c->version > notice->version && c->replaces && c->year == notice->year &&
		    !withdrawn(t, a, c->version, by))
			return true;
	}
	return false;
}

bool calendar_void(struct txn *t, struct arena *a, const Duban__Calendar *notice, uint32_t by)
{
	return withdrawn(t, a, notice->version, by) || replaced(t, a, notice, by);
}

/* The kind of a day by the State Council's notices up to that version; REGULAR if no notice names
 * it. */
static int noticed(struct txn *t, struct arena *a, uint32_t version, uint32_t ymd)
{
	struct scan s = scan_start(t, TABLE_calendar, BYTES("", 0));
	int kind = DUBAN__DAY_KIND__DAY_KIND_REGULAR;

	while (scan_next(&s)) {
		Duban__Calendar *c = record_unpack(t, s.value, &duban__calendar__descriptor, a);

		if (!c || c->version > version)
			break;
		if (calendar_void(t, a, c, version))
			continue;
		for (size_t i = 0; i < c->n_day && !c->city_override; i++)
			if (c->day[i]->day_date == ymd)
				kind = (int)c->day[i]->kind;
	}
	return kind;
}

/* Days of a later version override earlier ones. REGULAR in a city's own override withdraws the
 * override, so that the State Council's notice applies again. */
static void lay(struct txn *t, struct arena *a, struct calendar *c, const Duban__Calendar *notice)
{
	for (size_t i = 0; i < notice->n_day; i++) {
		const Duban__CalendarDay *d = notice->day[i];
		int kind = (int)d->kind;

		if (notice->city_override && kind == DUBAN__DAY_KIND__DAY_KIND_REGULAR)
			kind = noticed(t, a, notice->version, d->day_date);
		calendar_set_day(c, date_from_ymd(d->day_date), kind);
	}
	if (!notice->city_override && notice->year)
		calendar_publish_year(c, (int)notice->year);
	calendar_set_version(c, notice->version);
}

int days_load(struct txn *t, struct arena *a, uint32_t version, struct calendar **ret)
{
	_cleanup_(calendar_freep) struct calendar *c = NULL;
	struct scan s = scan_start(t, TABLE_calendar, BYTES("", 0));
	int r = calendar_new(&c);

	if (r)
		return r;
	while (scan_next(&s)) {
		Duban__Calendar *notice =
		    record_unpack(t, s.value, &duban__calendar__descriptor, a);

		if (!notice || (version && notice->version > version))
			break;
		if (calendar_void(t, a, notice, version))
			calendar_set_version(c, notice->version);
		else
			lay(t, a, c, notice);
	}
	if (txn_error(t))
		return txn_error(t);
	calendar_seal(c);
	*ret = TAKE_PTR(c);
	return 0;
}

static void fold_calendar_published(struct txn *t, struct arena *a, const Duban__Event *e,
				    const void *body)
{
	const Duban__CalendarPublished *b = body;
	Duban__Store *s = store_row(t, a);

	(void)e;
	record_put(t, TABLE_calendar, key_bytes(key_u32(KEY(), b->calendar->version)), b->calendar);
	counter_raise(t, "calendar", b->calendar->version);
	if (!s)
		return;
	s->calendar = b->calendar->version;
	record_put(t, TABLE_store, key_bytes(KEY()), s);
}
FOLD(CALENDAR_PUBLISHED, fold_calendar_published, .schedule = true, .family = FOLD_ALONE);
