/* Links that are steps of their project: the link and the project's stage move together, by
 * whichever verb, and one rule tells that the step is late. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"

#define STATE(x) DUBAN__LINK_STATE__LINK_STATE_##x

/* A of unit `site`, planned to start in March 2020, with links 1 permit, 2 start, 3 library, 4
 * completion, 5 acceptance. */
static void steps_city(struct world *w)
{
	city(w);
	world_import(w, KIND(PROJECTS),
		     "code,name,unit,stage,total,plan,year,planned_start,planned_finish\n"
		     "N,新桥,site,计划新开工,500000000,100000000,2020,2020-03,2021-06\n"
		     "U,旧桥,site,计划新开工,500000000,100000000,2020,,\n");
	world_import(w, KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start,is\n"
		     "N,1,施工许可,审批,site,甲,乙,,5wd,2020-01-06,\n"
		     "N,2,动工,节点,site,甲,乙,1,2020-03-31,2020-01-06,开工\n"
		     "N,3,入统,节点,site,甲,乙,2,30cd,2020-01-06,入库\n"
		     "N,4,建成,节点,site,甲,乙,2,2021-06-30,2020-01-06,完工\n"
		     "N,5,验收,服务,site,甲,乙,4,20wd,2020-01-06,竣工\n"
		     "U,2,动工,节点,site,甲,乙,,2020-03-31,2020-01-06,start\n");
}

static Duban__LinkRow *row(struct world *w, const char *project, uint32_t no)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = loose(project);
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	world_ok(w, &q);
	for (size_t i = 0; i < w->reply->chain_show->n_link; i++)
		if (w->reply->chain_show->link[i]->no == no)
			return w->reply->chain_show->link[i];
	fail_msg("no link %u", no);
	return NULL;
}

static Duban__Request *finish(const char *project, uint32_t no, uint32_t at, const char *document)
{
	static Duban__LinkFinishRequest b;
	static Duban__LinkRef ref;
	static Duban__Request q;

	ref = (Duban__LinkRef)DUBAN__LINK_REF__INIT;
	ref.project = loose(project);
	ref.no = no;
	b = (Duban__LinkFinishRequest)DUBAN__LINK_FINISH_REQUEST__INIT;
	b.link = &ref;
	b.at_date = at;
	b.document = loose(document);
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_LINK_FINISH;
	q.link_finish = &b;
	return &q;
}

static void a_step_is_finished_by_the_projects_move(void **state)
{
	struct world *w = *state;

	steps_city(w);
	world_do(w, "finish N 1");
	world_until(w, "2020-03-10 09:00");
	assert_int_equal(row(w, "N", 2)->is, DUBAN__LINK_STEP__LINK_STEP_START);
	assert_int_equal(row(w, "N", 2)->state, STATE(NOT_STARTED));
	life_move(w, "N", S(BUILDING), 20200306);
	assert_int_equal(row(w, "N", 2)->state, STATE(DONE));
	assert_int_equal(row(w, "N", 2)->finished_date, 20200306);
	/* the clock of what follows runs from that day */
	assert_int_equal(row(w, "N", 3)->deadline_date, 20200405);
	life_enter_library(w, "N", 20200309);
	assert_int_equal(row(w, "N", 3)->finished_date, 20200309);
	/* taking the fact back takes the link back */
	world_ok(w, &(Duban__Request){.base = PROTOBUF_C_MESSAGE_INIT(&duban__request__descriptor),
				      .body_case = DUBAN__REQUEST__BODY_LIBRARY_LEAVE,
				      .library_leave = &(Duban__LibraryLeaveRequest){
					  .base = PROTOBUF_C_MESSAGE_INIT(
					      &duban__library_leave_request__descriptor),
					  .project = loose("N"),
					  .reason = loose("误报")}});
	assert_int_equal(row(w, "N", 3)->state, STATE(NOT_STARTED));
	world_ok(w, stage_move("N", S(PRELIMINARY), "correction reason=误报 approver=主任"));
	assert_int_equal(row(w, "N", 2)->state, STATE(NOT_STARTED));
	assert_int_equal(row(w, "N", 2)->finished_date, 0);
}

static void finishing_the_link_moves_the_project_under_its_conditions(void **state)
{
	struct world *w = *state;

	steps_city(w);
	world_until(w, "2020-03-10 09:00");
	/* the same guards: evidence, and the permit */
	world_refused(w, finish("N", 2, 20200306, ""), CONFLICT, "move.no_evidence");
	assert_true(stage_said(w->reply, "move.no_permit"));
	world_do(w, "finish N 1 2020-03-02");
	world_ok(w, finish("N", 2, 20200306, "开工令"));
	assert_int_equal(stage_project(w, "N")->stage, S(BUILDING));
	assert_int_equal(stage_life(w, "N")->started_date, 20200306);
	assert_int_equal(row(w, "N", 2)->state, STATE(DONE));
	world_refused(w, finish("N", 2, 20200306, "开工令"), CONFLICT, "link.not_allowed");
	world_refused(w, finish("N", 3, 20200310, ""), CONFLICT, "library.paper_missing");
	/* 完工 needs 100 %, 竣工 the record of acceptance */
	world_refused(w, finish("N", 4, 0, ""), CONFLICT, "move.not_complete");
	world_refused(w, finish("N", 5, 0, ""), CONFLICT, "move.not_allowed");
	world_refused(w, finish("A", 1, 0, ""), DUBAN__STATUS__STATUS_NOT_FOUND, "chain.unknown");
}

static void what_a_link_cannot_do_to_its_project_is_refused(void **state)
{
	struct world *w = *state;

	steps_city(w);
	world_refused(w, world_move(w, "start N 2"), CONFLICT, "link.step_day");
	world_do(w, "finish N 1");
	world_refused(w, finish("N", 1, 0, "x"), CONFLICT, "link.not_allowed");
	life_move(w, "N", S(BUILDING), 0);
	world_refused(w, world_move(w, "return N 2"), CONFLICT, "link.step_correct");
	life_enter_library(w, "N", 0);
	world_refused(w, world_move(w, "return N 3"), CONFLICT, "link.step_leave");
	world_do(w, "start N 5");
	assert_int_equal(row(w, "N", 5)->state, STATE(ACTIVE));
	world_do(w, "cancel U 2");
	life_move(w, "U", S(BUILDING), 0);
	/* a cancelled link no longer tells the step */
	assert_int_equal(row(w, "U", 2)->state, STATE(CANCELLED));
	world_refused(w, finish("U", 2, 0, "x"), CONFLICT, "link.not_allowed");
}

static void a_unit_asks_once_for_one_fact(void **state)
{
	struct world *w = *state;
	const Duban__Report *asked;
	uint32_t num;

	steps_city(w);
	world_do(w, "finish N 1");
	world_until(w, "2020-03-10 09:00");
	as_site(w);
	asked = world_ok(w, finish("N", 2, 20200306, "开工令"))->report->report;
	assert_int_equal(asked->form, REPORT_FORM(STAGE));
	assert_int_equal(asked->stage, S(BUILDING));
	num = asked->num;
	assert_int_equal(row(w, "N", 2)->pending_report, num);
	assert_int_equal(row(w, "N", 4)->pending_report, 0);
	confirm(w, num);
	as_office(w);
	assert_int_equal(stage_project(w, "N")->stage, S(BUILDING));
	assert_int_equal(row(w, "N", 2)->finished_date, 20200306);
	/* 入库 is the office's: a unit asks for it by the link */
	life_enter_library(w, "N", 20200309);
	as(w, "", 0);
	world_ok(w, &(Duban__Request){.base = PROTOBUF_C_MESSAGE_INIT(&duban__request__descriptor),
				      .body_case = DUBAN__REQUEST__BODY_LIBRARY_LEAVE,
				      .library_leave = &(Duban__LibraryLeaveRequest){
					  .base = PROTOBUF_C_MESSAGE_INIT(
					      &duban__library_leave_request__descriptor),
					  .project = loose("N"),
					  .at_date = 20200309,
					  .reason = loose("误报")}});
	as_site(w);
	asked = world_ok(w, finish("N", 3, 20200309, "统计部门页面"))->report->report;
	assert_int_equal(asked->form, REPORT_FORM(LINK));
	confirm(w, asked->num);
	as_office(w);
	assert_int_equal(stage_life(w, "N")->library_date, 20200309);
	assert_string_equal(stage_life(w, "N")->library_document, "统计部门页面");
	assert_int_equal(row(w, "N", 3)->state, STATE(DONE));
}

static void one_rule_tells_that_the_step_is_late(void **state)
{
	struct world *w = *state;

	steps_city(w);
	world_do(w, "finish N 1");
	world_do(w, "cancel B 1");
	world_do(w, "cancel B 2");
	world_until(w, "2020-04-20 09:00");
	/* N has a planned month of start: W04 tells it. U has none: its link tells it. */
	world_expect(w, "03-24 00:00 note U/2 W00 due 03-31\n"
			"03-26 00:00 again U/2 W00\n"
			"04-01 00:00 superseded U/2 W00\n"
			"04-01 00:00 yellow U/2 W02 due 03-31\n"
			"04-15 00:00 red U/2 W02 due 03-31\n");
	/* a planned month that comes later: the lamp passes on to the project's rule */
	world_import(w, KIND(PLANS),
		     "project,year,amount,document,adopted,planned_start\n"
		     "U,2020,1亿元,重点办〔2020〕9号,2020-04-20,2020-03\n");
	world_expect(w, "04-20 09:00 superseded U/2 W02\n");
}

static Duban__ChainCheckReply *check(struct world *w)
{
	static Duban__ChainCheckRequest b;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b = (Duban__ChainCheckRequest)DUBAN__CHAIN_CHECK_REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_CHECK;
	q.chain_check = &b;
	return world_ok(w, &q)->chain_check;
}

static Duban__Request *make_step(const char *project, uint32_t no, const char *step)
{
	static Duban__LinkSetRequest b;
	static Duban__LinkRef ref;
	static Duban__Cell cell;
	static Duban__Cell *cells[] = {&cell};
	static Duban__Request q;

	ref = (Duban__LinkRef)DUBAN__LINK_REF__INIT;
	ref.project = loose(project);
	ref.no = no;
	cell = (Duban__Cell)DUBAN__CELL__INIT;
	cell.column = loose("is");
	cell.value = loose(step);
	b = (Duban__LinkSetRequest)DUBAN__LINK_SET_REQUEST__INIT;
	b.link = &ref;
	b.cell = cells;
	b.n_cell = 1;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_LINK_SET;
	q.link_set = &b;
	return &q;
}

/* A link that was done before it was known to be a step: as in an older store. */
static void where_the_two_are_apart_the_stage_counts(void **state)
{
	struct world *w = *state;
	Duban__ChainCheckReply *apart;

	steps_city(w);
	world_until(w, "2020-03-10 09:00");
	world_ok(w, make_step("U", 2, "-"));
	world_do(w, "finish U 2 2020-03-06");
	assert_int_equal(check(w)->n_row, 0);
	world_ok(w, make_step("U", 2, "开工"));
	assert_int_equal(row(w, "U", 2)->state, STATE(NOT_STARTED));
	assert_int_equal(row(w, "U", 2)->recorded, STATE(DONE));
	assert_int_equal(row(w, "U", 2)->recorded_date, 20200306);
	apart = check(w);
	assert_int_equal(apart->n_row, 1);
	assert_string_equal(apart->row[0]->project, "U");
	assert_int_equal(apart->row[0]->link->recorded_date, 20200306);
	/* it goes on from what counts */
	world_until(w, "2020-03-31 09:00");
	world_do(w, "extend U 2 2020-04-10");
	world_do(w, "suspend U 2");
	world_do(w, "resume U 2");
	assert_int_equal(check(w)->n_row, 0);
	life_move(w, "U", S(BUILDING), 0);
	assert_int_equal(row(w, "U", 2)->state, STATE(DONE));
	world_refused(w, make_step("N", 3, "start"), INVALID, "link.step_twice");
	world_refused(w, make_step("N", 3, "动土"), INVALID, "link.unknown_step");
}

static void an_export_says_what_counts_and_comes_back(void **state)
{
	struct world *w = *state;

	steps_city(w);
	life_move(w, "U", S(BUILDING), 0);
	world_import(w, KIND(PROGRESS),
		     "project,no,state,started,finished\n"
		     "U,2,办结,2020-01-02,2020-01-02\n");
	assert_int_equal(w->reply->import->done->n_remark, 0);
	world_import(w, KIND(PROGRESS),
		     "project,no,state,started,finished\n"
		     "N,2,办结,2020-01-02,2020-01-02\n"
		     "N,1,办结,,\n");
	assert_int_equal(w->reply->import->done->n_remark, 2);
	assert_string_equal(w->reply->import->done->remark[0]->code, "progress.step_apart");
	assert_string_equal(w->reply->import->done->remark[0]->arg[1], "N/2");
	assert_string_equal(w->reply->import->done->remark[1]->code, "progress.undated");
	assert_string_equal(w->reply->import->done->remark[1]->arg[1], "N/1");
	assert_int_equal(row(w, "N", 2)->state, STATE(NOT_STARTED));
	assert_int_equal(row(w, "N", 1)->state, STATE(DONE));
	/* it holds up nothing: what follows starts with the chain */
	assert_int_equal(row(w, "N", 1)->finished_date, 0);
	assert_int_equal(stage_project(w, "N")->stage, S(PLANNED_START));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    T(a_step_is_finished_by_the_projects_move),
	    T(finishing_the_link_moves_the_project_under_its_conditions),
	    T(what_a_link_cannot_do_to_its_project_is_refused),
	    T(a_unit_asks_once_for_one_fact),
	    T(one_rule_tells_that_the_step_is_late),
	    T(where_the_two_are_apart_the_stage_counts),
	    T(an_export_says_what_counts_and_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
