#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_are_digits_up_to_a_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
