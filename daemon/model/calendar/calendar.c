#include "model/calendar/calendar.h"

#include <stdlib.h>

#include "proto/limits.h"
#include "proto/model.pb-c.h"

/* 1990-01-01 and 2099-12-31 as days since 1970-01-01; a test checks them against limits.h. */
#define FIRST_YEAR (DATE_MIN / 10000)
#define LAST_YEAR (DATE_MAX / 10000)
#define FIRST_DAY 7305
#define LAST_DAY 47481
#define DAYS (LAST_DAY - FIRST_DAY + 1)

/* Each working day has an ordinal: the number of working days since FIRST_DAY, including itself.
 * Adding n working days looks up ordinal + n in `workday`. Beyond the table, Mon-Fri is assumed in
 * both directions. */
struct calendar {
	uint32_t version;
	bool sealed;
	bool published[LAST_YEAR - FIRST_YEAR + 1];
	uint8_t kind[DAYS];    /* Duban__DayKind; 0 = no notice names the day */
	int32_t ordinal[DAYS]; /* of the last working day up to and including this day */
	date_t workday[DAYS];  /* by ordinal, from 1 */
	int32_t workdays;      /* in the table */
};

int calendar_new(struct calendar **ret)
{
	struct calendar *c = calloc(1, sizeof *c);

	if (!c)
		return -ENOMEM;
	*ret = c;
	return 0;
}

struct calendar *calendar_free(struct calendar *c)
{
	free(c);
	return NULL;
}

static bool inside(date_t d)
{
	return d >= FIRST_DAY && d <= LAST_DAY;
}

void calendar_set_day(struct calendar *c, date_t d, int kind)
{
	assert(!c->sealed);
	if (inside(d))
		c->kind[d - FIRST_DAY] = (uint8_t)kind;
}

void calendar_publish_year(struct calendar *c, int year)
{
	assert(!c->sealed);
	if (year >= FIRST_YEAR && year <= LAST_YEAR)
		c->published[year - FIRST_YEAR] = true;
}

void calendar_set_version(struct calendar *c, uint32_t version)
{
	c->version = version;
}

uint32_t calendar_version(const struct calendar *c)
{
	return c->version;
}

/* A workday row need not be a weekend (2020-02-03 is a Monday) and a holiday row need not be a
 * weekday. Where there is a row, it alone decides; otherwise the day of the week does. */
static bool works(const struct calendar *c, date_t d)
{
	int kind = c->kind[d - FIRST_DAY];

	if (kind == DUBAN__DAY_KIND__DAY_KIND_HOLIDAY)
		return false;
	return kind == DUBAN__DAY_KIND__DAY_KIND_WORKDAY || date_weekday(d) < 5;
}

void calendar_seal(struct calendar *c)
{
	int32_t n = 0;

	assert(!c->sealed);
	for (int i = 0; i < DAYS; i++) {
		if (works(c, FIRST_DAY + i)) {
			c->workday[n] = FIRST_DAY + i;
			n++;
		}
		c->ordinal[i] = n;
	}
	c->workdays = n;
	c->sealed = true;
}

bool calendar_workday(const struct calendar *c, date_t d)
{
	assert(c->sealed);
	return inside(d) ? works(c, d) : date_weekday(d) < 5;
}

bool calendar_provisional(const struct calendar *c, date_t d)
{
	int year, month, day;

	date_split(d, &year, &month, &day);
	return year < FIRST_YEAR || year > LAST_YEAR || !c->published[year - FIRST_YEAR];
}

bool calendar_span_provisional(const struct calendar *c, date_t a, date_t b)
{
	int year, month, day;

	if (b <= a)
		return false;
	for (date_t d = a + 1; d <= b; d = date_of(year + 1, 1, 1)) {
		if (calendar_provisional(c, d))
			return true;
		date_split(d, &year, &month, &day);
	}
	return false;
}

/* The number of Mon-Fri days up to and including d, counted from a fixed Monday before 1990; and
 * the inverse. */
static int32_t plain_ordinal(date_t d)
{
	int weekday = date_weekday(d);

	return (d - weekday - (FIRST_DAY - date_weekday(FIRST_DAY))) / 7 * 5 +
	       (weekday < 5 ? weekday + 1 : 5);
}

static date_t plain_workday(int32_t ordinal)
{
	int32_t k = ordinal - 1, week = k / 5 - (k % 5 < 0);

	return FIRST_DAY - date_weekday(FIRST_DAY) + week * 7 + (k - week * 5);
}

static int32_t ordinal_of(const struct calendar *c, date_t d)
{
	if (d > LAST_DAY)
		return c->workdays + plain_ordinal(d) - plain_ordinal(LAST_DAY);
	if (d < FIRST_DAY)
		return plain_ordinal(d) - plain_ordinal(FIRST_DAY - 1);
	return c->ordinal[d - FIRST_DAY];
}

static date_t workday_of(const struct calendar *c, int32_t ordinal)
{
	if (ordinal > c->workdays)
		return plain_workday(ordinal - c->workdays + plain_ordinal(LAST_DAY));
	if (ordinal < 1)
		return plain_workday(ordinal + plain_ordinal(FIRST_DAY - 1));
	return c->workday[ordinal - 1];
}

date_t calendar_add(const struct calendar *c, date_t d, int n)
{
	assert(c->sealed);
	if (n == 0)
		return d;
	if (n > 0)
		return workday_of(c, ordinal_of(c, d) + n);
	return workday_of(c, ordinal_of(c, d - 1) + n + 1);
}

int calendar_count(const struct calendar *c, date_t a, date_t b)
{
	assert(c->sealed);
	return b <= a ? 0 : ordinal_of(c, b) - ordinal_of(c, a);
}
