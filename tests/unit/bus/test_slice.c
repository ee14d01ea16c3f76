#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bus/round/slice.h"
#include "proto/limits.h"

static void a_slice_follows_the_time_that_the_last_one_took(void **state)
{
	static const usec_t target = SLICE_BUSY_MS * USEC_PER_MSEC;
	static const struct {
		int slice;
		usec_t took;
		int next;
	} rows[] = {
	    {100, target, 100},
	    {100, 2 * target, 50},
	    {100, target * 2 / 3, 150},
	    {100, target / 10, 200}, /* at most twice as many */
	    {100, 0, 200},
	    {SLICE_SUBJECTS, target / 2, SLICE_SUBJECTS},
	    {100, 100 * target, SLICE_BUSY_MIN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(slice_after(rows[i].slice, rows[i].took), rows[i].next);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_slice_follows_the_time_that_the_last_one_took),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
