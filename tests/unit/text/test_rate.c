#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/rate.h"

static void a_rate_is_rounded_half_up_and_below_the_whole_is_never_100(void **state)
{
	static const struct {
		__int128 part, whole;
		const char *text;
	} rows[] = {
	    {0, 12, "0"},
	    {12, 12, "100"},
	    {11996, 12000, "99.9"}, /* 99.967, half up it would be 100 */
	    {99949, 100000, "99.9"},
	    {999999999, 1000000000, "99.9"},
	    {10004, 10000, "100"}, /* above the whole: half up */
	    {10005, 10000, "100.1"},
	    {18249, 15598, "117"}, /* 1824.9 of 1559.8 */
	    {7742, 5616, "137.9"},
	    {141, 164, "86"},
	    {20, 21, "95.2"},
	    {1, 3000, "0"},
	    {1, 2000, "0.1"}, /* 0.05 */
	    {333, 1000, "33.3"},
	    {2, 3, "66.7"},
	    {-1, 3, "-33.3"},
	    {-1, 2000, "-0.1"}, /* rounded as its opposite */
	    {-1, 3000, "0"},
	    {-11996, 12000, "-99.9"},
	    {5, 0, ""},
	    {5, -1, ""},
	    {(__int128)INT64_MAX * 12, (__int128)INT64_MAX * 12, "100"},
	    {(__int128)INT64_MAX * 12 - 1, (__int128)INT64_MAX * 12, "99.9"},
	    {(__int128)INT64_MAX * 12, 1, "100000000000000"}, /* says nothing any more */
	};
	char buf[RATE_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(rate_text(rows[i].part, rows[i].whole, buf), rows[i].text);
}

static void a_difference_is_rounded_once(void **state)
{
	static const struct {
		__int128 part, due, whole;
		const char *text;
	} rows[] = {
	    /* 629.0 of 647.4 in October: 97.158 - 83.333 = 13.825, though 97.2 - 83.3 = 13.9 */
	    {6290 * 12, 6474 * 10, 6474 * 12, "13.8"},
	    {6474 * 10, 6290 * 12, 6474 * 12, "-13.8"},
	    {2, 2, 3, "0"},
	    {3, 0, 3, "100"},
	    {11996, 0, 12000, "100"}, /* points, not a rate */
	    {1, 0, 2000, "0.1"},
	    {0, 1, 2000, "-0.1"},
	    {0, 1, 3000, "0"},
	    {1, 1, 0, ""},
	};
	char buf[RATE_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(rate_points_text(rows[i].part, rows[i].due, rows[i].whole, buf),
				    rows[i].text);
}

static void a_change_is_that_of_the_unrounded_rates(void **state)
{
	static const struct {
		struct rate now, before;
		const char *text;
	} rows[] = {
	    {{18249, 15598}, {8760, 10000}, "29.4"}, /* 116.996 - 87.6 = 29.396 */
	    {{20, 21}, {40, 42}, "0"},		     /* 与上年持平 */
	    {{9524, 10000}, {9516, 10000}, "0"},     /* both are printed 95.2 */
	    {{1, 3}, {1, 2}, "-16.7"},
	    {{11996, 12000}, {0, 1}, "100"}, /* points, not a rate */
	    {{1, 0}, {1, 2}, ""},
	    {{1, 2}, {1, 0}, ""},
	    {{INT64_MAX, INT64_MAX}, {INT64_MAX / 2, INT64_MAX}, "50"},
	};
	char buf[RATE_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(rate_change_text(rows[i].now, rows[i].before, buf),
				    rows[i].text);
}

static void a_cut_rate_is_not_rounded(void **state)
{
	char buf[RATE_TEXT_MAX];

	(void)state;
	assert_string_equal(rate_cut_text(141, 164, buf), "85.9");
	assert_string_equal(rate_cut_text(11996, 12000, buf), "99.9");
	assert_string_equal(rate_cut_text(-2, 3, buf), "-66.6");
	assert_string_equal(rate_cut_text(1, 0, buf), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_change_is_that_of_the_unrounded_rates),
	    cmocka_unit_test(a_cut_rate_is_not_rounded),
	    cmocka_unit_test(a_rate_is_rounded_half_up_and_below_the_whole_is_never_100),
	    cmocka_unit_test(a_difference_is_rounded_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
