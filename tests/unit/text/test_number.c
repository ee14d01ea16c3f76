#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "text/number.h"

static void numbers_are_digits_up_to_a_limit(void **state)
{
	uint32_t v = 7;
	(void)state;
	assert_true(number_parse("4294967295", UINT32_MAX, &v));
	assert_int_equal(v, UINT32_MAX);
	assert_false(number_parse("4294967296", UINT32_MAX, &v));
	assert_false(number_parse("", 9, &v));
	assert_false(number_parse("+1", 9, &v));
	assert_false(number_parse("10", 9, &v));
}

static void numbers_are_spelled_in_chinese_too(void **state)
{
	static const struct {
		const char *text;
		uint32_t v;
		size_t rest;
	} rows[] = {
	    {"五", 5, 0},	  {"两个", 2, 3},    {"十", 10, 0},	   {"十二月", 12, 3},
	    {"二十", 20, 0},	  {"二十五", 25, 0}, {"一百二十", 120, 0}, {"二〇二五年", 2025, 3},
	    {"二○二五", 2025, 0}, {"零", 0, 0},
	};
	uint32_t v = 7;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(number_spelled(rows[i].text, &v),
				 strlen(rows[i].text) - rows[i].rest);
		assert_int_equal(v, rows[i].v);
	}
	v = 7;
	assert_int_equal(number_spelled("", &v), 0);
	assert_int_equal(number_spelled("个", &v), 0);
	assert_int_equal(number_spelled("5", &v), 0);
	assert_int_equal(number_spelled("九九九九九九九", &v), 0);
	assert_int_equal(v, 7);
}

static void decimals_are_hundredths(void **state)
{
	static const struct {
		const char *text;
		int64_t v;
		size_t n;
	} rows[] = {
	    {"10", 1000, 2},	{"-3.5", -350, 4}, {"10.25%", 1025, 5}, {"0", 0, 1},
	    {"99.99", 9999, 5}, {"100", 10000, 3}, {"7 ", 700, 1},
	};
	static const char *const bad[] = {"",	    "-",   ".5", "1.", "1.234",
					  "100.01", "101", "+1", "五"};
	int64_t v = 7;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(number_hundredths(rows[i].text, 10000, &v), rows[i].n);
		assert_true(v == rows[i].v);
	}
	v = 7;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(number_hundredths(bad[i], 10000, &v), 0);
	assert_true(v == 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_are_digits_up_to_a_limit),
	    cmocka_unit_test(numbers_are_spelled_in_chinese_too),
	    cmocka_unit_test(decimals_are_hundredths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
