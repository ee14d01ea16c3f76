/* Meetings: which projects they should take up, who has to come, and decisions that become orders.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "lib/world/wrecord.h"
#include "model/office/unit.h"
#include "model/order/order.h"
#include "proto/enums.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define TEXT(s) ((char *)(uintptr_t)(s))

static void as(struct world *w, Duban__Role role, const char *unit)
{
	w->caller = (struct caller){.principal = role == ROLE(LOCAL) ? 0 : 9,
				    .role = role,
				    .unit = unit_by_id(engine_txn(w->engine), unit),
				    .name = "somebody"};
}

static Duban__MeetingHoldRequest hold;

/* An office's or a vice mayor's meeting that is held today. */
static Duban__Request *held(const char *series, Duban__DutyTier tier)
{
	static Duban__Request q;

	duban__meeting_hold_request__init(&hold);
	duban__request__init(&q);
	hold.series = TEXT(series);
	hold.tier = tier;
	q.body_case = DUBAN__REQUEST__BODY_MEETING_HOLD;
	q.meeting_hold = &hold;
	return &q;
}

static const Duban__MeetingProposeReply *proposed(struct world *w, Duban__DutyTier tier,
						  const char *unit)
{
	Duban__MeetingProposeRequest b = DUBAN__MEETING_PROPOSE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.tier = tier;
	b.unit = TEXT(unit);
	q.body_case = DUBAN__REQUEST__BODY_MEETING_PROPOSE;
	q.meeting_propose = &b;
	return world_ok(w, &q)->meeting_propose;
}

static void red_lamps_propose_their_projects(void **state)
{
	struct world *w = *state;
	const Duban__MeetingProposeReply *p;

	world_city(w);
	assert_int_equal(proposed(w, DUTY_TIER(INVALID), "")->n_project, 0);
	world_import(w, K(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "P1,1,立项,审批,east,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-01-13T09:00");
	p = proposed(w, DUTY_TIER(INVALID), "");
	assert_int_equal(p->n_project, 1);
	assert_string_equal(p->project[0]->project, "P1");
	assert_int_equal(p->project[0]->red, 1);
	assert_int_equal(p->project[0]->days_late, 4);
	assert_int_equal(proposed(w, DUTY_TIER(INVALID), "east")->n_project, 1);
	assert_int_equal(proposed(w, DUTY_TIER(INVALID), "west")->n_project, 0);
	as(w, ROLE(COUNTY), "west");
	assert_int_equal(proposed(w, DUTY_TIER(INVALID), "")->n_project, 0);
	as(w, ROLE(LOCAL), "");
	world_do(w, "finish P1 1");
	assert_int_equal(proposed(w, DUTY_TIER(INVALID), "")->n_project, 0);
}

static void a_unit_records_its_own_meetings_only(void **state)
{
	struct world *w = *state;
	Duban__Request *q;

	world_city(w);
	as(w, ROLE(COUNTY), "east");
	q = held("东湖例会", DUTY_TIER(UNIT));
	assert_int_equal(world_ok(w, q)->meeting_show->number, 1);
	assert_string_equal(w->reply->meeting_show->unit, "east");
	q = held("东湖例会", DUTY_TIER(UNIT));
	hold.unit = TEXT("west");
	world_refused(w, q, STATUS_DENIED, "scope.denied");
	as(w, ROLE(COUNTY), "west");
	q = held("东湖例会", DUTY_TIER(UNIT));
	hold.number = 1;
	world_refused(w, q, STATUS_CONFLICT, "meeting.taken");
	as(w, ROLE(LOCAL), "");
	world_rows(w, MEETINGS, "东湖例会,1,2020-01-02,unit,,,held,,east\n");
}

static const Duban__MeetingShowReply *shown(struct world *w)
{
	Duban__MeetingShowRequest b = DUBAN__MEETING_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.series = TEXT("东湖例会");
	b.number = 1;
	q.body_case = DUBAN__REQUEST__BODY_MEETING_SHOW;
	q.meeting_show = &b;
	return world_ok(w, &q)->meeting_show;
}

/* A project of another's is neither put on a meeting by its name nor shown by one. */
static void a_meeting_shows_no_project_of_another(void **state)
{
	struct world *w = *state;
	Duban__Reply *r;

	world_city(w);
	as(w, ROLE(COUNTY), "east");
	r = world_import_ask(w, K(MEETINGS),
			     "series,number,held,tier,projects,unit\n"
			     "东湖例会,1,2020-01-02,unit,P2,east\n");
	assert_int_equal(r->status, STATUS_INVALID);
	assert_string_equal(r->problem[0]->code, "project.unknown");
	as(w, ROLE(LOCAL), "");
	world_import(w, K(MEETINGS),
		     "series,number,held,tier,projects,unit\n"
		     "东湖例会,1,2020-01-02,unit,P1;P2,east\n");
	assert_int_equal(shown(w)->n_project, 2);
	as(w, ROLE(COUNTY), "east");
	assert_int_equal(shown(w)->n_project, 1);
	assert_string_equal(w->reply->meeting_show->project[0]->project, "P1");
}

static void what_a_leader_did_himself_is_kept_by_project(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(ACTIONS),
		     "project,no,leader,kind,date,text\n"
		     "P1,1,王市长,亲自协调,2020-01-02,现场协调征地\n");
	world_rows(w, ACTIONS, "P1,1,王市长,coordinate,2020-01-02,现场协调征地\n");
	assert_string_equal(
	    world_import_ask(w, K(ACTIONS),
			     "project,no,leader,kind,date\nP1,2,王市长,看望,2020-01-02\n")
		->problem[0]
		->code,
	    "action.unknown_kind");
}

/* ---- decisions */

static Duban__MeetingDecideRequest decide;
static Duban__Request asked;

static Duban__Request *decided(const char *series, uint32_t number, const char *text)
{
	duban__meeting_decide_request__init(&decide);
	duban__request__init(&asked);
	decide.series = TEXT(series);
	decide.number = number;
	decide.text = TEXT(text);
	decide.project = TEXT("P1");
	asked.body_case = DUBAN__REQUEST__BODY_MEETING_DECIDE;
	asked.meeting_decide = &decide;
	return &asked;
}

static const Duban__Order *order(struct world *w, uint32_t num)
{
	const Duban__Order *o = order_get(engine_txn(w->engine), w->arena, num);

	assert_non_null(o);
	return o;
}

/* A meeting that was held; decisions have a series of their own. */
static void held_meeting(struct world *w)
{
	Duban__Request *q;

	world_city(w);
	world_import(
	    w, K(SERIES),
	    "name,text,kind\n督办,督办〔{year}〕{n}号,\n议定,议〔{year}〕{n}号,会议议定事项\n");
	q = held("三重例会", DUTY_TIER(CITY));
	hold.chair = TEXT("王市长");
	world_ok(w, q);
}

static void a_decision_becomes_an_order(void **state)
{
	struct world *w = *state;
	const Duban__Order *o;

	held_meeting(w);
	world_ok(w, decided("三重例会", 1, "六月底前完成拆迁"));
	assert_string_equal(w->reply->meeting_show->decisions, "六月底前完成拆迁（议〔2020〕1号）");
	o = order(w, 1);
	assert_string_equal(o->number, "议〔2020〕1号");
	assert_int_equal(o->kind, ORDER_KIND(DECISION));
	assert_int_equal(o->state, ORDER_STATE(ISSUED));
	assert_string_equal(o->source, "meeting 三重例会/1");
	assert_string_equal(o->signer->name, "王市长");
	assert_int_equal(o->unit, unit_by_id(engine_txn(w->engine), "east"));
	assert_int_equal(o->due_date, 20200113); /* order.answer_wd: 7 working days */
	/* another one of the same meeting, to a unit and by a day */
	(void)decided("三重例会", 1, "补办用地手续");
	decide.unit = TEXT("west");
	decide.due_date = 20200228;
	decide.person = TEXT("赵六");
	world_ok(w, &asked);
	assert_string_equal(w->reply->meeting_show->decisions,
			    "六月底前完成拆迁（议〔2020〕1号）；补办用地手续（议〔2020〕2号）");
	assert_int_equal(order(w, 2)->due_date, 20200228);
	assert_string_equal(order(w, 2)->person->name, "赵六");
	world_rows(w, MEETINGS,
		   "三重例会,1,2020-01-02,city,,六月底前完成拆迁（议〔2020〕1号）；"
		   "补办用地手续（议〔2020〕2号）,held,,office,,王市长\n");
}

static void only_a_meeting_that_was_held_decides(void **state)
{
	struct world *w = *state;

	held_meeting(w);
	world_import(w, K(MEETINGS),
		     "series,number,tier,state,planned\n三重例会,2,全市调度,拟开,2020-01-20\n");
	world_refused(w, decided("三重例会", 2, "拆迁"), STATUS_CONFLICT, "meeting.not_held");
	world_refused(w, decided("三重例会", 9, "拆迁"), STATUS_NOT_FOUND, "meeting.unknown");
	world_refused(w, decided("三重例会", 1, ""), STATUS_INVALID, "text.empty");
	as(w, ROLE(COUNTY), "east");
	world_refused(w, decided("三重例会", 1, "拆迁"), STATUS_DENIED, "role.denied");
}

/* Without a series there is no number to draw: nothing is decided. */
static void without_a_series_nothing_is_decided(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_ok(w, held("三重例会", DUTY_TIER(CITY)));
	world_refused(w, decided("三重例会", 1, "拆迁"), STATUS_CONFLICT, "order.no_series");
	assert_null(order_get(engine_txn(w->engine), w->arena, 1));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(red_lamps_propose_their_projects),
	    TEST(a_unit_records_its_own_meetings_only),
	    TEST(a_meeting_shows_no_project_of_another),
	    TEST(what_a_leader_did_himself_is_kept_by_project),
	    TEST(a_decision_becomes_an_order),
	    TEST(only_a_meeting_that_was_held_decides),
	    TEST(without_a_series_nothing_is_decided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
