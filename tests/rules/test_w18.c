#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "model/calendar/calendar.h"
#include "proto/enums.h"
#include "proto/model.pb-c.h"
#include "rules/kind/order_view.h"
#include "rules/rule.h"
#include "rules/rules.h"

enum { ZONE = 480 };

/* The shipped defaults: 1 working day to sign, yellow 1 before the deadline, red 1 after it. */
static const int64_t defaults[] = {1, 1, 1};

static struct calendar *cal;

/* An order, and the days on whose 00:00 it turns yellow and red. */
static const struct row {
	const char *why;
	uint32_t given, due;
	bool to_sign;
	uint32_t yellow, red;
} rows[] = {
    {"given on a Monday and not signed: Tuesday is its day, the lamp comes on Wednesday", 20200302,
     20200311, true, 20200304, 20200312},
    {"signed: one working day is left on Tuesday", 20200302, 20200311, false, 20200310, 20200312},
    {"given on a Friday: Monday is the day to sign", 20200306, 20200320, true, 20200310, 20200323},
    {"清明 04-04 to 04-06 is no working day", 20200402, 20200415, true, 20200407, 20200416},
    {"due on the last day before 五一 (04-30); 05-06 is the next working day", 20200420, 20200430,
     false, 20200429, 20200506},
    {"a deadline on a day off: 04-30 is the last day that is left, one before it is 04-29",
     20200420, 20200502, false, 20200429, 20200506},
    {"04-26 is a Sunday on which the office works", 20200417, 20200427, false, 20200426, 20200428},
    {"nobody is late on the day itself: due on the next day", 20200302, 20200303, false, 20200303,
     20200304},
    {"due on the day it was given: yellow a day later, red with it", 20200302, 20200302, true,
     20200303, 20200303},
};

static int level_at(const struct row *r, usec_t now, struct outcome *ret)
{
	struct order_view v = {.number = "督办〔2020〕1号",
			       .given = date_from_ymd(r->given),
			       .due = date_from_ymd(r->due),
			       .to_sign = r->to_sign,
			       .signed_on = DATE_NONE,
			       .calendar = cal,
			       .zone_minutes = ZONE};

	rule_by_num(18)->evaluate(&v, defaults, now, ret);
	return ret->level;
}

static void expect(const struct row *r, uint32_t ymd, usec_t before, int level)
{
	usec_t at = date_start(date_from_ymd(ymd), ZONE) - before;
	struct outcome o;

	if (level_at(r, at, &o) != level)
		fail_msg("%s: level %d at %u - %llu, not %d", r->why, o.level, ymd,
			 (unsigned long long)before, level);
	if (level < LEVEL(RED) && o.next <= at)
		fail_msg("%s: nothing looks at it again", r->why);
}

static void it_lights_on_its_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *r = &rows[i];

		expect(r, r->yellow, 1, 0);
		if (r->yellow < r->red) {
			expect(r, r->yellow, 0, LEVEL(YELLOW));
			expect(r, r->red, 1, LEVEL(YELLOW));
		}
		expect(r, r->red, 0, LEVEL(RED));
	}
}

static void it_tells_the_number_the_deadline_and_since_when(void **state)
{
	struct outcome o;

	(void)state;
	(void)level_at(&rows[0], date_start(date_from_ymd(20200401), ZONE), &o);
	assert_int_equal(date_ymd(o.due), 20200311);
	assert_int_equal(date_ymd(o.clock), 20200302);
	assert_true(o.since == date_start(date_from_ymd(20200304), ZONE));
	assert_true(o.level_since == date_start(date_from_ymd(20200312), ZONE));
	assert_int_equal(o.n_fact, 1);
	assert_string_equal(o.fact[0].text, "督办〔2020〕1号");
}

static int read_calendar(void **state)
{
	(void)state;
	cal = tcalendar_shipped();
	return cal ? 0 : -1;
}

static int forget_calendar(void **state)
{
	(void)state;
	calendar_free(cal);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_lights_on_its_days),
	    cmocka_unit_test(it_tells_the_number_the_deadline_and_since_when),
	};

	return cmocka_run_group_tests(tests, read_calendar, forget_calendar);
}
