#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/duty/tduty.h"
#include "lib/noun/tcalendar.h"

/* The cases follow the rule table R1 of the domain research. */
static struct calendar *cal;

static void yellow_a_working_day_late_red_five(void **state)
{
	static const struct tduty cases[] = {
	    {"R1 W13: Friday noon, then a make-up Saturday",
	     {"2020-10-09T12:00"},
	     "2020-10-10T00:00 yellow due 2020-10-09\n2020-10-15T00:00 red due 2020-10-09\n"},
	    {"R1 W13: until the end of a day",
	     {"2020-09-26T00:00"},
	     "2020-09-27T00:00 yellow due 2020-09-25\n2020-10-09T00:00 red due 2020-09-25\n"},
	    {"R1 W13: before the Spring Festival",
	     {"2020-01-24T00:00"},
	     "2020-02-03T00:00 yellow due 2020-01-23\n2020-02-07T00:00 red due 2020-01-23\n"},
	    {"R1 W13: the oldest counts",
	     {"2020-10-09T12:00", "2020-10-16T12:00"},
	     "2020-10-10T00:00 yellow due 2020-10-09\n2020-10-15T00:00 red due 2020-10-09\n"},
	    {"R1 W13: none is open", {0}, ""},
	};

	(void)state;
	tduty_cases(13, false, cal, cases, sizeof cases / sizeof *cases);
}

static void of_a_meeting_it_says_nothing(void **state)
{
	static const struct tduty cases[] = {{"R1 W13: W20 tells it", {"2020-10-09T12:00"}, ""}};

	(void)state;
	tduty_cases(13, true, cal, cases, 1);
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
	    cmocka_unit_test(yellow_a_working_day_late_red_five),
	    cmocka_unit_test(of_a_meeting_it_says_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
