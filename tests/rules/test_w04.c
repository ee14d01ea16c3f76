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

static void yellow_when_the_planned_month_ended_red_when_three_have(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W04 [Y1]: planned for March",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202003}}},
	     .lines = "2020-04-01 yellow due 2020-03-31\n"
		      "2020-06-01 red due 2020-03-31\n"},
	    {"R1 W04: February of a leap year",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202002}}},
	     .lines = "2020-03-01 yellow due 2020-02-29\n"
		      "2020-05-01 red due 2020-02-29\n"},
	    {"R1 W04: February of another year",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2021, .adopted = 20210104, .start = 202102}}},
	     .lines = "2021-03-01 yellow due 2021-02-28\n"
		      "2021-05-01 red due 2021-02-28\n"},
	    {"R1 W04: over New Year, a day off",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202012}}},
	     .lines = "2021-01-01 yellow due 2020-12-31\n"
		      "2021-03-01 red due 2020-12-31\n"},
	    {"R1 W04: 前期 with a planned month",
	     {STAGE(PRELIMINARY), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202003}}},
	     .lines = "2020-04-01 yellow due 2020-03-31\n"
		      "2020-06-01 red due 2020-03-31\n"},
	    {"R1 W04: 谋划储备 with a planned month",
	     {STAGE(RESERVE), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202003}}},
	     .lines = "2020-04-01 yellow due 2020-03-31\n"
		      "2020-06-01 red due 2020-03-31\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(4), cal, cases, sizeof cases / sizeof *cases);
}

static void without_a_plan_the_row_says_and_with_neither_it_is_dark(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W04: no plan, the row's month",
	     {STAGE(PLANNED_START), .entered = 20200102, .planned_start = 202003},
	     .lines = "2020-04-01 yellow due 2020-03-31\n"
		      "2020-06-01 red due 2020-03-31\n"},
	    {"R1 W04: no plan, no month", {STAGE(PLANNED_START), .entered = 20200102}, .lines = ""},
	    {"R1 W04: a plan that names no month",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 0}}},
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(4), cal, cases, sizeof cases / sizeof *cases);
}

static void a_plan_changed_in_mid_year_moves_it_on_the_day_it_is_adopted(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W04: yellow, then put off, then yellow again",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .start = 202003},
		       {.year = 2020, .adopted = 20200520, .start = 202009}}},
	     .lines = "2020-04-01 yellow due 2020-03-31\n"
		      "2020-05-20 dark moved\n"
		      "2020-10-01 yellow due 2020-09-30\n"
		      "2020-12-01 red due 2020-09-30\n"},
	    {"R1 W04: put off before it lit",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .start = 202003},
		       {.year = 2020, .adopted = 20200331, .start = 202004}}},
	     .lines = "2020-05-01 yellow due 2020-04-30\n"
		      "2020-07-01 red due 2020-04-30\n"},
	    {"R1 W04: brought forward, one month ago",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .start = 202009},
		       {.year = 2020, .adopted = 20200801, .start = 202007}}},
	     .lines = "2020-08-01 yellow due 2020-07-31\n"
		      "2020-10-01 red due 2020-07-31\n"},
	    {"R1 W04: next year's plan, adopted in December, holds from New Year",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .start = 202010},
		       {.year = 2021, .adopted = 20201220, .start = 202103}}},
	     .lines = "2020-11-01 yellow due 2020-10-31\n"
		      "2021-01-01 dark moved\n"
		      "2021-04-01 yellow due 2021-03-31\n"
		      "2021-06-01 red due 2021-03-31\n"},
	    {"R1 W04: next year's plan, adopted while yellow, holds from New Year",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .start = 202011},
		       {.year = 2021, .adopted = 20201220, .start = 202103}}},
	     .lines = "2020-12-01 yellow due 2020-11-30\n"
		      "2021-01-01 dark moved\n"
		      "2021-04-01 yellow due 2021-03-31\n"
		      "2021-06-01 red due 2021-03-31\n"},
	    {"R1 W04: next year has no plan yet: the last one goes on",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .start = 202012},
		       {.year = 2021, .adopted = 20210218, .start = 202106}}},
	     .lines = "2021-01-01 yellow due 2020-12-31\n"
		      "2021-02-18 dark moved\n"
		      "2021-07-01 yellow due 2021-06-30\n"
		      "2021-09-01 red due 2021-06-30\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(4), cal, cases, sizeof cases / sizeof *cases);
}

static void started_or_gone_it_is_dark(void **state)
{
	static const int64_t one[] = {2, 2};
	static const struct tcase cases[] = {
	    {"R1 W04: 在建",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200401,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202003}}},
	     .lines = ""},
	    {"R1 W04: 停工",
	     {STAGE(STOPPED), .entered = 20200102, .started = 20200401,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202003}}},
	     .lines = ""},
	    {"R1 W04: 退出",
	     {STAGE(WITHDRAWN), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202003}}},
	     .lines = ""},
	    {"R1 W04: both thresholds at once are red",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202003}}},
	     .lines = "2020-05-01 red due 2020-03-31\n",
	     .param = one},
	};

	(void)state;
	tproject_cases(rule_by_num(4), cal, cases, sizeof cases / sizeof *cases);
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
	    cmocka_unit_test(yellow_when_the_planned_month_ended_red_when_three_have),
	    cmocka_unit_test(without_a_plan_the_row_says_and_with_neither_it_is_dark),
	    cmocka_unit_test(a_plan_changed_in_mid_year_moves_it_on_the_day_it_is_adopted),
	    cmocka_unit_test(started_or_gone_it_is_dark),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
