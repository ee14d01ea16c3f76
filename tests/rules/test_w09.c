#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "lib/noun/tproject.h"
#include "model/calendar/calendar.h"
#include "proto/model.pb-c.h"
#include "rules/rules.h"

/* Rows cite the rule table R1 of the domain research: default thresholds and their basis stand
 * in daemon/data/README.md. */
static struct calendar *cal;

static void started_and_nothing_after_it_is_yellow_after_one_month_red_after_two(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W09: from the first whole month on",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200410},
	     .lines = "2020-06-06 yellow due 2020-05-31\n"
		      "2020-07-08 red due 2020-05-31\n"},
	    {"R1 W09: progress clears it, and it lights again within the window",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200410,
	      .figure = {{.month = 202006, .invested = 5}, {.month = 202007, .invested = 5}}},
	     .lines = "2020-06-06 yellow due 2020-05-31\n"
		      "2020-07-08 dark done\n"
		      "2020-09-08 yellow due 2020-08-31\n"
		      "2020-10-15 red due 2020-08-31\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(9), cal, cases, sizeof cases / sizeof *cases);
}

static void only_what_began_within_six_months_of_the_start(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W09: the first idle month ends within the window",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200331,
	      .figure = {{.month = 202004, .invested = 5},
			 {.month = 202005, .invested = 5},
			 {.month = 202006, .invested = 5},
			 {.month = 202007, .invested = 5},
			 {.month = 202008, .invested = 5}}},
	     .lines = "2020-10-15 yellow due 2020-09-30\n"
		      "2020-11-07 red due 2020-09-30\n"},
	    {"R1 W09: and one month later: that is W08's",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200331,
	      .figure = {{.month = 202004, .invested = 5},
			 {.month = 202005, .invested = 5},
			 {.month = 202006, .invested = 5},
			 {.month = 202007, .invested = 5},
			 {.month = 202008, .invested = 5},
			 {.month = 202009, .invested = 5}}},
	     .lines = ""},
	    {"R1 W09: started long ago",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601},
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(9), cal, cases, sizeof cases / sizeof *cases);
}

static void a_start_nobody_dated_is_the_planned_month_or_the_day_it_was_known(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W09: planned for August 2019: the window ends with February",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200102, .planned_start = 201908},
	     .lines = "2020-03-07 yellow due 2020-02-29\n"
		      "2020-04-09 red due 2020-02-29\n"},
	    {"R1 W09: planned for a month before it: it ended before the first month was idle",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200102, .planned_start = 201907},
	     .lines = ""},
	    {"R1 W09: no planned month: the day of the row",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200102},
	     .lines = "2020-03-07 yellow due 2020-02-29\n"
		      "2020-04-09 red due 2020-02-29\n"},
	    {"R1 W09: begun ahead of its planned month: the day of the row",
	     {STAGE(STOPPED), .entered = 20200102, .begun_by = 20200110, .planned_start = 202009,
	      .stopped = 20200710},
	     .lines = "2020-07-10 red due 2020-07-10\n",
	     .from = "2020-07-10"},
	    {"R1 W09: and a stop one day behind its window",
	     {STAGE(STOPPED), .entered = 20200102, .begun_by = 20200110, .planned_start = 202009,
	      .stopped = 20200711},
	     .lines = "",
	     .from = "2020-07-11"},
	    {"R1 W09: not started", {STAGE(PLANNED_START), .entered = 20200102}, .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(9), cal, cases, sizeof cases / sizeof *cases);
}

static void a_stop_within_the_window_is_red_at_once(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W09: on the window's last day",
	     {STAGE(STOPPED), .entered = 20200102, .started = 20200410, .stopped = 20201010},
	     .lines = "2020-10-10 red due 2020-10-10\n",
	     .from = "2020-10-10"},
	    {"R1 W09: a day later",
	     {STAGE(STOPPED), .entered = 20200102, .started = 20200410, .stopped = 20201011},
	     .lines = "",
	     .from = "2020-10-11"},
	    {"R1 W09: the window's end is clipped to the month's",
	     {STAGE(STOPPED), .entered = 20200102, .started = 20200831, .stopped = 20210228},
	     .lines = "2021-02-28 red due 2021-02-28\n",
	     .from = "2021-02-28"},
	    {"R1 W09: resumed: no month before the first whole one",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200410, .stopped = 0,
	      .resumed = 20200710},
	     .lines = "2020-09-08 yellow due 2020-08-31\n"
		      "2020-10-15 red due 2020-08-31\n",
	     .from = "2020-07-10"},
	    {"R1 W09: 完工",
	     {STAGE(COMPLETED), .entered = 20200102, .started = 20200410},
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(9), cal, cases, sizeof cases / sizeof *cases);
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
	    cmocka_unit_test(started_and_nothing_after_it_is_yellow_after_one_month_red_after_two),
	    cmocka_unit_test(only_what_began_within_six_months_of_the_start),
	    cmocka_unit_test(a_start_nobody_dated_is_the_planned_month_or_the_day_it_was_known),
	    cmocka_unit_test(a_stop_within_the_window_is_red_at_once),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
