#include "text/date.h"

#include <stdio.h>
#include <string.h>

#include "proto/limits.h"
#include "text/room.h"

_Static_assert(INSTANT_TEXT_MAX <= TEXT_ROOM, "an instant needs more room");

/* Days from 0000-03-01 to 1970-01-01 in the proleptic Gregorian calendar. Years are counted from
 * March here, so that the leap day is the last day of a year and needs no special case. */
#define DAYS_TO_EPOCH 719468
#define DAYS_400_YEARS 146097

static bool leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && leap(year) ? 29 : days[month - 1];
}

static int floor_div(int a, int b)
{
	return a / b - (a % b < 0);
}

date_t date_of(int year, int month, int day)
{
	int y, era, of_era, of_year;

	if (year < 0 || year > 999999 || month < 1 || month > 12)
		return DATE_NONE;
	if (day < 1 || day > month_days(year, month))
		return DATE_NONE;
	y = month <= 2 ? year - 1 : year;
	era = floor_div(y, 400);
	of_era = y - era * 400;
	of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	return era * DAYS_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
	       DAYS_TO_EPOCH;
}

void date_split(date_t d, int *ret_year, int *ret_month, int *ret_day)
{
	int z = d + DAYS_TO_EPOCH;
	int era = floor_div(z, DAYS_400_YEARS);
	int day = z - era * DAYS_400_YEARS;
	int year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int of_year = day - (365 * year + year / 4 - year / 100);
	int m = (5 * of_year + 2) / 153;

	*ret_day = of_year - (153 * m + 2) / 5 + 1;
	*ret_month = m < 10 ? m + 3 : m - 9;
	*ret_year = year + era * 400 + (*ret_month <= 2);
}

int date_weekday(date_t d)
{
	/* 1970-01-01 was a Thursday. */
	int w = (d % 7 + 3) % 7;

	return w < 0 ? w + 7 : w;
}

date_t date_from_ymd(uint32_t ymd)
{
	if (ymd < DATE_MIN || ymd > DATE_MAX)
		return DATE_NONE;
	return date_of((int)(ymd / 10000), (int)(ymd / 100 % 100), (int)(ymd % 100));
}

uint32_t date_ymd(date_t d)
{
	int year, month, day;

	if (d == DATE_NONE)
		return 0;
	date_split(d, &year, &month, &day);
	return (uint32_t)(year * 10000 + month * 100 + day);
}

bool date_ymd_valid(uint32_t ymd)
{
	return date_from_ymd(ymd) != DATE_NONE;
}

bool date_month_valid(uint32_t yyyymm)
{
	uint32_t month = yyyymm % 100;

	return yyyymm >= DATE_MIN / 100 && yyyymm <= DATE_MAX / 100 && month >= 1 && month <= 12;
}

date_t date_add_months(date_t d, int n)
{
	int year, month, day, months, last;

	date_split(d, &year, &month, &day);
	months = year * 12 + month - 1 + n;
	year = floor_div(months, 12);
	month = months - year * 12 + 1;
	last = month_days(year, month);
	return date_of(year, month, day < last ? day : last);
}

usec_t date_start(date_t d, int zone_minutes)
{
	return (usec_t)d * USEC_PER_DAY - zone_minutes * USEC_PER_MIN;
}

/* Splits an instant into the local day and the microsecond within it. */
static date_t local_day(usec_t t, int zone_minutes, usec_t *ret_of_day)
{
	usec_t local, day;

	/* only values like USEC_NEVER overflow; without the offset they are still far away */
	if (__builtin_add_overflow(t, zone_minutes * USEC_PER_MIN, &local))
		local = t;
	day = local / USEC_PER_DAY - (local % USEC_PER_DAY < 0);
	*ret_of_day = local - day * USEC_PER_DAY;
	return (date_t)day;
}

date_t date_at(usec_t t, int zone_minutes)
{
	usec_t of_day;

	return local_day(t, zone_minutes, &of_day);
}

char *date_text(date_t d, char *buf)
{
	int year, month, day;

	buf[0] = 0;
	if (d == DATE_NONE)
		return buf;
	date_split(d, &year, &month, &day);
	(void)snprintf(buf, DATE_TEXT_MAX, "%04d-%02d-%02d", year, month, day);
	return buf;
}

/* Reads exactly `n` digits and advances *s behind them. */
static bool digits(const char **s, int n, int *ret)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		char c = (*s)[i];

		if (c < '0' || c > '9')
			return false;
		v = v * 10 + (c - '0');
	}
	*s += n;
	*ret = v;
	return true;
}

static bool literal(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool date_read(const char **s, date_t *ret)
{
	int year, month, day;
	date_t d;

	if (!digits(s, 4, &year) || !literal(s, '-') || !digits(s, 2, &month) || !literal(s, '-') ||
	    !digits(s, 2, &day))
		return false;
	d = date_from_ymd((uint32_t)(year * 10000 + month * 100 + day));
	if (d == DATE_NONE)
		return false;
	*ret = d;
	return true;
}

bool date_parse(const char *s, date_t *ret)
{
	date_t d;

	if (!date_read(&s, &d) || *s)
		return false;
	*ret = d;
	return true;
}

bool month_parse(const char *s, uint32_t *ret)
{
	int year, month;
	uint32_t yyyymm;

	if (!digits(&s, 4, &year) || !literal(&s, '-') || !digits(&s, 2, &month) || *s)
		return false;
	yyyymm = (uint32_t)(year * 100 + month);
	if (!date_month_valid(yyyymm))
		return false;
	*ret = yyyymm;
	return true;
}

char *month_text(uint32_t yyyymm, char *buf)
{
	buf[0] = 0;
	if (yyyymm)
		(void)snprintf(buf, DATE_TEXT_MAX, "%04u-%02u", yyyymm / 100, yyyymm % 100);
	return buf;
}

char *ymd_text(uint32_t ymd, char *buf)
{
	return date_text(date_from_ymd(ymd), buf);
}

bool ymd_parse(const char *s, uint32_t *ret)
{
	date_t d;

	if (!date_parse(s, &d))
		return false;
	*ret = date_ymd(d);
	return true;
}

static char *print_instant(usec_t t, int zone_minutes, bool exact, char *buf)
{
	char day[DATE_TEXT_MAX], fraction[16] = "";
	usec_t of_day;
	unsigned seconds, zone = (unsigned)(zone_minutes < 0 ? -zone_minutes : zone_minutes);

	date_text(local_day(t, zone_minutes, &of_day), day);
	seconds = (unsigned)(of_day / USEC_PER_SEC);
	if (exact && of_day % USEC_PER_SEC)
		(void)snprintf(fraction, sizeof fraction, ".%06u",
			       (unsigned)(of_day % USEC_PER_SEC));
	(void)snprintf(buf, INSTANT_TEXT_MAX, "%.15sT%02u:%02u:%02u%s%c%02u:%02u", day,
		       seconds / 3600 % 24, seconds / 60 % 60, seconds % 60, fraction,
		       zone_minutes < 0 ? '-' : '+', zone / 60 % 24, zone % 60);
	return buf;
}

char *instant_text(usec_t t, int zone_minutes, char *buf)
{
	return print_instant(t, zone_minutes, false, buf);
}

char *instant_text_exact(usec_t t, int zone_minutes, char *buf)
{
	buf[0] = 0;
	return t ? print_instant(t, zone_minutes, true, buf) : buf;
}

char *moment_text(usec_t t, int zone_minutes, char *buf)
{
	char day[DATE_TEXT_MAX];
	usec_t of_day;
	unsigned minutes;

	buf[0] = 0;
	if (t == 0)
		return buf;
	date_text(local_day(t, zone_minutes, &of_day), day);
	minutes = (unsigned)(of_day / USEC_PER_MIN);
	(void)snprintf(buf, INSTANT_TEXT_MAX, "%.15s %02u:%02u", day, minutes / 60 % 24,
		       minutes % 60);
	return buf;
}

/* Reads ":SS" and a fraction, both optional. Digits after the sixth of the fraction are ignored. */
static bool seconds_read(const char **s, usec_t *ret)
{
	usec_t scale = USEC_PER_SEC / 10, t;
	int seconds;

	*ret = 0;
	if (!literal(s, ':'))
		return true;
	if (!digits(s, 2, &seconds) || seconds > 59)
		return false;
	t = seconds * USEC_PER_SEC;
	if (literal(s, '.')) {
		int digit;

		if (!digits(s, 1, &digit))
			return false;
		do {
			t += digit * scale;
			scale /= 10;
		} while (digits(s, 1, &digit));
	}
	*ret = t;
	return true;
}

/* Reads "Z", "+08:00" or nothing, which leaves *zone as it is. False if any text follows. */
static bool zone_read(const char *s, int *zone)
{
	int hours, minutes, sign = *s == '-' ? -1 : 1;

	if (!*s)
		return true;
	if (literal(&s, 'Z') || literal(&s, 'z')) {
		*zone = 0;
		return !*s;
	}
	if (!literal(&s, '+') && !literal(&s, '-'))
		return false;
	if (!digits(&s, 2, &hours) || !literal(&s, ':') || !digits(&s, 2, &minutes) || *s ||
	    hours > 23 || minutes > 59)
		return false;
	*zone = sign * (hours * 60 + minutes);
	return true;
}

bool instant_parse(const char *s, int zone_minutes, usec_t *ret)
{
	int hours, minutes;
	usec_t rest;
	date_t d;

	if (!date_read(&s, &d))
		return false;
	if (!literal(&s, 'T') && !literal(&s, 't') && !literal(&s, ' '))
		return false;
	if (!digits(&s, 2, &hours) || !literal(&s, ':') || !digits(&s, 2, &minutes) || hours > 23 ||
	    minutes > 59 || !seconds_read(&s, &rest) || !zone_read(s, &zone_minutes))
		return false;
	*ret = date_start(d, zone_minutes) + (hours * 60 + minutes) * USEC_PER_MIN + rest;
	return true;
}

bool moment_parse(const char *s, int zone_minutes, usec_t *ret)
{
	date_t d;

	if (!date_parse(s, &d))
		return instant_parse(s, zone_minutes, ret);
	*ret = date_start(d, zone_minutes);
	return true;
}
