#include "model/report/period.h"

#include "model/calendar/calendar.h"

date_t period_last_day(uint32_t yyyymm)
{
	date_t first;

	if (!date_month_valid(yyyymm))
		return DATE_NONE;
	first = date_of((int)(yyyymm / 100), (int)(yyyymm % 100), 1);
	return date_add_months(first, 1) - 1;
}

uint32_t period_of(date_t day)
{
	return date_ymd(day) / 100;
}

uint32_t period_add(uint32_t yyyymm, int n)
{
	int months = (int)(yyyymm / 100) * 12 + (int)(yyyymm % 100) - 1 + n;

	return (uint32_t)(months / 12 * 100 + months % 12 + 1);
}

date_t period_lock_date(const struct calendar *cal, uint32_t yyyymm, int n_wd)
{
	date_t last = period_last_day(yyyymm);

	return last == DATE_NONE ? DATE_NONE : calendar_add(cal, last, n_wd);
}

bool period_locked_on(const struct calendar *cal, uint32_t yyyymm, int n_wd, date_t day)
{
	date_t lock = period_lock_date(cal, yyyymm, n_wd);

	return lock != DATE_NONE && day > lock;
}

uint32_t period_booked(const struct calendar *cal, uint32_t yyyymm, int n_wd, date_t day)
{
	uint32_t before;

	if (!date_month_valid(yyyymm))
		return 0;
	if (!period_locked_on(cal, yyyymm, n_wd, day))
		return yyyymm;
	/* The month of `day` is never locked; months before it may still be open for n working
	 * days. */
	yyyymm = period_of(day);
	before = period_add(yyyymm, -1);
	while (date_month_valid(before) && !period_locked_on(cal, before, n_wd, day)) {
		yyyymm = before;
		before = period_add(yyyymm, -1);
	}
	return yyyymm;
}
