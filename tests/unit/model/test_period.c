#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "model/report/period.h"

static struct calendar *cal;

enum { N_WD = 5 };

static void a_month_locks_after_its_nth_working_day(void **state)
{
	static const struct {
		uint32_t month, last_open;
	} rows[] = {
	    {202512, 20260108}, /* 1-3 January off, 4 January (Sunday) made up */
	    {202601, 20260206}, /* Monday to Friday */
	    {202602, 20260306}, {202604, 20260511}, /* 1-5 May off, 9 May made up */
	    {202609, 20261013},			    /* the National Day week */
	    {202612, 20270107},			    /* provisional */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		date_t lock = period_lock_date(cal, rows[i].month, N_WD);

		if (date_ymd(lock) != rows[i].last_open)
			fail_msg("%u locks after %u", rows[i].month, date_ymd(lock));
		assert_false(period_locked_on(cal, rows[i].month, N_WD, lock));
		assert_true(period_locked_on(cal, rows[i].month, N_WD, lock + 1));
	}
}

static void a_number_is_booked_in_its_month_or_the_first_open_one(void **state)
{
	static const struct {
		uint32_t month, day, booked;
	} rows[] = {
	    {202601, 20260115, 202601},
	    {202601, 20260206, 202601},
	    {202601, 20260207, 202602},
	    {202512, 20260108, 202512},
	    {202512, 20260109, 202601},
	    /* on the first days of a month two months are open: the earlier one is used */
	    {202512, 20260203, 202601},
	    {202501, 20260203, 202601},
	    {202501, 20260209, 202602},
	    {202606, 20260115, 202606}, /* in the future: the month itself */
	    {202613, 20260115, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint32_t booked =
		    period_booked(cal, rows[i].month, N_WD, date_from_ymd(rows[i].day));

		if (booked != rows[i].booked)
			fail_msg("row %zu: %u on %u is booked in %u", i, rows[i].month, rows[i].day,
				 booked);
	}
}

static void months_are_counted_over_new_year(void **state)
{
	(void)state;
	assert_int_equal(period_add(202612, 1), 202701);
	assert_int_equal(period_add(202601, -1), 202512);
	assert_int_equal(period_add(202606, -30), 202312);
	assert_int_equal(period_of(date_of(2026, 2, 28)), 202602);
	assert_int_equal(date_ymd(period_last_day(202402)), 20240229);
	assert_int_equal(date_ymd(period_last_day(202612)), 20261231);
	assert_int_equal(period_last_day(202600), DATE_NONE);
	assert_int_equal(period_lock_date(cal, 202600, N_WD), DATE_NONE);
}

static void the_first_month_of_all_has_none_before_it(void **state)
{
	(void)state;
	assert_int_equal(period_booked(cal, 199001, N_WD, date_of(1990, 1, 20)), 199001);
	assert_int_equal(period_booked(cal, 199001, N_WD, date_of(1990, 2, 28)), 199002);
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
	    cmocka_unit_test(a_month_locks_after_its_nth_working_day),
	    cmocka_unit_test(a_number_is_booked_in_its_month_or_the_first_open_one),
	    cmocka_unit_test(months_are_counted_over_new_year),
	    cmocka_unit_test(the_first_month_of_all_has_none_before_it),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
