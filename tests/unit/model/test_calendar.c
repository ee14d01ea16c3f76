#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "model/calendar/calendar.h"
#include "proto/limits.h"
#include "proto/model.pb-c.h"

static struct calendar *cal;

static date_t at(uint32_t ymd)
{
	return date_from_ymd(ymd);
}

static void working_days_of_each_year_are_the_published_ones(void **state)
{
	static const int days[] = {249, 251, 250, 250, 250, 249, 250, 250, 249, 250,
				   249, 250, 250, 249, 250, 249, 249, 251, 248, 248};

	(void)state;
	for (int year = 2007; year <= 2026; year++) {
		int n = calendar_count(cal, date_of(year - 1, 12, 31), date_of(year, 12, 31));

		if (n != days[year - 2007])
			fail_msg("%d: %d working days", year, n);
	}
}

static void single_days_are_as_the_notices_say(void **state)
{
	static const struct {
		uint32_t day;
		bool works;
	} rows[] = {
	    {20061230, true},  {20061231, true}, /* the 2007 notice includes it */
	    {20150902, true},  {20150903, false}, {20150904, false}, {20150905, false},
	    {20150906, true},  {20180616, false}, {20180617, false}, /* within the notice's days,
									but not listed */
	    {20180618, false}, {20190501, false}, {20190504, false}, {20190505, true},
	    {20200119, true},  {20200123, true},  {20200124, false}, {20200131, false},
	    {20200201, false}, {20200202, false}, {20200203, true}, /* a listed Monday */
	    {20240204, true},  {20240209, true},  {20240210, false}, {20240217, false},
	    {20240218, true},  {20250126, true},  {20250128, false}, {20250204, false},
	    {20250208, true},  {20260214, true},  {20260215, false}, {20260223, false},
	    {20260224, true},  {20260228, true},  {20270101, true}, /* Mon-Fri, provisional */
	    {20270102, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (calendar_workday(cal, at(rows[i].day)) != rows[i].works)
			fail_msg("%u", rows[i].day);
}

static void adding_steps_over_days_off_and_into_make_up_days(void **state)
{
	static const struct {
		uint32_t from;
		int n;
		uint32_t to;
	} rows[] = {
	    {20240208, 5, 20240221}, /* 9th, then 18th (make-up) to 21st */
	    {20260214, -1, 20260213}, {20260214, 1, 20260224},	{20200123, 1, 20200203},
	    {20200201, 1, 20200203},  {20200203, -1, 20200123}, {20200118, 1, 20200119},
	    {20200110, 0, 20200110},  {20200111, 0, 20200111},	{20191231, 1, 20200102},
	    {20200102, -1, 20191231}, {20201231, 1, 20210104},	{20240228, 1, 20240229},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		date_t d = calendar_add(cal, at(rows[i].from), rows[i].n);

		if (d != at(rows[i].to))
			fail_msg("%u %+d: %u", rows[i].from, rows[i].n, date_ymd(d));
	}
}

/* The slow method: day by day. */
static date_t walk(date_t d, int n)
{
	int step = n < 0 ? -1 : 1;

	while (n != 0) {
		d += step;
		if (calendar_workday(cal, d))
			n -= step;
	}
	return d;
}

static void tables_agree_with_walking_day_by_day(void **state)
{
	(void)state;
	for (date_t d = at(20061201); d < at(20270301); d += 3)
		for (int n = -23; n <= 23; n++) {
			date_t to = calendar_add(cal, d, n);

			assert_int_equal(to, walk(d, n));
			if (n > 0)
				assert_int_equal(calendar_count(cal, d, to), n);
		}
}

static void beyond_the_table_mon_to_fri_goes_on(void **state)
{
	static const uint32_t edges[] = {DATE_MIN, DATE_MAX};

	(void)state;
	for (size_t i = 0; i < 2; i++)
		for (date_t d = at(edges[i]) - 40; d <= at(edges[i]) + 40; d++)
			for (int n = -60; n <= 60; n++) {
				date_t to = calendar_add(cal, d, n);

				assert_int_equal(to, walk(d, n));
				if (n > 0)
					assert_int_equal(calendar_count(cal, d, to), n);
			}
	assert_int_equal(calendar_count(cal, at(20200110), at(20200110)), 0);
	assert_int_equal(calendar_count(cal, at(20200110), at(20200101)), 0);
}

static void unpublished_years_are_provisional(void **state)
{
	(void)state;
	assert_false(calendar_provisional(cal, at(20070101)));
	assert_false(calendar_provisional(cal, at(20261231)));
	assert_true(calendar_provisional(cal, at(20270101)));
	assert_true(calendar_provisional(cal, at(20061231)));
	assert_true(calendar_provisional(cal, date_of(2150, 1, 1)));
	assert_false(calendar_span_provisional(cal, at(20261220), at(20261231)));
	assert_true(calendar_span_provisional(cal, at(20261220), at(20270101)));
	assert_true(calendar_span_provisional(cal, at(20261231), at(20270101)));
	assert_false(calendar_span_provisional(cal, at(20270101), at(20270101)));
	assert_false(calendar_span_provisional(cal, at(20061231), at(20070101)));
	assert_true(calendar_span_provisional(cal, at(20061230), at(20070101)));
	assert_true(calendar_span_provisional(cal, at(20051230), at(20280101)));
}

static void five_days_after_new_years_eve_is_what_the_issue_names(void **state)
{
	date_t d = calendar_add(cal, at(20240208), 5);

	(void)state;
	assert_int_equal(date_ymd(d), 20240221);
	assert_false(calendar_span_provisional(cal, at(20240208), d));
}

static void a_later_layer_wins_and_can_be_withdrawn(void **state)
{
	struct calendar *c;

	(void)state;
	assert_int_equal(calendar_new(&c), 0);
	calendar_set_day(c, at(20200203), DUBAN__DAY_KIND__DAY_KIND_WORKDAY);
	for (date_t d = at(20200203); d <= at(20200209); d++) /* a province's own extension */
		calendar_set_day(c, d, DUBAN__DAY_KIND__DAY_KIND_HOLIDAY);
	calendar_set_day(c, at(20200205), DUBAN__DAY_KIND__DAY_KIND_REGULAR);
	calendar_set_day(c, at(20200208), DUBAN__DAY_KIND__DAY_KIND_REGULAR);
	calendar_set_day(c, date_of(2150, 1, 1), DUBAN__DAY_KIND__DAY_KIND_HOLIDAY);
	calendar_publish_year(c, 2020);
	calendar_publish_year(c, 2150);
	calendar_set_version(c, 9);
	calendar_seal(c);
	assert_int_equal(calendar_version(c), 9);
	assert_false(calendar_workday(c, at(20200203)));
	assert_true(calendar_workday(c, at(20200205)));
	assert_false(calendar_workday(c, at(20200208)));
	assert_int_equal(calendar_add(c, at(20200131), 2), at(20200210));
	assert_false(calendar_provisional(c, at(20200203)));
	assert_true(calendar_provisional(c, at(20210203)));
	calendar_free(c);
}

static int setup(void **state)
{
	(void)state;
	cal = tcalendar_shipped();
	return cal ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	calendar_free(cal);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(working_days_of_each_year_are_the_published_ones),
	    cmocka_unit_test(single_days_are_as_the_notices_say),
	    cmocka_unit_test(adding_steps_over_days_off_and_into_make_up_days),
	    cmocka_unit_test(tables_agree_with_walking_day_by_day),
	    cmocka_unit_test(beyond_the_table_mon_to_fri_goes_on),
	    cmocka_unit_test(unpublished_years_are_provisional),
	    cmocka_unit_test(five_days_after_new_years_eve_is_what_the_issue_names),
	    cmocka_unit_test(a_later_layer_wins_and_can_be_withdrawn),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
