#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "lib/noun/tproject.h"
#include "model/calendar/calendar.h"
#include "proto/model.pb-c.h"
#include "rules/rules.h"

/* The cases follow the rule table R1 of the domain research. The default thresholds and where they
 * come from are in daemon/data/README.md. */
static struct calendar *cal;

static void yellow_a_month_after_the_start_red_the_day_after_two(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W05 [Y1]: an ordinary day",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200310},
	     .lines = "2020-04-10 yellow due 2020-04-10\n"
		      "2020-05-11 red due 2020-04-10\n"},
	    {"R1 W05: 31 January of a leap year",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200131},
	     .lines = "2020-02-29 yellow due 2020-02-29\n"
		      "2020-04-01 red due 2020-02-29\n"},
	    {"R1 W05: 31 January of another year",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20210131},
	     .lines = "2021-02-28 yellow due 2021-02-28\n"
		      "2021-04-01 red due 2021-02-28\n"},
	    {"R1 W05: 31 December",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20201231},
	     .lines = "2021-01-31 yellow due 2021-01-31\n"
		      "2021-03-01 red due 2021-01-31\n"},
	    {"R1 W05: 29 February; days off count",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200229},
	     .lines = "2020-03-29 yellow due 2020-03-29\n"
		      "2020-04-30 red due 2020-03-29\n"},
	    {"R1 W05: stopped or completed, it is still asked for",
	     {STAGE(COMPLETED), .entered = 20200102, .started = 20200310},
	     .lines = "2020-04-10 yellow due 2020-04-10\n"
		      "2020-05-11 red due 2020-04-10\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(5), cal, cases, sizeof cases / sizeof *cases);
}

static void
a_start_nobody_dated_counts_from_the_day_the_project_was_known_to_have_begun(void **state)
{
	static const int64_t asked[] = {1, 2, 500, 0};
	static const struct tcase cases[] = {
	    {"R1 W05: an opening balance without a date; 2020 is a leap year",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200131},
	     .param = asked,
	     .lines = "2020-02-29 yellow due 2020-02-29\n"
		      "2020-04-01 red due 2020-02-29\n"},
	    {"R1 W05: a row said so half a year after the project came",
	     {STAGE(STOPPED), .entered = 20200102, .begun_by = 20200615, .stage_since = 20200701},
	     .param = asked,
	     .lines = "2020-07-15 yellow due 2020-07-15\n"
		      "2020-08-16 red due 2020-07-15\n"},
	    {"R1 W05: a store of before that day was noted",
	     {STAGE(BUILDING), .entered = 20200102},
	     .param = asked,
	     .lines = "2020-02-02 yellow due 2020-02-02\n"
		      "2020-03-03 red due 2020-02-02\n"},
	    {"R1 W05: a date that is told counts alone",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200102, .started = 20200310},
	     .lines = "2020-04-10 yellow due 2020-04-10\n"
		      "2020-05-11 red due 2020-04-10\n"},
	    {"R1 W05: by default it is not judged",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200131},
	     .lines = ""},
	    {"R1 W05: undated, but in the library",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200102, .library = 20190601},
	     .param = asked,
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(5), cal, cases, sizeof cases / sizeof *cases);
}

static void in_the_library_too_small_or_not_started_it_is_dark(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W05: 入库",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200310, .library = 20200601},
	     .lines = ""},
	    {"R1 W05 [NS]: a total below 5 million yuan",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200310, .total = 499999999},
	     .lines = ""},
	    {"R1 W05 [NS]: 5 million yuan",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200310, .total = 500000000},
	     .lines = "2020-04-10 yellow due 2020-04-10\n"
		      "2020-05-11 red due 2020-04-10\n"},
	    {"R1 W05: not started", {STAGE(PLANNED_START), .entered = 20200102}, .lines = ""},
	    {"R1 W05: 归档",
	     {STAGE(ARCHIVED), .entered = 20200102, .started = 20200310},
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(5), cal, cases, sizeof cases / sizeof *cases);
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
	    cmocka_unit_test(yellow_a_month_after_the_start_red_the_day_after_two),
	    cmocka_unit_test(
		a_start_nobody_dated_counts_from_the_day_the_project_was_known_to_have_begun),
	    cmocka_unit_test(in_the_library_too_small_or_not_started_it_is_dark),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
