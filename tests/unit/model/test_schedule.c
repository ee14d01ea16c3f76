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
#include "proto/limits.h"
#include "proto/model.pb-c.h"

static struct calendar *cal;

/* ---- the two passes */

static void the_longer_branch_is_critical_and_the_other_floats(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 40,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 0,
	     .after = {20, 30}},
	    {.no = 10, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(WORKDAYS), .n = 5},
	    {.no = 20,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 10,
	     .after = {10}},
	    {.no = 30,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 3,
	     .after = {10}},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200106, rows);

	(void)state;
	assert_int_equal(schedule_compute(p, cal, at(20200106)), 0);
	assert_day(c.link[1].finish, 20200113);
	assert_day(c.link[2].finish, 20200203); /* ten working days over New Year */
	assert_day(c.link[3].finish, 20200116);
	assert_day(p->finish, 20200203);
	assert_day(c.link[3].latest_finish, 20200203);
	assert_int_equal(c.link[3].float_days, 18); /* calendar days */
	assert_false(c.link[3].critical);
	assert_day(c.link[2].latest_finish, 20200203);
	assert_int_equal(c.link[2].float_days, 0);
	assert_true(c.link[2].critical && c.link[1].critical && c.link[0].critical);
	assert_day(c.link[1].latest_finish, 20200113);
	assert_false(c.link[0].provisional);
}

static void days_off_between_leave_no_working_day_of_float(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(WORKDAYS), .n = 1},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 1,
	     .after = {1}},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200122, rows);

	(void)state;
	assert_int_equal(schedule_compute(p, cal, at(20200122)), 0);
	assert_day(c.link[0].finish, 20200123);
	assert_day(c.link[1].finish, 20200203);
	assert_day(c.link[0].latest_finish, 20200202);
	assert_int_equal(c.link[0].float_days, 0);
	assert_true(c.link[0].critical);
}

static void only_a_running_clock_makes_a_deadline_real(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1, .state = LINK_STATE(ACTIVE), .kind = LIMIT_KIND(WORKDAYS), .n = 5},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 5,
	     .after = {1}},
	    {.no = 3,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20200601,
	     .after = {2}},
	    {.no = 4,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .begin = 20200301},
	    {.no = 5, .state = LINK_STATE(SUSPENDED), .kind = LIMIT_KIND(FIXED), .fixed = 20200601},
	    {.no = 6,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 0,
	     .after = {1}},
	    {.no = 7, .state = LINK_STATE(SUSPENDED), .kind = LIMIT_KIND(WORKDAYS), .n = 9},
	};
	static const struct {
		uint32_t today;
		bool projected[7];
	} days[] = {
	    {20200105, {true, true, false, true, true, true, true}},
	    {20200106, {false, true, false, true, true, true, true}},
	    {20200229, {false, true, false, true, true, true, true}},
	    {20200301, {false, true, false, false, true, true, true}},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200106, rows);

	(void)state;
	for (size_t k = 0; k < sizeof days / sizeof *days; k++) {
		assert_int_equal(schedule_compute(p, cal, at(days[k].today)), 0);
		for (size_t i = 0; i < 7; i++)
			if (c.link[i].projected != days[k].projected[i])
				fail_msg("%u, link %zu", days[k].today, i + 1);
		assert_false(c.link[1].prerequisites_done);
		assert_true(c.link[3].prerequisites_done);
	}
}

static void a_finished_link_starts_the_clock_of_the_next(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1,
	     .state = LINK_STATE(DONE),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 5,
	     .finished = 20200120},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 5,
	     .after = {1}},
	    {.no = 3,
	     .state = LINK_STATE(DONE),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .finished = 20191220},
	    {.no = 4,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .after = {3}},
	    {.no = 5,
	     .state = LINK_STATE(DONE),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20200110,
	     .finished = 20200201,
	     .after = {2}},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200106, rows);

	(void)state;
	assert_int_equal(schedule_compute(p, cal, at(20200120)), 0);
	assert_day(c.link[0].finish, 20200120);
	assert_day(c.link[0].deadline, 20200113); /* the deadline that it had */
	assert_false(c.link[0].projected);
	assert_day(c.link[0].latest_finish, 20200120);
	assert_false(c.link[0].critical);
	assert_day(c.link[1].start, 20200120);
	assert_day(c.link[1].deadline, 20200204);
	assert_true(c.link[1].prerequisites_done && c.link[1].clock_runs);
	/* done before the chain began: the clock of the next link runs from that day */
	assert_day(c.link[3].start, 20191220);
	assert_day(c.link[3].deadline, 20191225);
	/* out of order: finished although its prerequisite is open */
	assert_day(c.link[4].finish, 20200201);
	assert_day(c.link[4].deadline, 20200110);
	assert_false(c.link[4].projected || c.link[4].critical);
	assert_int_equal(c.link[4].float_days, 0);
	/* a finished successor does not restrict its prerequisites */
	assert_day(c.link[1].latest_finish, 20200204);
	assert_day(p->finish, 20200204);
}

static void a_fixed_date_lights_as_itself_and_moves_the_rest_when_passed(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(DAYS), .n = 30},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20200115,
	     .after = {1}},
	    {.no = 3,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 1,
	     .after = {2}},
	    {.no = 4,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20200115,
	     .shift = 5},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200101, rows);

	(void)state;
	assert_int_equal(schedule_compute(p, cal, at(20200101)), 0);
	assert_day(c.link[1].start, 20200131);
	assert_day(c.link[1].finish, 20200131);
	assert_day(c.link[1].deadline, 20200115);
	/* it lies before its prerequisite: it misses its date by 16 days, whatever comes after */
	assert_day(c.link[1].latest_finish, 20200115);
	assert_int_equal(c.link[1].float_days, -16);
	assert_int_equal(c.link[1].late_after, 1);
	assert_true(c.link[1].critical);
	assert_int_equal(c.link[0].float_days, 0);
	assert_int_equal(c.link[2].late_after, 0);
	assert_day(c.link[2].deadline, 20200201);
	assert_day(c.link[3].deadline, 20200120);
	assert_day(c.link[3].latest_finish, 20200201);
	assert_int_equal(c.link[3].float_days, 12);
}

static void a_limit_rolls_by_its_class(void **state)
{
	enum { APPROVAL = 1, CONSTRUCTION = 2 };
	static const struct chart_row rows[] = {
	    {.no = 1,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .class = APPROVAL},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .class = CONSTRUCTION},
	    {.no = 3,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(FIXED),
	     .fixed = 20200301,
	     .class = APPROVAL},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200225, rows);

	(void)state;
	p->roll.of[APPROVAL] = SCHEDULE_ROLL_NEXT;
	assert_int_equal(schedule_compute(p, cal, at(20200225)), 0);
	assert_day(c.link[0].deadline, 20200302);
	assert_day(c.link[1].deadline, 20200301);
	assert_day(c.link[2].deadline, 20200301);
}

static void a_cancelled_link_is_looked_through(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1,
	     .state = LINK_STATE(DONE),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .finished = 20200110},
	    {.no = 2,
	     .state = LINK_STATE(CANCELLED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 90,
	     .begin = 20201201,
	     .after = {1}},
	    {.no = 3,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .after = {2}},
	    {.no = 4, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(DAYS), .n = 50},
	    {.no = 5,
	     .state = LINK_STATE(CANCELLED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 9,
	     .after = {4}},
	    {.no = 6,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 5,
	     .after = {5}},
	    {.no = 7, .state = LINK_STATE(CANCELLED), .kind = LIMIT_KIND(DAYS), .n = 900},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200106, rows);

	(void)state;
	assert_int_equal(schedule_compute(p, cal, at(20200201)), 0);
	assert_day(c.link[1].finish, 20200110);
	assert_int_equal(c.link[1].deadline, DATE_NONE);
	assert_false(c.link[1].critical || c.link[1].projected);
	assert_day(c.link[2].start, 20200110);
	assert_true(c.link[2].prerequisites_done);
	/* it counts as done only if its own prerequisites are */
	assert_false(c.link[5].prerequisites_done);
	assert_day(c.link[5].start, 20200225);
	assert_true(c.link[3].critical && c.link[5].critical);
	assert_day(c.link[3].latest_finish, 20200225);
	assert_day(p->finish, 20200301);
	assert_day(c.link[6].finish, 20200106);
}

/* cases/chains, lamps-c2: link 1 is cancelled on 03-30 */
static void its_followers_start_no_earlier_than_the_cancellation(void **state)
{
	static const struct chart_row rows[] = {
	    {.no = 1,
	     .state = LINK_STATE(CANCELLED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 10,
	     .cancelled = 20200330},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 5,
	     .after = {1}},
	    {.no = 3, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(WORKDAYS), .n = 50},
	    {.no = 4,
	     .state = LINK_STATE(CANCELLED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 5,
	     .cancelled = 20200330,
	     .after = {3}},
	    {.no = 5,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(WORKDAYS),
	     .n = 5,
	     .after = {4}},
	};
	struct tchart c;
	struct schedule *p = DRAW(&c, 20200203, rows);

	(void)state;
	assert_int_equal(schedule_compute(p, cal, at(20200330)), 0);
	assert_day(c.link[1].start, 20200330);
	assert_day(c.link[1].deadline, 20200407);
	assert_true(c.link[1].prerequisites_done && c.link[1].clock_runs);
	/* cancelled before its own prerequisite is done */
	assert_day(c.link[2].finish, 20200414);
	assert_day(c.link[4].start, 20200414);
	assert_false(c.link[4].prerequisites_done);
}

static void an_empty_chain_ends_where_it_begins(void **state)
{
	struct schedule p = {.start = at(20200106)};

	(void)state;
	assert_int_equal(schedule_compute(&p, cal, at(20200106)), 0);
	assert_day(p.finish, 20200106);
	p.start = DATE_NONE;
	assert_int_equal(schedule_compute(&p, cal, at(20200106)), 0);
}

/* ---- refusals */

static void a_broken_graph_is_named(void **state)
{
	static const struct chart_row cycle[] = {
	    {.no = 1, .state = LINK_STATE(NOT_STARTED), .kind = LIMIT_KIND(DAYS), .n = 1},
	    {.no = 2,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 1,
	     .after = {1, 4}},
	    {.no = 3,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 1,
	     .after = {2}},
	    {.no = 4,
	     .state = LINK_STATE(NOT_STARTED),
	     .kind = LIMIT_KIND(DAYS),
	     .n = 1,
	     .after = {3}},
	};
	static const struct chart_row self[] = {{.no = 8, .kind = LIMIT_KIND(DAYS), .after = {8}}};
	static const struct chart_row unknown[] = {
	    {.no = 1, .kind = LIMIT_KIND(DAYS)},
	    {.no = 2, .kind = LIMIT_KIND(DAYS), .after = {1, 9}},
	};
	static const struct chart_row twice[] = {
	    {.no = 2, .kind = LIMIT_KIND(DAYS)},
	    {.no = 1, .kind = LIMIT_KIND(DAYS)},
	    {.no = 2, .kind = LIMIT_KIND(DAYS)},
	};
	struct tchart c;
	size_t link = 99;
	uint32_t no = 99;

	(void)state;
	assert_int_equal(schedule_check(DRAW(&c, 20200101, cycle), &link, &no), SCHEDULE_CYCLE);
	assert_in_range(link, 1, 3);
	assert_in_range(no, 2, 4);
	assert_int_equal(schedule_compute(&c.schedule, cal, 0), -EINVAL);
	assert_int_equal(schedule_check(DRAW(&c, 20200101, self), &link, &no), SCHEDULE_CYCLE);
	assert_int_equal(link, 0);
	assert_int_equal(no, 8);
	assert_int_equal(schedule_check(DRAW(&c, 20200101, unknown), &link, &no),
			 SCHEDULE_UNKNOWN_PREREQUISITE);
	assert_int_equal(link, 1);
	assert_int_equal(no, 9);
	assert_int_equal(schedule_check(DRAW(&c, 20200101, twice), &link, &no),
			 SCHEDULE_DUPLICATE_NO);
	assert_int_equal(link, 2);
	assert_int_equal(no, 2);
}

static void the_longest_chain_is_planned_and_one_more_is_refused(void **state)
{
	static struct schedule_link link[LINKS_MAX + 1];
	static uint32_t no[LINKS_MAX + 1];
	struct schedule p = {.start = at(20200101), .link = link, .n = LINKS_MAX};
	size_t row = 0;
	uint32_t bad = 1;

	(void)state;
	for (uint32_t i = 0; i <= LINKS_MAX; i++) {
		no[i] = i;
		link[i] = (struct schedule_link){.no = LINKS_MAX + 1 - i,
						 .state = LINK_STATE(NOT_STARTED),
						 .limit_kind = LIMIT_KIND(WORKDAYS),
						 .limit_n = LIMIT_DAYS_MAX,
						 .begin = DATE_NONE,
						 .finished = DATE_NONE};
	}
	for (uint32_t i = 0; i + 1 < LINKS_MAX; i++) {
		no[i] = link[i + 1].no;
		link[i].after = &no[i];
		link[i].n_after = 1;
	}
	assert_int_equal(schedule_compute(&p, cal, at(20200101)), 0);
	for (size_t i = 0; i < p.n; i++)
		assert_true(link[i].critical && link[i].provisional);
	p.n = LINKS_MAX + 1;
	assert_int_equal(schedule_check(&p, &row, &bad), SCHEDULE_TOO_MANY);
	assert_int_equal(row, LINKS_MAX);
	assert_int_equal(schedule_compute(&p, cal, at(20200101)), -EINVAL);
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
	    cmocka_unit_test(the_longer_branch_is_critical_and_the_other_floats),
	    cmocka_unit_test(days_off_between_leave_no_working_day_of_float),
	    cmocka_unit_test(only_a_running_clock_makes_a_deadline_real),
	    cmocka_unit_test(a_finished_link_starts_the_clock_of_the_next),
	    cmocka_unit_test(a_fixed_date_lights_as_itself_and_moves_the_rest_when_passed),
	    cmocka_unit_test(a_limit_rolls_by_its_class),
	    cmocka_unit_test(a_cancelled_link_is_looked_through),
	    cmocka_unit_test(its_followers_start_no_earlier_than_the_cancellation),
	    cmocka_unit_test(an_empty_chain_ends_where_it_begins),
	    cmocka_unit_test(a_broken_graph_is_named),
	    cmocka_unit_test(the_longest_chain_is_planned_and_one_more_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
