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

static void five_working_days_after_listing_yellow_fifteen_red(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W22: no chain; 01-19 works, 01-24 to 02-02 are off",
	     {STAGE(PLANNED_START), .entered = 20200102},
	     .lines = "2020-01-09 yellow due 2020-01-02\n"
		      "2020-01-22 red due 2020-01-02\n"},
	    {"R1 W22: listed before the moved holidays",
	     {STAGE(BUILDING), .entered = 20200117},
	     .lines = "2020-01-23 yellow due 2020-01-17\n"
		      "2020-02-14 red due 2020-01-17\n"},
	    {"R1 W22: a link without a unit",
	     {STAGE(BUILDING), .entered = 20200102,
	      .chain = {.exists = true, .year = 2020, .lacks_unit = 1}},
	     .lines = "2020-01-09 yellow due 2020-01-02\n"
		      "2020-01-22 red due 2020-01-02\n"},
	    {"R1 W22: without a leader",
	     {STAGE(STOPPED), .entered = 20200102,
	      .chain = {.exists = true, .year = 2020, .lacks_leader = 1}},
	     .lines = "2020-01-09 yellow due 2020-01-02\n"
		      "2020-01-22 red due 2020-01-02\n"},
	    {"R1 W22: without a person",
	     {STAGE(COMPLETED), .entered = 20200102,
	      .chain = {.exists = true, .year = 2020, .lacks_person = 2}},
	     .lines = "2020-01-09 yellow due 2020-01-02\n"
		      "2020-01-22 red due 2020-01-02\n"},
	    {"R1 W22: without a time limit",
	     {STAGE(BUILDING), .entered = 20200102,
	      .chain = {.exists = true, .year = 2020, .lacks_limit = 1}},
	     .lines = "2020-01-09 yellow due 2020-01-02\n"
		      "2020-01-22 red due 2020-01-02\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(22), cal, cases, sizeof cases / sizeof *cases);
}

static void a_later_gap_and_a_project_that_is_asked_later_have_their_own_days(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W22: 前期, whose approvals are the first links (R3)",
	     {STAGE(PRELIMINARY), .entered = 20200102, .stage_since = 20200102},
	     .lines = "2020-01-09 yellow due 2020-01-02\n"
		      "2020-01-22 red due 2020-01-02\n"},
	    {"R1 W22: out of 谋划储备 into 前期; 06-25 to 27 are off, 06-28 works",
	     {STAGE(PRELIMINARY), .entered = 20200102, .stage_since = 20200622},
	     .lines = "2020-06-30 yellow due 2020-06-22\n"
		      "2020-07-14 red due 2020-06-22\n"},
	    {"R1 W22: out of 谋划储备 into 在建 by a row",
	     {STAGE(BUILDING), .entered = 20200102, .begun_by = 20200622, .stage_since = 20200622},
	     .lines = "2020-06-30 yellow due 2020-06-22\n"
		      "2020-07-14 red due 2020-06-22\n"},
	    {"R1 W22: on from 计划新开工 it is the same listing",
	     {STAGE(BUILDING), .entered = 20200102, .started = 20200622, .stage_since = 20200622},
	     .lines = "2020-01-09 yellow due 2020-01-02\n"
		      "2020-01-22 red due 2020-01-02\n"},
	    {"R1 W22: a link listed later, without a person",
	     {STAGE(BUILDING), .entered = 20200102,
	      .chain = {.exists = true, .year = 2020, .lacks_person = 1, .lacking_date = 20200622}},
	     .lines = "2020-06-30 yellow due 2020-06-22\n"
		      "2020-07-14 red due 2020-06-22\n"},
	    {"R1 W22: a gap older than the listing",
	     {STAGE(BUILDING), .entered = 20200102,
	      .chain = {.exists = true, .year = 2019, .lacks_limit = 1, .lacking_date = 20190622}},
	     .lines = "2020-01-09 yellow due 2020-01-02\n"
		      "2020-01-22 red due 2020-01-02\n"},
	};

	(void)state;
	tproject_cases(rule_by_num(22), cal, cases, sizeof cases / sizeof *cases);
}

static void complete_or_not_asked_it_is_dark(void **state)
{
	static const struct tcase cases[] = {
	    {"R1 W22: complete",
	     {STAGE(BUILDING), .entered = 20200102, .chain = {.exists = true, .year = 2020}},
	     .lines = ""},
	    {"R1 W22: 谋划储备", {STAGE(RESERVE), .entered = 20200102}, .lines = ""},
	    {"R1 W22: 竣工", {STAGE(ACCEPTED), .entered = 20200102}, .lines = ""},
	    {"R1 W22: 退出", {STAGE(WITHDRAWN), .entered = 20200102}, .lines = ""},
	};

	(void)state;
	tproject_cases(rule_by_num(22), cal, cases, sizeof cases / sizeof *cases);
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
	    cmocka_unit_test(five_working_days_after_listing_yellow_fifteen_red),
	    cmocka_unit_test(a_later_gap_and_a_project_that_is_asked_later_have_their_own_days),
	    cmocka_unit_test(complete_or_not_asked_it_is_dark),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
