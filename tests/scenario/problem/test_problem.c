/* A problem's way: through every tier up to the province, by whose hand it is answered, returned,
 * cleared and reopened, put off and handed to another. The dates are worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/problem/tproblem.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"

#define ID "id=2020-0001 "

/* A problem of site's own, raised on Monday 2020-03-02. */
static void own_problem(struct world *w)
{
	tproblem_city(w);
	tproblem_until(w, "2020-03-02T09:00");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_ok(w, "problem_raise", "title=征地受阻 project=P1");
}

/* R6: L1 3 wd, L2 7 wd, L3 15 cd, L4 30 cd, L5 without a clock; 5 wd late the next tier is
 * proposed. s3: 一般性→责任单位, 难度较大→行业主管部门, 超出部门范围→分管副市长,
 * 涉及面广→全市调度会. */
static void it_goes_through_every_tier_up_to_the_province(void **state)
{
	struct world *w = *state;
	const Duban__Reply *p;

	own_problem(w);
	p = w->reply;
	assert_string_equal(p->problem_raise->id, "2020-0001");
	assert_string_equal(p->problem_raise->tier, "L1");
	assert_string_equal(p->problem_raise->unit, "site");
	assert_int_equal(p->problem_raise->state, PROBLEM_STATE(SIGNED));
	assert_int_equal(p->problem_raise->due_date, 20200305);
	tproblem_until(w, "2020-03-12T09:00");
	world_expect(w, "03-06 00:00 yellow problem/1 W12 due 03-05\n"
			"03-12 00:00 red problem/1 W12 due 03-05\n");
	assert_true(tproblem_proposed(w, "2020-0001", PROBLEM_TIER(L2)));

	tproblem_no(w, "problem_move", ID "to=l2 reason=久拖不决", "problem.no_criterion");
	tproblem_no(w, "problem_move", ID "to=l2 criterion=beyond reason=久拖不决",
		    "problem.other_tier");
	tproblem_no(w, "problem_move", ID "to=l2 criterion=difficult", "text.empty");
	tproblem_ok(w, "problem_move", ID "to=l2 criterion=difficult reason=久拖不决");
	world_expect(w, "03-12 09:00 moved problem/1 W12\n");
	assert_int_equal(tproblem_get(w, "2020-0001")->clocks, 2);
	tproblem_until(w, "2020-03-29T23:59");
	world_expect(w, "03-24 00:00 yellow problem/1 W12 due 03-23\n");
	assert_false(tproblem_proposed(w, "2020-0001", PROBLEM_TIER(L3)));
	tproblem_until(w, "2020-03-30T09:00");
	world_expect(w, "03-30 00:00 red problem/1 W12 due 03-23\n");
	assert_true(tproblem_proposed(w, "2020-0001", PROBLEM_TIER(L3)));

	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_ok(w, "problem_move", ID "to=l3 criterion=beyond reason=涉及多部门");
	world_expect(w, "03-30 09:00 moved problem/1 W12\n");
	tproblem_until(w, "2020-04-21T09:00"); /* 04-04 to 06 are off, and count: calendar days */
	world_expect(w, "04-15 00:00 yellow problem/1 W12 due 04-14\n"
			"04-21 00:00 red problem/1 W12 due 04-14\n");
	assert_true(tproblem_proposed(w, "2020-0001", PROBLEM_TIER(L4)));

	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_no(w, "problem_move", ID "to=l2 criterion=difficult reason=退回",
		    "problem.not_higher");
	tproblem_ok(w, "problem_move",
		    ID "to=l4 criterion=complex reason=矛盾复杂 document=会议纪要1");
	world_expect(w, "04-21 09:00 moved problem/1 W12\n");
	tproblem_until(w, "2020-05-28T09:00"); /* 30 days: Thursday 05-21 */
	world_expect(w, "05-22 00:00 yellow problem/1 W12 due 05-21\n"
			"05-28 00:00 red problem/1 W12 due 05-21\n");
	assert_true(tproblem_proposed(w, "2020-0001", PROBLEM_TIER(L5)));

	tproblem_ok(w, "problem_move", ID "to=l5 criterion=province reason=用地指标须省级统筹");
	world_expect(w, "05-28 09:00 moved problem/1 W12\n");
	assert_int_equal(tproblem_get(w, "2020-0001")->moves, 4);
	p = tproblem_ok(w, "problem_show", ID);
	assert_int_equal(p->problem_show->problem->due_date, 0);
	assert_int_equal(p->problem_show->stands, DUBAN__PROBLEM_STANDS__PROBLEM_STANDS_PROVINCE);
}

/* The person follows from the post: 分管副市长 of the department's sector. */
static void the_tier_of_the_vice_mayor_is_his(void **state)
{
	struct world *w = *state;

	own_problem(w);
	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
	world_import(w, IMPORT_KIND(PEOPLE), "id,name,unit\nfu,付副市长,office\n");
	world_import(w, IMPORT_KIND(POSTS), "person,unit,title,kind\nfu,trade,副市长,patron\n");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_ok(w, "problem_move", ID "to=l3 criterion=beyond reason=涉及多部门");
	assert_string_equal(tproblem_get(w, "2020-0001")->person->name, "付副市长");
	assert_int_not_equal(tproblem_get(w, "2020-0001")->person->person, 0);
	tproblem_ok(w, "problem_move", ID "to=l4 criterion=wide reason=涉及面广");
	assert_null(tproblem_get(w, "2020-0001")->person);
}

static void an_accepted_proposal_moves_it_up(void **state)
{
	struct world *w = *state;

	own_problem(w);
	tproblem_until(w, "2020-03-12T09:00");
	world_expect(w, "03-06 00:00 yellow problem/1 W12 due 03-05\n"
			"03-12 00:00 red problem/1 W12 due 03-05\n");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "proposal_accept", "id=raise/problem-1-p1-1/2 reason=久拖不决 document=1号");
	world_expect(w, "03-12 09:00 moved problem/1 W12\n");
	assert_int_equal(tproblem_get(w, "2020-0001")->tier, PROBLEM_TIER(L2));
	assert_int_equal(tproblem_get(w, "2020-0001")->criterion,
			 DUBAN__PROBLEM_CRITERION__PROBLEM_CRITERION_DIFFICULT);
	assert_string_equal(tproblem_get(w, "2020-0001")->document, "1号");
	assert_int_equal(w->reply->proposal->proposal->decision,
			 DUBAN__PROPOSAL_STATE__PROPOSAL_STATE_ACCEPTED);
}

static void at_the_province_it_is_chased_month_by_month(void **state)
{
	struct world *w = *state;

	own_problem(w);
	tproblem_ok(w, "problem_move", ID "to=l5 criterion=province reason=须省级协调");
	tproblem_until(w, "2020-04-01T23:59");
	assert_int_equal(tproblem_get(w, "2020-0001")->chased, 0);
	tproblem_until(w, "2020-04-02T00:00");
	assert_int_equal(tproblem_get(w, "2020-0001")->chased, 1);
	assert_int_equal(tproblem_get(w, "2020-0001")->chase_date, 20200402);
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_work", ID "text=省发改委已受理");
	assert_int_equal(tproblem_get(w, "2020-0001")->chase_date, 0);
	/* the daemon is down over two months: it is told once, of the last */
	world_restart(w, true);
	tproblem_until(w, "2020-07-02T00:00");
	assert_int_equal(tproblem_get(w, "2020-0001")->chased, 4);
	world_expect(w, "");
}

static void nobody_clears_what_he_handled(void **state)
{
	struct world *w = *state;

	own_problem(w);
	tproblem_no(w, "problem_clear", ID, "problem.not_allowed");
	tproblem_no(w, "problem_answer", ID, "text.empty");
	tproblem_as(w, COUNTY_ROLE, "west");
	tproblem_no(w, "problem_answer", ID "text=解决", "problem.unknown");
	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_no(w, "problem_answer", ID "text=解决", "problem.not_handler");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_ok(w, "problem_answer", ID "text=已交地");
	tproblem_no(w, "problem_clear", ID "evidence=@file", "hand.same");
	w->caller.principal++; /* another of the same unit */
	tproblem_no(w, "problem_clear", ID "evidence=@file", "hand.same_unit");
	tproblem_no(w, "problem_return", ID "reason=再看", "hand.same_unit");
	tproblem_as(w, COUNTY_ROLE, "east");
	tproblem_no(w, "problem_clear", ID "evidence=@file", "problem.not_verifier");
	/* L1, raiser = handler: 行业主管部门 */
	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_no(w, "problem_clear", ID, "problem.no_evidence");
	tproblem_no(w, "problem_clear", ID "evidence=00", "evidence.bad_digest");
	tproblem_ok(w, "problem_clear", ID "evidence=@file text=现场核实");
	assert_int_equal(tproblem_get(w, "2020-0001")->state, PROBLEM_STATE(CLEARED));
	assert_int_equal(tproblem_get(w, "2020-0001")->cleared_date, 20200302);
	tproblem_no(w, "problem_withdraw", ID "reason=误报", "problem.not_allowed");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_no(w, "problem_reopen", ID "reason=反弹", "problem.own_hand");
	tproblem_as(w, SUPERVISION_ROLE, "");
	tproblem_until(w, "2020-04-01T09:00");
	tproblem_ok(w, "problem_reopen", ID "reason=又被阻工");
	assert_int_equal(tproblem_get(w, "2020-0001")->reopened, 1);
	tproblem_until(w, "2020-04-08T00:00"); /* 04-01 + 3 wd: 02, 03, 07 (04-04 to 06 are off) */
	world_expect(w, "04-08 00:00 yellow problem/1 W12 due 04-07\n");
}

/* What the office handles, the raiser clears; what it also raised, 督查问责办. */
static void the_office_does_not_clear_its_own(void **state)
{
	struct world *w = *state;

	own_problem(w);
	tproblem_ok(w, "problem_move", ID "to=l2b criterion=construction reason=管线迁改");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_answer", ID "text=已协调 evidence=@file");
	w->caller.principal++;
	tproblem_no(w, "problem_clear", ID, "problem.own_hand");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_ok(w, "problem_clear", ID);

	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_raise",
		    "title=管线 project=P1 criterion=construction reason=超出交通局职责");
	tproblem_ok(w, "problem_answer", "id=2020-0002 text=已协调 evidence=@file");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_no(w, "problem_clear", "id=2020-0002", "problem.not_verifier");
	tproblem_as(w, SUPERVISION_ROLE, "");
	tproblem_ok(w, "problem_clear", "id=2020-0002");
}

/* 待核 stands still, and it is the verifier's turn; a return counts the days in between. */
static void an_answer_stands_still_until_it_is_verified(void **state)
{
	struct world *w = *state;

	own_problem(w);
	tproblem_until(w, "2020-03-05T09:00");
	tproblem_ok(w, "problem_answer", ID "text=已交地");
	tproblem_until(w, "2020-03-31T09:00");
	world_expect(w, "");
	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_ok(w, "problem_return", ID "reason=未交地");
	world_expect(w, "03-31 09:00 red problem/1 W12 due 03-05\n");
	assert_int_equal(tproblem_get(w, "2020-0001")->returned, 1);
	assert_true(tproblem_proposed(w, "2020-0001", PROBLEM_TIER(L2)));
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_ok(w, "problem_answer", ID "text=已交地 evidence=@file");
	world_expect(w, "03-31 09:00 passed problem/1 W12 reviewer trade\n");
	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_ok(w, "problem_clear", ID);
	world_expect(w, "03-31 09:00 done problem/1 W12\n");
	assert_false(tproblem_proposed(w, "2020-0001", PROBLEM_TIER(L2)));
}

/* 延期 is asked for a working day before the deadline, decided one tier above, twice at most. */
static void a_deadline_is_put_off_by_who_stands_above(void **state)
{
	struct world *w = *state;

	own_problem(w);
	tproblem_no(w, "problem_extend", ID "to_date=20200305 reason=雨", "problem.bad_to");
	tproblem_no(w, "problem_extend", ID "refuse=1 reason=雨", "problem.not_above");
	tproblem_until(w, "2020-03-04T09:00");
	tproblem_ok(w, "problem_extend", ID "to_date=20200310 reason=连续降雨");
	assert_int_equal(tproblem_get(w, "2020-0001")->asked_date, 20200310);
	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_no(w, "problem_extend", ID "refuse=1", "text.empty");
	tproblem_ok(w, "problem_extend", ID "refuse=1 reason=理由不足");
	assert_int_equal(tproblem_get(w, "2020-0001")->asked_date, 0);
	tproblem_no(w, "problem_extend", ID "refuse=1 reason=不同意", "problem.nobody_asks");
	tproblem_until(w, "2020-03-05T09:00");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_no(w, "problem_extend", ID "to_date=20200310 reason=雨", "problem.asks_late");
	tproblem_until(w, "2020-03-06T09:00");
	world_expect(w, "03-06 00:00 yellow problem/1 W12 due 03-05\n");
	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_ok(w, "problem_extend", ID "to_date=20200310 reason=连续降雨");
	world_expect(w, "03-06 09:00 extended problem/1 W12\n");
	tproblem_ok(w, "problem_extend", ID "to_date=20200312 reason=连续降雨");
	tproblem_no(w, "problem_extend", ID "to_date=20200316 reason=雨",
		    "problem.extended_enough");
	tproblem_until(w, "2020-03-13T00:00");
	world_expect(w, "03-13 00:00 yellow problem/1 W12 due 03-12\n");
}

/* 改派: an objection within a working day; the office decides. */
static void an_objection_comes_within_a_working_day(void **state)
{
	struct world *w = *state;

	tproblem_city(w);
	tproblem_until(w, "2020-03-02T09:00");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_raise", "title=征地受阻 project=P1");
	assert_int_equal(tproblem_get(w, "2020-0001")->state, PROBLEM_STATE(ASSIGNED));
	tproblem_no(w, "problem_reassign", ID "reason=无人异议 refuse=1", "problem.nobody_objects");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_no(w, "problem_reassign", ID "reason=不归我 unit=crew", "problem.for_the_office");
	tproblem_ok(w, "problem_sign", ID);
	tproblem_until(w, "2020-03-03T09:00");
	tproblem_ok(w, "problem_reassign", ID "reason=不属职责");
	assert_string_equal(tproblem_get(w, "2020-0001")->objection, "不属职责");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_no(w, "problem_reassign", ID "reason=维持 unit=site", "problem.same_handler");
	tproblem_ok(w, "problem_reassign", ID "reason=维持 refuse=1");
	tproblem_until(w, "2020-03-04T09:00");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_no(w, "problem_reassign", ID "reason=不属职责", "problem.objects_late");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_reassign", ID "reason=改派 unit=crew");
	assert_int_equal(tproblem_get(w, "2020-0001")->assigned_date, 20200304);
	tproblem_until(w, "2020-03-10T00:00"); /* the clock begins anew: 05, 06, 09 */
	world_expect(w, "03-10 00:00 yellow problem/1 W12 due 03-09\n");
}

/* What another unit raises waits a working day for the office, which hands it out or returns it. */
static void what_is_raised_waits_for_the_office(void **state)
{
	struct world *w = *state;

	tproblem_city(w);
	tproblem_until(w, "2020-03-02T09:00");
	tproblem_as(w, COUNTY_ROLE, "east");
	tproblem_ok(w, "problem_raise", "title=征地受阻 project=P1 raiser=王五");
	assert_int_equal(w->reply->problem_raise->state, PROBLEM_STATE(RAISED));
	tproblem_until(w, "2020-03-04T09:00");
	world_expect(w, "03-04 00:00 yellow problem/1 W12 due 03-03\n");
	tproblem_no(w, "problem_return", ID "reason=不属实", "problem.for_the_office");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_return", ID "reason=请补充情况");
	world_expect(w, "03-04 09:00 moved problem/1 W12\n");
	assert_int_equal(tproblem_get(w, "2020-0001")->state, PROBLEM_STATE(RETURNED));
	tproblem_ok(w, "problem_accept", ID);
	tproblem_ok(w, "problem_assign", ID "person=张三");
	assert_string_equal(tproblem_get(w, "2020-0001")->person->name, "张三");
	tproblem_until(w, "2020-03-10T00:00"); /* 05, 06, 09 */
	world_expect(w, "03-10 00:00 yellow problem/1 W12 due 03-09\n");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_no(w, "problem_withdraw", ID "reason=误报", "problem.not_raiser");
	tproblem_as(w, COUNTY_ROLE, "east");
	tproblem_ok(w, "problem_withdraw", ID "reason=误报");
	world_expect(w, "03-10 00:00 withdrawn problem/1 W12\n");
}

static void a_problem_of_the_city_has_its_own_lamp(void **state)
{
	struct world *w = *state;

	tproblem_city(w);
	tproblem_until(w, "2020-03-02T09:00");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_no(w, "problem_raise", "title=砂石短缺", "problem.no_handler");
	tproblem_ok(w, "problem_raise", "title=砂石短缺 unit=east");
	tproblem_as(w, UNIT_ROLE, "crew");
	tproblem_no(w, "problem_show", ID, "problem.unknown");
	world_restart(w, false);
	tproblem_until(w, "2020-03-12T09:00");
	world_expect(w, "03-06 00:00 yellow problem/1 W12 due 03-05\n"
			"03-12 00:00 red problem/1 W12 due 03-05\n");
	assert_true(tproblem_proposed(w, "2020-0001", PROBLEM_TIER(L2B)));
	tproblem_as(w, COUNTY_ROLE, "east");
	tproblem_ok(w, "problem_answer", ID "text=已落实货源 evidence=@file");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_clear", ID);
	world_expect(w, "03-12 09:00 passed problem/1 W12 reviewer office\n"
			"03-12 09:00 done problem/1 W12\n");
}

/* Which unit the office is follows from the kinds of the units; so does whose turn it is. */
static void another_unit_becomes_the_office(void **state)
{
	struct world *w = *state;

	tproblem_city(w);
	tproblem_until(w, "2020-03-02T09:00");
	tproblem_as(w, COUNTY_ROLE, "east");
	tproblem_ok(w, "problem_raise", "title=砂石短缺 unit=west");
	tproblem_until(w, "2020-03-12T09:00");
	world_expect(w, "03-04 00:00 yellow problem/1 W12 due 03-03\n"
			"03-10 00:00 red problem/1 W12 due 03-03\n");
	tproblem_as(w, OFFICE_ROLE, "");
	world_import(w, IMPORT_KIND(UNITS),
		     "id,name,kind\noffice,市重点办,owner\nhub,市重点项目中心,office\n");
	world_expect(w, "03-12 09:00 passed problem/1 W12 unit hub\n");
}

/* A new holiday moves the deadline of a clock that runs: 2020-03-04 is off. */
static void a_notice_moves_its_deadline(void **state)
{
	struct world *w = *state;

	own_problem(w);
	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
	w->city_override = true;
	world_import(w, IMPORT_KIND(CALENDAR),
		     "date,kind,name,source\n2020-03-04,休息日,防汛,洪府发9\n");
	world_work(w);
	tproblem_until(w, "2020-03-09T09:00");
	world_expect(w, "03-09 00:00 yellow problem/1 W12 due 03-06\n");
}

static void a_source_is_a_lamp_or_a_supervision(void **state)
{
	struct world *w = *state;

	own_problem(w);
	tproblem_no(w, "problem_raise", "title=难题 project=P1 source=W12-problem-1-p1-1",
		    "warning.unknown");
	tproblem_no(w, "problem_raise", "title=难题 project=P1 source=道听途说",
		    "problem.bad_source");
	tproblem_no(w, "problem_raise", "title=难题 project=P1 id=2020-0001", "problem.exists");
	tproblem_no(w, "problem_raise", "title=难题 project=P1 id=问题1", "problem.bad_id");
	tproblem_no(w, "problem_raise", "title=难题 project=P9", "project.unknown");
	tproblem_until(w, "2020-03-06T09:00");
	tproblem_ok(w, "problem_raise", "title=难题 project=P1 source=W12-problem-1-p1-1 id=X-1");
	assert_string_equal(tproblem_get(w, "X-1")->source, "W12-problem-1-p1-1");
}

static void the_rate_is_cleared_of_raised(void **state)
{
	struct world *w = *state;
	const Duban__ProblemRateReply *b;

	own_problem(w);
	tproblem_ok(w, "problem_raise", "title=二 project=P1");
	tproblem_ok(w, "problem_raise", "title=三 project=P1 criterion=difficult reason=难");
	tproblem_ok(w, "problem_withdraw", "id=2020-0003 reason=误报");
	tproblem_ok(w, "problem_raise", "title=四 project=P1 criterion=difficult reason=难");
	tproblem_ok(w, "problem_answer", ID "text=已解决 evidence=@file");
	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_ok(w, "problem_clear", ID);
	b = tproblem_ok(w, "problem_rate", "from_date=20200301 by=tier")->problem_rate;
	assert_int_equal(b->n_row, 2);
	assert_string_equal(b->row[0]->group, "L1");
	assert_int_equal(b->row[0]->raised, 2);
	assert_int_equal(b->row[0]->cleared, 1);
	assert_string_equal(b->row[0]->rate, "50");
	assert_string_equal(b->row[1]->group, "L2");
	assert_string_equal(b->row[1]->rate, "0");
	b = tproblem_ok(w, "problem_rate", "from_date=20200301 to_date=20200302")->problem_rate;
	assert_int_equal(b->n_row, 1);
	assert_int_equal(b->row[0]->raised, 3);
	assert_string_equal(b->row[0]->rate, "33.3");
	tproblem_no(w, "problem_rate", "from_date=20200303 to_date=20200302", "problem.bad_period");
	/* 反弹: it is not cleared any more */
	tproblem_ok(w, "problem_reopen", ID "reason=又被阻工");
	b = tproblem_ok(w, "problem_rate", "from_date=20200301")->problem_rate;
	assert_string_equal(b->row[0]->rate, "0");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

/* West has no part in P1 but the problem. */
static void a_problem_of_a_foreign_project_is_on_its_handlers_list(void **state)
{
	struct world *w = *state;
	const Duban__TodoListReply *all;

	tproblem_city(w);
	tproblem_until(w, "2020-03-02T09:00");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_raise", "title=占用西湖用地 project=P1 unit=west");
	for (int own = 0; own < 2; own++) {
		if (own)
			tproblem_as(w, COUNTY_ROLE, "west");
		all = tproblem_ok(w, "todo_list", own ? "" : "unit=west")->todo_list;
		assert_int_equal(all->n_row, 1);
		assert_string_equal(all->row[0]->kind, "problem");
		assert_string_equal(all->row[0]->id, "2020-0001");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(it_goes_through_every_tier_up_to_the_province),
	    TEST(a_problem_of_a_foreign_project_is_on_its_handlers_list),
	    TEST(the_tier_of_the_vice_mayor_is_his),
	    TEST(an_accepted_proposal_moves_it_up),
	    TEST(at_the_province_it_is_chased_month_by_month),
	    TEST(nobody_clears_what_he_handled),
	    TEST(the_office_does_not_clear_its_own),
	    TEST(an_answer_stands_still_until_it_is_verified),
	    TEST(a_deadline_is_put_off_by_who_stands_above),
	    TEST(an_objection_comes_within_a_working_day),
	    TEST(what_is_raised_waits_for_the_office),
	    TEST(a_problem_of_the_city_has_its_own_lamp),
	    TEST(another_unit_becomes_the_office),
	    TEST(a_notice_moves_its_deadline),
	    TEST(a_source_is_a_lamp_or_a_supervision),
	    TEST(the_rate_is_cleared_of_raised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
