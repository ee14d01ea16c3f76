#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "text/date.h"

#define CHINA 480

static void every_day_of_the_range_goes_round(void **state)
{
	date_t d = date_of(1990, 1, 1), end = date_of(2099, 12, 31);
	int weekday = 0; /* 1990-01-01 was a Monday */

	(void)state;
	assert_int_equal(date_of(1970, 1, 1), 0);
	for (; d <= end; d++, weekday = (weekday + 1) % 7) {
		char buf[DATE_TEXT_MAX];
		int year, month, day;
		date_t back;

		date_split(d, &year, &month, &day);
		assert_int_equal(date_of(year, month, day), d);
		assert_int_equal(date_from_ymd(date_ymd(d)), d);
		assert_int_equal(date_weekday(d), weekday);
		assert_true(date_parse(date_text(d, buf), &back));
		assert_int_equal(back, d);
	}
}

static void a_date_before_1970_keeps_its_weekday(void **state)
{
	(void)state;
	assert_int_equal(date_weekday(date_of(1969, 12, 31)), 2);
	assert_int_equal(date_weekday(date_of(1949, 10, 1)), 5);
	assert_int_equal(date_weekday(date_of(1900, 3, 1)), 3);
}

static void impossible_days_are_none(void **state)
{
	static const struct {
		int year, month, day;
		bool possible;
	} rows[] = {
	    {2020, 2, 29, true},  {2021, 2, 29, false}, {2000, 2, 29, true}, {2100, 2, 29, false},
	    {2020, 4, 31, false}, {2020, 12, 31, true}, {2020, 0, 1, false}, {2020, 13, 1, false},
	    {2020, 1, 0, false},  {2020, 1, 32, false}, {-1, 1, 1, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		date_t d = date_of(rows[i].year, rows[i].month, rows[i].day);

		if ((d != DATE_NONE) != rows[i].possible)
			fail_msg("row %zu", i);
	}
}

static void numbers_outside_the_range_are_no_dates(void **state)
{
	static const struct {
		uint32_t ymd;
		bool valid;
	} rows[] = {
	    {19900101, true},  {19891231, false}, {20991231, true},    {21000101, false},
	    {20230229, false}, {20240229, true},  {0, false},	       {1, false},
	    {20201301, false}, {20200100, false}, {UINT32_MAX, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (date_ymd_valid(rows[i].ymd) != rows[i].valid)
			fail_msg("%u", rows[i].ymd);
	assert_int_equal(date_ymd(DATE_NONE), 0);
	assert_int_equal(date_from_ymd(0), DATE_NONE);
	assert_true(date_month_valid(202012));
	assert_false(date_month_valid(202013));
	assert_false(date_month_valid(202000));
	assert_false(date_month_valid(198912));
	assert_false(date_month_valid(210001));
}

static void months_are_added_and_clipped_to_the_months_end(void **state)
{
	static const struct {
		uint32_t from;
		int n;
		uint32_t to;
	} rows[] = {
	    {20200131, 1, 20200229},   {20210131, 1, 20210228},	  {20200229, 12, 20210228},
	    {20200331, 1, 20200430},   {20201231, 2, 20210228},	  {20201115, 2, 20210115},
	    {20200115, 0, 20200115},   {20200331, -1, 20200229},  {20200115, -1, 20191215},
	    {20200131, -13, 20181231}, {20200831, 120, 20300831}, {20240229, 48, 20280229},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		date_t d = date_add_months(date_from_ymd(rows[i].from), rows[i].n);

		if (date_ymd(d) != rows[i].to)
			fail_msg("%u %+d months: %u", rows[i].from, rows[i].n, date_ymd(d));
	}
}

static void text_is_taken_only_in_the_one_form(void **state)
{
	static const char *const bad[] = {
	    "",		  "2020-2-14",	"2020-02-14 ", " 2020-02-14",  "20200214",
	    "2020/02/14", "2020-02-30", "2020-02",     "2020-02-14T0", "1989-12-31",
	    "2100-01-01", "-020-02-14", "2020-0a-14",  "２020-02-14",  "2020-13-01",
	};
	static const char *const bad_months[] = {"2020-13", "2020-00", "2020-1", "2020-01-01",
						 "202001",  "1989-12", "",	 "2020-01 "};
	uint32_t month = 7;
	char buf[DATE_TEXT_MAX];
	date_t d = 7;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (date_parse(bad[i], &d) || d != 7)
			fail_msg("'%s' was accepted", bad[i]);
	for (size_t i = 0; i < sizeof bad_months / sizeof *bad_months; i++)
		if (month_parse(bad_months[i], &month) || month != 7)
			fail_msg("'%s' was accepted", bad_months[i]);
	assert_true(month_parse("2020-09", &month));
	assert_int_equal(month, 202009);
	assert_string_equal(month_text(202009, buf), "2020-09");
	assert_string_equal(month_text(0, buf), "");
	assert_string_equal(date_text(DATE_NONE, buf), "");
}

static void a_day_begins_at_midnight_of_the_office(void **state)
{
	date_t d = date_of(2026, 2, 13);

	(void)state;
	/* 2026-02-12T16:00:00Z */
	assert_int_equal(date_start(d, CHINA), 1770912000 * USEC_PER_SEC);
	assert_int_equal(date_at(date_start(d, CHINA), CHINA), d);
	assert_int_equal(date_at(date_start(d, CHINA) - 1, CHINA), d - 1);
	assert_int_equal(date_at(date_start(d, CHINA), 0), d - 1);
	assert_int_equal(date_at(-1, 0), -1);
	assert_int_equal(date_at(-1, 1), 0);
	assert_true(date_at(USEC_NEVER, CHINA) > date_of(2099, 12, 31));
}

static void instants_carry_the_offices_offset(void **state)
{
	char buf[INSTANT_TEXT_MAX];
	usec_t t = date_start(date_of(2026, 2, 13), CHINA);

	(void)state;
	assert_string_equal(instant_text(t, CHINA, buf), "2026-02-13T00:00:00+08:00");
	assert_string_equal(instant_text(t - 1, CHINA, buf), "2026-02-12T23:59:59+08:00");
	assert_string_equal(instant_text(t, 0, buf), "2026-02-12T16:00:00+00:00");
	assert_string_equal(instant_text(t, -210, buf), "2026-02-12T12:30:00-03:30");
	assert_string_equal(instant_text(-1, 0, buf), "1969-12-31T23:59:59+00:00");
	assert_true(strlen(instant_text(USEC_NEVER, CHINA, buf)) < INSTANT_TEXT_MAX);
}

static void instants_are_read_in_the_offices_zone_or_their_own(void **state)
{
	usec_t t0 = date_start(date_of(2020, 1, 20), CHINA), min = USEC_PER_MIN;
	const struct {
		const char *text;
		usec_t t;
	} rows[] = {
	    {"2020-01-20T00:00", t0},
	    {"2020-01-20 09:30", t0 + 570 * min},
	    {"2020-01-20T09:30:15", t0 + 570 * min + 15 * USEC_PER_SEC},
	    {"2020-01-20T09:30:15.25", t0 + 570 * min + 15250000},
	    {"2020-01-20T09:30:15.1234567", t0 + 570 * min + 15123456},
	    {"2020-01-20T00:00:00+08:00", t0},
	    {"2020-01-19T16:00:00Z", t0},
	    {"2020-01-19T16:00z", t0},
	    {"2020-01-19t12:30:00-03:30", t0},
	    {"2020-01-20T23:59:59", t0 + USEC_PER_DAY - USEC_PER_SEC},
	};
	static const char *const bad[] = {
	    "",
	    "2020-01-20",
	    "2020-01-20T",
	    "2020-01-20T24:00",
	    "2020-01-20T09:60",
	    "2020-01-20T09:30:60",
	    "2020-01-20T9:30",
	    "2020-01-20T09:30+0800",
	    "2020-01-20T09:30+24:00",
	    "2020-01-20T09:30Zx",
	    "2020-01-20T09:30:15.",
	    "2020-02-30T09:30",
	    "2020-01-20_09:30",
	    "2020-01-20T09:30 ",
	};
	usec_t t;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!instant_parse(rows[i].text, CHINA, &t) || t != rows[i].t)
			fail_msg("%s", rows[i].text);
	t = 7;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (instant_parse(bad[i], CHINA, &t) || t != 7)
			fail_msg("'%s' was accepted", bad[i]);
}

static void dates_are_days_of_the_calendar(void **state)
{
	static const struct {
		const char *text;
		uint32_t date; /* 0: refused */
	} rows[] = {
	    {"2020-02-29", 20200229}, {"2021-02-29", 0}, {"2020-13-01", 0},
	    {"2020-00-10", 0},	      {"2020-04-31", 0}, {"2020-4-3", 0},
	    {"20200403", 0},	      {"", 0},		 {"2020-02-29x", 0},
	    {"1989-12-31", 0},	      {"2100-01-01", 0}, {"2099-12-31", 20991231},
	    {"2000-02-29", 20000229}, {"2020-1", 0},	 {"-020-02-29", 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint32_t date = 0;
		assert_int_equal(ymd_parse(rows[i].text, &date), rows[i].date != 0);
		assert_int_equal(date, rows[i].date);
	}
}

static void instants_of_people_carry_the_offset_there_and_back(void **state)
{
	static const struct {
		const char *text;
		int zone;
		const char *rfc; /* NULL: refused */
	} rows[] = {
	    {"2020-01-02T09:00", 480, "2020-01-02T09:00:00+08:00"},
	    {"2020-01-02 09:00:59", 480, "2020-01-02T09:00:59+08:00"},
	    {"2020-02-29", 480, "2020-02-29T00:00:00+08:00"},
	    {"2020-01-02T01:00Z", 480, "2020-01-02T09:00:00+08:00"},
	    {"2020-01-01T23:30-01:30", 480, "2020-01-02T09:00:00+08:00"},
	    {"1999-12-31T23:59", -210, "1999-12-31T23:59:00-03:30"},
	    {"2020-01-02T24:00", 480, NULL},
	    {"2020-01-02T09", 480, NULL},
	    {"2020-01-02T09:00x", 480, NULL},
	    {"2020-02-30T09:00", 480, NULL},
	};
	char buf[INSTANT_TEXT_MAX];
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t us = 0;
		assert_int_equal(moment_parse(rows[i].text, rows[i].zone, &us),
				 rows[i].rfc != NULL);
		if (rows[i].rfc)
			assert_string_equal(instant_text_exact(us, rows[i].zone, buf), rows[i].rfc);
	}
	assert_string_equal(instant_text_exact(1577955600000001, 480, buf),
			    "2020-01-02T17:00:00.000001+08:00");
	assert_string_equal(moment_text(1577955600000001, 480, buf), "2020-01-02 17:00");
	assert_string_equal(instant_text_exact(0, 480, buf), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_day_of_the_range_goes_round),
	    cmocka_unit_test(a_date_before_1970_keeps_its_weekday),
	    cmocka_unit_test(impossible_days_are_none),
	    cmocka_unit_test(numbers_outside_the_range_are_no_dates),
	    cmocka_unit_test(months_are_added_and_clipped_to_the_months_end),
	    cmocka_unit_test(text_is_taken_only_in_the_one_form),
	    cmocka_unit_test(a_day_begins_at_midnight_of_the_office),
	    cmocka_unit_test(instants_carry_the_offices_offset),
	    cmocka_unit_test(instants_are_read_in_the_offices_zone_or_their_own),
	    cmocka_unit_test(dates_are_days_of_the_calendar),
	    cmocka_unit_test(instants_of_people_carry_the_offset_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
