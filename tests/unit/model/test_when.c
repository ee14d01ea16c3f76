/* When a duty is due: every way of writing it, over holidays and ends of months. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "model/cadence/when.h"

enum { ZONE = 480 };

static struct calendar *cal;

static date_t day(const char *text)
{
	date_t d;

	if (!date_parse(text, &d))
		fail_msg("no date: %s", text);
	return d;
}

/* A day of the period, its first day, and the instant; "": the period has nothing to do. */
static const struct row {
	const char *why, *when, *on, *start, *due, *confirmed;
} rows[] = {
    {"R5: each working day 18:00", "day 18:00", "2020-10-09", "2020-10-09", "2020-10-09T18:00", 0},
    {"R5: a day off", "day 18:00", "2020-10-11", "2020-10-11", "", 0},
    {"R5: a make-up Saturday", "day 18:00", "2020-10-10", "2020-10-10", "2020-10-10T18:00", 0},
    {"R5: Friday noon", "week fri 12:00", "2020-10-14", "2020-10-12", "2020-10-16T12:00", 0},
    {"R5: a Friday off: the first working day after", "week fri 12:00", "2020-05-01", "2020-04-27",
     "2020-05-06T12:00", 0},
    {"R5: Monday 08:30", "week mon 08:30", "2020-04-15", "2020-04-13", "2020-04-13T08:30", 0},
    {"R5: Monday off, Qingming", "week mon 08:30", "2020-04-06", "2020-04-06", "2020-04-07T08:30",
     0},
    {"R5: the week of the Spring Festival", "week mon 08:30", "2020-01-28", "2020-01-27", "", 0},
    {"R5: the last working day of a week", "week lastwd", "2020-01-02", "2019-12-30",
     "2020-01-04T00:00", 0},
    {"R5: of one that ends with a make-up day", "week lastwd", "2020-04-21", "2020-04-20",
     "2020-04-27T00:00", 0},
    {"R5: the 25th", "month 25", "2020-09-03", "2020-09-01", "2020-09-26T00:00", 0},
    {"R5: a 25th that is off", "month 25", "2020-01-03", "2020-01-01", "2020-02-04T00:00", 0},
    {"a month without a 30th", "month 30", "2019-02-03", "2019-02-01", "2019-03-01T00:00", 0},
    {"R5: the 3rd working day after, October 2020", "month+1 3wd", "2020-09-30", "2020-09-01",
     "2020-10-13T00:00", 0},
    {"R5: the 5th", "month+1 5wd", "2020-09-30", "2020-09-01", "2020-10-15T00:00", 0},
    {"R5: the 10th or two working days after the confirmation", "month+1 10 confirm+2wd",
     "2020-09-30", "2020-09-01", "2020-10-17T00:00", "2020-10-14"},
    {"R5: an early confirmation", "month+1 10 confirm+2wd", "2020-09-30", "2020-09-01",
     "2020-10-11T00:00", "2020-09-30"},
    {"R5: nobody confirms", "month+1 10 confirm+2wd", "2020-09-30", "2020-09-01",
     "2020-10-11T00:00", 0},
    {"s4: half a month", "half-month end", "2020-10-15", "2020-10-01", "2020-10-16T00:00", 0},
    {"s4: the second half, which ends on a Saturday", "half-month end", "2020-10-16", "2020-10-16",
     "2020-11-03T00:00", 0},
    {"s4: a month's end in the Spring Festival", "month end", "2020-01-15", "2020-01-01",
     "2020-02-04T00:00", 0},
    {"R5: a quarter's end and 15 days", "quarter +15cd", "2020-05-15", "2020-04-01",
     "2020-07-16T00:00", 0},
    {"R5: a half-year's", "half-year +15cd", "2020-12-31", "2020-07-01", "2021-01-16T00:00", 0},
    {"R5: a year's end and 31 days, a Sunday", "year +31cd", "2020-12-31", "2020-01-01",
     "2021-02-02T00:00", 0},
};

static void every_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *r = &rows[i];
		char text[INSTANT_TEXT_MAX] = "";
		struct when w;
		date_t start;

		if (!when_parse(r->when, &w))
			fail_msg("%s: not parsed", r->why);
		start = when_start(w.period, day(r->on));
		if (start != day(r->start))
			fail_msg("%s: the period begins on another day", r->why);
		if (when_holds(&w, cal, start))
			(void)instant_text(when_due(&w, cal, start,
						    r->confirmed ? day(r->confirmed) : DATE_NONE,
						    ZONE),
					   ZONE, text);
		text[strlen(r->due)] = '\0';
		if (strcmp(text, r->due) != 0)
			fail_msg("%s: due %s, not %s", r->why, text, r->due);
	}
}

static void what_is_not_written_so_is_refused(void **state)
{
	static const char *const bad[] = {"",
					  "month",
					  "week",
					  "day 25",
					  "week 8",
					  "month 32",
					  "month fri",
					  "week fri 24:00",
					  "week fri 8:30",
					  "month 0",
					  "month 5wd 3wd",
					  "hour 3",
					  "quarter+1 +15cd",
					  "month+2 3",
					  "collection 3",
					  "month 10 confirm+0wd",
					  "week fri confirm+2wd",
					  "month  25",
					  "month 25 12:00 13:00"};
	struct when w;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (when_parse(bad[i], &w))
			fail_msg("taken: %s", bad[i]);
	assert_true(when_parse("collection", &w));
	assert_int_equal(w.period, WHEN_COLLECTION);
}

static void a_period_is_written_and_read_back(void **state)
{
	static const struct {
		enum when_period p;
		const char *start, *text;
	} all[] = {{WHEN_DAY, "2020-10-09", "2020-10-09"},
		   {WHEN_WEEK, "2020-10-05", "2020-10-05"},
		   {WHEN_HALF_MONTH, "2020-10-16", "2020-10-2"},
		   {WHEN_MONTH, "2020-10-01", "2020-10"},
		   {WHEN_QUARTER, "2020-10-01", "2020Q4"},
		   {WHEN_HALF_YEAR, "2020-07-01", "2020H2"},
		   {WHEN_YEAR, "2020-01-01", "2020"}};
	char text[WHEN_TEXT_MAX];
	date_t d;

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		assert_string_equal(when_period_text(all[i].p, day(all[i].start), text),
				    all[i].text);
		assert_true(when_period_parse(all[i].p, all[i].text, &d));
		assert_int_equal(d, day(all[i].start));
		assert_int_equal(when_start(all[i].p, when_end(all[i].p, d)), d);
		assert_int_equal(when_start(all[i].p, when_after(all[i].p, d)),
				 when_after(all[i].p, d));
	}
	assert_false(when_period_parse(WHEN_WEEK, "2020-10-06", &d)); /* no Monday */
	assert_false(when_period_parse(WHEN_QUARTER, "2020Q5", &d));
	assert_false(when_period_parse(WHEN_MONTH, "2020-13", &d));
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
	    cmocka_unit_test(every_row),
	    cmocka_unit_test(what_is_not_written_so_is_refused),
	    cmocka_unit_test(a_period_is_written_and_read_back),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
