/* What was handed in and waits lights nothing for the one who handed it in: the rules stand still
 * for three working days, and then name whoever must act. Holidays of 2020: 01-19 is a working
 * Sunday. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/report/report.h"
#include "model/warning/warning.h"

/* The clock is set by the office's own machine, whoever asks next. */
static void until(struct world *w, const char *when)
{
	struct caller caller = w->caller;

	as(w, "", 0);
	world_until(w, when);
	w->caller = caller;
}

/* A of `site`, reviewed by its county `east`; B of `site`, reviewed by its sector `works`. Link 1
 * of B is due on 01-09. */
static uint32_t finish(struct world *w, const char *words)
{
	Duban__Request *q = world_move(w, words);

	return world_ok(w, q)->report->report->num;
}

static void parameter(struct world *w, const char *row)
{
	char csv[128];

	as(w, "", 0);
	(void)snprintf(csv, sizeof csv, "key,scope,of,value\n%s\n", row);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PARAMETERS, csv);
}

static void what_waits_stands_still_for_three_working_days(void **state)
{
	struct world *w = *state;

	city(w);
	as_site(w);
	until(w, "2020-01-07T16:00");
	world_expect(w, "01-03 00:00 note B/1 W00 due 01-09\n"
			"01-06 00:00 again B/1 W00\n"
			"01-07 00:00 yellow B/1 W03 due 01-02\n");
	finish(w, "finish B 1 2020-01-07");
	/* without it: superseded and yellow on 01-08, red on 01-10 */
	until(w, "2020-01-10T23:59");
	world_expect(w, "");
	until(w, "2020-01-11T00:00");
	world_expect(w, "01-11 00:00 superseded B/1 W00\n"
			"01-11 00:00 red B/1 W01 due 01-09\n"
			"01-11 00:00 superseded B/1 W03\n");
}

static void then_it_names_the_reviewer_and_then_the_office(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	until(w, "2020-01-08T09:00");
	num = finish(w, "finish B 1 2020-01-07");
	world_expect(w, "01-03 00:00 note B/1 W00 due 01-09\n"
			"01-06 00:00 again B/1 W00\n"
			"01-07 00:00 yellow B/1 W03 due 01-02\n"
			"01-08 00:00 superseded B/1 W00\n"
			"01-08 00:00 yellow B/1 W01 due 01-09\n"
			"01-08 00:00 superseded B/1 W03\n");
	until(w, "2020-01-14T09:00");
	world_expect(w, "01-14 00:00 passed B/1 W01 reviewer works\n"
			"01-14 00:00 red B/1 W01 due 01-09\n");
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(num, PASS, 0));
	world_expect(w, "01-14 09:00 passed B/1 W01 office -\n");
	/* confirmed: it was done in time, on 01-07 */
	as_office(w);
	world_ok(w, judge(num, PASS, 0));
	world_expect(w, "01-14 09:00 done B/1 W01\n"
			"01-14 09:00 note B/2 W00 due 01-20\n"
			"01-14 09:00 yellow B/2 W03 due 01-07\n");
}

static void a_return_gives_the_turn_back(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	until(w, "2020-01-07T16:00");
	num = finish(w, "finish B 1 2020-01-07");
	until(w, "2020-01-10T09:00");
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(num, RETURN, 0));
	/* returned while it stood still: it is judged at once, and is the unit's turn */
	world_expect(w, "01-03 00:00 note B/1 W00 due 01-09\n"
			"01-06 00:00 again B/1 W00\n"
			"01-07 00:00 yellow B/1 W03 due 01-02\n"
			"01-10 09:00 superseded B/1 W00\n"
			"01-10 09:00 red B/1 W01 due 01-09\n"
			"01-10 09:00 superseded B/1 W03\n");
	/* handed in again: still once more, and nothing changes for three working days */
	as_site(w);
	num = finish(w, "finish B 1 2020-01-07");
	until(w, "2020-01-15T23:59");
	world_expect(w, "");
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(num, RETURN, 0));
	/* returned twice: nothing stands still any more, and the submitter must act */
	as_site(w);
	num = finish(w, "finish B 1 2020-01-07");
	assert_int_equal(stored(w, num)->returned_before, 2);
	until(w, "2020-01-22T00:00");
	world_expect(w, "");
}

static void nothing_lights_that_was_done_in_time_and_confirmed_in_time(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	world_do(w, "start B 1 2020-01-02");
	until(w, "2020-01-07T16:00");
	num = finish(w, "finish B 1 2020-01-07");
	until(w, "2020-01-10T17:00");
	confirm(w, num);
	world_expect(w, "01-03 00:00 note B/1 W00 due 01-09\n"
			"01-06 00:00 again B/1 W00\n"
			"01-10 17:00 done B/1 W00\n"
			"01-10 17:00 yellow B/2 W03 due 01-07\n");
}

static void the_days_are_a_parameter_of_the_project(void **state)
{
	struct world *w = *state;

	city(w);
	parameter(w, "report.review_wd,project,B,0");
	as_site(w);
	until(w, "2020-01-07T16:00");
	finish(w, "finish B 1 2020-01-07");
	until(w, "2020-01-08T00:00");
	/* until the end of the day on which it was handed in */
	world_expect(w, "01-03 00:00 note B/1 W00 due 01-09\n"
			"01-06 00:00 again B/1 W00\n"
			"01-07 00:00 yellow B/1 W03 due 01-02\n"
			"01-08 00:00 superseded B/1 W00\n"
			"01-08 00:00 yellow B/1 W01 due 01-09\n"
			"01-08 00:00 superseded B/1 W03\n");
}

static void other_links_and_a_withdrawn_project_do_not_wait(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, KIND(CHAINS),
		     CHAINS_HEADER "B,3,用地预审,审批,site,李四,,,5wd,2020-01-02\n");
	as_site(w);
	world_do(w, "start B 3 2020-01-02");
	world_do(w, "start B 1 2020-01-02");
	until(w, "2020-01-07T16:00");
	finish(w, "finish B 1 2020-01-07");
	until(w, "2020-01-08T00:00");
	world_expect(w, "01-03 00:00 note B/1 W00 due 01-09\n"
			"01-03 00:00 note B/3 W00 due 01-09\n"
			"01-06 00:00 again B/1 W00\n"
			"01-06 00:00 again B/3 W00\n"
			"01-08 00:00 superseded B/3 W00\n"
			"01-08 00:00 yellow B/3 W01 due 01-09\n");
	as_office(w);
	world_ok(w, stage_move("B", S(PRELIMINARY), "correction reason=错报 approver=市重点办"));
	world_ok(w, stage_move("B", S(WITHDRAWN), "reason=退出 approver=市重点办"));
	world_expect(w, "01-08 00:00 withdrawn B/1 W00\n"
			"01-08 00:00 withdrawn B/3 W01\n");
}

/* The level of the rule's lamp of the project or its links. */
static int level_of(struct world *w, const char *rule)
{
	Duban__WarningListRequest b = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__WarningListReply *r;

	b.project = loose(OLD_CODE);
	b.rule = loose(rule);
	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	as_office(w);
	r = world_ok(w, &q)->warning_list;
	return r->n_warning ? (int)r->warning[0]->level : 0;
}

static void a_start_that_waits_holds_the_lamp_of_the_start(void **state)
{
	struct world *w = *state;
	Duban__Request *ask;
	uint32_t num;

	city(w);
	world_import(w, KIND(PROJECTS),
		     "code,name,unit,sector,stage,total,plan,year,planned_start\n" OLD_CODE
		     ",丁项目,site,works,计划新开工,100000000,20000000,2020,2020-01\n");
	until(w, "2020-01-31T16:00");
	as_site(w);
	ask = stage_move(OLD_CODE, S(BUILDING), "at=20200120 document=开工令 exemption=应急工程");
	num = world_ok(w, ask)->project_move->report;
	assert_int_not_equal(num, 0);
	/* days off until 02-02; handed in on 01-31: three working days are 02-03 to 02-05 */
	until(w, "2020-02-05T23:59");
	assert_int_equal(level_of(w, "W04"), 0);
	until(w, "2020-02-06T00:00");
	assert_int_equal(level_of(w, "W04"), LEVEL(YELLOW));
	confirm(w, num);
	assert_int_equal(level_of(w, "W04"), 0);
}

/* The link that is the start and the project's start are one fact: the request for the stage holds
 * the lamp of the link, where no month of the start is planned. */
static void a_start_that_waits_holds_the_lamp_of_its_link(void **state)
{
	struct world *w = *state;
	Duban__Request *ask;

	city(w);
	world_import(w, KIND(PROJECTS),
		     "code,name,unit,sector,stage,total,plan,year\n" OLD_CODE
		     ",丁项目,site,works,计划新开工,100000000,20000000,2020\n");
	world_import(
	    w, KIND(CHAINS),
	    "project,no,name,class,unit,leader,person,after,limit,chain_start,is\n" OLD_CODE
	    ",1,开工,节点,site,李四,张三,,2020-01-20,2020-01-02,开工\n");
	until(w, "2020-01-20T16:00");
	as_site(w);
	ask = stage_move(OLD_CODE, S(BUILDING), "at=20200120 document=开工令 exemption=应急工程");
	assert_int_not_equal(world_ok(w, ask)->project_move->report, 0);
	until(w, "2020-01-23T23:59");
	assert_int_equal(level_of(w, "W02"), 0);
	until(w, "2020-01-24T00:00");
	assert_int_equal(level_of(w, "W02"), LEVEL(YELLOW));
	assert_string_equal(w->reply->warning_list->warning[0]->turn_unit, "works");
}

/* A wish to withdraw is no start. */
static void a_request_for_something_else_holds_nothing(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, KIND(PROJECTS),
		     "code,name,unit,sector,stage,total,plan,year,planned_start\n" OLD_CODE
		     ",丁项目,site,works,前期,100000000,20000000,2020,2020-01\n");
	until(w, "2020-01-31T16:00");
	as_site(w);
	assert_int_not_equal(
	    world_ok(w, stage_move(OLD_CODE, S(WITHDRAWN), "reason=不做了"))->project_move->report,
	    0);
	until(w, "2020-02-01T00:00");
	assert_int_equal(level_of(w, "W04"), LEVEL(YELLOW));
}

/* It was put off, and burned on for the new date. What puts it out later is another thing, also
 * when no command does: the link before it was returned while the hand-in waited. */
static void what_burned_on_was_not_put_out_by_that(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS,
		     "project,no,name,class,unit,leader,person,after,limit\n"
		     "B,2,初设,审批,site,李四,张三,1,2wd\n");
	world_do(w, "finish B 1 2020-01-02");
	until(w, "2020-01-08T09:00");
	world_do(w, "start B 2");
	world_do(w, "suspend B 2");
	until(w, "2020-01-09T09:00");
	world_do(w, "resume B 2");
	as_site(w);
	finish(w, "finish B 2 2020-01-09");
	as(w, "", 0);
	world_do(w, "return B 1");
	until(w, "2020-01-15T00:00");
	world_expect(w, "01-02 09:00 note B/2 W00 due 01-06\n"
			"01-03 00:00 superseded B/2 W00\n"
			"01-03 00:00 yellow B/2 W01 due 01-06\n"
			"01-07 00:00 red B/2 W01 due 01-06\n"
			"01-09 09:00 moved B/2 W01 due 01-07\n"
			"01-09 09:00 yellow B/1 W01 due 01-09\n"
			"01-10 00:00 red B/1 W01 due 01-09\n"
			"01-15 00:00 moved B/2 W01\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_waits_stands_still_for_three_working_days),
	    TEST(then_it_names_the_reviewer_and_then_the_office),
	    TEST(a_return_gives_the_turn_back),
	    TEST(nothing_lights_that_was_done_in_time_and_confirmed_in_time),
	    TEST(the_days_are_a_parameter_of_the_project),
	    TEST(other_links_and_a_withdrawn_project_do_not_wait),
	    TEST(a_start_that_waits_holds_the_lamp_of_the_start),
	    TEST(a_start_that_waits_holds_the_lamp_of_its_link),
	    TEST(a_request_for_something_else_holds_nothing),
	    TEST(what_burned_on_was_not_put_out_by_that),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
