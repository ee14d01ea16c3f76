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

static void seven_days_then_three_working_days_before_it_is_said(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W00: approval, ends with W01's yellow",
	     LINK(APPROVAL, ACTIVE, "2026-03-20", 20260105), .first = "2026-03-13",
	     .second = "2026-03-17", .end = "2026-03-19", .due = 20260320},
	    {"R1 W00: construction, ends with W02's yellow",
	     LINK(CONSTRUCTION, ACTIVE, "2020-03-20", 20200102), .first = "2020-03-13",
	     .second = "2020-03-17", .end = "2020-03-21", .due = 20200320},
	    {"R1 W00: days off put the working days first",
	     LINK(APPROVAL, ACTIVE, "2026-02-25", 20260105), .first = "2026-02-13",
	     .second = "2026-02-18", .end = "2026-02-24"},
	    {"R1 W00: 2020, the moved holidays", LINK(MILESTONE, ACTIVE, "2020-02-04", 20200102),
	     .first = "2020-01-22", .second = "2020-01-28", .end = "2020-02-05"},
	    {"R1 W00: the year turns", LINK(SERVICE, ACTIVE, "2020-01-06", 20190102),
	     .first = "2019-12-30", .second = "2019-12-31", .end = "2020-01-03"},
	};

	(void)state;
	trule_notes(rule_by_num(0), cal, rows, sizeof rows / sizeof *rows);
}

static void moments_that_coincide_count_once_and_the_lamp_ends_it(void **state)
{
	static const int64_t same[] = {3, 3, 1, 1, 1, 15}, early[] = {7, 3, 5, 1, 1, 15};
	static const int64_t red_first[] = {7, 3, 1, 1, 9, 2}, first[] = {7, 3, 9, 1, 1, 15};
	static const struct trow rows[] = {
	    {"R1 W00: both on one day", LINK(APPROVAL, ACTIVE, "2020-03-20", 20200102),
	     .first = "2020-03-17", .end = "2020-03-19", .param = same},
	    {"R1 W00: the lamp lights with the first",
	     LINK(APPROVAL, ACTIVE, "2020-03-20", 20200102), .param = early},
	    {"R1 W00: the lamp lights before the first",
	     LINK(APPROVAL, ACTIVE, "2020-03-20", 20200102), .param = first},
	    {"R1 W00: a red that comes before yellow ends it too",
	     LINK(CONSTRUCTION, ACTIVE, "2020-03-20", 20200102), .first = "2020-03-13",
	     .second = "2020-03-17", .end = "2020-03-22", .param = red_first},
	};

	(void)state;
	trule_notes(rule_by_num(0), cal, rows, sizeof rows / sizeof *rows);
}

static void a_lamp_between_the_two_moments_leaves_only_the_first(void **state)
{
	static const int64_t between[] = {7, 3, 4, 1, 1, 15};
	static const struct trow rows[] = {
	    {"R1 W00: yellow four working days before",
	     LINK(APPROVAL, ACTIVE, "2020-03-20", 20200102), .first = "2020-03-13",
	     .end = "2020-03-16", .param = between},
	};

	(void)state;
	trule_notes(rule_by_num(0), cal, rows, sizeof rows / sizeof *rows);
}

static void no_note_before_the_day_after_the_clock_started(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W00: five working days", LINK(APPROVAL, ACTIVE, "5wd", 20200302),
	     .first = "2020-03-03", .second = "2020-03-04", .end = "2020-03-06", .due = 20200309,
	     .clock = 20200302},
	    {"R1 W00: three working days: both at once", LINK(APPROVAL, ACTIVE, "3wd", 20200302),
	     .first = "2020-03-03", .end = "2020-03-04", .due = 20200305},
	    {"R1 W00: two working days: on the first day, since the lamp lights the day after",
	     LINK(APPROVAL, ACTIVE, "2wd", 20200302), .first = "2020-03-02", .end = "2020-03-03",
	     .due = 20200304},
	    {"R1 W00: one working day, not begun", LINK(APPROVAL, IDLE, "1wd", 20200302),
	     .first = "2020-03-02", .end = "2020-03-03", .due = 20200303},
	    {"R1 W00: a short limit from its prerequisite's end",
	     LINK(APPROVAL, IDLE, "1wd", 20200106, .before = 20200302), .first = "2020-03-02",
	     .end = "2020-03-03"},
	    {"R1 W00: no time at all", LINK(MILESTONE, ACTIVE, "0", 20200302),
	     .first = "2020-03-02", .end = "2020-03-03", .due = 20200302},
	    {"R1 W00: a fixed date has no clock",
	     LINK(CONSTRUCTION, ACTIVE, "2020-03-04", 20200302), .first = "2020-02-26",
	     .second = "2020-02-28", .end = "2020-03-05"},
	};

	(void)state;
	trule_notes(rule_by_num(0), cal, rows, sizeof rows / sizeof *rows);
}

static void a_duration_is_dark_until_its_clock_is_set_and_after_it_is_settled(void **state)
{
	static const struct trow rows[] = {
	    {"R1 W00: prerequisite open",
	     LINK(APPROVAL, ACTIVE, "15wd", 20200106, .before = TRULE_OPEN), .first = NULL},
	    {"R1 W00: from the prerequisite's end",
	     LINK(APPROVAL, ACTIVE, "10wd", 20200106, .before = 20200302), .first = "2020-03-09",
	     .second = "2020-03-11", .end = "2020-03-13", .due = 20200316, .clock = 20200302},
	    {"R1 W00: not before the planned begin",
	     LINK(CONSTRUCTION, ACTIVE, "30cd", 20200106, .begin = 20200301), .first = "2020-03-24",
	     .second = "2020-03-26", .end = "2020-04-01", .due = 20200331},
	    {"R1 W00: a fixed date regardless",
	     LINK(CONSTRUCTION, ACTIVE, "2020-03-20", 20200106, .before = TRULE_OPEN),
	     .first = "2020-03-13", .second = "2020-03-17", .end = "2020-03-21"},
	    {"R1 W00: done", LINK(APPROVAL, DONE, "15wd", 20200106), .first = NULL},
	    {"R1 W00: cancelled", LINK(APPROVAL, CANCELLED, "15wd", 20200106), .first = NULL},
	    {"R1 W00: off the list", LINK(APPROVAL, ACTIVE, "15wd", 20200106, .archived = true),
	     .first = NULL},
	};

	(void)state;
	trule_notes(rule_by_num(0), cal, rows, sizeof rows / sizeof *rows);
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
	    cmocka_unit_test(seven_days_then_three_working_days_before_it_is_said),
	    cmocka_unit_test(moments_that_coincide_count_once_and_the_lamp_ends_it),
	    cmocka_unit_test(a_lamp_between_the_two_moments_leaves_only_the_first),
	    cmocka_unit_test(no_note_before_the_day_after_the_clock_started),
	    cmocka_unit_test(a_duration_is_dark_until_its_clock_is_set_and_after_it_is_settled),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
