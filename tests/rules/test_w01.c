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

static void one_working_day_left_is_yellow_passed_by_one_is_red(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W01: a make-up Saturday, then New Year 2026",
	     LINK(APPROVAL, ACTIVE, "2026-02-14", 20260105), .first = "2026-02-13",
	     .second = "2026-02-24", .due = 20260214},
	    {"R1 W01: red on a make-up Saturday", LINK(APPROVAL, ACTIVE, "5wd", 20260208),
	     .first = "2026-02-12", .second = "2026-02-14", .due = 20260213, .clock = 20260208},
	    {"R1 W01: 2024, New Year's Eve is a working day",
	     LINK(APPROVAL, ACTIVE, "5wd", 20240208), .first = "2024-02-20", .second = "2024-02-22",
	     .due = 20240221, .clock = 20240208},
	    {"R1 W01: 2020, eve of the moved holidays",
	     LINK(APPROVAL, ACTIVE, "2020-01-23", 20200102), .first = "2020-01-22",
	     .second = "2020-02-03"},
	    {"R1 W01: 2020, yellow on a make-up Sunday",
	     LINK(APPROVAL, ACTIVE, "2020-01-20", 20200102), .first = "2020-01-19",
	     .second = "2020-01-21"},
	    {"R1 W01: 2020, a date on a day off stays; one working day is left from the last one's "
	     "eve",
	     LINK(APPROVAL, ACTIVE, "2020-01-25", 20200102), .first = "2020-01-22",
	     .second = "2020-02-03", .due = 20200125},
	    {"R1 W01: 1 May 2020, off: the last working day is 04-30",
	     LINK(APPROVAL, ACTIVE, "2020-05-01", 20200203), .first = "2020-04-29",
	     .second = "2020-05-06", .due = 20200501},
	    {"R1 W01: a Sunday, with a make-up Saturday before it",
	     LINK(APPROVAL, ACTIVE, "2020-05-10", 20200203), .first = "2020-05-08",
	     .second = "2020-05-11", .due = 20200510},
	    {"R1 W01: 2020, a Monday listed as working",
	     LINK(APPROVAL, ACTIVE, "2020-02-03", 20200102), .first = "2020-01-23",
	     .second = "2020-02-04"},
	    {"R1 W01: an ordinary week", LINK(APPROVAL, ACTIVE, "2020-03-11", 20200102),
	     .first = "2020-03-10", .second = "2020-03-12"},
	    {"R1 W01: over a weekend", LINK(APPROVAL, ACTIVE, "2020-03-06", 20200102),
	     .first = "2020-03-05", .second = "2020-03-09"},
	    {"R1 W01: service links too", LINK(SERVICE, ACTIVE, "2020-03-06", 20200102),
	     .first = "2020-03-05", .second = "2020-03-09"},
	};

	(void)state;
	trule_lamps(rule_by_num(1), cal, rows, sizeof rows / sizeof *rows);
}

static void months_end_and_years_end_are_no_exception(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W01: one month from 31 January of a leap year",
	     LINK(APPROVAL, ACTIVE, "1m", 20200131), .first = "2020-02-28", .second = "2020-03-03",
	     .due = 20200302, .clock = 20200131},
	    {"R1 W01: one month from 31 January of another year",
	     LINK(APPROVAL, ACTIVE, "1m", 20210131), .first = "2021-02-26", .second = "2021-03-02",
	     .due = 20210301},
	    {"R1 W01: the year turns", LINK(APPROVAL, ACTIVE, "2019-12-31", 20190102),
	     .first = "2019-12-30", .second = "2020-01-02"},
	    {"R1 W01: ten calendar days over the turn", LINK(APPROVAL, ACTIVE, "10cd", 20191225),
	     .first = "2020-01-03", .second = "2020-01-07", .due = 20200106},
	    {"R1 W01: an extension to a day off stays",
	     LINK(APPROVAL, ACTIVE, "10cd", 20191225, .extended = 20200104,
		  .extended_on = 20200102),
	     .first = "2020-01-02", .second = "2020-01-06", .due = 20200104},
	    {"R1 W01: 2027 is Mon-Fri until a notice comes",
	     LINK(APPROVAL, ACTIVE, "2026-12-31", 20260105), .first = "2026-12-30",
	     .second = "2027-01-01"},
	};

	(void)state;
	trule_lamps(rule_by_num(1), cal, rows, sizeof rows / sizeof *rows);
}

static void no_lamp_before_the_day_after_the_clock_started(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W01: one working day", LINK(APPROVAL, ACTIVE, "1wd", 20200302),
	     .first = "2020-03-03", .second = "2020-03-04", .due = 20200303, .clock = 20200302},
	    {"R1 W01: no time at all, from a Monday", LINK(APPROVAL, ACTIVE, "0", 20200302),
	     .first = "2020-03-03", .second = "2020-03-03", .due = 20200302},
	    {"R1 W01: no time at all, from a Friday", LINK(APPROVAL, ACTIVE, "0", 20200306),
	     .first = "2020-03-07", .second = "2020-03-09", .due = 20200306},
	    {"R1 W01: a fixed date before the chain has no clock",
	     LINK(APPROVAL, ACTIVE, "2020-01-03", 20200210), .first = "2020-01-02",
	     .second = "2020-01-06", .due = 20200103},
	};

	(void)state;
	trule_lamps(rule_by_num(1), cal, rows, sizeof rows / sizeof *rows);
}

static void a_duration_is_dark_until_its_clock_is_set(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W01: prerequisite open",
	     LINK(APPROVAL, ACTIVE, "5wd", 20200106, .before = TRULE_OPEN), .first = NULL},
	    {"R1 W01: a fixed date lights regardless",
	     LINK(APPROVAL, ACTIVE, "2020-03-11", 20200106, .before = TRULE_OPEN),
	     .first = "2020-03-10", .second = "2020-03-12"},
	    {"R1 W01: the clock runs from the prerequisite's end",
	     LINK(APPROVAL, ACTIVE, "5wd", 20200106, .before = 20200120), .first = "2020-02-03",
	     .second = "2020-02-05", .due = 20200204, .clock = 20200120},
	    {"R1 W01: not before the planned begin",
	     LINK(APPROVAL, ACTIVE, "5wd", 20200106, .before = 20200120, .begin = 20200401),
	     .first = "2020-04-08", .second = "2020-04-10", .due = 20200409, .clock = 20200401},
	    {"R1 W01: not started is late all the same",
	     LINK(APPROVAL, IDLE, "2020-03-11", 20200102), .first = "2020-03-10",
	     .second = "2020-03-12"},
	    {"R1 W01: a suspension moved the deadline",
	     LINK(APPROVAL, ACTIVE, "5wd", 20200302, .shift = 3), .first = "2020-03-11",
	     .second = "2020-03-13", .due = 20200312},
	};

	(void)state;
	trule_lamps(rule_by_num(1), cal, rows, sizeof rows / sizeof *rows);
}

static void what_is_settled_or_not_its_kind_stays_dark(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W01: done", LINK(APPROVAL, DONE, "5wd", 20200106), .first = NULL},
	    {"R1 W01: cancelled", LINK(APPROVAL, CANCELLED, "5wd", 20200106), .first = NULL},
	    {"R1 W01: off the list", LINK(APPROVAL, ACTIVE, "5wd", 20200106, .archived = true),
	     .first = NULL},
	    {"R1 W01: construction", LINK(CONSTRUCTION, ACTIVE, "5wd", 20200106), .first = NULL},
	    {"R1 W01: milestone", LINK(MILESTONE, ACTIVE, "5wd", 20200106), .first = NULL},
	};

	(void)state;
	trule_lamps(rule_by_num(1), cal, rows, sizeof rows / sizeof *rows);
}

static void its_parameters_move_both_lamps(void **state)
{
	static const int64_t two[] = {2, 3}, zero[] = {0, 1};
	static const struct trow rows[] = {
	    {"R1 W01: y_before_wd 2, r_after_wd 3", LINK(APPROVAL, ACTIVE, "2026-02-14", 20260105),
	     .first = "2026-02-12", .second = "2026-02-26", .param = two},
	    {"R1 W01: y_before_wd 0 is the day itself",
	     LINK(APPROVAL, ACTIVE, "2026-02-14", 20260105), .first = "2026-02-14",
	     .second = "2026-02-24", .param = zero},
	    {"R1 W01: y_before_wd 0, on a day off", LINK(APPROVAL, ACTIVE, "2020-05-01", 20200203),
	     .first = "2020-04-30", .second = "2020-05-06", .param = zero},
	};

	(void)state;
	trule_lamps(rule_by_num(1), cal, rows, sizeof rows / sizeof *rows);
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
	    cmocka_unit_test(one_working_day_left_is_yellow_passed_by_one_is_red),
	    cmocka_unit_test(months_end_and_years_end_are_no_exception),
	    cmocka_unit_test(no_lamp_before_the_day_after_the_clock_started),
	    cmocka_unit_test(a_duration_is_dark_until_its_clock_is_set),
	    cmocka_unit_test(what_is_settled_or_not_its_kind_stays_dark),
	    cmocka_unit_test(its_parameters_move_both_lamps),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
