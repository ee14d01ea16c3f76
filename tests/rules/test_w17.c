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

static void each_oddity_is_yellow_when_confirmed_and_red_on_the_fifth_working_day(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W17: the cumulative figure fell; Qingming is off",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 900,
			  .fell_from = 202002}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: cumulative one fen above the total",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 50001}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: cumulative at the total",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 50000}}},
	     .lines = ""},
	    {"R1 W17: three times the plan's share",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003, .invested = 3000, .confirmed = 20200403}}},
	     .lines = ""},
	    {"R1 W17: one fen more",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003, .invested = 3001, .confirmed = 20200403}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: an odd share, exactly",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 10000}},
	      .figure = {{.month = 202003, .invested = 2500, .confirmed = 20200403}}},
	     .lines = ""},
	    {"R1 W17: an odd share, one fen more",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 10000}},
	      .figure = {{.month = 202003, .invested = 2501, .confirmed = 20200403}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(17), cal, cases, sizeof cases / sizeof *cases);
}

static void the_two_accounts_of_a_month_may_differ_by_a_fifth(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W17: 20 % apart",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}}, .library = 20200301,
	      .figure =
		  {{.month = 202003, .invested = 1000, .confirmed = 20200403, .statistics = 800}}},
	     .lines = ""},
	    {"R1 W17: one fen more apart",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}}, .library = 20200301,
	      .figure =
		  {{.month = 202003, .invested = 1000, .confirmed = 20200403, .statistics = 799}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: apart the other way",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}}, .library = 20200301,
	      .figure =
		  {{.month = 202003, .invested = 1000, .confirmed = 20200403, .statistics = 1201}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(17), cal, cases, sizeof cases / sizeof *cases);
}

static void what_cannot_be_judged_is_not_odd(void **state)
{
	static const int64_t curve[] = {0,    0,    300,  300,	1000, 1000,
					2000, 2000, 2000, 2000, 1000, 400};
	static const struct tcase cases[] = {
	    {"R1 W17: the month of 入库 is not whole",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}}, .library = 20200302,
	      .figure =
		  {{.month = 202003, .invested = 1000, .confirmed = 20200403, .statistics = 1}}},
	     .lines = ""},
	    {"R1 W17: not in the library",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 1000, .confirmed = 20200403, .statistics = 1}}},
	     .lines = ""},
	    {"R1 W17: no statistics reported",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}}, .library = 20200301,
	      .figure = {{.month = 202003, .invested = 1000, .confirmed = 20200403}}},
	     .lines = ""},
	    {"R1 W17: no total",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 90000}}},
	     .lines = ""},
	    {"R1 W17: no plan",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .planned_start = 0,
	      .figure = {{.month = 202003, .invested = 30000, .confirmed = 20200403}}},
	     .lines = ""},
	    {"R1 W17: the curve's share",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .curve = curve}},
	      .figure = {{.month = 202003, .invested = 1000, .confirmed = 20200403}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: a month with late numbers has their share too",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 6000, .confirmed = 20200403, .corrections = 1}}},
	     .lines = ""},
	    {"R1 W17: and no more",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 6001, .confirmed = 20200403, .corrections = 1}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(17), cal, cases, sizeof cases / sizeof *cases);
}

static void explained_or_corrected_it_is_dark(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W17: explained",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 50001,
			  .explained = true}}},
	     .lines = ""},
	    {"R1 W17: corrected in May",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 50001,
			  .corrected = 202005}}},
	     .lines = ""},
	    {"R1 W17: it fell by a correction booked there",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 900,
			  .fell_from = 202002,
			  .corrections = 1}}},
	     .lines = ""},
	    {"R1 W17: 退出",
	     {STAGE(WITHDRAWN), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 50001}}},
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(17), cal, cases, sizeof cases / sizeof *cases);
}

static void of_several_odd_months_the_first_confirmed_decides(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W17: two months odd: the first confirmed is the older matter",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 1000, .cumulative = 50001, .confirmed = 20200403},
		   {.month = 202004, .invested = 1, .cumulative = 50002, .confirmed = 20200430}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: also where it is the later month",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 1000, .cumulative = 50001, .confirmed = 20200520},
		   {.month = 202004, .invested = 1, .cumulative = 50002, .confirmed = 20200430}}},
	     .lines = "2020-04-30 yellow due 2020-04-30\n"
		      "2020-05-11 red due 2020-04-30\n"},
	    {"R1 W17: explained, it leaves the other",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003,
		    .invested = 1000,
		    .confirmed = 20200403,
		    .cumulative = 50001,
		    .explained = true},
		   {.month = 202004, .invested = 1, .cumulative = 50002, .confirmed = 20200430}}},
	     .lines = "2020-04-30 yellow due 2020-04-30\n"
		      "2020-05-11 red due 2020-04-30\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(17), cal, cases, sizeof cases / sizeof *cases);
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
	    cmocka_unit_test(each_oddity_is_yellow_when_confirmed_and_red_on_the_fifth_working_day),
	    cmocka_unit_test(the_two_accounts_of_a_month_may_differ_by_a_fifth),
	    cmocka_unit_test(what_cannot_be_judged_is_not_odd),
	    cmocka_unit_test(explained_or_corrected_it_is_dark),
	    cmocka_unit_test(of_several_odd_months_the_first_confirmed_decides),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
