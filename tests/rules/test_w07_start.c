#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "lib/noun/tproject.h"
#include "model/calendar/calendar.h"
#include "proto/model.pb-c.h"
#include "rules/rules.h"

/* W07 of months that nobody reported, and of projects that start in the year. */
static struct calendar *cal;

static void a_month_that_nobody_reported_is_not_judged(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W07, 未报: nothing was ever reported",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}}},
	     .lines = ""},
	    {"R1 W07, 未报: it stays as March left it until June is reported",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003, .invested = 2000}, {.month = 202006, .invested = 1000}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n"
		      "2020-07-08 red due 2020-03-31\n",
	     .until = "2020-12-31"},
	    {"R1 W07, 未报: neither a late report nor a correction makes it reported",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202001, .invested = 10},
			 {.month = 202001, .booked = 202003, .correction = true, .invested = 9},
			 {.month = 202002, .booked = 202003, .invested = 1}}},
	     .lines = "",
	     .until = "2020-12-31"},
	    {"R1 W07, 未报: what came late counts in the sum of the next reported month",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003, .booked = 202004, .invested = 3000},
			 {.month = 202004, .invested = 199}}},
	     .lines = "2020-05-12 yellow due 2020-04-30\n",
	     .until = "2020-12-31"},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
}

static void a_start_planned_in_the_year_begins_its_share(void **state)
{
	static const int64_t curve[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 4000, 4000, 4000};
	static const struct tcase cases[] = {
	    {"R1 W07: planned to start in October: November is the first that is judged",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20201008,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202010}},
	      .figure = {{.month = 202010, .invested = 0},
			 {.month = 202011, .invested = 6399},
			 {.month = 202012, .invested = 800}}},
	     .lines = "2020-12-08 yellow due 2020-11-30\n"
		      "2021-01-09 red due 2020-11-30\n"
		      "2021-02-06 dark period\n"},
	    {"R1 W07: in January: February, but not before `start_month`",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200108,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202001}},
	      .figure = {{.month = 202001, .invested = 0},
			 {.month = 202002, .invested = 0},
			 {.month = 202003, .invested = 2399}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n",
	     .until = "2020-12-31"},
	    {"R1 W07: a plan that moves the start moves the share",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200308,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202003},
		       {.year = 2020, .adopted = 20200601, .amount = 12000, .start = 202009}},
	      .figure = {{.month = 202004, .invested = 0}, {.month = 202005, .invested = 0}}},
	     .lines = "2020-05-12 red due 2020-04-30\n"
		      "2020-06-06 dark moved\n",
	     .until = "2020-12-31"},
	    {"R1 W07: the next year's plan, adopted before December is judged, says nothing of it",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20201008,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202010},
		       {.year = 2021, .adopted = 20210104, .amount = 12000, .start = 202108}},
	      .figure = {{.month = 202011, .invested = 6399}, {.month = 202012, .invested = 801}}},
	     .lines = "2020-12-08 yellow due 2020-11-30\n"
		      "2021-02-06 dark period\n"},
	    {"R1 W07: nor does the project's row, which may be newer",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200308, .planned_start = 202010,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003, .invested = 2399}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n",
	     .until = "2020-12-01"},
	    {"R1 W07: the plan's own curve goes before",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20201008,
	      .plan = {{.year = 2020,
			.adopted = 20200102,
			.amount = 12000,
			.start = 202010,
			.curve = curve}},
	      .figure = {{.month = 202010, .invested = 3199}}},
	     .lines = "2020-11-07 yellow due 2020-10-31\n",
	     .until = "2020-12-01"},
	    {"R1 W07: planned for an earlier year, it is twelve months",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200308,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 201911}},
	      .figure = {{.month = 202003, .invested = 2399}}},
	     .lines = "2020-04-09 yellow due 2020-03-31\n",
	     .until = "2020-12-01"},
	};

	(void)state;
	tproject_cases(rule_by_num(7), cal, cases, sizeof cases / sizeof *cases);
}

/* New starts of every month, each judged after every month: those that do just what their plan says
 * are dark, four fifths of it just so; a little less is yellow, and below three fifths red. */
static void perfect_new_starts_are_dark_and_late_ones_are_found(void **state)
{
	static const struct {
		int64_t part; /* of 10,000 */
		int level;
	} does[] = {{10000, 0},
		    {8000, 0},
		    {7999, LEVEL(YELLOW)},
		    {6000, LEVEL(YELLOW)},
		    {5999, LEVEL(RED)}};
	char day[] = "2021-02-20";
	int n = 0;

	(void)state;
	for (uint32_t s = 1; s <= 11; s++)
		for (uint32_t m = s + 1 < 3 ? 3 : s + 1; m <= 12; m++)
			for (size_t i = 0; i < sizeof does / sizeof *does; i++) {
				struct tproject p = {STAGE(BUILDING), .entered = 20200102,
						     .started = 20200001 + s * 100};

				p.plan[0] = (struct tplan){.year = 2020,
							   .adopted = 20200102,
							   .amount = 10000 * (13 - s),
							   .start = 202000 + s};
				for (uint32_t k = s; k <= m; k++)
					p.figure[k - s] = (struct tfigure){
					    .month = 202000 + k, .invested = does[i].part};
				(void)snprintf(day, sizeof day, "%s-%02u-20",
					       m == 12 ? "2021" : "2020", m % 12 + 1);
				n++;
				if (tproject_look(rule_by_num(7), cal, &p, day).level !=
				    does[i].level)
					fail_msg("start %u, month %u, %lld of 10,000", s, m,
						 (long long)does[i].part);
			}
	assert_int_equal(n, 65 * 5);
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
	    cmocka_unit_test(a_month_that_nobody_reported_is_not_judged),
	    cmocka_unit_test(a_start_planned_in_the_year_begins_its_share),
	    cmocka_unit_test(perfect_new_starts_are_dark_and_late_ones_are_found),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
