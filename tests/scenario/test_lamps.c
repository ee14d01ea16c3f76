/* Warnings over simulated weeks, across the moved holidays of 2020: Sunday 01-19 is a working day,
 * 01-24 to 02-02 are days off. Every line is exact to the minute. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "text/date.h"

#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

static void reminder_yellow_red_finished_cleared(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS,
		     HEADER "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n"
			    "P1,2,可研批复,审批,east,李四,张三,1,10wd,\n");
	world_expect(w, "");
	world_until(w, "2020-01-16T23:59");
	/* link 2's clock does not run: no warning, although its projected date passes */
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-07 00:00 yellow P1/1 W03 due 01-02\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n"
			"01-08 00:00 superseded P1/1 W03\n" /* one delay, one lamp */
			"01-10 00:00 red P1/1 W01 due 01-09\n");
	world_until(w, "2020-01-17T10:00");
	world_do(w, "finish P1 1");
	world_expect(w, "01-17 10:00 done P1/1 W01\n");
	world_until(w, "2020-01-22T08:00");
	world_do(w, "start P1 2");
	world_expect(w, "01-21 00:00 yellow P1/2 W03 due 01-17\n"
			"01-22 08:00 done P1/2 W03\n");
	world_until(w, "2020-02-10T00:00");
	world_expect(w, "01-31 00:00 note P1/2 W00 due 02-07\n"
			"02-04 00:00 again P1/2 W00\n"
			"02-06 00:00 superseded P1/2 W00\n"
			"02-06 00:00 yellow P1/2 W01 due 02-07\n"
			"02-10 00:00 red P1/2 W01 due 02-07\n");
	world_do(w, "extend P1 2 2020-03-02");
	world_expect(w, "02-10 00:00 extended P1/2 W01\n");
	world_until(w, "2020-02-28T00:00");
	world_expect(w, "02-24 00:00 note P1/2 W00 due 03-02\n"
			"02-26 00:00 again P1/2 W00\n"
			"02-28 00:00 superseded P1/2 W00\n"
			"02-28 00:00 yellow P1/2 W01 due 03-02\n");
	world_do(w, "finish P1 2 2020-02-27");
	world_expect(w, "02-28 00:00 done P1/2 W01\n");
}

static void a_red_extended_into_the_yellow_zone_is_cleared_and_raised_afresh(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS, HEADER "P1,1,环评批复,审批,east,,张三,,2020-01-08,2020-01-02\n");
	world_until(w, "2020-01-09T12:00");
	world_do(w, "start P1 1 2020-01-02");
	world_expect(w, "01-02 09:00 note P1/1 W00 due 01-08\n"
			"01-03 00:00 again P1/1 W00\n"
			"01-07 00:00 superseded P1/1 W00\n"
			"01-07 00:00 yellow P1/1 W01 due 01-08\n"
			"01-09 00:00 red P1/1 W01 due 01-08\n");
	world_do(w, "extend P1 1 2020-01-10");
	world_expect(w, "01-09 12:00 extended P1/1 W01\n"
			"01-09 12:00 yellow P1/1 W01 due 01-10\n");
}

static void suspension_freezes_lamps_and_resuming_shifts_the_deadline(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS, HEADER "P1,1,可研批复,审批,east,李四,,,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-01-08T09:00");
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n");
	world_do(w, "suspend P1 1");
	world_until(w, "2020-01-15T09:00");
	world_expect(w, "");
	/* suspended for five working days: 01-09 becomes 01-16, and today is the day before */
	world_do(w, "resume P1 1");
	world_expect(w, "01-15 09:00 moved P1/1 W01 due 01-16\n");
	world_until(w, "2020-01-17T00:00");
	world_expect(w, "01-17 00:00 red P1/1 W01 due 01-16\n");
}

static void construction_is_yellow_the_day_after_and_red_on_the_fifteenth(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS, HEADER "P2,1,主体封顶,节点,west,李四,,,2020-01-20,2020-01-02\n");
	world_until(w, "2020-02-05T00:00");
	world_expect(w, "01-13 00:00 note P2/1 W00 due 01-20\n"
			"01-16 00:00 again P2/1 W00\n"
			"01-21 00:00 superseded P2/1 W00\n"
			"01-21 00:00 yellow P2/1 W02 due 01-20\n"
			"02-04 00:00 red P2/1 W02 due 01-20\n");
}

static const Duban__WarningRow *lamp_of(struct world *w, const char *rule)
{
	Duban__WarningListRequest b = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.rule = (char *)(uintptr_t)rule;
	b.all = true;
	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	world_ok(w, &q);
	assert_int_equal(w->reply->warning_list->n_warning, 1);
	return w->reply->warning_list->warning[0];
}

static usec_t moment(const char *text)
{
	usec_t at;

	assert_true(instant_parse(text, 480, &at));
	return at;
}

/* Each level has its own beginning; what was done counts from the day on which it was done, and how
 * late that was told is another number. */
static void a_lamp_keeps_when_each_level_began_and_is_judged_by_the_day_of_the_deed(void **state)
{
	struct world *w = *state;
	const Duban__WarningRow *r;

	world_city(w);
	/* told six days after its limit: yellow and red began before it was recorded */
	world_until(w, "2020-01-15T09:00");
	world_import(w, CHAINS, HEADER "P1,1,可研批复,审批,east,李四,,,5wd,2020-01-02\n");
	r = lamp_of(w, "W01");
	assert_int_equal(r->level, DUBAN__LEVEL__LEVEL_RED);
	assert_int_equal(r->since_at, moment("2020-01-08T00:00"));
	assert_int_equal(r->yellow_since_at, moment("2020-01-08T00:00"));
	assert_int_equal(r->red_since_at, moment("2020-01-10T00:00"));
	assert_int_equal(r->days_late, 6);
	assert_int_equal(r->told_late_days, 0);
	/* finished one day late, and told four days after that */
	world_do(w, "finish P1 1 2020-01-10");
	r = lamp_of(w, "W01");
	assert_int_equal(r->cleared_at, moment("2020-01-15T09:00"));
	assert_int_equal(r->cleared_on_date, 20200110);
	assert_int_equal(r->days_late, 1);
	assert_int_equal(r->told_late_days, 5);
}

static void yellow_and_red_begin_at_different_times(void **state)
{
	struct world *w = *state;
	const Duban__WarningRow *r;

	world_city(w);
	world_import(w, CHAINS, HEADER "P1,1,可研批复,审批,east,李四,,,5wd,2020-01-02\n");
	world_until(w, "2020-01-08T09:00");
	r = lamp_of(w, "W01");
	assert_int_equal(r->yellow_since_at, moment("2020-01-08T00:00"));
	assert_int_equal(r->red_since_at, 0);
	world_until(w, "2020-01-13T09:00");
	r = lamp_of(w, "W01");
	assert_int_equal(r->since_at, moment("2020-01-08T00:00"));
	assert_int_equal(r->yellow_since_at, moment("2020-01-08T00:00"));
	assert_int_equal(r->red_since_at, moment("2020-01-10T00:00"));
	/* put off: nothing was done, so it is judged by the day of recording */
	world_do(w, "extend P1 1 2020-02-28");
	r = lamp_of(w, "W01");
	assert_int_equal(r->cleared_on_date, 20200113);
	assert_int_equal(r->told_late_days, 0);
}

static void what_is_said_survives_a_crash_at_any_point(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS,
		     HEADER "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n"
			    "P1,2,可研批复,审批,east,李四,张三,1,10wd,\n");
	world_restart(w, false);
	world_until(w, "2020-01-08T00:00");
	world_restart(w, false);
	world_restart(w, true);
	world_until(w, "2020-01-10T00:00");
	world_restart(w, false);
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-07 00:00 yellow P1/1 W03 due 01-02\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n"
			"01-08 00:00 superseded P1/1 W03\n"
			"01-10 00:00 red P1/1 W01 due 01-09\n");
}

/* The office agrees to a delay; three working days later the link still has not begun. */
static void an_extension_puts_w03_out_but_not_for_good(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS, HEADER "P1,1,初步设计,审批,east,李四,,,20wd,2020-02-17\n");
	world_until(w, "2020-02-21T09:00");
	world_expect(w, "02-20 00:00 yellow P1/1 W03 due 02-17\n");
	world_do(w, "extend P1 1 2020-04-30");
	world_expect(w, "02-21 09:00 extended P1/1 W03\n");
	world_until(w, "2020-03-06T00:00");
	world_expect(w, "02-26 00:00 yellow P1/1 W03 due 02-21\n"
			"03-06 00:00 red P1/1 W03 due 02-21\n");
	world_do(w, "start P1 1");
	world_expect(w, "03-06 00:00 done P1/1 W03\n");
}

/* When the deadline moves and its lamp goes out, the older delay is told again. */
static void w03_comes_back_when_the_lamp_it_gave_way_to_goes_out(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS, HEADER "P1,1,可研批复,审批,east,李四,,,5wd,2020-02-17\n");
	world_until(w, "2020-02-25T00:00");
	world_expect(w, "02-18 00:00 note P1/1 W00 due 02-24\n"
			"02-19 00:00 again P1/1 W00\n"
			"02-20 00:00 yellow P1/1 W03 due 02-17\n"
			"02-21 00:00 superseded P1/1 W00\n"
			"02-21 00:00 yellow P1/1 W01 due 02-24\n"
			"02-21 00:00 superseded P1/1 W03\n"
			"02-25 00:00 red P1/1 W01 due 02-24\n");
	world_import(w, CHAINS, "project,no,limit,reason\nP1,1,30wd,方案调整\n");
	world_expect(w, "02-25 00:00 extended P1/1 W01\n"
			"02-25 00:00 yellow P1/1 W03 due 02-17\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(reminder_yellow_red_finished_cleared),
	    TEST(a_red_extended_into_the_yellow_zone_is_cleared_and_raised_afresh),
	    TEST(suspension_freezes_lamps_and_resuming_shifts_the_deadline),
	    TEST(construction_is_yellow_the_day_after_and_red_on_the_fifteenth),
	    TEST(a_lamp_keeps_when_each_level_began_and_is_judged_by_the_day_of_the_deed),
	    TEST(yellow_and_red_begin_at_different_times),
	    TEST(what_is_said_survives_a_crash_at_any_point),
	    TEST(an_extension_puts_w03_out_but_not_for_good),
	    TEST(w03_comes_back_when_the_lamp_it_gave_way_to_goes_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
