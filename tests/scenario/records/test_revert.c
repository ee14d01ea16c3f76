/* Reverting an import: what it made is removed, what it changed is restored, and nothing that
 * depends on it is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "proto/status.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"

#define UNITS DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS
#define PEOPLE DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE
#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS
#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define PLANS DUBAN__IMPORT_KIND__IMPORT_KIND_PLANS

#define HEAD "code,name,unit,stage,total,plan,year,list,former\n"
#define LINKS "project,no,name,class,unit,leader,limit,chain_start\n"

static uint64_t import(struct world *w, Duban__ImportKind kind, const char *csv)
{
	world_import(w, kind, csv);
	return w->reply->last_seq;
}

static Duban__Request *request(uint64_t seq, bool dry_run)
{
	static Duban__ImportRevertRequest b;
	static Duban__Request q;

	duban__import_revert_request__init(&b);
	duban__request__init(&q);
	b.import_seq = seq;
	b.dry_run = dry_run;
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_REVERT;
	q.import_revert = &b;
	return &q;
}

static const Duban__ImportReverted *revert(struct world *w, uint64_t seq)
{
	return world_ok(w, request(seq, false))->import_revert->done;
}

static struct txn *txn(struct world *w)
{
	return engine_txn(w->engine);
}

static Duban__Project *project(struct world *w, const char *code)
{
	return project_get(txn(w), w->arena, project_by_code(txn(w), code));
}

/* Rows of a table under a number. */
static size_t rows(struct world *w, enum table table, uint32_t num)
{
	struct scan s = scan_start(txn(w), table, key_bytes(key_u32(KEY(), num)));
	size_t n = 0;

	while (scan_next(&s))
		n++;
	return n;
}

static void a_project_that_an_import_made_goes_with_all_that_follows_from_it(void **state)
{
	static const enum table under[] = {TABLE_life, TABLE_member, TABLE_plan, TABLE_project};
	struct world *w = *state;
	uint32_t num;
	uint64_t seq;

	world_city(w);
	seq = import(w, PROJECTS, HEAD "N1,新桥,east,在建,100,10,2020,重点,OLD1\n");
	num = project_by_code(txn(w), "N1");
	assert_int_equal(project_by_code(txn(w), "OLD1"), num);
	world_until(w, "2020-06-01T09:00"); /* its warnings do not prevent the revert */
	assert_true(rows(w, TABLE_proposal_open, num) > 0); /* nor what is proposed about them */
	for (size_t i = 0; i < sizeof under / sizeof *under; i++)
		assert_int_equal(rows(w, under[i], num), 1);
	assert_int_equal(revert(w, seq)->removed, 1);
	for (size_t i = 0; i < sizeof under / sizeof *under; i++)
		assert_int_equal(rows(w, under[i], num), 0);
	assert_int_equal(project_by_code(txn(w), "N1"), 0);
	assert_int_equal(project_by_code(txn(w), "OLD1"), 0);
	assert_int_equal(rows(w, TABLE_warning_open, num), 0);
	assert_int_equal(rows(w, TABLE_proposal_open, num), 0);
	/* its due rows no longer find a subject */
	world_until(w, "2021-03-01T09:00");
	world_restart(w, false);
	assert_int_equal(project_by_code(txn(w), "N1"), 0);
	assert_non_null(project(w, "P1"));
}

static void a_number_is_never_given_again(void **state)
{
	struct world *w = *state;
	uint32_t num;
	uint64_t seq;

	world_city(w);
	seq = import(w, PROJECTS, HEAD "N1,新桥,east,在建,,,2020,,\n");
	num = project_by_code(txn(w), "N1");
	(void)revert(w, seq);
	world_import(w, PROJECTS, HEAD "N2,另一座,east,在建,,,2020,,\n");
	assert_true(project_by_code(txn(w), "N2") > num);
}

static void what_an_import_changed_is_as_it_was(void **state)
{
	struct world *w = *state;
	const Duban__ImportReverted *done;
	uint64_t seq;

	world_city(w);
	world_import(w, PROJECTS, HEAD "N1,新桥,east,在建,100,10,2020,重点,\n");
	seq = import(w, PROJECTS, "code,name,unit,total,list\nN1,旧桥,west,200,省重点\n");
	assert_string_equal(project(w, "N1")->name, "旧桥");
	done = revert(w, seq);
	assert_int_equal(done->restored, 1);
	assert_int_equal(done->removed, 0);
	assert_string_equal(project(w, "N1")->name, "新桥");
	assert_int_equal(project(w, "N1")->unit, unit_by_id(txn(w), "east"));
	assert_int_equal(project(w, "N1")->total->fen, 10000);
	assert_int_equal(project(w, "N1")->n_list, 1);
	assert_string_equal(project(w, "N1")->list[0], "重点");
	world_restart(w, true);
	assert_string_equal(project(w, "N1")->name, "新桥");
}

static const Duban__Plan *plan_in_force(struct world *w, uint32_t *ret_versions)
{
	struct year_plans plans;

	assert_int_equal(year_plans_load(txn(w), w->arena, project(w, "N1")->num, 2020, &plans), 0);
	*ret_versions = (uint32_t)plans.n;
	return year_plan_last(&plans);
}

static void a_plans_new_version_goes_and_the_one_before_holds_again(void **state)
{
	struct world *w = *state;
	const Duban__ImportReverted *done;
	uint32_t versions;
	uint64_t seq;

	world_city(w);
	world_import(w, PROJECTS, HEAD "N1,新桥,east,在建,100,,2020,,\n");
	seq = import(w, PLANS, "project,year,amount\nN1,2020,50元\n");
	(void)revert(w, seq);
	assert_null(plan_in_force(w, &versions));
	assert_null(project(w, "N1")->plan);
	world_import(w, PLANS, "project,year,amount\nN1,2020,10元\n");
	seq = import(w, PLANS, "project,year,amount,version\nN1,2020,20元,2\nN1,2020,30元,3\n");
	assert_int_equal(project(w, "N1")->plan->fen, 3000);
	done = revert(w, seq);
	assert_int_equal(done->removed, 2);
	assert_int_equal(plan_in_force(w, &versions)->amount->fen, 1000);
	assert_int_equal(versions, 1);
	assert_int_equal(project(w, "N1")->plan->fen, 1000);
	world_restart(w, true);
	assert_int_equal(plan_in_force(w, &versions)->amount->fen, 1000);
}

static void units_and_people_go_when_nobody_names_them(void **state)
{
	struct world *w = *state;
	uint64_t units, people;

	world_city(w);
	units = import(w, UNITS, "id,name,kind,parent\na,甲街道,county,east\nb,乙社区,county,a\n");
	people = import(w, PEOPLE, "id,name,unit,phone\nwang,王五,a,13800000000\n");
	world_refused(w, request(units, false), STATUS_CONFLICT, "revert.built_on");
	assert_string_equal(w->reply->problem[0]->arg[1], "person_put");
	assert_int_equal(revert(w, people)->removed, 1);
	assert_int_equal(person_by_id(txn(w), "wang"), 0);
	/* a reverted import does not prevent another revert */
	assert_int_equal(revert(w, units)->removed, 2);
	world_restart(w, false);
	assert_int_equal(unit_by_id(txn(w), "a"), 0);
}

static void units_go_with_their_tree(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	world_city(w);
	seq = import(w, UNITS, "id,name,kind,parent\na,甲街道,county,east\nb,乙社区,county,a\n");
	assert_int_equal(revert(w, seq)->removed, 2);
	assert_int_equal(unit_by_id(txn(w), "a"), 0);
	assert_int_equal(unit_by_id(txn(w), "b"), 0);
	assert_int_equal(rows(w, TABLE_unit_child, unit_by_id(txn(w), "east")), 0);
	world_restart(w, false);
}

static void a_chain_goes_with_its_links_and_their_lamps(void **state)
{
	struct world *w = *state;
	uint32_t num;
	uint64_t seq;

	world_city(w);
	num = project_by_code(txn(w), "P1");
	seq = import(w, CHAINS,
		     LINKS "P1,1,可研批复,审批,east,李四,5wd,2020-01-02\n"
			   "P1,2,初设批复,审批,east,李四,5wd,\n");
	world_until(w, "2020-03-01T09:00");
	assert_true(w->reply->seq > seq);
	assert_int_equal(revert(w, seq)->removed, 3);
	assert_int_equal(rows(w, TABLE_link, num), 0);
	assert_int_equal(rows(w, TABLE_progress, num), 0);
	assert_int_equal(rows(w, TABLE_chain, num), 0);
	assert_int_equal(rows(w, TABLE_proposal_open, num), 0);
	world_until(w, "2020-06-01T09:00");
	world_restart(w, false);
	/* the same import is accepted again */
	world_import(w, CHAINS, LINKS "P1,1,可研批复,审批,east,李四,5wd,2020-07-02\n");
}

static void what_was_built_on_keeps_an_import(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	world_city(w);
	seq = import(w, CHAINS, LINKS "P1,1,可研批复,审批,east,李四,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_refused(w, request(seq, false), STATUS_CONFLICT, "revert.built_on");
	assert_string_equal(w->reply->problem[0]->arg[1], "link_started");
	world_refused(w, request(seq, true), STATUS_CONFLICT, "revert.built_on");
}

/* The first proposal that waits for a decision; it is refused. */
static void refuse_first_proposal(struct world *w)
{
	Duban__ProposalListRequest list = DUBAN__PROPOSAL_LIST_REQUEST__INIT;
	Duban__ProposalRefuseRequest refuse = DUBAN__PROPOSAL_REFUSE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__ProposalListReply *b;
	char id[100];

	list.open = true;
	q.body_case = DUBAN__REQUEST__BODY_PROPOSAL_LIST;
	q.proposal_list = &list;
	b = world_ok(w, &q)->proposal_list;
	assert_true(b->n_proposal > 0);
	(void)snprintf(id, sizeof id, "%s", b->proposal[0]->id);
	refuse.id = id;
	refuse.reason = (char *)(uintptr_t) "查无此事";
	q.body_case = DUBAN__REQUEST__BODY_PROPOSAL_REFUSE;
	q.proposal_refuse = &refuse;
	world_ok(w, &q);
}

/* A lead is in no project's history, but its subject is the import's link. */
static void what_a_person_decided_of_a_lead_keeps_an_import(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	world_city(w);
	world_import(
	    w, DUBAN__IMPORT_KIND__IMPORT_KIND_LADDERS,
	    "ladder,step,tier,reds,to,action\nown,1,提醒,,责任人,\nown,2,移交,1,督查问责办,移交\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PARAMETERS,
		     "key,value\nescalation.ladder,own\n");
	seq = import(w, CHAINS, LINKS "P1,1,可研批复,审批,east,李四,5wd,2020-01-02\n");
	world_until(w, "2020-03-01T09:00");
	refuse_first_proposal(w);
	world_refused(w, request(seq, false), STATUS_CONFLICT, "revert.built_on");
	assert_int_equal(w->reply->n_problem, 1);
	assert_string_equal(w->reply->problem[0]->arg[1], "proposal_decided");
}

static void a_dry_run_counts_and_changes_nothing(void **state)
{
	struct world *w = *state;
	Duban__Reply *reply;
	uint64_t seq, head;

	world_city(w);
	seq = import(w, PROJECTS, HEAD "N1,新桥,east,在建,,,2020,,\nN2,新路,east,在建,,,2020,,\n");
	head = engine_seq(w->engine);
	reply = world_ok(w, request(seq, true));
	assert_true(reply->import_revert->dry_run);
	assert_int_equal(reply->import_revert->done->removed, 2);
	assert_int_equal(engine_seq(w->engine), head);
	assert_non_null(project(w, "N1"));
}

/* Each parent was right when it was imported. */
static void a_restored_parent_that_came_below_its_unit_is_refused(void **state)
{
	struct world *w = *state;
	uint64_t first, second;

	world_city(w);
	(void)import(w, UNITS,
		     "id,name,kind,parent\na,甲,owner,east\nb,乙,owner,a\nc,丙,owner,b\n");
	first = import(w, UNITS, "id,name,kind,parent\nb,乙,owner,east\n");
	second = import(w, UNITS, "id,name,kind,parent\na,甲,owner,c\n");
	world_refused(w, request(first, true), STATUS_CONFLICT, "unit.cycle");
	world_refused(w, request(first, false), STATUS_CONFLICT, "unit.cycle");
	assert_true(
	    unit_within(txn(w), w->arena, unit_by_id(txn(w), "a"), unit_by_id(txn(w), "east")));
	(void)revert(w, second);
	(void)revert(w, first);
	assert_int_equal(unit_get(txn(w), w->arena, unit_by_id(txn(w), "b"))->parent,
			 unit_by_id(txn(w), "a"));
}

static void what_is_no_import_says_so(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	world_city(w);
	seq = import(w, PROJECTS, HEAD "N1,新桥,east,在建,,,2020,,\n");
	world_refused(w, request(seq - 1, false), STATUS_NOT_FOUND, "revert.no_import");
	world_refused(w, request(0, false), STATUS_NOT_FOUND, "revert.no_import");
	world_refused(w, request(999999, false), STATUS_NOT_FOUND, "revert.no_import");
	(void)revert(w, seq);
	world_refused(w, request(seq, false), STATUS_CONFLICT, "revert.twice");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_project_that_an_import_made_goes_with_all_that_follows_from_it),
	    TEST(a_number_is_never_given_again),
	    TEST(what_an_import_changed_is_as_it_was),
	    TEST(a_plans_new_version_goes_and_the_one_before_holds_again),
	    TEST(units_and_people_go_when_nobody_names_them),
	    TEST(units_go_with_their_tree),
	    TEST(a_chain_goes_with_its_links_and_their_lamps),
	    TEST(what_was_built_on_keeps_an_import),
	    TEST(what_a_person_decided_of_a_lead_keeps_an_import),
	    TEST(a_dry_run_counts_and_changes_nothing),
	    TEST(a_restored_parent_that_came_below_its_unit_is_refused),
	    TEST(what_is_no_import_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
