#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/tcalendar.h"
#include "lib/noun/trule.h"
#include "model/calendar/calendar.h"
#include "proto/enums.h"
#include "rules/kind/problem_view.h"
#include "rules/rules.h"
#include "text/date.h"

/* The cases follow the rule table R1 of the domain research: overdue by 1 working day yellow, by 5
 * red. */
static struct calendar *cal;

static date_t day(uint32_t ymd)
{
	return date_from_ymd(ymd);
}

static struct problem_view view(uint32_t due, uint32_t answered)
{
	return (struct problem_view){.calendar = cal,
				     .zone_minutes = TRULE_ZONE,
				     .due = day(due),
				     .clock = DATE_NONE,
				     .answered = day(answered),
				     .tier = "L1"};
}

static struct outcome at(const struct problem_view *v, uint32_t ymd)
{
	const struct rule *rule = rule_by_num(12);
	int64_t param[RULE_PARAMS_MAX];
	struct outcome o;

	trule_defaults(rule, param);
	rule->evaluate(v, param, date_start(day(ymd), TRULE_ZONE), &o);
	return o;
}

static void one_working_day_late_yellow_five_red(void **state)
{
	static const struct {
		const char *why;
		uint32_t due, yellow, red;
	} cases[] = {
	    {"an ordinary week", 20200309, 20200310, 20200316},
	    {"due on a Friday", 20200313, 20200316, 20200320},
	    {"due on a Saturday: counted from that day", 20200314, 20200316, 20200320},
	    {"over the Spring Festival, 01-24 to 02-02 off", 20200122, 20200123, 20200206},
	    {"05-01 to 05-05 off, 05-09 (a Saturday) works", 20200430, 20200506, 20200511},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct problem_view v = view(cases[i].due, 0);
		struct outcome before = at(&v, cases[i].due), lit = at(&v, cases[i].yellow);

		print_message("%s\n", cases[i].why);
		assert_int_equal(before.level, 0);
		assert_true(before.next == date_start(day(cases[i].yellow), TRULE_ZONE));
		assert_int_equal(lit.level, YELLOW);
		assert_true(lit.next == date_start(day(cases[i].red), TRULE_ZONE));
		assert_int_equal(at(&v, cases[i].red).level, RED);
		assert_int_equal(at(&v, cases[i].red).due, day(cases[i].due));
	}
}

static void what_was_answered_stands_still(void **state)
{
	struct problem_view dark = view(20200309, 20200309), lit = view(20200309, 20200311);

	(void)state;
	assert_int_equal(at(&dark, 20200601).level, 0);
	assert_true(at(&dark, 20200601).next == USEC_NEVER);
	assert_int_equal(at(&lit, 20200601).level, YELLOW);
	assert_true(at(&lit, 20200601).next == USEC_NEVER);
	/* before that day it is looked at as one that still runs */
	assert_true(at(&lit, 20200309).next == date_start(day(20200310), TRULE_ZONE));
	assert_true(at(&lit, 20200310).next == USEC_NEVER);
}

static void without_a_clock_or_a_project_on_the_list_it_is_dark(void **state)
{
	struct problem_view none = view(0, 0), gone = view(20200309, 0), more = view(20200309, 0);

	(void)state;
	assert_int_equal(at(&none, 20200601).level, 0);
	assert_true(at(&none, 20200601).next == USEC_NEVER);
	gone.inactive = true;
	assert_int_equal(at(&gone, 20200601).level, 0);
	assert_int_equal(at(&gone, 20200601).cause, CLEAR_CAUSE(WITHDRAWN));
	assert_int_equal(at(&more, 20200309).cause, CLEAR_CAUSE(MOVED));
	more.extended = true;
	assert_int_equal(at(&more, 20200309).cause, CLEAR_CAUSE(EXTENDED));
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
	    cmocka_unit_test(one_working_day_late_yellow_five_red),
	    cmocka_unit_test(what_was_answered_stands_still),
	    cmocka_unit_test(without_a_clock_or_a_project_on_the_list_it_is_dark),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
