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

static void each_oddity_is_yellow_when_confirmed_and_red_on_the_fifth_working_day(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W17: the cumulative figure fell; Qingming is off",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202002, .invested = 0, .confirmed = 20200303, .cumulative = 901},
		   {.month = 202003, .invested = 1000, .confirmed = 20200403, .cumulative = 900}}},
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
	    {"R1 W17: the curve says 0, and 0 is told",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .curve = curve}},
	      .figure = {{.month = 202002, .invested = 0, .confirmed = 20200303}}},
	     .lines = ""},
	    {"R1 W17: the curve says 0, and one fen is told",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .curve = curve}},
	      .figure = {{.month = 202002, .invested = 1, .confirmed = 20200303}}},
	     .lines = "2020-03-03 yellow due 2020-03-03\n"
		      "2020-03-10 red due 2020-03-03\n"},
	    {"R1 W17: planned to start in October, the year's plan has three months",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20201001, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202010}},
	      .figure = {{.month = 202010, .invested = 12000, .confirmed = 20201103}}},
	     .lines = ""},
	    {"R1 W17: and no more",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20201001, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000, .start = 202010}},
	      .figure = {{.month = 202010, .invested = 12001, .confirmed = 20201103}}},
	     .lines = "2020-11-03 yellow due 2020-11-03\n"
		      "2020-11-10 red due 2020-11-03\n"},
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
			  .explained = 20200403}}},
	     .lines = ""},
	    {"R1 W17: corrected in May",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 1000, .confirmed = 20200403, .cumulative = 50001},
		   {.month = 202003,
		    .booked = 202005,
		    .correction = true,
		    .invested = 1000,
		    .confirmed = 20200520,
		    .cumulative = 50000}}},
	     .lines = ""},
	    {"R1 W17: corrected, but not to what can be: it stays, since it was first told",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 1000, .confirmed = 20200403, .cumulative = 50001},
		   {.month = 202003,
		    .booked = 202005,
		    .correction = true,
		    .invested = 1000,
		    .confirmed = 20200520,
		    .cumulative = 60000}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: corrected to what cannot be",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 1000, .confirmed = 20200403, .cumulative = 40000},
		   {.month = 202003,
		    .booked = 202005,
		    .correction = true,
		    .invested = 1000,
		    .confirmed = 20200520,
		    .cumulative = 60000}}},
	     .lines = "2020-05-20 yellow due 2020-05-20\n"
		      "2020-05-27 red due 2020-05-20\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(17), cal, cases, sizeof cases / sizeof *cases);
}

static void an_explanation_covers_what_was_told_before_it(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W17: an explanation does not cover what is told after it",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 50001,
			  .explained = 20200410},
			 {.month = 202003,
			  .booked = 202005,
			  .correction = true,
			  .invested = 1000,
			  .confirmed = 20200520,
			  .cumulative = 60000}}},
	     .lines = "2020-05-20 yellow due 2020-05-20\n"
		      "2020-05-27 red due 2020-05-20\n"},
	    {"R1 W17: but the same amounts told again",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003,
			  .invested = 1000,
			  .confirmed = 20200403,
			  .cumulative = 50001,
			  .explained = 20200410},
			 {.month = 202003,
			  .booked = 202005,
			  .correction = true,
			  .invested = 1000,
			  .confirmed = 20200520,
			  .cumulative = 50001,
			  .percent = 40}}},
	     .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(17), cal, cases, sizeof cases / sizeof *cases);
}

static void a_fall_is_explained_by_what_corrections_took_away(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W17: it fell by what a correction took away",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202002, .invested = 400, .confirmed = 20200303, .cumulative = 1000},
		   {.month = 202002,
		    .booked = 202003,
		    .correction = true,
		    .invested = 300,
		    .confirmed = 20200401,
		    .cumulative = 1000},
		   {.month = 202003, .invested = 0, .confirmed = 20200403, .cumulative = 900}}},
	     .lines = ""},
	    {"R1 W17: it fell by more",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202002, .invested = 400, .confirmed = 20200303, .cumulative = 1000},
		   {.month = 202002,
		    .booked = 202003,
		    .correction = true,
		    .invested = 300,
		    .confirmed = 20200401,
		    .cumulative = 1000},
		   {.month = 202003, .invested = 0, .confirmed = 20200403, .cumulative = 899}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: the cumulative figure itself was corrected",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202002, .invested = 400, .confirmed = 20200303, .cumulative = 9000},
		   {.month = 202003, .invested = 0, .confirmed = 20200403, .cumulative = 900},
		   {.month = 202002,
		    .booked = 202004,
		    .correction = true,
		    .invested = 400,
		    .confirmed = 20200501,
		    .cumulative = 900}}},
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

/* March is told on 3 April with too much; whatever else is booked beside it, it stays lit since
 * then.
 */
static void another_row_neither_hides_a_month_nor_begins_it_anew(void **state)
{
#define MARCH                                                                                      \
	{                                                                                          \
		.month = 202003, .invested = 3001, .confirmed = 20200403                           \
	}
	static const struct tcase cases[] = {
	    {"R1 W17: a late report in the same row",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {MARCH,
		   {.month = 202002, .booked = 202003, .invested = 1, .confirmed = 20200407}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: a correction of another month that takes away, in the same row",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202002, .invested = 900, .confirmed = 20200303},
			 MARCH,
			 {.month = 202002,
			  .booked = 202003,
			  .correction = true,
			  .invested = 100,
			  .confirmed = 20200407}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: the next month",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {MARCH, {.month = 202004, .invested = 1, .confirmed = 20200506}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	};
#undef MARCH

	(void)state;
	tproject_cases(rule_by_num(17), cal, cases, sizeof cases / sizeof *cases);
}

static void what_is_booked_late_is_judged_with_its_own_month(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W17: a later version with another start does not change what March was to be",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 9000},
		       {.year = 2020, .adopted = 20200417, .amount = 12000, .start = 202010}},
	      .figure = {{.month = 202003, .invested = 6125, .confirmed = 20200403}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: two late reports have a share each, and the month its own",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 3000, .confirmed = 20200403},
		   {.month = 202001, .booked = 202003, .invested = 3000, .confirmed = 20200407},
		   {.month = 202002, .booked = 202003, .invested = 3000, .confirmed = 20200407}}},
	     .lines = ""},
	    {"R1 W17: one of the late reports is too much by itself",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202003, .invested = 1, .confirmed = 20200403},
		   {.month = 202001, .booked = 202003, .invested = 1, .confirmed = 20200407},
		   {.month = 202002, .booked = 202003, .invested = 3001, .confirmed = 20200407}}},
	     .lines = "2020-04-07 yellow due 2020-04-07\n"
		      "2020-04-14 red due 2020-04-07\n"},
	    {"R1 W17: a correction that adds is of the month it corrects",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202002, .invested = 900, .confirmed = 20200303},
			 {.month = 202003, .invested = 2900, .confirmed = 20200403},
			 {.month = 202002,
			  .booked = 202003,
			  .correction = true,
			  .invested = 2900,
			  .confirmed = 20200407}}},
	     .lines = ""},
	    {"R1 W17: a fall stays one when the later months are low as well",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure =
		  {{.month = 202002, .invested = 0, .confirmed = 20200303, .cumulative = 9000},
		   {.month = 202003, .invested = 0, .confirmed = 20200403, .cumulative = 900},
		   {.month = 202004, .invested = 9, .confirmed = 20200506, .cumulative = 909}}},
	     .lines = "2020-04-03 yellow due 2020-04-03\n"
		      "2020-04-13 red due 2020-04-03\n"},
	    {"R1 W17: an earlier month that is told later than the low one",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20190601, .total = 50000,
	      .plan = {{.year = 2020, .adopted = 20200102, .amount = 12000}},
	      .figure = {{.month = 202003, .invested = 0, .confirmed = 20200403, .cumulative = 900},
			 {.month = 202002,
			  .booked = 202004,
			  .invested = 0,
			  .confirmed = 20200506,
			  .cumulative = 9000}}},
	     .lines = "2020-05-06 yellow due 2020-05-06\n"
		      "2020-05-12 red due 2020-05-06\n"},
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
		    .explained = 20200403},
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
	    cmocka_unit_test(an_explanation_covers_what_was_told_before_it),
	    cmocka_unit_test(a_fall_is_explained_by_what_corrections_took_away),
	    cmocka_unit_test(what_is_booked_late_is_judged_with_its_own_month),
	    cmocka_unit_test(another_row_neither_hides_a_month_nor_begins_it_anew),
	    cmocka_unit_test(of_several_odd_months_the_first_confirmed_decides),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
