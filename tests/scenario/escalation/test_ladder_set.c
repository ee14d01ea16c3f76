/* A ladder must make sense as a whole: what no lamp could reach is named and refused when it is
 * set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/world/world.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

static void what_cannot_be_reached_is_named(void **state)
{
	static const struct {
		const char *csv, *code;
	} rows[] = {
	    {"a,1,甲,责任人,,,,,,\na,3,乙,分管领导,5,,,,,\n", "ladder.gap"},
	    {"a,1,甲,责任人,5,,,,,\n", "ladder.first_waits"},
	    {"a,1,甲,责任人,,,,,,\na,2,乙,分管领导,,,,,,\n", "ladder.no_condition"},
	    {"a,1,甲,责任人,,,,,,\na,2,乙,分管领导,10,,,,,\na,3,丙,主要负责人,5,,,,,\n",
	     "ladder.shorter"},
	    {"a,1,甲,责任人,,,,,,\na,2,乙,分管领导,,,1,,,\na,3,丙,主要负责人,10,,,,,\n",
	     "ladder.yellow_after_red"},
	    {"a,1,甲,责任人,,,,,,\na,2,乙,分管领导,,,,,1,\n", "ladder.no_order"},
	    {"a,1,甲,责任人,,,,,,\na,2,乙,分管领导,,2,,,,W01\n", "ladder.no_evaluations"},
	    {"a,1,甲,责任人,,,,,,W00\n", "ladder.only_reminds"},
	    {"a,1,甲,责任人,,,,,,W77\n", "ladder.unknown_rule"},
	    {"a,1,甲,门卫,,,,,,\n", "ladder.bad_recipient"},
	    {"a,1,甲,,,,,,,\n", "cell.empty"},
	    {"none,1,甲,责任人,,,,,,\n", "ladder.reserved"},
	    {"quzhou2022,3,半月,主要负责人,4,,,,,\n", "ladder.shorter"},
	};
	struct world *w = *state;

	world_city(w);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char csv[400];
		Duban__Reply *r;

		(void)snprintf(
		    csv, sizeof csv,
		    "ladder,step,tier,to,lit_wd,evaluations,reds,after_wd,order_wd,rules\n%s",
		    rows[i].csv);
		r = world_import_ask(w, K(LADDERS), csv);
		assert_int_equal(r->status, STATUS_INVALID);
		assert_string_equal(r->problem[0]->code, rows[i].code);
	}
}

static void a_ladder_that_nobody_made_cannot_be_chosen(void **state)
{
	struct world *w = *state;
	Duban__ParamSetRequest b = DUBAN__PARAM_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	world_city(w);
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	q.param_set = &b;
	b.key = (char *)(uintptr_t) "escalation.ladder";
	b.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
	b.value = (char *)(uintptr_t) "own";
	world_refused(w, &q, STATUS_NOT_FOUND, "param.unknown_ladder");
	world_import(w, K(LADDERS), "ladder,step,tier,to\nown,1,责任人,责任人\n");
	assert_int_equal(world_ask(w, &q)->status, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(what_cannot_be_reached_is_named),
	    TEST(a_ladder_that_nobody_made_cannot_be_chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
