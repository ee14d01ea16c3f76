/* How steps are recorded: the event of a raise tells of the raise alone, and a step that waits for
 * an order comes on the order's day, whatever the lamp is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "lib/notice/notices.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define LAMP "W13-duty-2.1001-1"

/* The warning of the last raise of W01. */
static Duban__Warning *raised(struct world *w)
{
	const Duban__FetchReply *f =
	    notices_ask(w, "fetch", "cursor{seq=0} filter{kind=warning_raised}")->fetch;
	Duban__Warning *last = NULL;

	for (size_t i = 0; i < f->n_item; i++) {
		Duban__Event *e = duban__event__unpack(arena_pb(w->arena), f->item[i]->event.len,
						       f->item[i]->event.data);

		assert_non_null(e);
		if (e->warning_raised->warning->rule == 1)
			last = e->warning_raised->warning;
	}
	assert_non_null(last);
	return last;
}

/* Late already when it is recorded, so several steps come due with the raise. */
static void a_raise_tells_of_no_later_step(void **state)
{
	struct world *w = *state;

	notices_city(w);
	world_until(w, "2020-01-13T09:00");
	notices_chain(w, "P1,1,立项,审批,east,李四,张三,,2020-01-03,2020-01-02\n");
	world_expect_steps(w, "01-13 09:00 P1/1 W01: 2, 3, 4, 5\n");
	assert_int_equal(raised(w)->step, 1);
	assert_int_equal(raised(w)->n_stepped, 0);
}

/* A duty of the city that is lit since 01-07; on 01-08 an order is asked for. */
static void duty(struct world *w)
{
	notices_city(w);
	world_import(w, K(LADDERS),
		     "ladder,step,tier,to,action,lit_wd,after_wd,order_wd\n"
		     "t,1,责任人,responsible,,,,\nt,2,督办函,supervision,order,1,,\n"
		     "t,3,通报,office,,,10,1\n");
	notices_param(w, "escalation.ladder", "t");
	notices_param(w, "W18.on", "no");
	notices_ask(w, "duty_set", "unit=east title=专报 due_date=20200106");
	world_until(w, "2020-01-08T09:00");
	world_expect_steps(w, "01-08 00:00 duty/2 W13: 2\n");
	notices_ask(w, "order_issue",
		    "number=督办1号 unit=east title=催办 due_date=20200109 "
		    "source=" LAMP);
}

static void a_step_waits_for_the_day_of_the_order(void **state)
{
	struct world *w = *state;

	duty(w);
	world_until(w, "2020-01-20T00:00");
	world_expect_steps(w, "01-10 00:00 duty/2 W13: 3\n");
}

/* Without the order its wait is that of the ladder: 10 working days, and one. */
static void of_an_order_that_is_withdrawn_it_waits_no_longer(void **state)
{
	struct world *w = *state;

	duty(w);
	notices_ask(w, "order_withdraw", "number=督办1号 reason=误发");
	world_until(w, "2020-01-21T23:00");
	world_expect_steps(w, "");
	world_until(w, "2020-01-22T00:00");
	world_expect_steps(w, "01-22 00:00 duty/2 W13: 3\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_raise_tells_of_no_later_step),
	    TEST(a_step_waits_for_the_day_of_the_order),
	    TEST(of_an_order_that_is_withdrawn_it_waits_no_longer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
