#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/cli/frame/text.h"

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
		assert_int_equal(text_parse_date(rows[i].text, &date), rows[i].date != 0);
		assert_int_equal(date, rows[i].date);
	}
}

static void instants_carry_the_offices_offset_there_and_back(void **state)
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
	char buf[TEXT_ROOM];
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t us = 0;
		assert_int_equal(text_parse_instant(rows[i].text, rows[i].zone, &us),
				 rows[i].rfc != NULL);
		if (rows[i].rfc)
			assert_string_equal(text_instant(us, rows[i].zone, buf), rows[i].rfc);
	}
	assert_string_equal(text_instant(1577955600000001, 480, buf),
			    "2020-01-02T17:00:00.000001+08:00");
	assert_string_equal(text_moment(1577955600000001, 480, buf), "2020-01-02 17:00");
	assert_string_equal(text_instant(0, 480, buf), "");
}

static void amounts_are_exact_or_refused(void **state)
{
	static const struct {
		const char *text, *unit;
		int64_t fen; /* -1: refused */
	} rows[] = {
	    {"1", NULL, 100},
	    {"0.01", NULL, 1},
	    {"0.001", NULL, -1},
	    {"0.0100", NULL, 1},
	    {"120.5万元", NULL, 120500000},
	    {"120.5", "万元", 120500000},
	    {"1,584,946.56万元", NULL, 1584946560000},
	    {"3.06亿元", NULL, 30600000000},
	    {"3.06亿", "万元", 30600000000},
	    {"3.06yi", "万元", 30600000000},
	    {"0.000001万元", NULL, 1},
	    {"0.0000001万元", NULL, -1},
	    {"10000000000000", NULL, 1000000000000000},
	    {"10000000000000.01", NULL, -1},
	    {"99999999999999999999999", NULL, -1},
	    {"-1", NULL, -1},
	    {"", NULL, -1},
	    {"1.", NULL, -1},
	    {".5", NULL, -1},
	    {"1e3", NULL, -1},
	    {"2000万件", NULL, -1},
	    {"5", "吨", -1},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t fen = -1;
		assert_int_equal(text_parse_money(rows[i].text, rows[i].unit, &fen),
				 rows[i].fen >= 0);
		assert_int_equal(fen, rows[i].fen);
	}
}

static void yuan_has_no_decimals_when_whole_and_at_most_two(void **state)
{
	static const struct {
		int64_t fen;
		const char *yuan, *yi;
	} rows[] = {
	    {0, "0", "0.0"},
	    {1, "0.01", "0.0"},
	    {10, "0.1", "0.0"},
	    {123450, "1234.5", "0.0"},
	    {-101, "-1.01", "0.0"},
	    {103167499999999, "1031674999999.99", "10316.7"},
	    {103167500000000, "1031675000000", "10316.8"}, /* half up */
	    {-500000000, "-5000000", "-0.1"},
	};
	char buf[TEXT_ROOM];
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(text_yuan(rows[i].fen, buf), rows[i].yuan);
		assert_string_equal(text_money_in(rows[i].fen, "亿元", 1, buf), rows[i].yi);
	}
	assert_string_equal(text_money_in(150, "元", 0, buf), "2");
	assert_string_equal(text_money_in(1234500, "万元", 2, buf), "1.23");
}

static void numbers_are_digits_up_to_a_limit(void **state)
{
	uint32_t v = 7;
	(void)state;
	assert_true(text_parse_number("4294967295", UINT32_MAX, &v));
	assert_int_equal(v, UINT32_MAX);
	assert_false(text_parse_number("4294967296", UINT32_MAX, &v));
	assert_false(text_parse_number("", 9, &v));
	assert_false(text_parse_number("+1", 9, &v));
	assert_false(text_parse_number("10", 9, &v));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dates_are_days_of_the_calendar),
	    cmocka_unit_test(instants_carry_the_offices_offset_there_and_back),
	    cmocka_unit_test(amounts_are_exact_or_refused),
	    cmocka_unit_test(yuan_has_no_decimals_when_whole_and_at_most_two),
	    cmocka_unit_test(numbers_are_digits_up_to_a_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
