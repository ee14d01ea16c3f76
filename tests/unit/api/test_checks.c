/* Several checks, all of them made: the verdict and the problems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "api/core/checks.h"
#include "base/err.h"

static void the_first_that_fails_decides_and_an_errno_outranks_it(void **state)
{
	static const struct {
		int r[4], verdict;
	} rows[] = {
	    {{0, 0, 0, 0}, 0},
	    {{0, STATUS_CONFLICT, 0, 0}, STATUS_CONFLICT},
	    {{0, STATUS_CONFLICT, STATUS_INVALID, 0}, STATUS_CONFLICT},
	    {{STATUS_INVALID, STATUS_CONFLICT, 0, STATUS_NOT_FOUND}, STATUS_INVALID},
	    {{STATUS_INVALID, 0, -ENOMEM, STATUS_CONFLICT}, -ENOMEM},
	    {{-EIO, STATUS_INVALID, -ENOMEM, 0}, -EIO},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct checks all = {0};

		for (size_t k = 0; k < 4; k++)
			checks_add(&all, rows[i].r[k]);
		if (checks_verdict(&all) != rows[i].verdict)
			fail_msg("row %zu: %d", i, checks_verdict(&all));
		assert_int_equal(checks_passed(&all), rows[i].verdict == 0);
	}
}

static bool note(char *order, size_t *n, char name, bool fine)
{
	order[(*n)++] = name;
	return fine;
}

static void all_are_made_in_the_order_in_which_they_stand(void **state)
{
	struct checks all = {0};
	char order[8] = "";
	size_t n = 0;

	(void)state;
	checks_fine(&all, note(order, &n, 'a', true));
	checks_fine(&all, note(order, &n, 'b', false));
	checks_fine(&all, note(order, &n, 'c', false));
	checks_fine(&all, note(order, &n, 'd', true));
	assert_string_equal(order, "abcd");
	assert_false(checks_passed(&all));
	assert_int_equal(checks_verdict(&all), STATUS_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_that_fails_decides_and_an_errno_outranks_it),
	    cmocka_unit_test(all_are_made_in_the_order_in_which_they_stand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
