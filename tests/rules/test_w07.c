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

static void below_four_fifths_of_the_linear_share_is_yellow_below_three_fifths_red(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W07 [W1]: exactly 80 % at March",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 800},
			 {.month = 202002, .invested = 800},
			 {.month = 202003, .invested = 800}}},
	     .lines = "",
	     .until = "2020-12-31"},
	    {"R1 W07: one fen below 80 %",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 800},
			 {.month = 202002, .invested = 800},
			 {.month = 202003, .invested = 799}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n",
	     .until = "2020-05-10"},
	    {"R1 W07: exactly 60 % is still yellow",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 600},
			 {.month = 202002, .invested = 600},
			 {.month = 202003, .invested = 600}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n",
	     .until = "2020-05-10"},
	    {"R1 W07: one fen below 60 %",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 600},
			 {.month = 202002, .invested = 600},
			 {.month = 202003, .invested = 599}}},
	     .lines = "2020-04-09 red due 2020-03-31\n",
	     .until = "2020-05-10"},
	    {"R1 W07: nothing is said before March is evaluated",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 0},
			 {.month = 202002, .invested = 0},
			 {.month = 202003, .invested = 0}}},
	     .lines = "2020-04-09 red due 2020-03-31\n",
	     .until = "2020-12-31"},
	    {"R1 W07: stopped, money still counts",
	     {STAGE(STOPPED), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 0},
			 {.month = 202002, .invested = 0},
			 {.month = 202003, .invested = 0}}},
	     .lines = "2020-04-09 red due 2020-03-31\n",
	     .until = "2020-12-31"},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
}

static void it_clears_only_when_a_month_is_locked(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W07: made good in May, seen when May is locked; lit again for July",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 500},
			 {.month = 202002, .invested = 500},
			 {.month = 202003, .invested = 500},
			 {.month = 202004, .invested = 500},
			 {.month = 202005, .invested = 3000},
			 {.month = 202006, .invested = 1000},
			 {.month = 202007, .invested = 0},
			 {.month = 202008, .invested = 0}}},
	     .lines = "2020-04-09 red due 2020-03-31\n"
		      "2020-06-06 dark done\n"
		      "2020-09-08 yellow due 2020-08-31\n",
	     .until = "2020-09-30"},
	    {"R1 W07: red, then yellow at the next evaluation",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 500},
			 {.month = 202002, .invested = 500},
			 {.month = 202003, .invested = 500},
			 {.month = 202004, .invested = 1300}}},
	     .lines = "2020-04-09 red due 2020-03-31\n"
		      "2020-05-12 yellow due 2020-03-31\n",
	     .until = "2020-06-01"},
	    {"R1 W07: December's lamp is over when January is locked",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 1000},
			 {.month = 202002, .invested = 1000},
			 {.month = 202003, .invested = 1000},
			 {.month = 202004, .invested = 1000},
			 {.month = 202005, .invested = 1000},
			 {.month = 202006, .invested = 1000},
			 {.month = 202007, .invested = 1000},
			 {.month = 202008, .invested = 1000},
			 {.month = 202009, .invested = 1000},
			 {.month = 202010, .invested = 0},
			 {.month = 202011, .invested = 0},
			 {.month = 202012, .invested = 0}}},
	     .lines = "2021-01-09 yellow due 2020-12-31\n"
		      "2021-02-06 dark period\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
}

static void the_plan_in_force_at_the_lock_decides(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W07: no plan, 计划未下达",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601},
	     .lines = ""},
	    {"R1 W07: a plan without an amount",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102}}},
	     .lines = ""},
	    {"R1 W07: halved after March was locked, before April is",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000},
		       {.year = 2020, .adopted = 20200420, .amount = 6000}},
	      .figure = {{.month = 202001, .invested = 500},
			 {.month = 202002, .invested = 500},
			 {.month = 202003, .invested = 500},
			 {.month = 202004, .invested = 500}}},
	     .lines = "2020-04-09 red due 2020-03-31\n"
		      "2020-05-12 dark done\n",
	     .until = "2020-06-01"},
	    {"R1 W07: adopted on the last day of booking it counts",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000},
		       {.year = 2020, .adopted = 20200408, .amount = 6000}},
	      .figure = {{.month = 202001, .invested = 500},
			 {.month = 202002, .invested = 500},
			 {.month = 202003, .invested = 500}}},
	     .lines = "",
	     .until = "2020-05-01"},
	    {"R1 W07: adopted a day later it does not",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000},
		       {.year = 2020, .adopted = 20200409, .amount = 6000}},
	      .figure = {{.month = 202001, .invested = 500},
			 {.month = 202002, .invested = 500},
			 {.month = 202003, .invested = 500}}},
	     .lines = "2020-04-09 red due 2020-03-31\n",
	     .until = "2020-05-01"},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
}

static void the_projects_own_curve_is_its_share(void **state)
{
	static const int64_t curve[] = {0, 0, 0, 0, 1000, 1000, 2000, 2000, 2000, 2000, 1000, 1000};
	static const struct tcase cases[] = {
	    {"R1 W07: the project's own curve: nothing before May",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .curve = curve}},
	      .figure = {{.month = 202001, .invested = 0},
			 {.month = 202002, .invested = 0},
			 {.month = 202003, .invested = 0},
			 {.month = 202004, .invested = 0},
			 {.month = 202005, .invested = 800},
			 {.month = 202006, .invested = 800},
			 {.month = 202007, .invested = 900},
			 {.month = 202008, .invested = 0}}},
	     .lines = "2020-08-08 yellow due 2020-07-31\n"
		      "2020-09-08 red due 2020-07-31\n",
	     .until = "2020-12-31"},
	    {"R1 W07: next year without a plan",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 1000},
			 {.month = 202002, .invested = 1000},
			 {.month = 202003, .invested = 1000},
			 {.month = 202004, .invested = 1000},
			 {.month = 202005, .invested = 1000},
			 {.month = 202006, .invested = 1000},
			 {.month = 202007, .invested = 1000},
			 {.month = 202008, .invested = 1000},
			 {.month = 202009, .invested = 1000},
			 {.month = 202010, .invested = 1000},
			 {.month = 202011, .invested = 1000},
			 {.month = 202012, .invested = 1000}}},
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
}

static void who_came_in_mid_year_is_asked_for_what_came_after(void **state)
{
	static const int64_t curve[] = {1000, 1000, 1000, 1000, 1000, 1000,
					1000, 1000, 1000, 1000, 1000, 1000};
	static const struct tcase cases[] = {
	    {"R1 W07: known since May: 80 % of May's share, exactly; then nothing",
	     {STAGE(BUILDING), .entered = 20200515, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200515, .amount = 12000}},
	      .figure = {{.month = 202005, .invested = 800}, {.month = 202006, .invested = 0}}},
	     .lines = "2020-07-08 red due 2020-06-30\n",
	     .until = "2020-12-31"},
	    {"R1 W07: one fen below",
	     {STAGE(BUILDING), .entered = 20200515, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200515, .amount = 12000}},
	      .figure = {{.month = 202005, .invested = 799}}},
	     .lines = "2020-06-06 yellow due 2020-05-31\n",
	     .until = "2020-07-01"},
	    {"R1 W07: by its own curve alike",
	     {STAGE(BUILDING), .entered = 20200531, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200531, .amount = 12000, .curve = curve}},
	      .figure = {{.month = 202005, .invested = 599}}},
	     .lines = "2020-06-06 red due 2020-05-31\n",
	     .until = "2020-07-01"},
	    {"R1 W07: an opening balance of its earlier months: the year counts from the first",
	     {STAGE(BUILDING), .entered = 20200515, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200515, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 1000}, {.month = 202005, .invested = 2999}}},
	     .lines = "2020-06-06 yellow due 2020-05-31\n",
	     .until = "2020-07-01"},
	    {"R1 W07: the year before does not open this one",
	     {STAGE(BUILDING), .entered = 20200515, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200515, .amount = 12000}},
	      .figure = {{.month = 201912, .invested = 1}, {.month = 202005, .invested = 800}}},
	     .lines = "",
	     .until = "2020-07-01"},
	    {"R1 W07: its second year counts from January",
	     {STAGE(BUILDING), .entered = 20200515, .started = 20190601,
	      .plan = {{.year = 2021, .adopted = 20210104, .amount = 12000}},
	      .figure = {{.month = 202103, .invested = 2399}}},
	     .lines = "2021-04-09 yellow due 2021-03-31\n",
	     .until = "2021-05-01"},
	    {"R1 W07: nobody dated the start: from the day the row said that it had begun",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200410,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003, .invested = 0}, {.month = 202004, .invested = 0}}},
	     .lines = "2020-05-12 red due 2020-04-30\n",
	     .until = "2020-12-31"},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
}

static void shares_are_not_rounded(void **state)
{
	static const int64_t pp[] = {1, 80, 60, 10, 30, 3, 5};
	static const struct tcase cases[] = {
	    {"R1 W07, R4 compare unrounded: 80 % of 10,001 x 3/12 is 2,000.2",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 10001}},
	      .figure = {{.month = 202003, .invested = 2000}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n",
	     .until = "2020-05-01"},
	    {"R1 W07: and one fen more is above it",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 10001}},
	      .figure = {{.month = 202003, .invested = 2001}}},
	     .lines = "",
	     .until = "2020-05-01"},
	    {"R1 W07: 30 points of 10,001 behind 2,500.25 is -500.05",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 10001}},
	      .figure = {{.month = 202003, .invested = -500}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n",
	     .param = pp,
	     .until = "2020-05-01"},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
}

static void by_points_ten_to_thirty_behind_is_yellow_more_is_red(void **state)
{
	static const int64_t pp[] = {1, 80, 60, 10, 30, 3, 5};
	static const struct tcase cases[] = {
	    {"R1 W07 [Y1]: 10 points behind, exactly",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 600},
			 {.month = 202002, .invested = 600},
			 {.month = 202003, .invested = 600}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n",
	     .param = pp,
	     .until = "2020-05-01"},
	    {"R1 W07: one fen less behind",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 600},
			 {.month = 202002, .invested = 600},
			 {.month = 202003, .invested = 601}}},
	     .lines = "",
	     .param = pp,
	     .until = "2020-05-01"},
	    {"R1 W07: 30 points behind, exactly",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 100},
			 {.month = 202002, .invested = 100},
			 {.month = 202003, .invested = 100},
			 {.month = 202004, .invested = 100}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n",
	     .param = pp,
	     .until = "2020-06-01"},
	    {"R1 W07: one fen more",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 100},
			 {.month = 202002, .invested = 100},
			 {.month = 202003, .invested = 100},
			 {.month = 202004, .invested = 99}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-05-12 red due 2020-03-31\n",
	     .param = pp,
	     .until = "2020-06-01"},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
}

static void who_was_not_in_construction_or_not_known_is_not_judged(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W07: started after March was locked",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200410,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003, .invested = 0}, {.month = 202004, .invested = 0}}},
	     .lines = "2020-05-12 red due 2020-04-30\n",
	     .until = "2020-12-31"},
	    {"R1 W07: known since May",
	     {STAGE(BUILDING), .entered = 20200515, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202005, .invested = 0}}},
	     .lines = "2020-06-06 red due 2020-05-31\n",
	     .until = "2020-12-31"},
	    {"R1 W07: not started, that is W04's",
	     {STAGE(PLANNED_START), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}}},
	     .lines = ""},
	    {"R1 W07: 完工",
	     {STAGE(COMPLETED), .entered = 20200102,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}}},
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
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
	    cmocka_unit_test(
		below_four_fifths_of_the_linear_share_is_yellow_below_three_fifths_red),
	    cmocka_unit_test(it_clears_only_when_a_month_is_locked),
	    cmocka_unit_test(the_plan_in_force_at_the_lock_decides),
	    cmocka_unit_test(the_projects_own_curve_is_its_share),
	    cmocka_unit_test(who_came_in_mid_year_is_asked_for_what_came_after),
	    cmocka_unit_test(shares_are_not_rounded),
	    cmocka_unit_test(by_points_ten_to_thirty_behind_is_yellow_more_is_red),
	    cmocka_unit_test(who_was_not_in_construction_or_not_known_is_not_judged),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
