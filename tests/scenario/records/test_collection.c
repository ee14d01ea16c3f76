/* Next year's list: rounds, comments, elements, and the plans made by the approval. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "model/collection/collection.h"
#include "model/office/unit.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "store/db/db.h"

#define CANDIDATES DUBAN__IMPORT_KIND__IMPORT_KIND_CANDIDATES
#define COMMENTS DUBAN__IMPORT_KIND__IMPORT_KIND_COMMENTS
#define MATCHES DUBAN__IMPORT_KIND__IMPORT_KIND_MATCHES
#define PLANS DUBAN__IMPORT_KIND__IMPORT_KIND_PLANS

enum { YEAR = 2021 };

static void refused(struct world *w, Duban__ImportKind kind, const char *csv, const char *code)
{
	uint64_t before = engine_seq(w->engine);
	Duban__Reply *p = world_import_ask(w, kind, csv);

	if (!p->n_problem)
		fail_msg("not refused as %s: %s", code, csv);
	assert_string_equal(p->problem[0]->code, code);
	assert_int_equal(engine_seq(w->engine), before);
}

static Duban__Request *move(const char *verb)
{
	static Duban__Request q;
	static Duban__CollectionOpenRequest open;
	static Duban__CollectionFreezeRequest freeze;
	static Duban__CollectionMatchRequest match;

	duban__request__init(&q);
	if (strcmp(verb, "open") == 0) {
		duban__collection_open_request__init(&open);
		open.year = YEAR;
		open.until_date = 20201231;
		open.document = (char *)(uintptr_t) "通知1号";
		q.body_case = DUBAN__REQUEST__BODY_COLLECTION_OPEN;
		q.collection_open = &open;
	} else if (strcmp(verb, "freeze") == 0) {
		duban__collection_freeze_request__init(&freeze);
		freeze.year = YEAR;
		q.body_case = DUBAN__REQUEST__BODY_COLLECTION_FREEZE;
		q.collection_freeze = &freeze;
	} else {
		duban__collection_match_request__init(&match);
		match.year = YEAR;
		q.body_case = DUBAN__REQUEST__BODY_COLLECTION_MATCH;
		q.collection_match = &match;
	}
	return &q;
}

static Duban__Request *approval(bool dry_run)
{
	static Duban__Request q;
	static Duban__CollectionApproveRequest b;

	duban__request__init(&q);
	duban__collection_approve_request__init(&b);
	b.year = YEAR;
	b.document = (char *)(uintptr_t) "市重点〔2020〕30号";
	b.dry_run = dry_run;
	q.body_case = DUBAN__REQUEST__BODY_COLLECTION_APPROVE;
	q.collection_approve = &b;
	return &q;
}

static Duban__CollectionDiffReply *diff(struct world *w, uint32_t from, uint32_t to,
					const char *unit)
{
	Duban__CollectionDiffRequest b = DUBAN__COLLECTION_DIFF_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.year = YEAR;
	b.from_round = from;
	b.to_round = to;
	b.unit = (char *)(uintptr_t)unit;
	q.body_case = DUBAN__REQUEST__BODY_COLLECTION_DIFF;
	q.collection_diff = &b;
	return world_ok(w, &q)->collection_diff;
}

static Duban__CollectionShowReply *show(struct world *w)
{
	Duban__CollectionShowRequest b = DUBAN__COLLECTION_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.year = YEAR;
	q.body_case = DUBAN__REQUEST__BODY_COLLECTION_SHOW;
	q.collection_show = &b;
	return world_ok(w, &q)->collection_show;
}

static void as(struct world *w, int role, const char *unit)
{
	w->caller.role = role;
	w->caller.unit = unit ? unit_by_id(engine_txn(w->engine), unit) : 0;
	w->caller.principal = 0;
}

#define CHEAD "year,code,name,unit,stage,total,plan\n"

/* Two rounds with P1, a new candidate of `west` and one that is withdrawn; up to the matching. */
static void up_to_the_last_round(struct world *w)
{
	world_city(w);
	world_until(w, "2020-10-12T09:00");
	world_ok(w, move("open"));
	world_import(w, CANDIDATES,
		     CHEAD
		     "2021,P1,,,,,300万元\n2021,N1,新厂,west,计划新开工,50000000元,800万元\n"
		     "2021,N2,储备,east,谋划储备,90000000元,\n2021,N3,撤的,east,前期,1元,1元\n");
	world_ok(w, move("freeze"));
	world_import(w, COMMENTS, "year,code,unit,text\n2021,N1,office,总投资请核实\n");
	world_ok(w, move("open"));
	world_import(w, CANDIDATES, "year,code,total,state\n2021,N1,60000000元,\n2021,N3,,撤回\n");
	world_ok(w, move("freeze"));
}

static void up_to_matching(struct world *w)
{
	up_to_the_last_round(w);
	world_ok(w, move("match"));
}

static void rounds_are_frozen_and_compared(void **state)
{
	struct world *w = *state;
	Duban__CollectionDiffReply *d;

	up_to_matching(w);
	d = diff(w, 1, 2, "");
	assert_int_equal(d->changes, 2);
	assert_int_equal(d->dropped, 1);
	assert_string_equal(d->change[0]->key, "N1");
	assert_string_equal(d->change[0]->column, "total");
	assert_string_equal(d->change[0]->before, "50000000");
	assert_string_equal(d->change[0]->after, "60000000");
	assert_int_equal(diff(w, 1, 2, "west")->changes, 1);
	assert_int_equal(diff(w, 2, 0, "")->changes, 0);
	assert_int_equal(diff(w, 1, 1, "")->changes, 0);
	world_import(w, CANDIDATES, "year,code,name,unit,stage\n2021,N4,后来,west,前期\n");
	assert_int_equal(diff(w, 2, 0, "")->added, 1);
	world_restart(w, false);
	assert_int_equal(diff(w, 1, 2, "")->changes, 2);
}

static void fewer_rounds_than_asked_for_lead_to_no_matching(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_refused(w, move("freeze"), STATUS_NOT_FOUND, "collection.unknown");
	world_ok(w, move("open"));
	world_refused(w, move("freeze"), STATUS_CONFLICT, "collection.empty");
	world_refused(w, move("open"), STATUS_CONFLICT, "collection.not_allowed");
	world_refused(w, move("match"), STATUS_CONFLICT, "collection.not_allowed");
	world_import(w, CANDIDATES, CHEAD "2021,P1,,,,,300万元\n");
	world_ok(w, move("freeze"));
	world_refused(w, move("match"), STATUS_CONFLICT, "collection.rounds");
	world_refused(w, approval(false), STATUS_CONFLICT, "collection.not_allowed");
}

static void an_approval_names_all_that_stands_in_its_way(void **state)
{
	struct world *w = *state;
	Duban__Reply *p;

	up_to_matching(w);
	world_import(w, MATCHES, "year,code,element,unit\n2021,N1,用地,west\n2021,P1,资金,west\n");
	assert_int_equal(show(w)->unmatched, 2);
	assert_int_equal(show(w)->unanswered, 1);
	p = world_ask(w, approval(false));
	assert_int_equal(p->status, STATUS_CONFLICT);
	assert_int_equal(p->n_problem, 4);
	assert_string_equal(p->problem[0]->code, "collection.unanswered");
	assert_string_equal(p->problem[1]->code, "collection.awaited");
	assert_string_equal(p->problem[1]->arg[0], "N1");
	assert_string_equal(p->problem[1]->arg[1], "用地");
	assert_string_equal(p->problem[1]->arg[2], "west");
	assert_string_equal(p->problem[3]->code, "collection.may_go_on");
}

static Duban__Request *with_reason(Duban__Request *q, const char *why)
{
	q->collection_approve->unmatched = (char *)(uintptr_t)why;
	return q;
}

/* Elements that no department was asked about or answered: reported, and accepted only with a
 * reason. */
static void what_no_department_answered_is_gone_past_only_with_a_reason(void **state)
{
	struct world *w = *state;
	Duban__Reply *p;

	up_to_matching(w);
	world_import(w, COMMENTS, "year,code,unit,round,answer\n2021,N1,office,1,已核实\n");
	assert_int_equal(show(w)->unasked, 2); /* N2 has no plan for the year */
	p = world_ask(w, approval(true));
	assert_int_equal(p->status, STATUS_CONFLICT);
	assert_int_equal(p->n_problem, 3);
	assert_string_equal(p->problem[0]->code, "collection.unasked");
	assert_string_equal(p->problem[0]->arg[0], "N1");
	assert_string_equal(p->problem[1]->arg[0], "P1");
	world_import(w, MATCHES,
		     "year,code,element,unit,result\n2021,N1,用地,west,\n"
		     "2021,N1,资金,east,已落实\n");
	assert_int_equal(show(w)->awaited, 1);
	p = world_ask(w, approval(true));
	assert_string_equal(p->problem[0]->code, "collection.awaited");
	assert_string_equal(p->problem[1]->code, "collection.unasked");
	assert_string_equal(p->problem[1]->arg[0], "P1");
	/* a reason does not help if an element is missing */
	world_import(w, MATCHES, "year,code,element,result\n2021,N1,资金,未落实\n");
	world_refused(w, with_reason(approval(false), "会议研究同意"), STATUS_CONFLICT,
		      "collection.lacks");
	world_import(w, MATCHES, "year,code,element,result\n2021,N1,资金,有条件落实\n");
	p = world_ok(w, with_reason(approval(false), "会议研究同意"));
	assert_int_equal(p->collection_show->plans, 2);
}

static void the_matching_asks_departments_about_what_is_to_be_built(void **state)
{
	Duban__ElementAsk land = DUBAN__ELEMENT_ASK__INIT, funds = DUBAN__ELEMENT_ASK__INIT;
	Duban__ElementAsk *both[] = {&land, &funds};
	struct world *w = *state;
	Duban__Request *q;

	up_to_the_last_round(w);
	land.element = (char *)(uintptr_t) "用地";
	land.unit = (char *)(uintptr_t) "west";
	funds = land;
	q = move("match");
	q->collection_match->ask = both;
	q->collection_match->n_ask = 2;
	world_refused(w, q, STATUS_INVALID, "collection.ask_twice");
	funds.element = (char *)(uintptr_t) "资金";
	funds.unit = (char *)(uintptr_t) "nobody";
	world_refused(w, q, STATUS_NOT_FOUND, "unit.unknown");
	funds.unit = (char *)(uintptr_t) "new";
	world_ok(w, q);
	assert_int_equal(w->reply->collection_show->awaited, 4); /* P1 and N1, not N2 */
	assert_int_equal(w->reply->collection_show->unasked, 0);
	assert_int_equal(match_get(engine_txn(w->engine), w->arena, YEAR, "P1", "资金")->unit,
			 unit_by_id(engine_txn(w->engine), "new"));
	assert_null(match_get(engine_txn(w->engine), w->arena, YEAR, "N2", "资金"));
	world_import(w, MATCHES, "year,code,element,result\n2021,P1,用地,已落实\n");
	world_restart(w, false);
	assert_int_equal(show(w)->awaited, 3);
}

/* P1 gets the code under which another unit submitted the same project. */
static void two_candidates_that_became_one_project_are_refused(void **state)
{
	static const char code[] = "2109-360100-04-01-785867";
	Duban__ProjectSetCodeRequest b = DUBAN__PROJECT_SET_CODE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;
	Duban__Reply *p;

	world_city(w);
	world_until(w, "2020-10-12T09:00");
	world_ok(w, move("open"));
	world_import(w, CANDIDATES,
		     CHEAD "2021,P1,,,,,300万元\n"
			   "2021,2109-360100-04-01-785867,同一个,west,前期,1元,1元\n");
	b.project = (char *)(uintptr_t) "P1";
	b.code = (char *)(uintptr_t)code;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SET_CODE;
	q.project_set_code = &b;
	world_ok(w, &q);
	world_ok(w, move("freeze"));
	world_ok(w, move("open"));
	world_ok(w, move("freeze"));
	world_ok(w, move("match"));
	p = world_ask(w, with_reason(approval(true), "会议研究同意"));
	assert_int_equal(p->status, STATUS_CONFLICT);
	assert_int_equal(p->n_problem, 1);
	assert_string_equal(p->problem[0]->code, "collection.same_project");
	assert_string_equal(p->problem[0]->arg[0], code);
	assert_string_equal(p->problem[0]->arg[1], "P1");
	/* each is found by its own code */
	world_import(w, CANDIDATES, "year,code,state\n2021,2109-360100-04-01-785867,撤回\n");
	p = world_ok(w, with_reason(approval(true), "会议研究同意"));
	assert_int_equal(p->collection_show->plans, 1);
	assert_int_equal(p->collection_show->projects, 0);
	assert_int_equal(p->collection_show->plan->fen, 300000000);
}

static void an_approval_makes_projects_and_plan_versions(void **state)
{
	struct world *w = *state;
	struct txn *t;
	struct year_plans plans;
	Duban__CollectionShowReply *b;
	Duban__Project *p;
	uint64_t before;

	up_to_matching(w);
	world_import(w, MATCHES,
		     "year,code,element,unit,result\n2021,N1,用地,west,已落实\n"
		     "2021,P1,资金,west,有条件落实\n");
	world_import(w, COMMENTS, "year,code,unit,round,answer\n2021,N1,office,1,已核实\n");
	before = engine_seq(w->engine);
	b = world_ok(w, approval(true))->collection_show;
	assert_true(b->dry_run);
	assert_int_equal(b->plans, 2);
	assert_int_equal(b->projects, 2);
	assert_int_equal(engine_seq(w->engine), before);
	b = world_ok(w, approval(false))->collection_show;
	assert_int_equal(b->collection->state, DUBAN__COLLECTION_STATE__COLLECTION_STATE_APPROVED);
	assert_int_equal(b->plans, 2);
	t = engine_txn(w->engine);
	p = project_get(t, w->arena, project_by_code(t, "N1"));
	assert_int_equal(p->year, YEAR);
	assert_int_equal(p->stage, DUBAN__STAGE__STAGE_PLANNED_START);
	assert_int_equal(p->plan->fen, 800000000);
	assert_int_equal(p->total->fen, 6000000000);
	assert_int_equal(year_plans_load(t, w->arena, p->num, YEAR, &plans), 0);
	assert_int_equal(plans.n, 1);
	assert_string_equal(plans.plan[0]->document, "市重点〔2020〕30号");
	p = project_get(t, w->arena, project_by_code(t, "N2"));
	assert_null(p->plan);
	assert_int_equal(project_by_code(t, "N3"), 0);
	p = project_get(t, w->arena, project_by_code(t, "P1"));
	assert_int_equal(p->year, 2020); /* until that year is closed */
	assert_int_equal(year_plans_load(t, w->arena, p->num, YEAR, &plans), 0);
	assert_int_equal(plans.plan[0]->amount->fen, 300000000);
	assert_int_equal(plans.plan[0]->kind, DUBAN__PLAN_KIND__PLAN_KIND_ORIGINAL);
	refused(w, CANDIDATES, CHEAD "2021,N9,新,west,前期,,\n", "collection.is_approved");
	world_refused(w, move("open"), STATUS_CONFLICT, "collection.not_allowed");
}

/* Otherwise it would get two plans, and the first would be lost. */
static void a_project_that_gets_its_code_meanwhile_stays_one_candidate(void **state)
{
	static const char code[] = "2109-360100-04-01-785867";
	Duban__ProjectSetCodeRequest b = DUBAN__PROJECT_SET_CODE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;
	Duban__Candidate *c;

	world_city(w);
	world_until(w, "2020-10-12T09:00");
	world_ok(w, move("open"));
	world_import(w, CANDIDATES, CHEAD "2021,P1,,,,,300万元\n");
	b.project = (char *)(uintptr_t) "P1";
	b.code = (char *)(uintptr_t)code;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SET_CODE;
	q.project_set_code = &b;
	world_ok(w, &q);
	world_import(w, CANDIDATES, "year,code,goal\n2021,2109-360100-04-01-785867,封顶\n");
	assert_null(candidate_get(engine_txn(w->engine), w->arena, YEAR, 0, code));
	c = candidate_get(engine_txn(w->engine), w->arena, YEAR, 0, "P1");
	assert_string_equal(c->goal, "封顶");
	assert_int_equal(c->plan->fen, 300000000);
	refused(w, CANDIDATES, "year,code,goal\n2021,P1,甲\n2021,2109-360100-04-01-785867,乙\n",
		"key.twice");
}

static void each_does_only_what_is_its_part(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_until(w, "2020-10-12T09:00");
	refused(w, CANDIDATES, CHEAD "2021,N1,新,west,前期,,\n", "collection.not_opened");
	world_ok(w, move("open"));
	as(w, DUBAN__ROLE__ROLE_COUNTY, "west");
	refused(w, CANDIDATES, CHEAD "2021,P1,,,,,\n", "candidate.taken");
	refused(w, CANDIDATES, CHEAD "2021,N1,新,east,前期,,\n", "candidate.not_yours");
	refused(w, CANDIDATES, CHEAD "2021,N1,新,west,在建,,\n", "candidate.new_stage");
	refused(w, CANDIDATES, "year,code,name,unit,stage,state\n2021,N1,新,west,前期,不予列入\n",
		"candidate.office_rejects");
	world_import(w, CANDIDATES,
		     "year,code,name,unit,sector,stage\n2021,N1,新,west,east,前期\n"
		     "2021,N2,新二,west,,前期\n");
	as(w, DUBAN__ROLE__ROLE_LOCAL, NULL);
	refused(w, COMMENTS, "year,code,unit,text\n2021,N1,east,不行\n", "comment.not_frozen");
	world_ok(w, move("freeze"));
	as(w, DUBAN__ROLE__ROLE_COUNTY, "west");
	refused(w, CANDIDATES, CHEAD "2021,N1,新名,west,前期,,\n", "collection.not_open");
	as(w, DUBAN__ROLE__ROLE_SECTOR, "east");
	refused(w, COMMENTS, "year,code,unit,text\n2021,N1,west,不行\n", "comment.not_yours");
	/* not of its trade: as if there were none */
	refused(w, COMMENTS, "year,code,unit,text\n2021,N2,east,不行\n", "comment.not_frozen");
	refused(w, COMMENTS, "year,code,unit,text,answer\n2021,N1,east,不行,行\n",
		"comment.office_answers");
	world_import(w, COMMENTS, "year,code,unit,text\n2021,N1,east,请补充用地\n");
	as(w, DUBAN__ROLE__ROLE_LOCAL, NULL);
	world_import(w, COMMENTS, "year,code,unit,answer\n2021,N1,east,已补充\n");
	refused(w, MATCHES, "year,code,element,unit\n2021,N1,用地,east\n",
		"collection.not_matching");
	world_ok(w, move("open"));
	world_ok(w, move("freeze"));
	world_ok(w, move("match"));
	world_import(w, MATCHES, "year,code,element,unit\n2021,N1,用地,east\n2021,N1,资金,west\n");
	as(w, DUBAN__ROLE__ROLE_SECTOR, "east");
	refused(w, MATCHES, "year,code,element,result\n2021,N1,资金,已落实\n", "match.not_yours");
	refused(w, MATCHES, "year,code,element,result\n2021,N1,能耗,已落实\n", "match.not_yours");
	refused(w, MATCHES, "year,code,element,unit\n2021,N1,用地,west\n", "match.not_yours");
	world_import(w, MATCHES, "year,code,element,result\n2021,N1,用地,已落实\n");
	as(w, DUBAN__ROLE__ROLE_LOCAL, NULL);
	/* An answer without a round goes to the comment of the round before; a changed comment has
	 * no answer any more. */
	world_import(w, COMMENTS, "year,code,unit,answer\n2021,N1,east,已补\n");
	assert_int_equal(show(w)->comments, 1);
	assert_int_equal(show(w)->unanswered, 0);
	world_import(w, COMMENTS, "year,code,unit,round,text\n2021,N1,east,1,再补充\n");
	assert_int_equal(show(w)->unanswered, 1);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

/* Imports the export of an unfinished collection into another store. */
static void an_opening_balance_takes_its_rows_until_its_next_move(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_COLLECTIONS,
		     "year,state,round,opened,document\n2021,本轮截止,1,2020-01-02,通知1号\n");
	world_import(w, CANDIDATES, CHEAD "2021,P1,,,,,300万元\n");
	world_import(w, COMMENTS, "year,code,unit,round,text,answer\n2021,P1,office,1,甲,乙\n");
	world_import(w, MATCHES, "year,code,element,unit,result\n2021,P1,用地,west,已落实\n");
	assert_int_equal(show(w)->candidates, 1);
	refused(w, DUBAN__IMPORT_KIND__IMPORT_KIND_COLLECTIONS, "year,state,round\n2021,下达,1\n",
		"collection.known");
	world_restart(w, false);
	as(w, DUBAN__ROLE__ROLE_COUNTY, "east");
	refused(w, CANDIDATES, CHEAD "2021,P1,,,,,400万元\n", "collection.not_open");
	as(w, DUBAN__ROLE__ROLE_OFFICE, NULL);
	world_ok(w, move("open"));
	refused(w, MATCHES, "year,code,element,unit,result\n2021,P1,资金,west,已落实\n",
		"collection.not_matching");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    T(an_opening_balance_takes_its_rows_until_its_next_move),
	    T(rounds_are_frozen_and_compared),
	    T(fewer_rounds_than_asked_for_lead_to_no_matching),
	    T(an_approval_names_all_that_stands_in_its_way),
	    T(an_approval_makes_projects_and_plan_versions),
	    T(a_project_that_gets_its_code_meanwhile_stays_one_candidate),
	    T(each_does_only_what_is_its_part),
	    T(what_no_department_answered_is_gone_past_only_with_a_reason),
	    T(the_matching_asks_departments_about_what_is_to_be_built),
	    T(two_candidates_that_became_one_project_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
