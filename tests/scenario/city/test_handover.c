/* 交接单: everything open that names a person who leaves stands there, of each kind; a successor
 * takes it over, but not what the person did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/order/torder.h"
#include "lib/world/world.h"
#include "model/order/order.h"
#include "model/problem/problem.h"
#include "proto/enums.h"

#define A "督办〔2020〕1号"
#define B "督办〔2020〕2号"

/* The rows, a line each: kind, id, and the columns that name the person. */
static void lists(struct world *w, const char *person, const char *expected)
{
	char request[64], text[4096] = "";
	const Duban__PersonHandoverReply *b;
	size_t n = 0;

	(void)snprintf(request, sizeof request, "person=%s", person);
	b = torder_ok(w, "person_handover", request)->person_handover;
	for (size_t i = 0; i < b->n_row; i++) {
		n += (size_t)snprintf(text + n, sizeof text - n, "%s %s", b->row[i]->kind,
				      b->row[i]->id);
		for (size_t k = 0; k < b->row[i]->n_as; k++)
			n += (size_t)snprintf(text + n, sizeof text - n, " %s", b->row[i]->as[k]);
		n += (size_t)snprintf(text + n, sizeof text - n, "\n");
		assert_true(n < sizeof text);
	}
	assert_string_equal(text, expected);
}

static void city(struct world *w)
{
	torder_city(w);
	world_import(w, IMPORT_KIND(PEOPLE), "id,name,unit\nwang,王五,east\nsun,孙八,east\n");
	torder_until(w, "2020-03-05T09:00");
}

static void orders(struct world *w)
{
	torder_ok(w, "order_issue", "project=P1 title=加快征迁 person=wang");
	torder_ok(w, "order_issue", "project=P1 title=加快报批 person=li signer=王五");
	world_import(
	    w, IMPORT_KIND(ORDERS),
	    "number,kind,project,unit,title,issued,due,state,answered,closed,person\n"
	    "旧1号,督办函,P1,east,旧事,2020-02-03,2020-02-10,办结,2020-02-10,2020-02-10,wang\n");
}

static void problems(struct world *w)
{
	torder_ok(w, "problem_raise", "title=征地受阻 project=P1 person=wang");
	world_import(w, IMPORT_KIND(PROBLEMS),
		     "id,project,tier,unit,title,raised,state,cleared,person\n"
		     "K1,P1,L1,east,旧问题,2020-02-03,销号,2020-02-10,wang\n");
}

static void duties_and_meetings(struct world *w)
{
	torder_ok(w, "duty_set", "unit=east title=报送名单 due_date=20200320 person=wang");
	torder_ok(w, "duty_set", "unit=east title=报送方案 due_date=20200320 person=wang");
	torder_ok(w, "duty_done", "id=east/one_off/2");
	world_import(w, IMPORT_KIND(MEETINGS),
		     "series,number,held,tier,state,unit,planned,chair,duty\n"
		     "东湖例会,1,2020-03-02,责任单位,已开,east,,wang,一周一调度\n"
		     "东湖例会,2,,责任单位,拟开,east,2020-03-20,wang,一周一调度\n");
}

static void talks_and_campaigns(struct world *w)
{
	world_import(w, IMPORT_KIND(TALKS),
		     "number,unit,person,talker,planned,held,reason\n"
		     "约谈1号,east,wang,赵督查,2020-03-10,,拆迁滞后\n"
		     "约谈2号,west,赵六,wang,2020-03-11,,拆迁滞后\n"
		     "约谈3号,west,赵六,wang,2020-03-02,2020-03-02,拆迁滞后\n");
	world_import(
	    w, IMPORT_KIND(CAMPAIGNS),
	    "id,name,kind,from,until,leader,goal\nG1,百个前期,前期攻坚,2020-03-06,2020-06-30,"
	    "wang,完工\n");
	world_import(w, IMPORT_KIND(CAMPAIGN_ITEMS), "campaign,subject,leader\nG1,P1,wang\n");
}

static void each_kind_of_open_matter_is_handed_over(void **state)
{
	struct world *w = *state;
	const Duban__Order *o;

	city(w);
	orders(w);
	problems(w);
	duties_and_meetings(w);
	talks_and_campaigns(w);
	lists(w, "wang",
	      "duties east/one_off/1 person\n"
	      "talks 约谈1号 person\n"
	      "talks 约谈2号 talker\n"
	      "meetings 东湖例会/2 chair\n"
	      "orders " A " person\n"
	      "orders " B " signer\n"
	      "problems 2020-0001 person\n"
	      "campaigns G1 leader\n"
	      "campaign_items G1/P1 leader\n");
	torder_ok(w, "person_replace", "old_person=wang new_person=sun");
	/* what he did, and what is asked of him himself, stays */
	lists(w, "wang", "talks 约谈1号 person\norders " B " signer\n");
	lists(w, "sun",
	      "duties east/one_off/1 person\n"
	      "talks 约谈2号 talker\n"
	      "meetings 东湖例会/2 chair\n"
	      "orders " A " person\n"
	      "problems 2020-0001 person\n"
	      "campaigns G1 leader\n"
	      "campaign_items G1/P1 leader\n");
	o = order_get(engine_txn(w->engine), w->arena, 3);
	assert_string_equal(o->person->name, "王五"); /* the one that is over */
	torder_is(w, A, "issued east 2020-03-16 0 east");
}

/* What is told of an internal order is told to its readers. */
static void an_internal_order_is_handed_over_among_its_readers(void **state)
{
	struct world *w = *state;

	city(w);
	torder_ok(w, "order_issue", "project=P1 title=密件 person=wang internal=1 reader=gate");
	torder_as(w, ROLE(COUNTY), "east", "east2");
	lists(w, "wang", "");
	torder_as(w, ROLE(COUNTY), "east", "gate");
	lists(w, "wang", "orders " A " person\n");
	torder_as_local(w);
	torder_ok(w, "person_replace", "old_person=wang new_person=sun");
	torder_as(w, ROLE(COUNTY), "east", "east2");
	torder_refused(w, "order_show", "number=" A, "order.unknown");
	lists(w, "sun", "");
}

/* A project that has ended may still have an order to be answered. */
static void an_order_outlives_its_project(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, IMPORT_KIND(PROJECTS),
		     "code,name,unit,stage,year\nP7,旧桥,east,前期,2020\n");
	torder_ok(w, "order_issue", "project=P7 title=审计整改 person=wang kind=audit");
	torder_ok(w, "project_move", "project=P7 to=withdrawn reason=调整 approver=市长");
	lists(w, "wang", "orders " A " person\n");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    T(each_kind_of_open_matter_is_handed_over),
	    T(an_internal_order_is_handed_over_among_its_readers),
	    T(an_order_outlives_its_project),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
