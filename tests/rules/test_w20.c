#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/duty/tduty.h"
#include "lib/noun/tcalendar.h"

/* The cases follow the rule table R1 of the domain research. */
static struct calendar *cal;

static void yellow_after_one_period_red_after_two_in_a_row(void **state)
{
	static const struct tduty cases[] = {
	    {"R1 W20: one week", {"2020-10-12T00:00"}, "2020-10-12T00:00 yellow due 2020-10-11\n"},
	    {"R1 W20: two weeks",
	     {"2020-10-12T00:00", "2020-10-17T00:00"},
	     "2020-10-12T00:00 yellow due 2020-10-11\n2020-10-17T00:00 red due 2020-10-11\n"},
	    {"R1 W20: a third changes nothing",
	     {"2020-10-12T00:00", "2020-10-17T00:00", "2020-10-24T00:00"},
	     "2020-10-12T00:00 yellow due 2020-10-11\n2020-10-17T00:00 red due 2020-10-11\n"},
	    {"R1 W20: none is open", {0}, ""},
	};

	(void)state;
	tduty_cases(20, true, cal, cases, sizeof cases / sizeof *cases);
}

static void of_what_is_handed_in_it_says_nothing(void **state)
{
	static const struct tduty cases[] = {{"R1 W20: W13 tells it", {"2020-10-09T12:00"}, ""}};

	(void)state;
	tduty_cases(20, false, cal, cases, 1);
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
	    cmocka_unit_test(yellow_after_one_period_red_after_two_in_a_row),
	    cmocka_unit_test(of_what_is_handed_in_it_says_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
