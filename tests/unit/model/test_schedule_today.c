/* The schedule knows today: what is unfinished, suspended or was suspended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "lib/noun/tchart.h"
#include "model/calendar/calendar.h"
#include "model/chain/schedule.h"
#include "proto/enums.h"
#include "proto/model.pb-c.h"

static struct calendar *cal;

/* cases/chains: T-1 as of 2020-03-03, T-2 */
static void nothing_unfinished_ends_before_today(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(WORKDAYS), .n = 10},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 10,
	     .after = {1}},
	    {.no = 3,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20200306,
	     .after = {2}},
	    {.no = 4,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20200220},
	    {.no = 5,
	     .state = LINK_STATE(DONE),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 10,
	     .finished = 20200207},
	    {.no = 6, .state = LINK_STATE(ACTIVE), .kind = LIMIT_KIND(DAYS), .n = 3, .after = {5}},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200203, rows);

	(void)state;
	assert_int_equal(schedule_compute(p, cal, at(20200303)), 0);
	/* the deadlines that light do not move */
	assert_day(c.link[0].deadline, 20200217);
	assert_day(c.link[0].finish, 20200303);
	assert_day(c.link[1].start, 20200303);
	assert_day(c.link[1].finish, 20200317);
	assert_day(c.link[2].deadline, 20200306);
	assert_day(c.link[2].finish, 20200317);
	assert_int_equal(c.link[2].float_days, -11);
	assert_int_equal(c.link[2].late_after, 2);
	assert_true(c.link[2].critical && c.link[1].critical && c.link[0].critical);
	assert_day(p->finish, 20200317);
	/* passed, but not because of a prerequisite */
	assert_day(c.link[3].deadline, 20200220);
	assert_day(c.link[3].finish, 20200303);
	assert_int_equal(c.link[3].late_after, 0);
	assert_day(c.link[4].finish, 20200207);
	assert_day(c.link[5].deadline, 20200210);
	assert_day(c.link[5].finish, 20200303);
	assert_false(p->unknown);
}

static void what_follows_a_suspended_link_is_unknown(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1,
	     .state = LINK_STATE(SUSPENDED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 5,
	     .suspended = 20200205},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 5,
	     .after = {1}},
	    {.no = 3,
	     .state = LINK_STATE(CANCELLED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 5,
	     .after = {2}},
	    {.no = 4,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .after = {3}},
	    {.no = 5, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(DAYS), .n = 5},
	    {.no = 6,
	     .state = LINK_STATE(DONE),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .finished = 20200210,
	     .after = {1}},
	    {.no = 7,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 50,
	     .after = {6}},
	    {.no = 8,
	     .state = LINK_STATE(SUSPENDED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .suspended = 20200205,
	     .after = {5}},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200203, rows);

	(void)state;
	assert_int_equal(schedule_compute(p, cal, at(20200220)), 0);
	assert_true(c.link[0].unknown && c.link[1].unknown && c.link[3].unknown && p->unknown);
	assert_false(c.link[4].unknown || c.link[5].unknown || c.link[6].unknown);
	/* resumed today: 2 of its 5 working days are used, 11 were suspended */
	assert_day(c.link[0].finish, 20200225);
	assert_day(c.link[0].deadline, 20200210);
	assert_day(c.link[1].start, 20200225);
	assert_day(c.link[1].finish, 20200303);
	assert_day(c.link[3].start, 20200303);
	/* suspended before its clock runs: no days are added */
	assert_day(c.link[7].finish, 20200225);
	assert_true(c.link[7].unknown);
}

/* Whatever becomes known first: the suspension, or the day on which the clock began. */
static void a_suspension_counts_from_the_clock_as_it_is_known_now(void **state)
{
	static const uint32_t stopped[] = {20200217, 20200224, 20200302, 20200309};
	struct chart_row rows[] = {
	    {.no = 1, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(WORKDAYS), .n = 5},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 60,
	     .after = {1}},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200203, rows);

	(void)state;
	c.link[1].stopped = stopped;
	c.link[1].n_stopped = 4;
	assert_int_equal(schedule_compute(p, cal, at(20200310)), 0);
	assert_int_equal(c.link[1].shift, 0);
	c.link[0].state = LINK_STATE(DONE);
	c.link[0].finished = at(20200210);
	assert_int_equal(schedule_compute(p, cal, at(20200310)), 0);
	assert_int_equal(c.link[1].shift, 14);
	assert_day(c.link[1].deadline, 20200424);
	c.link[0].finished = at(20200220); /* returned, and done later */
	assert_int_equal(schedule_compute(p, cal, at(20200310)), 0);
	assert_int_equal(c.link[1].shift, 4 + 7);
	c.link[0].finished = at(20200310);
	assert_int_equal(schedule_compute(p, cal, at(20200310)), 0);
	assert_int_equal(c.link[1].shift, 0);
	assert_day(c.link[1].deadline, 20200509);
}

/* The new date was given with the suspension before it in mind. */
static void an_extension_contains_what_was_suspended_before_it(void **state)
{
	static const uint32_t stopped[] = {20200205, 20200214};
	static const struct chart_row rows[] = {
	    {.no = 1,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20200320},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200203, rows);

	(void)state;
	c.link[0].stopped = stopped;
	c.link[0].n_stopped = 2;
	c.link[0].extended = true;
	c.link[0].extended_on = at(20200210);
	assert_int_equal(schedule_compute(p, cal, at(20200220)), 0);
	assert_int_equal(c.link[0].shift, 4);
	assert_day(c.link[0].deadline, 20200324);
	c.link[0].extended_on = at(20200217);
	assert_int_equal(schedule_compute(p, cal, at(20200220)), 0);
	assert_day(c.link[0].deadline, 20200320);
}

/* A carried link's clock runs on: without prerequisites from where it ran, with them no earlier. */
static void a_carried_clock_runs_on(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(DAYS), .n = 5},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .after = {1}},
	    {.no = 3, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(OPEN)},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20210101, rows);

	(void)state;
	c.link[0].carried = true;
	c.link[0].carried_clock = at(20201210);
	c.link[1].carried = true;
	c.link[1].carried_clock = at(20210105);
	c.link[2].carried = true;
	c.link[2].carried_clock = at(20201210);
	assert_int_equal(schedule_compute(p, cal, at(20201212)), 0);
	assert_day(c.link[0].deadline, 20201215);
	assert_day(c.link[1].start, 20210105);
	assert_int_equal(c.link[2].deadline, DATE_NONE);
	c.link[0].state = LINK_STATE(DONE);
	c.link[0].finished = at(20210110);
	assert_int_equal(schedule_compute(p, cal, at(20210111)), 0);
	assert_day(c.link[1].start, 20210110);
}

static void what_rests_on_an_unpublished_year_says_so(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(WORKDAYS), .n = 5},
	    {.no = 2, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(WORKDAYS), .n = 10},
	    {.no = 3,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20261231},
	    {.no = 4,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20270101},
	    {.no = 5,
	     .state = LINK_STATE(DONE),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 1,
	     .finished = 20261223},
	};
	struct tchart c;
	struct schedule *p = draw(&c, 20261222, rows, 1);

	(void)state;
	assert_int_equal(schedule_compute(p, cal, at(20261222)), 0);
	assert_day(c.link[0].finish, 20261229);
	assert_false(c.link[0].provisional);
	p = DRAW(&c, 20261222, rows);
	assert_int_equal(schedule_compute(p, cal, at(20261222)), 0);
	assert_day(c.link[1].finish, 20270105);
	assert_true(c.link[1].provisional);
	assert_true(c.link[0].provisional); /* its LF is in 2027 */
	assert_true(c.link[3].provisional);
	assert_false(c.link[4].provisional);
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
	    cmocka_unit_test(nothing_unfinished_ends_before_today),
	    cmocka_unit_test(an_extension_contains_what_was_suspended_before_it),
	    cmocka_unit_test(a_carried_clock_runs_on),
	    cmocka_unit_test(what_rests_on_an_unpublished_year_says_so),
	    cmocka_unit_test(what_follows_a_suspended_link_is_unknown),
	    cmocka_unit_test(a_suspension_counts_from_the_clock_as_it_is_known_now),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
