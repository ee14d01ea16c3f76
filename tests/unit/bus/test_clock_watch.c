#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bus/round/clock_watch.h"
#include "proto/limits.h"

#define HOUR (3600 * USEC_PER_SEC)
#define WALL (1583000000 * USEC_PER_SEC)
#define HOLD(reason) DUBAN__CLOCK_HOLD__CLOCK_HOLD_##reason

/* The machine has been up for `up`; its wall clock has gained `ahead` since the start. */
static enum clock_move look(struct clock_watch *w, usec_t up, usec_t ahead)
{
	return clock_watch_look(w, WALL + up + ahead, up);
}

static struct clock_watch *started(struct clock_watch *w)
{
	*w = (struct clock_watch){.trusted = 0};
	clock_watch_start(w, WALL);
	return w;
}

static void a_clock_that_goes_is_followed_for_years(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	for (int i = 1; i < 1000; i++)
		assert_int_equal(look(p, i * 24 * HOUR, 0), CLOCK_GOES);
	assert_false(w.hold);
}

static void up_to_an_hour_is_no_jump_more_is_one(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	assert_int_equal(look(p, HOUR, CLOCK_JUMP_SEC * USEC_PER_SEC), CLOCK_GOES);
	assert_false(w.hold);
	assert_int_equal(look(p, HOUR, 2 * CLOCK_JUMP_SEC * USEC_PER_SEC + 1), CLOCK_HELD);
	assert_true(w.hold);
	/* reported only once */
	assert_int_equal(look(p, 2 * HOUR, 2 * CLOCK_JUMP_SEC * USEC_PER_SEC + 1), CLOCK_GOES);
	assert_true(w.hold);
}

static void a_clock_set_right_again_ends_the_waiting(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	(void)look(p, HOUR, 24 * HOUR);
	assert_true(w.hold);
	assert_int_equal(look(p, 2 * HOUR, 0), CLOCK_RETURNED);
	assert_false(w.hold);
}

static void an_accepted_clock_is_the_new_measure(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	assert_false(clock_watch_accept(p, WALL + HOUR, HOUR));
	(void)look(p, HOUR, 24 * HOUR);
	assert_true(clock_watch_accept(p, WALL + 26 * HOUR, 2 * HOUR));
	assert_false(w.hold);
	assert_int_equal(look(p, 3 * HOUR, 24 * HOUR), CLOCK_GOES);
	assert_int_equal(look(p, 3 * HOUR, 26 * HOUR), CLOCK_HELD);
}

static void back_is_told_and_coming_back_from_there_is_no_jump(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	assert_int_equal(look(p, HOUR, -5 * HOUR), CLOCK_WENT_BACK);
	assert_false(w.hold);
	assert_int_equal(look(p, 2 * HOUR, -5 * HOUR), CLOCK_GOES);
	assert_int_equal(look(p, 3 * HOUR, 0), CLOCK_GOES);
	assert_false(w.hold);
}

static void time_asleep_is_no_jump(void **state)
{
	struct clock_watch w, *p = started(&w);

	(void)state;
	/* both clocks advance while the machine is suspended */
	assert_int_equal(look(p, 72 * HOUR, 0), CLOCK_GOES);
	assert_false(w.hold);
}

/* ---- at a start */

static bool synced_answer;
static int synced_asked;

static bool synced(void)
{
	synced_asked++;
	return synced_answer;
}

/* The last record is `ago` old by a right clock; `up` after the machine started again. */
static struct clock_watch *started_anew(struct clock_watch *w, usec_t ago, usec_t up)
{
	synced_answer = false;
	synced_asked = 0;
	*w = (struct clock_watch){.synced = synced, .other_boot = true};
	clock_watch_start(w, WALL - ago - up);
	return w;
}

static void the_same_boot_needs_nobody_however_long_it_was_down(void **state)
{
	struct clock_watch w = {.synced = synced};

	(void)state;
	synced_asked = 0;
	clock_watch_start(&w, WALL); /* kept by the process before */
	assert_int_equal(look(&w, 1000 * HOUR, 0), CLOCK_GOES);
	assert_int_equal(w.hold, 0);
	/* a jump while it was down is one; NTP is not asked */
	clock_watch_start(&w, WALL);
	synced_answer = true;
	assert_int_equal(look(&w, 1000 * HOUR, 24 * HOUR), CLOCK_HELD);
	assert_int_equal(w.hold, HOLD(JUMP));
	assert_int_equal(synced_asked, 0);
}

static void another_boot_soon_after_the_last_record_needs_nobody(void **state)
{
	struct clock_watch w, *p = started_anew(&w, CLOCK_JUMP_SEC * USEC_PER_SEC, 0);

	(void)state;
	assert_int_equal(look(p, 0, 0), CLOCK_GOES);
	assert_int_equal(w.hold, 0);
	assert_int_equal(synced_asked, 0);
	/* from now on it is this boot's clock that jumps */
	assert_int_equal(look(p, HOUR, 24 * HOUR), CLOCK_HELD);
	assert_int_equal(w.hold, HOLD(JUMP));
}

static void another_boot_long_after_waits_for_ntp(void **state)
{
	struct clock_watch w, *p = started_anew(&w, 50 * HOUR, HOUR);

	(void)state;
	assert_int_equal(look(p, HOUR, 0), CLOCK_HELD);
	assert_int_equal(w.hold, HOLD(START));
	assert_int_equal(look(p, 2 * HOUR, 0), CLOCK_GOES);
	assert_int_equal(w.hold, HOLD(START));
	assert_int_equal(synced_asked, 2);
	synced_answer = true;
	assert_int_equal(look(p, 3 * HOUR, 0), CLOCK_CONFIRMED);
	assert_int_equal(w.hold, 0);
	assert_int_equal(look(p, 4 * HOUR, 0), CLOCK_GOES);
	assert_int_equal(look(p, 5 * HOUR, 24 * HOUR), CLOCK_HELD);
	assert_int_equal(w.hold, HOLD(JUMP));
}

static void another_boot_long_after_waits_for_an_operator(void **state)
{
	struct clock_watch w, *p = started_anew(&w, 50 * HOUR, HOUR);

	(void)state;
	(void)look(p, HOUR, 0);
	assert_true(clock_watch_accept(p, WALL + 2 * HOUR, 2 * HOUR));
	assert_int_equal(look(p, 3 * HOUR, 0), CLOCK_GOES);
	assert_int_equal(w.hold, 0);
}

/* The clock of the new boot is behind the last record until NTP sets it. */
static void a_boot_with_a_late_clock_waits_for_ntp_too(void **state)
{
	struct clock_watch w, *p = started_anew(&w, 2 * HOUR, 0);

	(void)state;
	assert_int_equal(look(p, 0, -24 * HOUR), CLOCK_WENT_BACK);
	assert_int_equal(look(p, HOUR, 0), CLOCK_HELD);
	assert_int_equal(w.hold, HOLD(START));
	synced_answer = true;
	assert_int_equal(look(p, HOUR, 0), CLOCK_CONFIRMED);
}

static void outside_its_bounds_nobody_is_believed(void **state)
{
	struct clock_watch w, *p = started_anew(&w, 0, 0);

	(void)state;
	w.floor_at = WALL - 10 * HOUR;
	w.ceiling_at = WALL + 10 * HOUR;
	synced_answer = true;
	assert_int_equal(look(p, 0, 10 * HOUR), CLOCK_HELD);
	assert_int_equal(w.hold, HOLD(CEILING));
	assert_false(clock_watch_accept(p, WALL + 10 * HOUR, 0));
	assert_int_equal(look(p, 0, -11 * HOUR), CLOCK_HELD);
	assert_int_equal(w.hold, HOLD(FLOOR));
	assert_false(clock_watch_accept(p, WALL - 11 * HOUR, 0));
	assert_int_equal(look(p, 0, 0), CLOCK_RETURNED);
	assert_int_equal(synced_asked, 0);
	/* the bounds themselves are inside, and after */
	assert_int_equal(look(p, 0, -10 * HOUR), CLOCK_WENT_BACK);
	assert_int_equal(w.hold, 0);
	/* back within the bounds, but a jump */
	assert_int_equal(look(p, 0, 10 * HOUR - 1), CLOCK_HELD);
	assert_int_equal(w.hold, HOLD(JUMP));
	assert_int_equal(look(p, 0, 10 * HOUR), CLOCK_HELD);
	assert_false(clock_watch_accept(p, WALL + 10 * HOUR, 0));
	assert_true(clock_watch_accept(p, WALL + 10 * HOUR - 1, 0));
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
	    cmocka_unit_test(the_same_boot_needs_nobody_however_long_it_was_down),
	    cmocka_unit_test(another_boot_soon_after_the_last_record_needs_nobody),
	    cmocka_unit_test(another_boot_long_after_waits_for_ntp),
	    cmocka_unit_test(another_boot_long_after_waits_for_an_operator),
	    cmocka_unit_test(a_boot_with_a_late_clock_waits_for_ntp_too),
	    cmocka_unit_test(outside_its_bounds_nobody_is_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
