#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "model/list/band.h"

static void a_bound_belongs_to_the_band_above_it(void **state)
{
	static const struct {
		int64_t fen;
		const char *band;
	} rows[] = {
	    {0, "1亿以下"},
	    {9999999999, "1亿以下"},
	    {10000000000, "1亿-5亿"},
	    {49999999999, "1亿-5亿"},
	    {50000000000, "5亿-10亿"},
	    {99999999999, "5亿-10亿"},
	    {100000000000, "10亿以上"},
	    {1000000000000000, "10亿以上"},
	};
	Duban__Money m = DUBAN__MONEY__INIT;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		m.fen = rows[i].fen;
		assert_string_equal(size_band(&m), rows[i].band);
	}
}

static void an_unknown_total_has_no_band(void **state)
{
	(void)state;
	assert_string_equal(size_band(NULL), "");
}

static void bands_are_listed_smallest_first(void **state)
{
	const char *const *name;

	(void)state;
	assert_int_equal(size_bands(&name), 4);
	assert_string_equal(name[0], "1亿以下");
	assert_string_equal(name[3], "10亿以上");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_bound_belongs_to_the_band_above_it),
	    cmocka_unit_test(an_unknown_total_has_no_band),
	    cmocka_unit_test(bands_are_listed_smallest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
