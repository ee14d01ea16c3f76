/* The warnings of one project through its life, line by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"

#define KIND(k) DUBAN__IMPORT_KIND__IMPORT_KIND_##k

#define YUAN INT64_C(100)

/* W22 judges every project, whatever its lists ask for. */
static void ask_for_chains(struct world *w)
{
	world_import(w, KIND(PARAMETERS), "key,scope,of,value\nW22.on,default,,yes\n");
}

/* Q1: 12,000 yuan in 2020, planned from March to December. Known since 2020-01-02. */
static void one_project(struct world *w)
{
	ask_for_chains(w);
	world_import(w, KIND(UNITS),
		     "id,name,kind,parent,gb_code\n"
		     "office,市重点办,office,,\n"
		     "east,东湖区,county,,360102\n");
	world_import(w, KIND(PROJECTS),
		     "code,name,unit,category,stage,total,plan,year,planned_start,planned_finish\n"
		     "Q1,新厂房,east,工业,计划新开工,10000000,12000,2020,2020-03,2020-12\n");
	world_until(w, "2020-01-31T00:00");
	world_expect_project(w, "01-09 00:00 yellow Q1/0 W22 due 01-02\n"
				"01-22 00:00 red Q1/0 W22 due 01-02\n");
	world_import(w, KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "Q1,1,主体施工,实施,east,李四,张三,,2021-12-31,2020-01-02\n");
	world_expect_project(w, "01-31 00:00 done Q1/0 W22\n");
}

static void started_late(struct world *w)
{
	world_until(w, "2020-06-15T10:00");
	world_expect_project(w, "04-01 00:00 yellow Q1/0 W04 due 03-31\n"
				"06-01 00:00 red Q1/0 W04 due 03-31\n");
	life_move(w, "Q1", STAGE(BUILDING), 20200610);
	world_expect_project(w, "06-15 10:00 done Q1/0 W04\n");
	world_until(w, "2020-09-01T10:00");
	/* July is the first complete month; it is locked after 08-07 */
	world_expect_project(w, "07-10 00:00 yellow Q1/0 W05 due 07-10\n"
				"08-08 00:00 yellow Q1/0 W08 due 07-31\n"
				"08-08 00:00 yellow Q1/0 W09 due 07-31\n"
				"08-11 00:00 red Q1/0 W05 due 07-10\n");
	/* four times its share of the plan */
	life_report(w, "Q1", 202008, 4000 * YUAN);
	world_expect_project(w, "09-01 10:00 yellow Q1/0 W17 due 09-01\n");
	world_until(w, "2020-09-10T10:00");
	/* 4,000 of the 7,200 due from its planned start in March on; the months before August are
	 * not reported */
	world_expect_project(w, "09-08 00:00 red Q1/0 W07 due 08-31\n"
				"09-08 00:00 done Q1/0 W08\n"
				"09-08 00:00 done Q1/0 W09\n"
				"09-08 00:00 red Q1/0 W17 due 09-01\n");
	/* August is locked, so its correction is booked in September */
	life_correct(w, "Q1", 202008, 1000 * YUAN);
	world_expect_project(w, "09-10 10:00 done Q1/0 W17\n");
	life_enter_library(w, "Q1", 20200909);
	world_expect_project(w, "09-10 10:00 done Q1/0 W05\n");
}

static void stopped_and_resumed(struct world *w)
{
	world_until(w, "2020-10-10T10:00");
	life_move(w, "Q1", STAGE(STOPPED), 20201009);
	world_expect_project(w, "10-10 10:00 red Q1/0 W09 due 10-09\n");
	world_until(w, "2020-11-03T10:00");
	life_move(w, "Q1", STAGE(BUILDING), 20201102);
	world_expect_project(w, "11-03 10:00 done Q1/0 W09\n");
	world_until(w, "2020-12-01T10:00");
	life_report(w, "Q1", 202011, 11000 * YUAN);
	world_expect_project(w, "12-01 10:00 yellow Q1/0 W17 due 12-01\n");
	world_until(w, "2020-12-09T10:00");
	world_expect_project(w, "12-08 00:00 done Q1/0 W07\n"
				"12-08 00:00 red Q1/0 W17 due 12-01\n");
	life_explain(w, "Q1", 202011);
	world_expect_project(w, "12-09 10:00 done Q1/0 W17\n");
}

static void one_projects_life_line_by_line(void **state)
{
	struct world *w = *state;

	one_project(w);
	world_restart(w, false);
	started_late(w);
	world_restart(w, true);
	stopped_and_resumed(w);
	world_restart(w, false);
	world_until(w, "2021-01-10T10:00");
	world_expect_project(w, "01-01 00:00 yellow Q1/0 W06 due 12-31\n"
				"01-09 00:00 yellow Q1/0 W08 due 12-31\n");
	life_move(w, "Q1", STAGE(COMPLETED), 0);
	world_expect_project(w, "01-10 10:00 done Q1/0 W08\n");
	world_import(w, KIND(ACCEPTANCES),
		     "project,organiser,accepted,owner,owner_result,design,design_result,builder,"
		     "builder_result,supervision,supervision_result,fire,fire_result,quality,"
		     "quality_result\n"
		     "Q1,市住建局,2021-01-09,甲,合格,乙,合格,丙,合格,丁,合格,戊,合格,己,合格\n");
	life_move(w, "Q1", STAGE(ACCEPTED), 0);
	world_expect_project(w, "01-10 10:00 done Q1/0 W06\n");
	world_until(w, "2022-01-01T00:00");
	world_expect_project(w, "");
}

/* Q2: under construction since before it was entered in duban, without a plan; its chain is
 * complete. */
static void another_project(struct world *w)
{
	ask_for_chains(w);
	world_import(w, KIND(PARAMETERS), "key,value\nW05.unknown_start,yes\n");
	world_import(w, KIND(UNITS),
		     "id,name,kind,parent,gb_code\n"
		     "office,市重点办,office,,\n"
		     "east,东湖区,county,,360102\n");
	world_import(w, KIND(PROJECTS),
		     "code,name,unit,category,stage,total,year\n"
		     "Q2,旧厂房,east,工业,在建,90000000,2020\n");
	world_import(w, KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "Q2,1,主体施工,实施,east,李四,张三,,2021-12-31,2020-01-02\n");
}

static void a_start_nobody_dated_asks_for_the_library_and_again_when_it_leaves(void **state)
{
	struct world *w = *state;
	Duban__LibraryLeaveRequest b = DUBAN__LIBRARY_LEAVE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	another_project(w);
	world_until(w, "2020-03-04T10:00");
	world_expect_project(w, "02-02 00:00 yellow Q2/0 W05 due 02-02\n"
				"03-03 00:00 red Q2/0 W05 due 02-02\n");
	life_enter_library(w, "Q2", 0);
	world_expect_project(w, "03-04 10:00 done Q2/0 W05\n");
	b.project = (char *)(uintptr_t) "Q2";
	b.reason = (char *)(uintptr_t) "依据不全";
	q.body_case = DUBAN__REQUEST__BODY_LIBRARY_LEAVE;
	q.library_leave = &b;
	world_ok(w, &q);
	world_expect_project(w, "03-04 10:00 red Q2/0 W05 due 02-02\n");
}

static void a_link_that_loses_its_person_has_its_own_days(void **state)
{
	struct world *w = *state;

	another_project(w);
	life_enter_library(w, "Q2", 0);
	world_until(w, "2020-02-24T10:00");
	world_import(w, KIND(CHAINS), "project,no,person\nQ2,1,-\n");
	world_until(w, "2020-02-26T10:00");
	world_import(w, KIND(CHAINS), "project,no,name\nQ2,1,主体结构\n");
	world_until(w, "2020-03-18T10:00");
	world_expect_project(w, "03-02 00:00 yellow Q2/0 W22 due 02-24\n"
				"03-07 00:00 yellow Q2/0 W08 due 02-29\n"
				"03-07 00:00 yellow Q2/0 W09 due 02-29\n"
				"03-16 00:00 red Q2/0 W22 due 02-24\n");
	world_import(w, KIND(CHAINS), "project,no,person\nQ2,1,张三\n");
	world_expect_project(w, "03-18 10:00 done Q2/0 W22\n");
}

static void the_oldest_gap_counts_and_only_links_that_are_open(void **state)
{
	struct world *w = *state;

	another_project(w);
	life_enter_library(w, "Q2", 0);
	world_until(w, "2020-02-24T10:00");
	world_import(w, KIND(CHAINS), "project,no,person\nQ2,1,-\n");
	world_until(w, "2020-02-27T10:00");
	world_import(w, KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit\n"
		     "Q2,2,装修,实施,east,李四,,,2021-12-31\n");
	world_until(w, "2020-03-02T10:00");
	world_expect_project(w, "03-02 00:00 yellow Q2/0 W22 due 02-24\n");
	world_do(w, "finish Q2 1");
	world_expect_project(w, "03-02 10:00 moved Q2/0 W22\n");
	world_until(w, "2020-03-05T10:00");
	world_expect_project(w, "03-05 00:00 yellow Q2/0 W22 due 02-27\n");
	world_do(w, "cancel Q2 2");
	world_expect_project(w, "03-05 10:00 done Q2/0 W22\n");
}

static void listed_long_ago_the_day_the_row_came_is_the_latest_day_of_the_start(void **state)
{
	struct world *w = *state;

	another_project(w);
	world_import(w, KIND(LIVES), "project,entered\nQ2,2019-03-01\n");
	world_until(w, "2020-02-05T10:00");
	world_expect_project(w, "02-02 00:00 yellow Q2/0 W05 due 02-02\n");
}

static void a_project_whose_links_are_all_cancelled_has_no_chain(void **state)
{
	struct world *w = *state;

	another_project(w);
	life_enter_library(w, "Q2", 0);
	world_until(w, "2020-02-24T10:00");
	world_expect_project(w, "");
	world_do(w, "cancel Q2 1");
	world_expect_project(w, "02-24 10:00 red Q2/0 W22 due 01-02\n");
}

static void another_months_correction_does_not_hide_what_a_month_brought(void **state)
{
	struct world *w = *state;

	another_project(w);
	life_enter_library(w, "Q2", 0);
	world_until(w, "2020-03-01T10:00");
	life_report(w, "Q2", 202002, 1000 * YUAN);
	world_until(w, "2020-03-20T10:00");
	life_correct(w, "Q2", 202002, 100 * YUAN);
	world_until(w, "2020-04-01T10:00");
	life_report(w, "Q2", 202003, 200 * YUAN);
	world_until(w, "2020-05-02T10:00");
	world_expect_project(w, "");
	/* April was not reported */
	world_until(w, "2020-05-13T10:00");
	world_expect_project(w, "05-12 00:00 yellow Q2/0 W08 due 04-30\n"
				"05-12 00:00 yellow Q2/0 W09 due 04-30\n");
}

/* A notice moves P1's next evaluation to an earlier instant and a deadline of P2. The journal holds
 * only the latter. After a crash P1 must be evaluated again too. */
static void a_sweep_that_was_cut_off_misses_nobody(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "P2,1,立项,审批,west,李四,张三,,40wd,2020-03-02\n");
	world_until(w, "2020-03-20T09:00");
	world_restart(w, true);
	w->city_override = true;
	world_import(w, KIND(CALENDAR), "date,kind,name,source\n2020-04-04,workday,加班,洪府发9\n");
	world_work(w);
	world_restart(w, false);
	world_until(w, "2020-05-20T09:00");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(one_projects_life_line_by_line),
	    TEST(a_sweep_that_was_cut_off_misses_nobody),
	    TEST(a_start_nobody_dated_asks_for_the_library_and_again_when_it_leaves),
	    TEST(a_link_that_loses_its_person_has_its_own_days),
	    TEST(the_oldest_gap_counts_and_only_links_that_are_open),
	    TEST(listed_long_ago_the_day_the_row_came_is_the_latest_day_of_the_start),
	    TEST(a_project_whose_links_are_all_cancelled_has_no_chain),
	    TEST(another_months_correction_does_not_hide_what_a_month_brought),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
