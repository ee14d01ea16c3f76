/* W18: an order that is not signed, late, or answered and waiting lights its lamp on exact days,
 * over 清明 (2020-04-04 to 04-06), for a project and for the city, and for each part. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/order/torder.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/core/matter.h"
#include "proto/enums.h"

#define A "督办〔2020〕1号"

static void as_supervision(struct world *w)
{
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
}

static void as_east(struct world *w)
{
	torder_as(w, ROLE(COUNTY), "east", "gate");
}

/* Issued on Thursday 2020-03-26, due on Wednesday 2020-04-08. */
static void issued(struct world *w, const char *whose)
{
	char text[200];

	torder_city(w);
	torder_until(w, "2020-03-26T09:00");
	as_supervision(w);
	(void)snprintf(text, sizeof text, "%s title=加快征迁 due_date=20200408", whose);
	torder_ok(w, "order_issue", text);
	world_expect(w, "");
}

static const Duban__WarningRow *lamp(struct world *w, const char *id)
{
	char text[100];

	(void)snprintf(text, sizeof text, "id=%s", id);
	return torder_ok(w, "warning_show", text)->warning_show->warning;
}

/* The same days for an order of a project and one of the city. */
static void until_it_is_answered(struct world *w, const char *subject)
{
	char lines[300];

	torder_until(w, "2020-03-29T23:59");
	world_expect(w, "");
	torder_until(w, "2020-03-30T10:00");
	(void)snprintf(lines, sizeof lines, "03-30 00:00 yellow %s W18 due 04-08\n", subject);
	world_expect(w, lines);
	as_east(w);
	torder_ok(w, "order_sign", "number=" A);
	(void)snprintf(lines, sizeof lines, "03-30 10:00 done %s W18\n", subject);
	world_expect(w, lines);
	torder_until(w, "2020-04-06T23:59");
	world_expect(w, "");
	torder_until(w, "2020-04-09T10:00");
	(void)snprintf(lines, sizeof lines,
		       "04-07 00:00 yellow %s W18 due 04-08\n04-09 00:00 red %s W18 due 04-08\n",
		       subject, subject);
	world_expect(w, lines);
	torder_ok(w, "order_answer", "number=" A " text=已完成");
}

static void of_a_project(void **state)
{
	struct world *w = *state;

	issued(w, "project=P1 acceptor=dcb");
	until_it_is_answered(w, "order/1");
	torder_is(w, A, "answered east 2020-04-08 1 dcb");
	/* it stands still for three working days after the answer, then it is the acceptor's turn
	 */
	torder_until(w, "2020-04-14T23:59");
	world_expect(w, "");
	torder_until(w, "2020-04-15T10:00");
	world_expect(w, "04-15 00:00 passed order/1 W18 reviewer dcb\n");
	as_supervision(w);
	torder_ok(w, "order_accept", "number=" A);
	world_expect(w, "04-15 10:00 done order/1 W18\n");
	assert_int_equal(lamp(w, "W18-order-1-p1-2")->cleared_on_date, 20200409);
	world_restart(w, false);
	world_expect(w, "");
}

static void of_the_city(void **state)
{
	struct world *w = *state;

	issued(w, "unit=east");
	until_it_is_answered(w, "order/1");
	torder_until(w, "2020-04-15T10:00");
	world_expect(w, "04-15 00:00 passed order/1 W18 office -\n");
	as_supervision(w);
	torder_ok(w, "order_return", "number=" A " reason=不实 due_date=20200420");
	world_expect(w, "04-15 10:00 moved order/1 W18\n");
	torder_until(w, "2020-04-17T10:00");
	world_expect(w, "04-17 00:00 yellow order/1 W18 due 04-20\n");
	torder_ok(w, "order_withdraw", "number=" A " reason=已无必要");
	world_expect(w, "04-17 10:00 withdrawn order/1 W18\n");
	assert_false(matter_is_open(engine_txn(w->engine), 0, "order", 1));
}

static void an_extension_puts_it_out_as_extended(void **state)
{
	struct world *w = *state;

	issued(w, "project=P1");
	torder_until(w, "2020-03-30T10:00");
	as_east(w);
	torder_ok(w, "order_sign", "number=" A);
	torder_until(w, "2020-04-07T10:00");
	as_supervision(w);
	world_expect(w, "03-30 00:00 yellow order/1 W18 due 04-08\n"
			"03-30 10:00 done order/1 W18\n"
			"04-07 00:00 yellow order/1 W18 due 04-08\n");
	torder_ok(w, "order_extend", "number=" A " to_date=20200417 reason=汛期");
	world_expect(w, "04-07 10:00 extended order/1 W18\n");
}

static void a_part_has_its_own_lamp(void **state)
{
	struct world *w = *state;

	issued(w, "project=P1 co=works");
	torder_until(w, "2020-04-01T10:00");
	world_expect(w, "03-30 00:00 yellow order/1 W18 due 04-08\n"
			"03-30 00:00 yellow order/1 W18 due 03-31\n"
			"04-01 00:00 red order/1 W18 due 03-31\n");
	assert_string_equal(lamp(w, "W18-order-1.1-p1-1")->unit, "works");
	torder_as(w, ROLE(SECTOR), "works", "works1");
	torder_ok(w, "order_answer", "number=" A " part=1 text=已配合");
	world_expect(w, "04-01 10:00 done order/1 W18\n");
}

static void parts_of_the_city_light_and_go_out_with_their_order(void **state)
{
	struct world *w = *state;

	issued(w, "unit=east co=works co=west");
	torder_until(w, "2020-03-30T10:00");
	world_expect(w, "03-30 00:00 yellow order/1 W18 due 04-08\n"
			"03-30 00:00 yellow order/1 W18 due 03-31\n"
			"03-30 00:00 yellow order/1 W18 due 03-31\n");
	as_supervision(w);
	torder_ok(w, "order_withdraw", "number=" A " reason=误发");
	world_expect(w, "03-30 10:00 withdrawn order/1 W18\n"
			"03-30 10:00 withdrawn order/1 W18\n"
			"03-30 10:00 withdrawn order/1 W18\n");
}

/* The order is over and its subject gone, but somebody says that nothing was done. */
static void what_was_reopened_stays_after_the_order_is_over(void **state)
{
	struct world *w = *state;

	issued(w, "project=P1 acceptor=dcb");
	until_it_is_answered(w, "order/1");
	as_supervision(w);
	torder_ok(w, "order_accept", "number=" A);
	world_expect(w, "04-09 10:00 done order/1 W18\n");
	torder_ok(w, "warning_reopen", "id=W18-order-1-p1-2 reason=未办");
	torder_until(w, "2020-04-20T10:00");
	world_expect(w, "04-09 10:00 reopened order/1 W18\n");
}

/* What was open elsewhere lights at once; taking the import back puts it out. */
static void an_imported_order_lights_and_goes_out_with_its_import(void **state)
{
	struct world *w = *state;
	char text[60];

	torder_city(w);
	torder_until(w, "2020-03-26T09:00");
	torder_as_local(w);
	world_import(w, IMPORT_KIND(ORDERS),
		     "number,kind,project,unit,title,issued,due,state\n"
		     "旧1号,督办函,,east,旧事,2020-01-02,2020-03-02,办理中\n"
		     "旧2号,督办函,P1,east,旧事,2020-01-02,2020-03-02,办理中\n");
	(void)snprintf(text, sizeof text, "import_seq=%llu",
		       (unsigned long long)w->reply->last_seq);
	world_expect(w, "03-26 09:00 red order/1 W18 due 03-02\n"
			"03-26 09:00 red order/2 W18 due 03-02\n");
	torder_ok(w, "import_revert", text);
	world_expect(w, "03-26 09:00 withdrawn order/2 W18\n"
			"03-26 09:00 withdrawn order/1 W18\n");
	torder_refused(w, "order_show", "number=旧1号", "order.unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	    T(of_a_project),
	    T(of_the_city),
	    T(an_extension_puts_it_out_as_extended),
	    T(a_part_has_its_own_lamp),
	    T(parts_of_the_city_light_and_go_out_with_their_order),
	    T(what_was_reopened_stays_after_the_order_is_over),
	    T(an_imported_order_lights_and_goes_out_with_its_import),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
