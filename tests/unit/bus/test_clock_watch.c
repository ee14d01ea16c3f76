#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bus/round/clock_watch.h"
#include "proto/limits.h"

#define HOUR (3600 * USEC_PER_SEC)
#define WALL (1583000000 * USEC_PER_SEC)

/* The machine has been up for `up`; its wall clock has gained `ahead` since the start. */
static enum clock_move look(struct clock_watch *w, usec_t up, usec_t ahead)
{
	return clock_watch_look(w, WALL + up + ahead, up);
}

static struct clock_watch *started(struct clock_watch *w)
{
	clock_watch_start(w, WALL, 0);
	return w;
}

static void a_clock_that_goes_is_followed_for_years(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	for (int i = 1; i < 1000; i++)
		assert_int_equal(look(p, i * 24 * HOUR, 0), CLOCK_GOES);
	assert_false(w.waiting);
}

static void up_to_an_hour_is_no_jump_more_is_one(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	assert_int_equal(look(p, HOUR, CLOCK_JUMP_SEC * USEC_PER_SEC), CLOCK_GOES);
	assert_false(w.waiting);
	assert_int_equal(look(p, HOUR, 2 * CLOCK_JUMP_SEC * USEC_PER_SEC + 1), CLOCK_JUMPED);
	assert_true(w.waiting);
	/* reported only once */
	assert_int_equal(look(p, 2 * HOUR, 2 * CLOCK_JUMP_SEC * USEC_PER_SEC + 1), CLOCK_GOES);
	assert_true(w.waiting);
}

static void a_clock_set_right_again_ends_the_waiting(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	(void)look(p, HOUR, 24 * HOUR);
	assert_true(w.waiting);
	assert_int_equal(look(p, 2 * HOUR, 0), CLOCK_RETURNED);
	assert_false(w.waiting);
}

static void an_accepted_clock_is_the_new_measure(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	assert_false(clock_watch_accept(p, WALL + HOUR, HOUR));
	(void)look(p, HOUR, 24 * HOUR);
	assert_true(clock_watch_accept(p, WALL + 26 * HOUR, 2 * HOUR));
	assert_false(w.waiting);
	assert_int_equal(look(p, 3 * HOUR, 24 * HOUR), CLOCK_GOES);
	assert_int_equal(look(p, 3 * HOUR, 26 * HOUR), CLOCK_JUMPED);
}

static void back_is_told_and_coming_back_from_there_is_no_jump(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	assert_int_equal(look(p, HOUR, -5 * HOUR), CLOCK_WENT_BACK);
	assert_false(w.waiting);
	assert_int_equal(look(p, 2 * HOUR, -5 * HOUR), CLOCK_GOES);
	assert_int_equal(look(p, 3 * HOUR, 0), CLOCK_GOES);
	assert_false(w.waiting);
}

static void time_asleep_is_no_jump(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	/* both clocks advance while the machine is suspended */
	assert_int_equal(look(p, 72 * HOUR, 0), CLOCK_GOES);
	assert_false(w.waiting);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_clock_that_goes_is_followed_for_years),
	    cmocka_unit_test(up_to_an_hour_is_no_jump_more_is_one),
	    cmocka_unit_test(a_clock_set_right_again_ends_the_waiting),
	    cmocka_unit_test(an_accepted_clock_is_the_new_measure),
	    cmocka_unit_test(back_is_told_and_coming_back_from_there_is_no_jump),
	    cmocka_unit_test(time_asleep_is_no_jump),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
