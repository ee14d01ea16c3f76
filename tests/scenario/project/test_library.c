/* A project's former code finds it as well; the statistics' library and its dossier; gatherings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "model/core/noun.h"

static Duban__Request *enter(const char *project, uint32_t at)
{
	static Duban__LibraryEnterRequest b;
	static Duban__Request q;

	b = (Duban__LibraryEnterRequest)DUBAN__LIBRARY_ENTER_REQUEST__INIT;
	b.project = (char *)(uintptr_t)project;
	b.at_date = at;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_LIBRARY_ENTER;
	q.library_enter = &b;
	return &q;
}

static Duban__Request *leave(const char *project, uint32_t at, const char *reason)
{
	static Duban__LibraryLeaveRequest b;
	static Duban__Request q;

	b = (Duban__LibraryLeaveRequest)DUBAN__LIBRARY_LEAVE_REQUEST__INIT;
	b.project = (char *)(uintptr_t)project;
	b.at_date = at;
	b.reason = (char *)(uintptr_t)reason;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_LIBRARY_LEAVE;
	q.library_leave = &b;
	return &q;
}

static Duban__LibraryShowReply *library(struct world *w, const char *project)
{
	static Duban__LibraryShowRequest b;
	static Duban__Request q;

	b = (Duban__LibraryShowRequest)DUBAN__LIBRARY_SHOW_REQUEST__INIT;
	b.project = (char *)(uintptr_t)project;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_LIBRARY_SHOW;
	q.library_show = &b;
	return world_ok(w, &q)->library_show;
}

static Duban__GatheringShowReply *gathering(struct world *w, const char *id)
{
	static Duban__GatheringShowRequest b;
	static Duban__Request q;

	b = (Duban__GatheringShowRequest)DUBAN__GATHERING_SHOW_REQUEST__INIT;
	b.id = (char *)(uintptr_t)id;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_GATHERING_SHOW;
	q.gathering_show = &b;
	return world_ok(w, &q)->gathering_show;
}

/* ---- codes */

static void both_names_find_the_project_for_good(void **state)
{
	struct world *w = *state;
	uint32_t num;

	stage_city(w);
	num = stage_project(w, "S1")->num;
	world_ok(w, stage_set_code("S1", OLD_CODE));
	world_ok(w, stage_set_code("S1", NEW_CODE));
	assert_int_equal(stage_project(w, "S1")->num, num);
	assert_int_equal(stage_project(w, OLD_CODE)->num, num);
	assert_int_equal(stage_project(w, NEW_CODE)->num, num);
	assert_string_equal(stage_project(w, "S1")->code, NEW_CODE);
	assert_int_equal(stage_project(w, "S1")->n_former, 2);
	world_restart(w, false);
	assert_int_equal(stage_project(w, "S1")->num, num);
	/* an import by a former name is about the same project */
	world_import(w, KIND(PROJECTS), "code,name\nS1,新名称\n");
	assert_string_equal(stage_project(w, NEW_CODE)->name, "新名称");
	assert_string_equal(stage_project(w, NEW_CODE)->code, NEW_CODE);
}

static void a_code_is_checked_and_nobody_elses(void **state)
{
	struct world *w = *state;

	stage_city(w);
	world_refused(w, stage_set_code("S1", "X-1"), INVALID, "project.code_shape");
	world_refused(w, stage_set_code("S1", "2109-360100-04-01-785868"), INVALID,
		      "project.code_bad");
	world_ok(w, stage_set_code("S1", NEW_CODE));
	world_refused(w, stage_set_code("S2", NEW_CODE), CONFLICT, "project.code_taken");
	world_refused(w, stage_set_code("S1", NEW_CODE), CONFLICT, "project.code_same");
	world_ok(w, stage_set_code("S1", OLD_CODE));
	/* a former code cannot be given to another project */
	world_refused(w, stage_set_code("S2", NEW_CODE), CONFLICT, "project.code_taken");
}

/* ---- the library */

static void what_the_dossier_lacks_is_named(void **state)
{
	struct world *w = *state;

	stage_city(w);
	world_until(w, "2020-02-10T09:00");
	world_refused(w, enter("S3", 0), CONFLICT, "library.not_started");
	world_refused(w, enter("S4", 0), CONFLICT, "library.paper_missing");
	assert_int_equal(w->reply->n_problem, 5);
	assert_true(stage_named(w->reply, "library.paper_missing", "施工合同/开工现场照片"));
	world_import(
	    w, KIND(PAPERS),
	    "project,paper\nS4,备案文件\nS4,site_photo\nS4,unit_licence\nS4,application\n");
	world_refused(w, enter("S4", 0), CONFLICT, "library.paper_missing");
	assert_int_equal(w->reply->n_problem, 1);
	assert_int_equal(library(w, "S4")->n_missing, 1);
	world_import(w, KIND(PAPERS), "project,paper,filed\nS4,platform_page,2020-02-01\n");
	world_ok(w, enter("S4", 20200205));
	assert_int_equal(stage_life(w, "S4")->library_date, 20200205);
	assert_int_equal(library(w, "S4")->n_missing, 0);
	world_refused(w, enter("S4", 0), CONFLICT, "library.already");
	world_refused(w, leave("S4", 0, ""), INVALID, "text.empty");
	world_refused(w, leave("S4", 20200204, "依据不全"), INVALID, "library.before_entered");
	world_ok(w, leave("S4", 20200208, "依据不全"));
	assert_int_equal(stage_life(w, "S4")->library_date, 0);
	world_refused(w, leave("S4", 0, "依据不全"), CONFLICT, "library.not_in");
	world_refused(w, enter("S4", 20200207), INVALID, "library.before_left");
	world_ok(w, enter("S4", 20200208));
}

static void nothing_enters_before_its_start(void **state)
{
	struct world *w = *state;

	stage_city(w);
	world_until(w, "2020-02-10T09:00");
	world_ok(w,
		 stage_move("S3", S(BUILDING), "at=20200205 document=开工令 exemption=水利工程"));
	world_import(w, KIND(PAPERS),
		     "project,paper\nS3,filing\nS3,contract\nS3,unit_licence\nS3,application\n"
		     "S3,platform_page\n");
	world_refused(w, enter("S3", 20200204), INVALID, "library.before_start");
	world_ok(w, enter("S3", 20200205));
	/* a project that never began must leave the library first */
	world_refused(w, stage_move("S3", S(PRELIMINARY), "correction reason=错报 approver=市长"),
		      CONFLICT, "move.in_library");
	world_ok(w, leave("S3", 0, "错报"));
	world_ok(w, stage_move("S3", S(PRELIMINARY), "correction reason=错报 approver=市长"));
}

static void an_unknown_paper_or_a_day_to_come_is_refused(void **state)
{
	struct world *w = *state;

	stage_city(w);
	assert_true(stage_said(world_import_ask(w, KIND(PAPERS), "project,paper\nS4,遗书\n"),
			       "paper.unknown"));
	assert_true(stage_said(
	    world_import_ask(w, KIND(PAPERS), "project,paper,filed\nS4,contract,2020-01-03\n"),
	    "date.future"));
}

/* ---- gatherings */

#define GATHERING "id,project,held,name,venue,place,leader\n"

static void a_gathering_is_followed_until_the_library(void **state)
{
	struct world *w = *state;
	Duban__GatheringShowReply *g;

	stage_city(w);
	world_until(w, "2020-04-02T09:00");
	world_import(w, KIND(GATHERINGS),
		     GATHERING "2020Q2,S3,2020-04-02,二季度集中开工,主会场,高新区,张三\n"
			       "2020Q2,S4,,,分会场,东湖区,\n"
			       "2020Q2,S5,,,分会场,东湖区,\n");
	g = gathering(w, "2020Q2");
	assert_int_equal(g->quarter, 2);
	assert_int_equal(g->held_date, 20200402);
	assert_int_equal(g->projects, 3);
	assert_int_equal(g->started, 2);
	assert_int_equal(g->in_library, 0);
	assert_string_equal(g->row[0]->project, "S3");
	assert_string_equal(g->row[0]->leader, "张三");
	assert_int_equal(g->row[0]->n_missing, 7);
	assert_string_equal(g->row[0]->missing[0], "开工");
	assert_int_equal(g->row[1]->n_missing, 6);
	assert_true(g->row[2]->stopped_after);
	world_import(w, KIND(PAPERS),
		     "project,paper\nS4,filing\nS4,contract\nS4,unit_licence\nS4,application\n"
		     "S4,platform_page\n");
	world_ok(w, enter("S4", 0));
	g = gathering(w, "2020Q2");
	assert_int_equal(g->in_library, 1);
	assert_int_equal(g->row[1]->library_date, 20200402);
	assert_int_equal(g->row[1]->n_missing, 0);
}

static Duban__Gathering *gathering_get(struct txn *t, struct arena *a, char *id, uint32_t project)
{
	Duban__Gathering key = DUBAN__GATHERING__INIT;

	key.id = id;
	key.project = project;
	return noun_get(t, a, noun_of(DUBAN__IMPORT_KIND__IMPORT_KIND_GATHERINGS), &key);
}

static void a_gathering_has_one_day_and_one_name(void **state)
{
	struct world *w = *state;
	Duban__GatheringShowReply *g;

	stage_city(w);
	assert_true(stage_said(world_import_ask(w, KIND(GATHERINGS),
						GATHERING "G1,S3,2020-04-02,集中开工,,,\n"
							  "G1,S4,2020-04-03,,,,\n"),
			       "gathering.two_dates"));
	assert_true(stage_said(world_import_ask(w, KIND(GATHERINGS),
						GATHERING "G1,S3,2020-04-02,集中开工,,,\n"
							  "G1,S4,,别的,,,\n"),
			       "gathering.two_names"));
	assert_true(stage_said(world_import_ask(w, KIND(GATHERINGS), GATHERING "G1,S3,,,,,\n"),
			       "cell.empty"));
	world_import(w, KIND(GATHERINGS), GATHERING "G1,S3,2020-04-02,集中开工,,,\nG1,S4,,,,,\n");
	/* the day that one row gives applies to the whole gathering */
	world_import(w, KIND(GATHERINGS), GATHERING "G1,S4,2020-07-01,,,,\n");
	g = gathering(w, "G1");
	assert_int_equal(g->projects, 2);
	assert_int_equal(g->held_date, 20200701);
	assert_int_equal(
	    gathering_get(engine_txn(w->engine), w->arena, "G1", stage_project(w, "S3")->num)
		->held_date,
	    20200701);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(both_names_find_the_project_for_good),
	    TEST(a_code_is_checked_and_nobody_elses),
	    TEST(what_the_dossier_lacks_is_named),
	    TEST(nothing_enters_before_its_start),
	    TEST(an_unknown_paper_or_a_day_to_come_is_refused),
	    TEST(a_gathering_is_followed_until_the_library),
	    TEST(a_gathering_has_one_day_and_one_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
