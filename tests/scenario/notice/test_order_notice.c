/* Orders as texts: who handles one is told of it, and 收到 from that person's number signs it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/notice/notices.h"
#include "lib/world/world_log.h"
#include "model/order/order.h"

#define A "督办〔2020〕1号"
#define B "督办〔2020〕2号"

static struct world *city(void **state)
{
	struct world *w = *state;

	notices_city(w);
	world_import(w, IMPORT_KIND(SERIES), "name,text\n督办,督办〔{year}〕{n}号\n");
	return w;
}

static Duban__OrderState state_of(struct world *w, uint32_t num)
{
	return order_get(engine_txn(w->engine), w->arena, num)->state;
}

static void its_handler_is_told_what_happens_to_it(void **state)
{
	struct world *w = city(state);

	notices_ask(w, "order_issue", "project=P1 title=加快征迁 person=wang");
	world_until(w, "2020-01-02T12:00");
	world_expect_notices(w, "to wang: 01-02 09:10 order_issued\n"
				"to wang:   begin P1/1 W1000\n");
	notices_ask(w, "order_extend", "number=" A " to_date=20200120 reason=同意");
	world_until(w, "2020-01-02T18:00");
	world_expect_notices(w, "to wang: 01-02 12:10 order_changed\n"
				"to wang:   step P1/1 W1000\n");
	/* over night it is another's: the one hears that it is not his, the other of all of it */
	notices_ask(w, "order_reassign", "number=" A " unit=west person=li reason=属西湖区");
	world_until(w, "2020-01-03T08:31");
	world_expect_notices(w, "to wang: 01-03 08:30 order_left\n"
				"to wang:   end P1/1 W1000\n"
				"to li: 01-03 08:30 order_issued\n"
				"to li:   begin P1/1 W1000\n");
	notices_ask(w, "order_withdraw", "number=" A " reason=误发");
	world_until(w, "2020-01-03T18:00");
	world_expect_notices(w, "to li: 01-03 08:41 order_over\n"
				"to li:   end P1/1 W1000\n");
}

/* Nobody is named: the contact and the head of the unit. */
static void without_a_handler_its_unit_is_told(void **state)
{
	struct world *w = city(state);

	world_import(w, IMPORT_KIND(POSTS),
		     "person,unit,title,kind,from\n"
		     "chen,east,联络员,联络员,2020-01-01\nwang,east,区长,主要负责人,2020-01-01\n");
	notices_ask(w, "order_issue", "unit=east title=报送清单");
	world_until(w, "2020-01-02T12:00");
	world_expect_notices(w, "to wang: 01-02 09:10 order_issued\n"
				"to wang:   begin -/1 W1000\n"
				"to chen: 01-02 09:10 order_issued\n"
				"to chen:   begin -/1 W1000\n");
}

static void a_reply_signs_the_order(void **state)
{
	struct world *w = city(state);
	const Duban__NoticeReplyReply *b;

	notices_ask(w, "order_issue", "project=P1 title=加快征迁 person=wang");
	world_until(w, "2020-01-02T09:30");
	b = notices_ask(w, "notice_reply", "person=wang text=收到")->notice_reply;
	assert_true(b->received);
	assert_int_equal(b->n_took, 1);
	assert_string_equal(b->took[0], A);
	assert_int_equal(state_of(w, 1), ORDER_STATE(SIGNED));
	notices_ledger(w, "", "wang 督办〔2020〕1号 open delivered\n");
	/* once */
	b = notices_ask(w, "notice_reply", "person=wang text=收到")->notice_reply;
	assert_int_equal(b->n_took, 0);
}

static void of_two_orders_the_short_number_decides(void **state)
{
	struct world *w = city(state);
	const Duban__NoticeReplyReply *b;

	notices_ask(w, "order_issue", "project=P1 title=加快征迁 person=wang");
	world_until(w, "2020-01-02T10:00");
	notices_ask(w, "order_issue", "project=P1 title=加快报批 person=wang");
	world_until(w, "2020-01-02T11:00");
	notices_refused(w, "notice_reply", "person=wang text=收到", STATUS_CONFLICT,
			"notice.which");
	assert_string_equal(w->reply->problem[0]->arg[0], "1、2");
	assert_int_equal(state_of(w, 1), ORDER_STATE(ISSUED));
	b = notices_ask(w, "notice_reply", "person=wang text=收到2")->notice_reply;
	assert_int_equal(b->n_took, 1);
	assert_string_equal(b->took[0], B);
	assert_int_equal(state_of(w, 1), ORDER_STATE(ISSUED));
	assert_int_equal(state_of(w, 2), ORDER_STATE(SIGNED));
	/* one is left: it needs no number */
	b = notices_ask(w, "notice_reply", "person=wang text=收到")->notice_reply;
	assert_string_equal(b->took[0], A);
}

/* The gateway says whose number sent it: only the recipient's signs. */
static void another_number_signs_nothing(void **state)
{
	struct world *w = city(state);

	notices_ask(w, "order_issue", "project=P1 title=加快征迁 person=wang");
	world_until(w, "2020-01-02T09:30");
	notices_refused(w, "notice_reply", "person=chen text=收到1", STATUS_NOT_FOUND,
			"notice.unknown");
	notices_refused(w, "notice_reply", "person=chen text=收到", STATUS_NOT_FOUND,
			"notice.nothing_told");
	notices_refused(w, "notice_reply", "person=nobody text=收到1", STATUS_NOT_FOUND,
			"person.unknown");
	notices_refused(w, "notice_reply", "person=wang text=收到2", STATUS_NOT_FOUND,
			"notice.unknown");
	assert_int_equal(state_of(w, 1), ORDER_STATE(ISSUED));
}

/* It was passed on since: who handled it before signs nothing for the new handler. */
static void who_handles_it_no_more_signs_nothing(void **state)
{
	struct world *w = city(state);
	const Duban__NoticeReplyReply *b;

	notices_ask(w, "order_issue", "project=P1 title=加快征迁 person=wang");
	world_until(w, "2020-01-02T09:30");
	notices_ask(w, "order_reassign", "number=" A " unit=west person=li reason=属西湖区");
	b = notices_ask(w, "notice_reply", "person=wang text=收到1")->notice_reply;
	assert_int_equal(b->n_took, 0);
	assert_int_equal(state_of(w, 1), ORDER_STATE(ISSUED));
	world_until(w, "2020-01-02T10:00");
	b = notices_ask(w, "notice_reply", "person=li text=收到")->notice_reply;
	assert_string_equal(b->took[0], A);
	assert_int_equal(state_of(w, 1), ORDER_STATE(SIGNED));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(its_handler_is_told_what_happens_to_it),
	    TEST(without_a_handler_its_unit_is_told),
	    TEST(a_reply_signs_the_order),
	    TEST(of_two_orders_the_short_number_decides),
	    TEST(another_number_signs_nothing),
	    TEST(who_handles_it_no_more_signs_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
