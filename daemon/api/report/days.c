#include "api/report/days.h"

#include "model/calendar/days.h"
#include "model/core/record.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* A day, and its position in the order of the versions. */
struct laid {
	Duban__CalendarDay *day;
	const Duban__Calendar *of;
	size_t order;
};

static int by_date(const void *a, const void *b)
{
	const struct laid *x = a, *y = b;

	if (x->day->day_date != y->day->day_date)
		return x->day->day_date < y->day->day_date ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int take(struct arena *a, const Duban__Calendar *c, struct laid **laid, size_t *n,
		struct days_known *d)
{
	for (size_t i = 0; i < c->n_day; i++) {
		*laid = arena_grow(a, *laid, *n, sizeof **laid);
		if (!*laid)
			return -ENOMEM;
		(*laid)[*n] = (struct laid){.day = c->day[i], .of = c, .order = *n};
		++*n;
	}
	if (c->city_override || c->year == 0)
		return 0;
	d->settled = arena_grow(a, d->settled, d->n_settled, sizeof *d->settled);
	if (!d->settled)
		return -ENOMEM;
	d->settled[d->n_settled++] = c->year;
	return 0;
}

/* Keeps the last version of each date. */
static int lay(struct arena *a, struct laid *laid, size_t n, struct days_known *d)
{
	d->day = arena_alloc(a, (n + 1) * sizeof *d->day);
	d->of = arena_alloc(a, (n + 1) * sizeof *d->of);
	if (!d->day || !d->of)
		return -ENOMEM;
	if (n)
		qsort(laid, n, sizeof *laid, by_date);
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && laid[i + 1].day->day_date == laid[i].day->day_date)
			continue;
		d->of[d->n] = laid[i].of;
		d->day[d->n++] = laid[i].day;
	}
	return 0;
}

int days_known(struct txn *t, struct arena *a, uint32_t before, struct days_known *ret)
{
	struct scan s = scan_start(t, TABLE_calendar, BYTES("", 0));
	struct days_known d = {0};
	struct laid *laid = NULL;
	size_t n = 0;
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Calendar *c = record_unpack(t, s.value, &duban__calendar__descriptor, a);

		if (!c || c->version >= before)
			break;
		if (!calendar_void(t, a, c, before == UINT32_MAX ? 0 : before - 1))
			r = take(a, c, &laid, &n, &d);
	}
	if (!r)
		r = txn_error(t);
	if (!r)
		r = lay(a, laid, n, &d);
	if (!r)
		*ret = d;
	return r;
}

const Duban__CalendarDay *days_find(const struct days_known *d, uint32_t ymd)
{
	size_t low = 0, high = d->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->day[mid]->day_date < ymd)
			low = mid + 1;
		else
			high = mid;
	}
	return low < d->n && d->day[low]->day_date == ymd ? d->day[low] : NULL;
}

bool days_settled(const struct days_known *d, uint32_t year)
{
	for (size_t i = 0; i < d->n_settled; i++)
		if (d->settled[i] == year)
			return true;
	return false;
}
