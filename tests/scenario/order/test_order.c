/* An order through its life: issued, signed, worked on, answered, returned, accepted; what is
 * refused; another handler, more time, co-handlers, and the lamp W18 on its days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/order/torder.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/core/matter.h"
#include "proto/enums.h"

#define A "督办〔2020〕1号"
#define B "督办〔2020〕2号"
#define KEY_OF_SECOND "0000000000000000000000000000000000000000000000000000000000000003"

static void as_office(struct world *w)
{
	torder_as(w, ROLE(OFFICE), "", "office1");
}

static void as_supervision(struct world *w)
{
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
}

static void as_east(struct world *w)
{
	torder_as(w, ROLE(COUNTY), "east", "gate");
}

/* Thursday 2020-03-05: the order is due on Monday 03-16, after 7 working days. */
static void issued(struct world *w)
{
	torder_city(w);
	torder_until(w, "2020-03-05T09:00");
	as_supervision(w);
	torder_ok(w, "order_issue", "project=P1 title=加快征迁 person=li signer=王某");
	assert_string_equal(w->reply->order_issue->number, A);
	assert_int_equal(w->reply->order_issue->due_date, 20200316);
}

static void from_issue_to_acceptance(void **state)
{
	struct world *w = *state;

	issued(w);
	torder_is(w, A, "issued east 2020-03-16 0 east");
	as_east(w);
	torder_refused(w, "order_answer", "number=" A " text=已完成", "order.cannot_answer");
	torder_refused(w, "order_work", "number=" A " text=已进场", "order.cannot_work");
	torder_ok(w, "order_sign", "number=" A " person=张三");
	torder_refused(w, "order_sign", "number=" A, "order.cannot_sign");
	torder_is(w, A, "signed east 2020-03-16 0 east");
	torder_ok(w, "order_work", "number=" A " text=已签协议三十户");
	torder_refused(w, "order_answer", "number=" A, "text.empty");
	torder_ok(w, "order_answer", "number=" A " text=已全部签约");
	torder_is(w, A, "answered east 2020-03-16 0 -");
	torder_refused(w, "order_accept", "number=" A, "role.denied");
	as_supervision(w);
	torder_refused(w, "order_return", "number=" A, "text.empty");
	torder_ok(w, "order_return", "number=" A " reason=缺协议");
	torder_is(w, A, "returned east 2020-03-16 0 east");
	torder_refused(w, "order_accept", "number=" A, "order.cannot_accept");
	as_east(w);
	torder_ok(w, "order_answer", "number=" A " text=补交协议");
	as_supervision(w);
	torder_ok(w, "order_accept", "number=" A " text=属实");
	torder_is(w, A, "accepted east 2020-03-16 0 -");
	torder_refused(w, "order_withdraw", "number=" A " reason=误", "order.cannot_withdraw");
	torder_refused(w, "order_return", "number=" A " reason=误", "order.cannot_return");
	assert_false(matter_is_open(engine_txn(w->engine), 1, "order", 1));
}

static void another_hand_judges_the_answer(void **state)
{
	struct world *w = *state;

	issued(w);
	as_office(w);
	torder_refused(w, "order_sign", "number=" A, "order.not_handler");
	torder_as_local(w);
	torder_ok(w, "principal_add",
		  "name=second owner=gate role=office public_key=" KEY_OF_SECOND);
	as_east(w);
	torder_ok(w, "order_sign", "number=" A);
	torder_ok(w, "order_answer", "number=" A " text=已完成");
	/* the same hand, were it the office's; another key of its owner; one of the handler's unit
	 */
	torder_as(w, ROLE(OFFICE), "", "gate");
	torder_refused(w, "order_accept", "number=" A, "hand.same");
	torder_refused(w, "order_return", "number=" A " reason=误", "hand.same");
	torder_as(w, ROLE(OFFICE), "", "second");
	torder_refused(w, "order_accept", "number=" A, "hand.same");
	torder_as(w, ROLE(SUPERVISION), "east", "dcb2");
	torder_refused(w, "order_accept", "number=" A, "hand.same_unit");
	torder_refused(w, "order_return", "number=" A " reason=误", "hand.same_unit");
	as_supervision(w);
	torder_ok(w, "order_accept", "number=" A);
}

/* Who types the answer in for the handler (代填) did not give it. */
static void who_typed_it_in_may_judge_it(void **state)
{
	struct world *w = *state;

	issued(w);
	as_office(w);
	torder_for("east");
	torder_ok(w, "order_sign", "number=" A);
	torder_ok(w, "order_answer", "number=" A " text=已完成");
	torder_refused(w, "order_accept", "number=" A, "hand.same_unit");
	torder_for("");
	torder_ok(w, "order_accept", "number=" A);
}

/* A co-handler judges no order in which it answered a part. */
static void a_co_handler_does_not_judge_either(void **state)
{
	struct world *w = *state;

	torder_city(w);
	as_supervision(w);
	torder_ok(w, "order_issue", "project=P1 title=拆迁 co=works");
	as_east(w);
	torder_ok(w, "order_sign", "number=" A);
	torder_ok(w, "order_answer", "number=" A " text=已完成");
	torder_as(w, ROLE(SECTOR), "works", "works1");
	torder_ok(w, "order_answer", "number=" A " part=1 text=已配合");
	torder_as(w, ROLE(SUPERVISION), "works", "dcb3");
	torder_refused(w, "order_accept", "number=" A, "hand.same_unit");
	as_supervision(w);
	torder_ok(w, "order_accept", "number=" A);
}

static void others_do_not_work_on_it(void **state)
{
	struct world *w = *state;

	issued(w);
	torder_as(w, ROLE(COUNTY), "west", "west1");
	torder_refused(w, "order_sign", "number=" A, "order.unknown");
	torder_refused(w, "order_show", "number=" A, "order.unknown");
	torder_refused(w, "order_issue", "project=P2 title=事", "role.denied");
	torder_as(w, ROLE(UNIT), "site", "site1");
	torder_refused(w, "order_sign", "number=" A, "order.unknown");
	as_supervision(w);
	torder_refused(w, "order_issue", "title=事", "order.no_unit");
	torder_refused(w, "order_issue", "project=P1", "text.empty");
	torder_refused(w, "order_issue", "project=P1 title=事 due_date=20200304",
		       "order.due_before_issue");
	torder_refused(w, "order_issue", "project=P1 title=事 due_date=20200231",
		       "date.impossible");
	torder_refused(w, "order_issue", "project=P1 title=事 issued_date=20200306", "date.future");
	torder_refused(w, "order_issue", "project=P1 title=事 liaison=李四",
		       "order.liaison_of_nothing");
	torder_refused(w, "order_issue", "project=P1 title=事 kind=audit number=" A,
		       "order.number_used");
}

/* s1 33: “各项目联系人…及时将挂点领导的指示和要求报领导小组办公室” */
static void a_leader_instructs_through_the_liaison(void **state)
{
	struct world *w = *state;

	torder_city(w);
	torder_as(w, ROLE(LEADER), "", "boss");
	torder_refused(w, "order_issue", "project=P1 title=事", "order.leader_instructs");
	torder_refused(w, "order_issue", "kind=instruction project=P1 title=事", "order.no_leader");
	torder_refused(w, "order_issue", "kind=instruction project=P1 title=事 signer=王市长",
		       "order.no_liaison");
	torder_as_local(w);
	world_import(w, IMPORT_KIND(PROJECTS), "code,liaison\nP1,李四\n");
	torder_as(w, ROLE(LEADER), "", "boss");
	torder_ok(w, "order_issue", "kind=instruction project=P1 title=事 signer=王市长");
	assert_string_equal(torder_ok(w, "order_show", "number=" A)->order_show->liaison, "李四");
	torder_refused(w, "order_withdraw", "number=" A " reason=误", "role.denied");
}

/* ---- another handler, more time */

static void an_objection_is_heard_for_one_working_day(void **state)
{
	struct world *w = *state;

	issued(w);
	as_east(w);
	torder_refused(w, "order_reassign", "number=" A " unit=works", "text.empty");
	torder_refused(w, "order_reassign", "number=" A " unit=east reason=不属本区",
		       "order.same_unit");
	torder_until(w, "2020-03-06T17:00");
	torder_ok(w, "order_reassign", "number=" A " unit=works reason=属住建职责");
	torder_is(w, A, "issued east 2020-03-16 0 east");
	torder_refused(w, "order_reassign", "number=" A " refuse=1 reason=不同意",
		       "order.office_decides");
	as_supervision(w);
	torder_ok(w, "order_reassign", "number=" A " refuse=1 reason=属地负责");
	torder_refused(w, "order_reassign", "number=" A " refuse=1 reason=再次", "order.not_asked");
	torder_until(w, "2020-03-09T09:00");
	as_east(w);
	torder_refused(w, "order_reassign", "number=" A " unit=works reason=属住建职责",
		       "order.objected_too_late");
	torder_ok(w, "order_sign", "number=" A);
	as_supervision(w);
	torder_ok(w, "order_reassign", "number=" A " unit=works reason=属住建职责 person=赵六");
	torder_is(w, A, "issued works 2020-03-16 0 works");
	/* the department reads it though it has no part in the project, and signs anew */
	torder_as(w, ROLE(SECTOR), "works", "works1");
	torder_ok(w, "order_sign", "number=" A);
	torder_is(w, A, "signed works 2020-03-16 0 works");
}

static void more_time_is_asked_for_in_time_and_given_twice(void **state)
{
	struct world *w = *state;

	issued(w);
	as_east(w);
	torder_ok(w, "order_sign", "number=" A);
	torder_refused(w, "order_extend", "number=" A " to_date=20200316 reason=汛期",
		       "order.not_later");
	torder_until(w, "2020-03-13T09:00"); /* Friday, one working day before Monday */
	torder_ok(w, "order_extend", "number=" A " to_date=20200320 reason=汛期");
	torder_is(w, A, "signed east 2020-03-16 0 east");
	as_supervision(w);
	torder_ok(w, "order_extend", "number=" A " to_date=20200320 reason=同意");
	torder_is(w, A, "signed east 2020-03-20 0 east");
	torder_until(w, "2020-03-20T09:00");
	as_east(w);
	torder_refused(w, "order_extend", "number=" A " to_date=20200324 reason=汛期",
		       "order.asked_too_late");
	as_supervision(w);
	torder_ok(w, "order_extend", "number=" A " to_date=20200324 reason=同意");
	torder_refused(w, "order_extend", "number=" A " to_date=20200327 reason=再延",
		       "order.extended_too_often");
}

/* ---- co-handlers and items */

static void a_part_is_answered_by_its_own_handler(void **state)
{
	struct world *w = *state;
	const Duban__OrderShowReply *o;

	torder_city(w);
	torder_until(w, "2020-03-05T09:00");
	as_supervision(w);
	torder_refused(w, "order_issue", "project=P1 title=事 co=east", "order.co_is_handler");
	torder_ok(w, "order_issue", "project=P1 title=加快征迁 co=works co=west");
	o = torder_ok(w, "order_show", "number=" A)->order_show;
	assert_int_equal(o->n_part, 2);
	assert_int_equal(o->part[0]->due_date, 20200310); /* 3 working days */
	as_east(w);
	torder_ok(w, "order_sign", "number=" A);
	torder_refused(w, "order_answer", "number=" A " part=1 text=代答", "order.not_handler");
	torder_refused(w, "order_answer", "number=" A " part=9 text=代答", "order.no_part");
	torder_ok(w, "order_answer", "number=" A " text=已完成");
	torder_as(w, ROLE(SECTOR), "works", "works1");
	torder_ok(w, "order_answer", "number=" A " part=1 text=已配合");
	torder_refused(w, "order_answer", "number=" A " part=1 text=再答", "order.part_over");
	torder_refused(w, "order_answer", "number=" A " text=代主办", "order.not_handler");
	as_supervision(w);
	torder_refused(w, "order_accept", "number=" A, "order.part_waits");
	torder_as(w, ROLE(COUNTY), "west", "west1");
	torder_ok(w, "order_answer", "number=" A " part=2 text=已配合");
	as_supervision(w);
	torder_ok(w, "order_accept", "number=" A);
}

/* s4: 审议意见办理报告: each opinion is an item with its reply. */
static void each_opinion_has_its_reply(void **state)
{
	struct world *w = *state;

	torder_city(w);
	as_office(w);
	torder_ok(w, "order_issue",
		  "kind=opinion number=衢人大审2号 unit=office title=政府投资项目审议意见 "
		  "due_date=20200630");
	world_import(w, IMPORT_KIND(PARTS),
		     "order,no,unit,text\n"
		     "衢人大审2号,1,works,加快前期\n"
		     "衢人大审2号,2,east,用好资金\n");
	torder_as(w, ROLE(SECTOR), "works", "works1");
	torder_ok(w, "order_answer", "number=衢人大审2号 part=1 text=已建立联审机制");
	as_office(w);
	torder_ok(w, "order_withdraw", "number=衢人大审2号 reason=并入年度报告");
	assert_true(
	    torder_ok(w, "order_show", "number=衢人大审2号")->order_show->part[1]->withdrawn);
	torder_as(w, ROLE(COUNTY), "east", "gate");
	torder_refused(w, "order_answer", "number=衢人大审2号 part=2 text=迟", "order.part_over");
}

/* ---- numbers */

static void numbers_are_drawn_and_gaps_are_explained(void **state)
{
	struct world *w = *state;
	const Duban__SeriesShowReply *s;

	torder_city(w);
	as_supervision(w);
	torder_ok(w, "order_issue", "project=P1 title=一");
	torder_refused(w, "order_issue", "project=P1 title=二 number=督办〔2020〕4号",
		       "series.skips");
	torder_ok(w, "order_issue", "project=P1 title=二 number=督办〔2020〕4号 skipped=错号作废");
	torder_ok(w, "order_issue", "project=P1 title=三");
	assert_string_equal(w->reply->order_issue->number, "督办〔2020〕5号");
	/* one from the office's own system: it belongs to no series */
	torder_ok(w, "order_issue", "project=P1 title=四 number=洪府督字12号");
	world_import(w, IMPORT_KIND(ORDERS),
		     "number,kind,project,unit,title,issued,due\n"
		     "督办〔2020〕8号,督办函,P1,east,五,2020-01-02,2020-02-03\n");
	s = torder_ok(w, "series_show", "name=督办")->series_show;
	assert_int_equal(s->used, 4);
	assert_int_equal(s->last, 8);
	assert_string_equal(s->next_number, "督办〔2020〕9号");
	assert_int_equal(s->n_gap, 4);
	assert_string_equal(s->gap[0]->number, B);
	assert_string_equal(s->gap[0]->reason, "错号作废");
	assert_int_equal(s->gap[2]->n, 6);
	assert_string_equal(s->gap[2]->reason, "");
	world_import(w, IMPORT_KIND(VOIDS), "series,year,n,reason\n督办,2020,6,打印作废\n");
	s = torder_ok(w, "series_show", "name=督办")->series_show;
	assert_string_equal(s->gap[2]->reason, "打印作废");
	/* a withdrawn order keeps its number; a year begins anew */
	torder_ok(w, "order_withdraw", "number=" A " reason=误发");
	torder_refused(w, "order_issue", "project=P1 title=六 number=" A, "order.number_used");
	torder_until(w, "2021-01-04T09:00");
	torder_ok(w, "order_issue", "project=P1 title=七");
	assert_string_equal(w->reply->order_issue->number, "督办〔2021〕1号");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	    T(from_issue_to_acceptance),
	    T(another_hand_judges_the_answer),
	    T(who_typed_it_in_may_judge_it),
	    T(a_co_handler_does_not_judge_either),
	    T(others_do_not_work_on_it),
	    T(a_leader_instructs_through_the_liaison),
	    T(an_objection_is_heard_for_one_working_day),
	    T(more_time_is_asked_for_in_time_and_given_twice),
	    T(a_part_is_answered_by_its_own_handler),
	    T(each_opinion_has_its_reply),
	    T(numbers_are_drawn_and_gaps_are_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
