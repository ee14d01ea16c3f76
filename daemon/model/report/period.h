/* A reporting period (报送期): one month. Its numbers are accepted until the end of the n-th
 * working day after the month (parameter report.lock_wd). Then it is locked (锁定): published
 * numbers do not change, and later news is a correction (更正), booked in the first month that is
 * still open. Pure. */
#pragma once

#include "text/date.h"

struct calendar;

/* The last day on which `yyyymm` is open for booking; DATE_NONE: no such month. */
date_t period_lock_date(const struct calendar *cal, uint32_t yyyymm, int n_wd);
/* Is it locked on `day`? */
bool period_locked_on(const struct calendar *cal, uint32_t yyyymm, int n_wd, date_t day);
/* The month in which a number of month `yyyymm` is booked on `day`: the month itself, or the first
 * later one that is not locked. 0 for an impossible month. */
uint32_t period_booked(const struct calendar *cal, uint32_t yyyymm, int n_wd, date_t day);

/* The last day of a month, the month of a day, the month n months later. */
date_t period_last_day(uint32_t yyyymm); /* DATE_NONE if impossible */
uint32_t period_of(date_t day);
uint32_t period_add(uint32_t yyyymm, int n);
