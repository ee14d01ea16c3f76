/* The stages of a project, R2: every pair of stages is requested, and each condition is tested both
 * met and unmet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/apply.h"
#include "engine/core/group.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/project/stage.h"

/* All problems in order: "no_code no_total" (without "move."). */
static void lacks(struct world *w, Duban__Request *q, const char *codes)
{
	Duban__Reply *r = world_ask(w, q);
	char all[600] = "";

	for (size_t i = 0; i < r->n_problem; i++) {
		const char *dot = strchr(r->problem[i]->code, '.');
		size_t n = strlen(all);

		(void)snprintf(all + n, sizeof all - n, "%s%s", n ? " " : "",
			       dot ? dot + 1 : r->problem[i]->code);
	}
	assert_string_equal(all, codes);
	assert_int_equal(r->status, CONFLICT);
}

static void one_project(struct world *w, const char *row)
{
	char csv[1000];

	(void)snprintf(csv, sizeof csv, PROJECTS_HEADER "%s\n", row);
	world_import(w, KIND(PROJECTS), csv);
}

static void every_pair_of_stages_is_allowed_or_not_as_the_table_says(void **state)
{
	struct world *w = *state;
	int wrong = 0;

	stage_city(w);
	w->check = false;
	for (int from = 1; from <= STAGES; from++)
		for (int to = 1; to <= STAGES; to++)
			for (int corrects = 0; corrects < 2; corrects++) {
				const char *words = corrects ? "dry correction" : "dry";
				char code[16];
				Duban__Reply *r;
				bool legal, told;

				(void)snprintf(code, sizeof code, "S%d", from);
				r = world_ask(w, stage_move(code, (Duban__Stage)to, words));
				legal = stage_move_between(from, to, corrects);
				told = stage_said(r, corrects ? "move.no_correction"
							      : "move.not_allowed");
				if (legal == told || (told && r->status != CONFLICT)) {
					print_error("%s -> %s%s\n", stage_word(from),
						    stage_word(to), corrects ? " (更正)" : "");
					wrong++;
				}
			}
	assert_int_equal(wrong, 0);
}

static void a_whole_life(void **state)
{
	struct world *w = *state;
	Duban__Life *l;

	world_city(w);
	one_project(w, "K1,一号厂房,east,谋划储备,200000000,50000000,2020,2020-03,政府,,");
	world_ok(w, stage_move("K1", S(PRELIMINARY), ""));
	world_refused(w, stage_move("K1", S(PLANNED_START), ""), CONFLICT, "move.no_code");
	world_ok(w, stage_set_code("K1", NEW_CODE));
	world_import(w, KIND(CHAINS),
		     CHAINS_HEADER "K1,1,施工许可,审批,east,张三,李四,,5wd,2020-01-02\n");
	lacks(w, stage_move("K1", S(PLANNED_START), ""), "no_finance_assessment");
	world_import(w, KIND(PROJECTS), "code,finance_assessed\nK1,2019-12-20\n");
	world_ok(w, stage_move("K1", S(PLANNED_START), ""));
	world_until(w, "2020-03-02T09:00");
	lacks(w, stage_move(NEW_CODE, S(BUILDING), ""), "no_evidence no_permit");
	world_do(w, "finish K1 1");
	world_ok(w, stage_move("K1", S(BUILDING), "at=20200301 document=开工令"));
	world_until(w, "2020-05-04T09:00");
	world_ok(w, stage_move("K1", S(STOPPED), "at=20200430 reason=资金"));
	assert_int_equal(stage_life(w, "K1")->stopped_date, 20200430);
	world_ok(w, stage_move("K1", S(BUILDING), "at=20200502 document=复工令"));
	world_until(w, "2020-12-01T09:00");
	world_ok(w, stage_move("K1", S(COMPLETED), "percent=100"));
	world_import(w, KIND(ACCEPTANCES),
		     "project,organiser,accepted,owner,owner_result,design,design_result,builder,"
		     "builder_result,supervision,supervision_result,fire,fire_result,quality,"
		     "quality_result,open_defect\n"
		     "K1,市住建局,2020-12-01,甲公司,合格,乙院,合格,丙公司,合格,丁公司,合格,"
		     "消防大队,合格,质监站,合格,绿化;标线\n");
	world_ok(w, stage_move("K1", S(ACCEPTED), ""));
	assert_int_equal(w->reply->project_move->n_open_defect, 2);
	assert_string_equal(w->reply->project_move->open_defect[0], "绿化");
	world_ok(w, stage_move("K1", S(OPERATING), "document=试生产报告"));
	world_ok(w, stage_move("K1", S(ON_TARGET), "reason=年产值达到可研目标"));
	world_ok(w, stage_move("K1", S(ARCHIVED), ""));
	assert_int_equal(stage_project(w, "K1")->stage, S(ARCHIVED));
	assert_false(stage_project(w, "K1")->opening);
	l = stage_life(w, "K1");
	assert_int_equal(l->started_date, 20200301);
	assert_int_equal(l->stopped_date, 0);
	assert_int_equal(l->resumed_date, 20200502);
	assert_int_equal(l->completed_date, 20201201);
	assert_int_equal(l->archived_date, 20201201);
	world_refused(w, stage_move("K1", S(PRELIMINARY), "correction reason=错 approver=市长"),
		      CONFLICT, "move.no_correction");
}

/* As in an imported sheet with an unknown unit. */
static void take_unit_away(struct world *w, const char *code)
{
	struct author who = {.role = DUBAN__ROLE__ROLE_SYSTEM};
	Duban__Event e = DUBAN__EVENT__INIT, *list = &e;
	Duban__ProjectPut put = DUBAN__PROJECT_PUT__INIT;

	put.was = stage_project(w, code);
	put.project = stage_project(w, code);
	put.project->unit = 0;
	e.body_case = DUBAN__EVENT__BODY_PROJECT_PUT;
	e.project_put = &put;
	e.project = put.project->num;
	assert_int_equal(engine_apply(w->engine, &list, 1, &who, false), 0);
	assert_int_equal(engine_sync(w->engine), 0);
}

static void a_project_without_a_unit_stays_reserve(void **state)
{
	struct world *w = *state;

	stage_city(w);
	take_unit_away(w, "S1");
	lacks(w, stage_move("S1", S(PRELIMINARY), ""), "no_unit");
	world_import(w, KIND(PROJECTS), "code,unit\nS1,east\n");
	world_ok(w, stage_move("S1", S(PRELIMINARY), ""));
}

static void all_that_a_planned_start_lacks_is_said_at_once(void **state)
{
	struct world *w = *state;

	world_city(w);
	one_project(w, "K2,二号厂房,east,前期,,,2020,,政府,,");
	lacks(w, stage_move("K2", S(PLANNED_START), ""),
	      "no_code no_total no_plan no_start_month no_chain no_finance_assessment");
	lacks(w, stage_move("K2", S(PLANNED_START), "dry"),
	      "no_code no_total no_plan no_start_month no_chain no_finance_assessment");
	world_import(w, KIND(PROJECTS),
		     "code,total,plan,planned_start,finance_assessed\n"
		     "K2,100000000,20000000,2020-06,2020-01-02\n");
	world_ok(w, stage_set_code("K2", OLD_CODE));
	lacks(w, stage_move("K2", S(PLANNED_START), ""), "no_chain");
	world_import(w, KIND(CHAINS),
		     CHAINS_HEADER "K2,1,立项,审批,east,张三,李四,,5wd,2020-01-02\n"
				   "K2,2,可研,审批,east,张三,,1,5wd,\n"
				   "K2,3,初设,审批,east,,李四,2,5wd,\n");
	lacks(w, stage_move("K2", S(PLANNED_START), ""), "link_incomplete link_incomplete");
	assert_true(stage_named(w->reply, "move.link_incomplete", "person"));
	assert_true(stage_named(w->reply, "move.link_incomplete", "leader"));
	world_import(w, KIND(CHAINS), "project,no,leader,person\nK2,2,张三,李四\nK2,3,张三,李四\n");
	world_ok(w, stage_move("K2", S(PLANNED_START), "dry"));
	assert_true(w->reply->project_move->dry_run);
	assert_int_equal(stage_project(w, "K2")->stage, S(PRELIMINARY));
	world_ok(w, stage_move("K2", S(PLANNED_START), ""));
	assert_int_equal(stage_project(w, "K2")->stage, S(PLANNED_START));
}

static void an_enterprise_needs_no_assessment_and_a_wrong_code_is_named(void **state)
{
	struct world *w = *state;

	world_city(w);
	one_project(w, "2609-330100-04-01-100001,假代码,east,前期,100000000,20000000,2020,2020-06,"
		       "备案,,");
	world_import(w, KIND(CHAINS),
		     CHAINS_HEADER
		     "2609-330100-04-01-100001,1,备案,审批,east,张三,李四,,5wd,2020-01-02\n");
	lacks(w, stage_move("2609-330100-04-01-100001", S(PLANNED_START), ""), "bad_code");
	world_ok(w, stage_set_code("2609-330100-04-01-100001", NEW_CODE));
	world_ok(w, stage_move(NEW_CODE, S(PLANNED_START), ""));
}

static void an_early_project_leaves_with_reason_and_approver(void **state)
{
	struct world *w = *state;

	stage_city(w);
	lacks(w, stage_move("S1", S(WITHDRAWN), ""), "no_reason no_approver");
	lacks(w, stage_move("S2", S(WITHDRAWN), "reason=资金无着"), "no_approver");
	lacks(w, stage_move("S3", S(WITHDRAWN), "approver=领导小组"), "no_reason");
	world_ok(w, stage_move("S1", S(WITHDRAWN), "reason=资金无着 approver=领导小组"));
	world_ok(w, stage_move("S2", S(WITHDRAWN), "reason=资金无着 approver=领导小组"));
	world_ok(w, stage_move("S3", S(WITHDRAWN), "reason=资金无着 approver=领导小组"));
	assert_int_equal(stage_life(w, "S2")->withdrawn_date, 20200102);
}

static void a_start_needs_the_permit_or_its_exemption(void **state)
{
	struct world *w = *state;

	stage_city(w);
	world_import(w, KIND(CHAINS),
		     CHAINS_HEADER "S3,1,施工许可证核发,审批,east,张三,李四,,5wd,2020-01-02\n");
	lacks(w, stage_move("S3", S(BUILDING), "reason=打桩"), "no_evidence no_permit");
	/* the document that proves the start does not replace the permit */
	lacks(w, stage_move("S3", S(BUILDING), "document=开工令"), "no_permit");
	assert_true(stage_named(w->reply, "move.no_permit", "施工许可证核发"));
	lacks(w, stage_move("S3", S(BUILDING), "exemption=限额以下工程"), "no_evidence");
	world_ok(w, stage_move("S3", S(BUILDING), "document=开工令 exemption=限额以下工程"));
	assert_int_equal(stage_life(w, "S3")->started_date, 20200102);
}

static void a_cancelled_permit_holds_nobody_up(void **state)
{
	struct world *w = *state;

	stage_city(w);
	world_import(w, KIND(CHAINS),
		     CHAINS_HEADER "S3,1,施工许可,审批,east,张三,李四,,5wd,2020-01-02\n");
	world_do(w, "cancel S3 1");
	world_ok(w, stage_move("S3", S(BUILDING), "document=开工令"));
}

/* The permit was granted in an earlier year, or not at all. */
static void a_permit_counts_of_whatever_year_and_none_is_no_proof(void **state)
{
	struct world *w = *state;
	Duban__Request *q;

	stage_city(w);
	lacks(w, stage_move("S3", S(BUILDING), "document=开工令"), "permit_unknown");
	world_import(w, KIND(CHAINS),
		     "project,year,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "S3,2019,1,施工许可,审批,east,张三,李四,,5wd,2019-12-02\n"
		     "S3,2020,1,主体封顶,节点,east,张三,李四,,2020-10-01,2020-01-02\n");
	lacks(w, stage_move("S3", S(BUILDING), "document=开工令"), "no_permit");
	q = world_move(w, "finish S3 1");
	q->link_finish->link->year = 2019;
	world_ok(w, q);
	world_ok(w, stage_move("S3", S(BUILDING), "document=开工令"));
}

static void stop_and_resume_say_why(void **state)
{
	struct world *w = *state;

	stage_city(w);
	lacks(w, stage_move("S4", S(STOPPED), ""), "no_reason");
	world_ok(w, stage_move("S4", S(STOPPED), "reason=纠纷"));
	lacks(w, stage_move("S4", S(BUILDING), ""), "no_evidence");
	lacks(w, stage_move("S4", S(BUILDING), "reason=复工"), "no_evidence");
	world_ok(w, stage_move("S4", S(BUILDING), "document=复工令"));
}

static void completion_is_a_hundred_percent(void **state)
{
	struct world *w = *state;

	stage_city(w);
	lacks(w, stage_move("S4", S(COMPLETED), ""), "not_complete");
	lacks(w, stage_move("S4", S(COMPLETED), "percent=99"), "not_complete");
	world_refused(w, stage_move("S4", S(COMPLETED), "percent=101"), INVALID, "move.percent");
	world_ok(w, stage_move("S4", S(COMPLETED), "percent=100"));
}

#define PARTIES                                                                                    \
	"owner,owner_result,design,design_result,builder,builder_result,supervision,"              \
	"supervision_result,fire,fire_result,quality,quality_result"

static void acceptance_needs_all_six_parties(void **state)
{
	struct world *w = *state;

	stage_city(w);
	lacks(w, stage_move("S6", S(ACCEPTED), ""), "no_acceptance");
	world_import(w, KIND(ACCEPTANCES),
		     "project,organiser,accepted," PARTIES "\n"
		     "S6,市住建局,2020-01-02,甲,合格,乙,合格,丙,不合格,丁,合格,,,己,合格\n");
	lacks(w, stage_move("S6", S(ACCEPTED), ""), "party_not_passed party_missing");
	assert_true(stage_named(w->reply, "move.party_not_passed", "builder"));
	assert_true(stage_named(w->reply, "move.party_missing", "fire"));
	world_import(w, KIND(ACCEPTANCES),
		     "project,builder_result,fire,fire_result\nS6,合格,消防大队,passed\n");
	world_ok(w, stage_move("S6", S(ACCEPTED), ""));
}

/* After a correction and a new start, a new acceptance is needed. */
static void an_acceptance_of_before_the_start_accepts_nothing(void **state)
{
	struct world *w = *state;

	stage_city(w);
	world_until(w, "2020-03-02T09:00");
	world_import(w, KIND(ACCEPTANCES),
		     "project,organiser,accepted," PARTIES "\n"
		     "S3,市住建局,2020-02-28,甲,合格,乙,合格,丙,合格,丁,合格,戊,合格,己,合格\n");
	world_ok(w, stage_move("S3", S(BUILDING), "document=开工令 exemption=水利工程"));
	world_ok(w, stage_move("S3", S(COMPLETED), "percent=100"));
	lacks(w, stage_move("S3", S(ACCEPTED), ""), "acceptance_earlier");
	world_import(w, KIND(ACCEPTANCES), "project,accepted\nS3,2020-03-02\n");
	world_ok(w, stage_move("S3", S(ACCEPTED), ""));
}

static void later_stages_want_evidence_and_targets(void **state)
{
	struct world *w = *state;

	stage_city(w);
	lacks(w, stage_move("S7", S(OPERATING), ""), "no_evidence");
	world_ok(w, stage_move("S7", S(OPERATING), "document=投产报告"));
	lacks(w, stage_move("S8", S(ON_TARGET), "document=年报"), "no_reason");
	world_ok(w, stage_move("S8", S(ON_TARGET), "reason=产值达标"));
	world_ok(w, stage_move("S9", S(ARCHIVED), ""));
}

static void a_correction_begins_again(void **state)
{
	struct world *w = *state;

	stage_city(w);
	world_ok(w, stage_move("S3", S(BUILDING), "document=开工令 exemption=水利工程"));
	lacks(w, stage_move("S3", S(PRELIMINARY), "correction"), "no_reason no_approver");
	world_refused(w, stage_move("S3", S(PRELIMINARY), "reason=错 approver=市长"), CONFLICT,
		      "move.not_allowed");
	world_ok(w, stage_move("S3", S(PRELIMINARY), "correction reason=错报 approver=市政府"));
	assert_int_equal(stage_project(w, "S3")->stage, S(PRELIMINARY));
	assert_int_equal(stage_life(w, "S3")->started_date, 0);
	assert_int_equal(stage_life(w, "S3")->corrections, 1);
	world_ok(w,
		 stage_move("S11", S(PRELIMINARY), "correction reason=误调出 approver=领导小组"));
	assert_int_equal(stage_life(w, "S11")->withdrawn_date, 0);
}

static void days_of_moves_never_go_back(void **state)
{
	struct world *w = *state;

	stage_city(w);
	world_until(w, "2020-02-10T09:00");
	world_refused(w, stage_move("S4", S(STOPPED), "reason=x at=20200101"), INVALID,
		      "move.before_last");
	world_refused(w, stage_move("S4", S(STOPPED), "reason=x at=20200211"), INVALID,
		      "date.future");
	world_refused(w, stage_move("S4", S(STOPPED), "reason=x at=20200230"), INVALID,
		      "date.impossible");
	world_ok(w, stage_move("S4", S(STOPPED), "reason=x at=20200205"));
	world_refused(w, stage_move("S4", S(BUILDING), "document=x at=20200204"), INVALID,
		      "move.before_last");
	world_ok(w, stage_move("S4", S(BUILDING), "document=x at=20200205"));
}

static void a_stage_that_is_none_is_refused(void **state)
{
	struct world *w = *state;

	stage_city(w);
	world_refused(w, stage_move("S4", (Duban__Stage)0, ""), INVALID, "project.unknown_stage");
	world_refused(w, stage_move("S4", (Duban__Stage)12, ""), INVALID, "wire.bad_enum");
	world_refused(w, stage_move("nobody", S(STOPPED), "reason=x"),
		      DUBAN__STATUS__STATUS_NOT_FOUND, "project.unknown");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_pair_of_stages_is_allowed_or_not_as_the_table_says),
	    TEST(a_whole_life),
	    TEST(a_project_without_a_unit_stays_reserve),
	    TEST(all_that_a_planned_start_lacks_is_said_at_once),
	    TEST(an_enterprise_needs_no_assessment_and_a_wrong_code_is_named),
	    TEST(an_early_project_leaves_with_reason_and_approver),
	    TEST(a_start_needs_the_permit_or_its_exemption),
	    TEST(a_cancelled_permit_holds_nobody_up),
	    TEST(a_permit_counts_of_whatever_year_and_none_is_no_proof),
	    TEST(stop_and_resume_say_why),
	    TEST(completion_is_a_hundred_percent),
	    TEST(acceptance_needs_all_six_parties),
	    TEST(an_acceptance_of_before_the_start_accepts_nothing),
	    TEST(later_stages_want_evidence_and_targets),
	    TEST(a_correction_begins_again),
	    TEST(days_of_moves_never_go_back),
	    TEST(a_stage_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
