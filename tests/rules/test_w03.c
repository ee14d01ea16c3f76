#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "lib/noun/trule.h"
#include "proto/model.pb-c.h"
#include "rules/rules.h"

/* The cases follow the rule table R1 of the domain research. The default thresholds and where they
 * come from are in daemon/data/README.md. */
static struct calendar *cal;

static void three_working_days_without_a_start_are_yellow_ten_red(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W03: over the moved holidays of 2020", LINK(APPROVAL, IDLE, "5wd", 20200120),
	     .first = "2020-01-23", .second = "2020-02-11", .due = 20200120, .clock = 20200120},
	    {"R1 W03: an ordinary month", LINK(CONSTRUCTION, IDLE, "60cd", 20200302),
	     .first = "2020-03-05", .second = "2020-03-16", .due = 20200302},
	    {"R1 W03: a make-up Saturday counts", LINK(SERVICE, IDLE, "5wd", 20260211),
	     .first = "2026-02-14", .second = "2026-03-03", .due = 20260211},
	    {"R1 W03: from a day off", LINK(MILESTONE, IDLE, "1m", 20200125), .first = "2020-02-05",
	     .second = "2020-02-14", .due = 20200125},
	    {"R1 W03: the year turns", LINK(APPROVAL, IDLE, "5wd", 20191230), .first = "2020-01-03",
	     .second = "2020-01-14", .due = 20191230},
	    {"R1 W03: a year without a calendar", LINK(APPROVAL, IDLE, "5wd", 20270104),
	     .first = "2027-01-07", .second = "2027-01-18"},
	};

	(void)state;
	trule_lamps(rule_by_num(3), cal, rows, sizeof rows / sizeof *rows);
}

static void it_counts_from_the_later_of_prerequisites_and_begin(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W03: the prerequisite's end",
	     LINK(APPROVAL, IDLE, "5wd", 20200106, .before = 20200120), .first = "2020-01-23",
	     .second = "2020-02-11", .due = 20200120},
	    {"R1 W03: the planned begin", LINK(APPROVAL, IDLE, "5wd", 20200106, .begin = 20200210),
	     .first = "2020-02-13", .second = "2020-02-24", .due = 20200210, .clock = 20200210},
	    {"R1 W03: the begin after the prerequisite",
	     LINK(CONSTRUCTION, IDLE, "5cd", 20200106, .before = 20200120, .begin = 20200210),
	     .first = "2020-02-13", .second = "2020-02-24", .due = 20200210},
	    {"R1 W03: the prerequisite after the begin",
	     LINK(CONSTRUCTION, IDLE, "5cd", 20200106, .before = 20200120, .begin = 20200110),
	     .first = "2020-01-23", .second = "2020-02-11", .due = 20200120},
	    {"R1 W03: a suspension moves it by working days",
	     LINK(APPROVAL, IDLE, "5wd", 20200120, .shift = 5), .first = "2020-02-07",
	     .second = "2020-02-18", .due = 20200204},
	    {"R1 W03: a suspension moves it by calendar days",
	     LINK(APPROVAL, IDLE, "5cd", 20200302, .shift = 7), .first = "2020-03-12",
	     .second = "2020-03-23", .due = 20200309},
	};

	(void)state;
	trule_lamps(rule_by_num(3), cal, rows, sizeof rows / sizeof *rows);
}

static void an_extension_moves_it_but_does_not_end_it(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W03: from the day of the extension",
	     LINK(APPROVAL, IDLE, "5wd", 20200302, .extended = 20200430, .extended_on = 20200310),
	     .first = "2020-03-13", .second = "2020-03-24", .due = 20200310, .clock = 0},
	    {"R1 W03: extended before the clock started",
	     LINK(APPROVAL, IDLE, "5wd", 20200302, .extended = 20200430, .extended_on = 20200210),
	     .first = "2020-03-05", .second = "2020-03-16", .due = 20200302},
	    {"R1 W03: a suspension after the extension",
	     LINK(APPROVAL, IDLE, "5wd", 20200302, .shift = 14, .extended = 20200430,
		  .extended_on = 20200310),
	     .first = "2020-03-27", .second = "2020-04-08", .due = 20200324},
	    {"R1 W03: started",
	     LINK(APPROVAL, ACTIVE, "5wd", 20200302, .extended = 20200430, .extended_on = 20200310),
	     .first = NULL},
	    {"R1 W03: a fixed date without begin, extended",
	     LINK(APPROVAL, IDLE, "2020-03-20", 20200302, .extended = 20200430,
		  .extended_on = 20200310),
	     .first = NULL},
	};

	(void)state;
	trule_lamps(rule_by_num(3), cal, rows, sizeof rows / sizeof *rows);
}

static void only_links_that_take_time_or_have_a_begin(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W03: no time, no begin", LINK(MILESTONE, IDLE, "0", 20200106), .first = NULL},
	    {"R1 W03: a fixed date without begin", LINK(CONSTRUCTION, IDLE, "2020-05-01", 20200106),
	     .first = NULL},
	    {"R1 W03: no time but a begin", LINK(MILESTONE, IDLE, "0", 20200106, .begin = 20200302),
	     .first = "2020-03-05", .second = "2020-03-16"},
	    {"R1 W03: a fixed date with a begin",
	     LINK(CONSTRUCTION, IDLE, "2020-05-01", 20200106, .begin = 20200302),
	     .first = "2020-03-05", .second = "2020-03-16", .due = 20200302},
	};

	(void)state;
	trule_lamps(rule_by_num(3), cal, rows, sizeof rows / sizeof *rows);
}

static void started_settled_or_waiting_for_others_is_dark(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W03: started", LINK(APPROVAL, ACTIVE, "5wd", 20200106), .first = NULL},
	    {"R1 W03: done", LINK(APPROVAL, DONE, "5wd", 20200106), .first = NULL},
	    {"R1 W03: cancelled", LINK(APPROVAL, CANCELLED, "5wd", 20200106), .first = NULL},
	    {"R1 W03: off the list", LINK(APPROVAL, IDLE, "5wd", 20200106, .archived = true),
	     .first = NULL},
	    {"R1 W03: prerequisite open",
	     LINK(APPROVAL, IDLE, "5wd", 20200106, .before = TRULE_OPEN), .first = NULL},
	    {"R1 W03: prerequisite open, a begin and a fixed date",
	     LINK(APPROVAL, IDLE, "2020-05-01", 20200106, .begin = 20200110, .before = TRULE_OPEN),
	     .first = NULL},
	};

	(void)state;
	trule_lamps(rule_by_num(3), cal, rows, sizeof rows / sizeof *rows);
}

static void its_parameters_move_both_lamps(void **state)
{
	static const int64_t quick[] = {1, 2};
	static const struct trow rows[] = {
	    {"R1 W03: 1 and 2", LINK(APPROVAL, IDLE, "5wd", 20200123), .first = "2020-02-03",
	     .second = "2020-02-04", .param = quick},
	};

	(void)state;
	trule_lamps(rule_by_num(3), cal, rows, sizeof rows / sizeof *rows);
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
	    cmocka_unit_test(three_working_days_without_a_start_are_yellow_ten_red),
	    cmocka_unit_test(it_counts_from_the_later_of_prerequisites_and_begin),
	    cmocka_unit_test(an_extension_moves_it_but_does_not_end_it),
	    cmocka_unit_test(only_links_that_take_time_or_have_a_begin),
	    cmocka_unit_test(started_settled_or_waiting_for_others_is_dark),
	    cmocka_unit_test(its_parameters_move_both_lamps),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
