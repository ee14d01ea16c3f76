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

static void one_month_without_anything_is_yellow_two_in_a_row_red(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W08: nothing ever; January was not whole",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601},
	     .lines = "2020-03-07 yellow due 2020-02-29\n"
		      "2020-04-09 red due 2020-02-29\n",
	     .until = "2020-12-31"},
	    {"R1 W08: one fen is progress",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .invested = 1}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 red due 2020-03-31\n",
	     .until = "2020-12-31"},
	    {"R1 W08: a zero is none",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .invested = 0}}},
	     .lines = "2020-03-07 yellow due 2020-02-29\n"
		      "2020-04-09 red due 2020-02-29\n",
	     .until = "2020-12-31"},
	    {"R1 W08: progress in between; two months apart are no two in a row",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202003, .invested = 5},
			 {.month = 202005, .invested = 5},
			 {.month = 202006, .invested = 5}}},
	     .lines = "2020-03-07 yellow due 2020-02-29\n"
		      "2020-04-09 dark done\n"
		      "2020-05-12 yellow due 2020-04-30\n"
		      "2020-06-06 dark done\n"
		      "2020-08-08 yellow due 2020-07-31\n"
		      "2020-09-08 red due 2020-07-31\n",
	     .until = "2020-12-31"},
	};

	(void)state;
	tproject_cases(rule_by_num(8), cal, cases, sizeof cases / sizeof *cases);
}

static void a_change_of_the_works_is_progress_the_same_words_are_none(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W08: 形象进度 by percent",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .percent = 10},
			 {.month = 202003, .percent = 10},
			 {.month = 202004, .percent = 11}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 dark done\n"
		      "2020-06-06 yellow due 2020-05-31\n"
		      "2020-07-08 red due 2020-05-31\n",
	     .until = "2020-12-31"},
	    {"R1 W08: by words, when no percent is given",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .text = "基础施工"},
			 {.month = 202003, .text = "基础施工"},
			 {.month = 202004, .text = "主体施工"}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 dark done\n"
		      "2020-06-06 yellow due 2020-05-31\n"
		      "2020-07-08 red due 2020-05-31\n",
	     .until = "2020-12-31"},
	    {"R1 W08: a smaller percent is no progress; back to the old one is",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .percent = 10},
			 {.month = 202003, .percent = 8},
			 {.month = 202004, .percent = 10}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 dark done\n",
	     .until = "2020-06-01"},
	    {"R1 W08: other words for the same percent",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .percent = 10, .text = "a"},
			 {.month = 202003, .percent = 10, .text = "b"}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 red due 2020-03-31\n",
	     .until = "2020-12-31"},
	};

	(void)state;
	tproject_cases(rule_by_num(8), cal, cases, sizeof cases / sizeof *cases);
}

/* Each pair: what is booked in a month beside (or instead of) its own report changes nothing. */
static void what_is_told_of_other_months_is_no_progress_of_this_one(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W08: another month's correction took more away than this one brought",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202001, .invested = 500},
			 {.month = 202002, .invested = 100},
			 {.month = 202001, .booked = 202002, .correction = true, .invested = 0}}},
	     .lines = "",
	     .until = "2020-04-01"},
	    {"R1 W08: a correction alone is no progress, by money",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202001, .invested = 500},
			 {.month = 202001, .booked = 202002, .correction = true, .invested = 900}}},
	     .lines = "2020-03-07 yellow due 2020-02-29\n",
	     .until = "2020-04-01"},
	    {"R1 W08: nor by percent or text, beside a report of 0",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202001, .invested = 500, .percent = 5},
			 {.month = 202002, .invested = 0, .percent = 5},
			 {.month = 202001,
			  .booked = 202002,
			  .correction = true,
			  .invested = 500,
			  .percent = 9,
			  .text = "主体施工"}}},
	     .lines = "2020-03-07 yellow due 2020-02-29\n",
	     .until = "2020-04-01"},
	    {"R1 W08: a report of 0 and silence look alike: silence",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .invested = 5, .text = "基础施工"},
			 {.month = 202002,
			  .booked = 202003,
			  .correction = true,
			  .invested = 5,
			  .text = "主体施工"}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 red due 2020-03-31\n",
	     .until = "2020-12-31"},
	    {"R1 W08: and a report of 0",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .invested = 5, .text = "基础施工"},
			 {.month = 202002,
			  .booked = 202003,
			  .correction = true,
			  .invested = 5,
			  .text = "主体施工"},
			 {.month = 202003, .invested = 0}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 red due 2020-03-31\n",
	     .until = "2020-12-31"},
	    {"R1 W08: a report that came late is of its own month, not of the one it is booked in",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .booked = 202003, .invested = 5}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 red due 2020-03-31\n",
	     .until = "2020-12-31"},
	    {"R1 W08: a month that is corrected to nothing brought nothing",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .figure = {{.month = 202002, .invested = 5},
			 {.month = 202003, .invested = 5},
			 {.month = 202002, .booked = 202004, .correction = true, .invested = 0}}},
	     .lines = "2020-03-07 yellow due 2020-02-29\n"
		      "2020-04-09 dark done\n",
	     .until = "2020-05-01"},
	};

	(void)state;
	tproject_cases(rule_by_num(8), cal, cases, sizeof cases / sizeof *cases);
}

static void only_months_wholly_behind_the_start_or_the_resumption_count(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W08: started on the first",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200301},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 red due 2020-03-31\n",
	     .until = "2020-12-31"},
	    {"R1 W08: started on the second",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200302},
	     .lines = "2020-05-12 yellow due 2020-04-30\n"
		      "2020-06-06 red due 2020-04-30\n",
	     .until = "2020-12-31"},
	    {"R1 W08: resumed in June",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .resumed = 20200615},
	     .lines = "2020-08-08 yellow due 2020-07-31\n"
		      "2020-09-08 red due 2020-07-31\n",
	     .until = "2020-12-31"},
	    {"R1 W08: December, evaluated in January",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .resumed = 20201201},
	     .lines = "2021-01-09 yellow due 2020-12-31\n"
		      "2021-02-06 red due 2020-12-31\n",
	     .until = "2021-06-01"},
	    {"R1 W08: nobody dated the start: the months behind the row that said so",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200615},
	     .lines = "2020-08-08 yellow due 2020-07-31\n"
		      "2020-09-08 red due 2020-07-31\n",
	     .until = "2020-12-31"},
	    {"R1 W08: 停工",
	     {STAGE(STOPPED), .entered = 20200102, .started = 20190601},
	     .lines = ""},
	    {"R1 W08: 完工",
	     {STAGE(COMPLETED), .entered = 20200102, .started = 20190601},
	     .lines = ""},
	    {"R1 W08: not started", {STAGE(PLANNED_START), .entered = 20200102}, .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(8), cal, cases, sizeof cases / sizeof *cases);
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
	    cmocka_unit_test(one_month_without_anything_is_yellow_two_in_a_row_red),
	    cmocka_unit_test(a_change_of_the_works_is_progress_the_same_words_are_none),
	    cmocka_unit_test(what_is_told_of_other_months_is_no_progress_of_this_one),
	    cmocka_unit_test(only_months_wholly_behind_the_start_or_the_resumption_count),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
