#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "lib/noun/trule.h"
#include "proto/model.pb-c.h"
#include "rules/rules.h"

/* Rows cite the rule table R1 of the domain research: default thresholds and their basis stand
 * in daemon/data/README.md. */
static struct calendar *cal;

static void passed_by_one_day_is_yellow_by_fifteen_red(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W02: days off count", LINK(CONSTRUCTION, ACTIVE, "2020-01-15", 20200102),
	     .first = "2020-01-16", .second = "2020-01-30", .due = 20200115},
	    {"R1 W02: 2020, in the moved holidays",
	     LINK(CONSTRUCTION, ACTIVE, "2020-01-24", 20200102), .first = "2020-01-25",
	     .second = "2020-02-08"},
	    {"R1 W02: the leap day", LINK(CONSTRUCTION, ACTIVE, "2020-02-28", 20200102),
	     .first = "2020-02-29", .second = "2020-03-14"},
	    {"R1 W02: no leap day", LINK(CONSTRUCTION, ACTIVE, "2021-02-28", 20210104),
	     .first = "2021-03-01", .second = "2021-03-15"},
	    {"R1 W02: one month from 31 January", LINK(CONSTRUCTION, ACTIVE, "1m", 20200131),
	     .first = "2020-03-01", .second = "2020-03-15", .due = 20200229, .clock = 20200131},
	    {"R1 W02: two months to the end of April", LINK(CONSTRUCTION, ACTIVE, "2m", 20200229),
	     .first = "2020-04-30", .second = "2020-05-14", .due = 20200429},
	    {"R1 W02: the year turns", LINK(CONSTRUCTION, ACTIVE, "2019-12-31", 20190102),
	     .first = "2020-01-01", .second = "2020-01-15"},
	    {"R1 W02: working days over the moved holidays",
	     LINK(CONSTRUCTION, ACTIVE, "6wd", 20200118), .first = "2020-02-04",
	     .second = "2020-02-18", .due = 20200203},
	    {"R1 W02: a year without a calendar",
	     LINK(CONSTRUCTION, ACTIVE, "2027-05-01", 20270104), .first = "2027-05-02",
	     .second = "2027-05-16"},
	    {"R1 W02: milestones too", LINK(MILESTONE, ACTIVE, "2020-06-30", 20200102),
	     .first = "2020-07-01", .second = "2020-07-15"},
	    {"R1 W02: a milestone without time of its own",
	     LINK(MILESTONE, ACTIVE, "0", 20200106, .before = 20200302), .first = "2020-03-03",
	     .second = "2020-03-17", .due = 20200302, .clock = 20200302},
	};

	(void)state;
	trule_lamps(rule_by_num(2), cal, rows, sizeof rows / sizeof *rows);
}

static void a_duration_is_dark_until_its_clock_is_set(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W02: prerequisite open",
	     LINK(CONSTRUCTION, ACTIVE, "30cd", 20200106, .before = TRULE_OPEN), .first = NULL},
	    {"R1 W02: a fixed date lights regardless",
	     LINK(CONSTRUCTION, ACTIVE, "2020-03-11", 20200106, .before = TRULE_OPEN),
	     .first = "2020-03-12", .second = "2020-03-26"},
	    {"R1 W02: the clock runs from the prerequisite's end",
	     LINK(CONSTRUCTION, ACTIVE, "30cd", 20200106, .before = 20200201),
	     .first = "2020-03-03", .second = "2020-03-17", .due = 20200302, .clock = 20200201},
	    {"R1 W02: not before the planned begin",
	     LINK(CONSTRUCTION, ACTIVE, "30cd", 20200106, .begin = 20200301), .first = "2020-04-01",
	     .second = "2020-04-15", .due = 20200331, .clock = 20200301},
	};

	(void)state;
	trule_lamps(rule_by_num(2), cal, rows, sizeof rows / sizeof *rows);
}

static void what_is_settled_or_not_its_kind_stays_dark(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W02: done", LINK(CONSTRUCTION, DONE, "5cd", 20200106), .first = NULL},
	    {"R1 W02: cancelled", LINK(CONSTRUCTION, CANCELLED, "5cd", 20200106), .first = NULL},
	    {"R1 W02: off the list", LINK(CONSTRUCTION, ACTIVE, "5cd", 20200106, .archived = true),
	     .first = NULL},
	    {"R1 W02: approval", LINK(APPROVAL, ACTIVE, "5cd", 20200106), .first = NULL},
	    {"R1 W02: service", LINK(SERVICE, ACTIVE, "5cd", 20200106), .first = NULL},
	};

	(void)state;
	trule_lamps(rule_by_num(2), cal, rows, sizeof rows / sizeof *rows);
}

static void its_parameters_move_both_lamps_and_red_never_waits_for_yellow(void **state)
{
	static const int64_t late[] = {5, 30}, odd[] = {5, 1};
	static const struct trow rows[] = {
	    {"R1 W02: 5 and 30", LINK(CONSTRUCTION, ACTIVE, "2020-01-15", 20200102),
	     .first = "2020-01-20", .second = "2020-02-14", .param = late},
	    {"R1 W02: red before yellow", LINK(CONSTRUCTION, ACTIVE, "2020-01-15", 20200102),
	     .first = "2020-01-16", .second = "2020-01-16", .param = odd},
	};

	(void)state;
	trule_lamps(rule_by_num(2), cal, rows, sizeof rows / sizeof *rows);
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
	    cmocka_unit_test(passed_by_one_day_is_yellow_by_fifteen_red),
	    cmocka_unit_test(a_duration_is_dark_until_its_clock_is_set),
	    cmocka_unit_test(what_is_settled_or_not_its_kind_stays_dark),
	    cmocka_unit_test(its_parameters_move_both_lamps_and_red_never_waits_for_yellow),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
