/* What is to be done about orders and supervisions: by whom, by when, why; and no longer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/order/torder.h"
#include "lib/world/world.h"
#include "proto/enums.h"

#define A "督办〔2020〕1号"

/* The only thing of that kind on the list; NULL: there is none. */
static const Duban__TodoRow *only(struct world *w, const char *filter, const char *kind)
{
	const Duban__TodoListReply *p = torder_ok(w, "todo_list", filter)->todo_list;
	const Duban__TodoRow *found = NULL;

	for (size_t i = 0; i < p->n_row; i++)
		if (strcmp(p->row[i]->kind, kind) == 0) {
			assert_null(found);
			found = p->row[i];
		}
	return found;
}

static bool lists_lamp(struct world *w, const char *filter, const char *start)
{
	const Duban__TodoListReply *p = torder_ok(w, "todo_list", filter)->todo_list;

	for (size_t i = 0; i < p->n_row; i++)
		if (strncmp(p->row[i]->id, start, strlen(start)) == 0)
			return true;
	return false;
}

static void is(const Duban__TodoRow *row, const char *id, const char *unit, const char *why)
{
	assert_non_null(row);
	assert_string_equal(row->id, id);
	assert_string_equal(row->unit, unit);
	assert_string_equal(row->why->code, why);
}

static void an_order_goes_from_hand_to_hand(void **state)
{
	struct world *w = *state;

	torder_city(w);
	torder_until(w, "2020-03-05T09:00");
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	torder_ok(w, "order_issue", "project=P1 title=加快征迁 acceptor=dcb");
	is(only(w, "unit=east", "order"), A, "east", "todo.why.order_sign");
	assert_int_equal(only(w, "unit=east", "order")->due_date, 20200316);
	assert_string_equal(only(w, "unit=east", "order")->what, "加快征迁");
	assert_null(only(w, "unit=west", "order"));
	torder_as(w, ROLE(COUNTY), "east", "gate");
	torder_ok(w, "order_sign", "number=" A);
	is(only(w, "unit=east", "order"), A, "east", "todo.why.order_answer");
	torder_until(w, "2020-03-18T09:00");
	assert_int_equal(only(w, "unit=east", "order")->level, LEVEL(RED));
	assert_int_equal(only(w, "unit=east", "order")->days_late, 2);
	torder_ok(w, "order_answer", "number=" A " text=已完成");
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	is(only(w, "", "order"), A, "dcb", "todo.why.order_accept");
	torder_ok(w, "order_return", "number=" A " reason=不实");
	is(only(w, "unit=east", "order"), A, "east", "todo.why.order_returned");
	torder_ok(w, "order_withdraw", "number=" A " reason=误");
	assert_null(only(w, "", "order"));
}

static void what_the_handler_asks_for_is_the_offices(void **state)
{
	struct world *w = *state;

	torder_city(w);
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	torder_ok(w, "order_issue", "unit=east title=事 acceptor=dcb co=west");
	is(only(w, "unit=west", "order"), A, "west", "todo.why.order_part");
	assert_null(only(w, "unit=dcb", "order"));
	torder_as(w, ROLE(COUNTY), "east", "gate");
	torder_ok(w, "order_reassign", "number=" A " unit=works reason=属住建职责");
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	is(only(w, "unit=dcb", "order"), A, "dcb", "todo.why.order_ask");
	torder_ok(w, "order_reassign", "number=" A " refuse=1 reason=属地负责");
	assert_null(only(w, "unit=dcb", "order"));
}

/* West has no part in P1 but the order, or a part of it: the office finds it under the unit, and so
 * does the unit, which may not read the project otherwise. */
static void an_order_of_a_foreign_project_is_on_its_handlers_list(void **state)
{
	struct world *w = *state;
	const Duban__TodoListReply *all;

	torder_city(w);
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	torder_ok(w, "order_issue", "project=P1 unit=west title=让出用地 acceptor=dcb");
	is(only(w, "unit=west", "order"), A, "west", "todo.why.order_sign");
	assert_string_equal(only(w, "unit=west", "order")->project, "P1");
	assert_null(only(w, "unit=new", "order"));
	torder_ok(w, "order_issue", "project=P1 unit=east title=加快征迁 acceptor=dcb co=new");
	is(only(w, "unit=new", "order"), "督办〔2020〕2号", "new", "todo.why.order_part");
	torder_as(w, ROLE(COUNTY), "west", "west2");
	is(only(w, "", "order"), A, "west", "todo.why.order_sign");
	all = torder_ok(w, "todo_list", "person=张三")->todo_list;
	for (size_t i = 0; i < all->n_row; i++) /* nothing else of P1, also by another way */
		assert_true(strcmp(all->row[i]->project, "P1") != 0 ||
			    strcmp(all->row[i]->id, A) == 0);
	torder_as(w, ROLE(COUNTY), "new", "new2");
	is(only(w, "", "order"), "督办〔2020〕2号", "new", "todo.why.order_part");
	/* its lamp lights: still one line */
	torder_until(w, "2020-03-18T09:00");
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	assert_int_equal(only(w, "unit=west", "order")->level, LEVEL(RED));
	assert_false(lists_lamp(w, "unit=west", "W18-"));
}

/* The order, with its lamp's level, is the matter; what a person lights again is another one. */
static void an_order_and_its_lamp_are_one_line(void **state)
{
	struct world *w = *state;
	const Duban__TodoListReply *all;
	size_t n = 0;

	torder_city(w);
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	torder_ok(w, "order_issue", "project=P1 title=加快征迁 acceptor=dcb co=works");
	torder_as(w, ROLE(COUNTY), "east", "gate");
	torder_ok(w, "order_sign", "number=" A);
	torder_until(w, "2020-03-18T09:00");
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
	assert_true(torder_ok(w, "warning_list", "")->warning_list->n_warning > 0);
	all = torder_ok(w, "todo_list", "unit=east")->todo_list;
	for (size_t i = 0; i < all->n_row; i++)
		if (strcmp(all->row[i]->kind, "order") == 0) {
			assert_int_equal(all->row[i]->level, LEVEL(RED));
			n++;
		}
	assert_int_equal(n, 2); /* the order, and its part */
	assert_false(lists_lamp(w, "", "W18-"));
}

static void an_internal_order_is_on_no_other_list(void **state)
{
	struct world *w = *state;

	torder_city(w);
	torder_ok(w, "order_issue", "project=P1 title=密谈 internal=1 reader=gate");
	torder_as(w, ROLE(COUNTY), "east", "east2");
	assert_null(only(w, "", "order"));
	torder_as(w, ROLE(COUNTY), "east", "gate");
	assert_non_null(only(w, "", "order"));
}

static void a_supervision_is_looked_at_again_on_its_day(void **state)
{
	struct world *w = *state;

	torder_city(w);
	world_import(
	    w, IMPORT_KIND(SUPERVISIONS),
	    "id,means,form,held,person,revisit\nD1,现场督办,随机,2020-01-02,张三,2020-01-20\n");
	torder_until(w, "2020-01-19T09:00");
	assert_null(only(w, "", "supervision"));
	torder_until(w, "2020-01-20T09:00");
	is(only(w, "", "supervision"), "D1", "dcb", "todo.why.revisit");
	world_import(w, IMPORT_KIND(SUPERVISIONS),
		     "id,means,form,held,person,revisits\nD2,现场督办,回马枪,2020-01-20,张三,D1\n");
	assert_null(only(w, "", "supervision"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	    T(an_order_goes_from_hand_to_hand),
	    T(what_the_handler_asks_for_is_the_offices),
	    T(an_order_of_a_foreign_project_is_on_its_handlers_list),
	    T(an_order_and_its_lamp_are_one_line),
	    T(an_internal_order_is_on_no_other_list),
	    T(a_supervision_is_looked_at_again_on_its_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
