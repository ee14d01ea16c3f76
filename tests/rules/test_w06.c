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
	    {"R1 W06: planned for June",
	     {STAGE(BUILDING), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 202006}}},
	     .lines = "2020-07-01 yellow due 2020-06-30\n"
		      "2020-09-01 red due 2020-06-30\n"},
	    {"R1 W06: over New Year",
	     {STAGE(STOPPED), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 202012}}},
	     .lines = "2021-01-01 yellow due 2020-12-31\n"
		      "2021-03-01 red due 2020-12-31\n"},
	    {"R1 W06: next year's plan names no month: the one of before has passed all the same",
	     {STAGE(BUILDING), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 202012},
		       {.year = 2021, .adopted = 20210210, .amount = 12000}}},
	     .lines = "2021-01-01 yellow due 2020-12-31\n"
		      "2021-03-01 red due 2020-12-31\n"},
	    {"R1 W06: February of a leap year",
	     {STAGE(BUILDING), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 202002}}},
	     .lines = "2020-03-01 yellow due 2020-02-29\n"
		      "2020-05-01 red due 2020-02-29\n"},
	    {"R1 W06: 完工 is not yet 竣工",
	     {STAGE(COMPLETED), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 202006}}},
	     .lines = "2020-07-01 yellow due 2020-06-30\n"
		      "2020-09-01 red due 2020-06-30\n"},
	    {"R1 W06: planned completion month passed, not even started",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 202006}}},
	     .lines = "2020-07-01 yellow due 2020-06-30\n"
		      "2020-09-01 red due 2020-06-30\n"},
	    {"R1 W06: 前期 likewise, by the row's month",
	     {STAGE(PRELIMINARY), .entered = 20200102, .planned_finish = 202006},
	     .lines = "2020-07-01 yellow due 2020-06-30\n"
		      "2020-09-01 red due 2020-06-30\n"},
	    {"R1 W06: no plan, the row's month",
	     {STAGE(BUILDING), .entered = 20200102, .planned_finish = 202006},
	     .lines = "2020-07-01 yellow due 2020-06-30\n"
		      "2020-09-01 red due 2020-06-30\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(6), cal, cases, sizeof cases / sizeof *cases);
}

static void a_plan_changed_in_mid_year_moves_it(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W06: put off while yellow",
	     {STAGE(BUILDING), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .finish = 202006},
		       {.year = 2020, .adopted = 20200810, .finish = 202011}}},
	     .lines = "2020-07-01 yellow due 2020-06-30\n"
		      "2020-08-10 dark moved\n"
		      "2020-12-01 yellow due 2020-11-30\n"
		      "2021-02-01 red due 2020-11-30\n"},
	    {"R1 W06: put off by one month while red: yellow",
	     {STAGE(BUILDING), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .finish = 202006},
		       {.year = 2020, .adopted = 20200901, .finish = 202008}}},
	     .lines = "2020-07-01 yellow due 2020-06-30\n"
		      "2020-09-01 yellow due 2020-08-31\n"
		      "2020-11-01 red due 2020-08-31\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(6), cal, cases, sizeof cases / sizeof *cases);
}

static void accepted_gone_or_without_a_month_it_is_dark(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W06: 竣工",
	     {STAGE(ACCEPTED), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 202006}}},
	     .lines = ""},
	    {"R1 W06: 投产 alike",
	     {STAGE(OPERATING), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 202006}}},
	     .lines = ""},
	    {"R1 W06: 退出",
	     {STAGE(WITHDRAWN), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 202006}}},
	     .lines = ""},
	    {"R1 W06: no month",
	     {STAGE(BUILDING), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .finish = 0}}},
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(6), cal, cases, sizeof cases / sizeof *cases);
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
	    cmocka_unit_test(a_plan_changed_in_mid_year_moves_it),
	    cmocka_unit_test(accepted_gone_or_without_a_month_it_is_dark),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
