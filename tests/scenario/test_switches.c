/* Each rule can be switched off and given a grace, for a list, a category, a project or the city;
 * what is set is dated, told with who set it and from which value, and holds at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "text/date.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define SCOPE(kind) DUBAN__SCOPE_KIND__SCOPE_KIND_##kind
#define TEXT(s) ((char *)(uintptr_t)(s))
#define HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

static void set(struct world *w, const char *key, const char *value, Duban__ScopeKind scope,
		const char *of)
{
	Duban__ParamSetRequest b = DUBAN__PARAM_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.key = TEXT(key);
	b.value = TEXT(value);
	b.scope = scope;
	b.scope_name = TEXT(of);
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	q.param_set = &b;
	world_ok(w, &q);
	world_work(w);
}

/* P1 (lists 甲 and 乙) and P2 (list 甲) each have an approval that is red on 01-10. */
static void begin(struct world *w)
{
	world_city(w);
	world_import(w, K(CHAINS),
		     HEADER "P1,1,立项,审批,east,李四,张三,,5wd,2020-01-02\n"
			    "P2,1,立项,审批,west,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_do(w, "start P2 1");
	world_until(w, "2020-01-10T10:00");
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-03 00:00 note P2/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-06 00:00 again P2/1 W00\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n"
			"01-08 00:00 superseded P2/1 W00\n"
			"01-08 00:00 yellow P2/1 W01 due 01-09\n"
			"01-10 00:00 red P1/1 W01 due 01-09\n"
			"01-10 00:00 red P2/1 W01 due 01-09\n");
}

static void a_rule_that_is_off_for_a_list_is_dark_on_it(void **state)
{
	struct world *w = *state;

	begin(w);
	set(w, "W01.on", "no", SCOPE(LIST), "乙");
	world_expect(w, "01-10 10:00 off P1/1 W01\n");
	set(w, "W01.on", "no", SCOPE(LIST), "甲");
	world_expect(w, "01-10 10:00 off P2/1 W01\n");
	/* of several lists the strictest: on */
	set(w, "W01.on", "yes", SCOPE(LIST), "甲");
	world_expect(w, "01-10 10:00 red P1/1 W01 due 01-09\n"
			"01-10 10:00 red P2/1 W01 due 01-09\n");
	/* the project's own value comes before its lists' */
	set(w, "W01.on", "no", SCOPE(PROJECT), "P1");
	world_expect(w, "01-10 10:00 off P1/1 W01\n");
}

static void the_lamps_of_a_suspended_link_go_out_too(void **state)
{
	struct world *w = *state;

	begin(w);
	world_do(w, "suspend P1 1");
	set(w, "W01.on", "no", SCOPE(DEFAULT), "");
	world_expect(w, "01-10 10:00 off P1/1 W01\n"
			"01-10 10:00 off P2/1 W01\n");
}

static void a_rule_on_for_lists_with_chains_follows_what_the_list_asks(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_until(w, "2020-01-10T00:00");
	world_expect_project(w, "");
	world_import(w, K(LISTS), "name,needs_chain\n乙,是\n");
	world_work(w);
	world_expect_project(w, "01-10 00:00 yellow P1/0 W22 due 01-02\n");
	world_import(w, K(LISTS), "name,needs_chain\n乙,否\n");
	world_work(w);
	world_expect_project(w, "01-10 00:00 off P1/0 W22\n");
}

/* The grace counts from the day the project was entered, 01-02. */
static void within_the_grace_nothing_is_lit_and_since_stays_true(void **state)
{
	struct world *w = *state;
	Duban__WarningListRequest b = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	usec_t from;

	world_city(w);
	set(w, "W01.grace_cd", "10", SCOPE(CATEGORY), "工业");
	world_import(w, K(CHAINS), HEADER "P1,1,立项,审批,east,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-01-12T00:00");
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-12 00:00 red P1/1 W01 due 01-09\n");
	b.project = TEXT("P1");
	b.rule = TEXT("W01");
	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	world_ok(w, &q);
	assert_int_equal(w->reply->warning_list->n_warning, 1);
	assert_true(instant_parse("2020-01-08T00:00", 480, &from));
	assert_int_equal(w->reply->warning_list->warning[0]->since_at, from);
	assert_int_equal(w->reply->warning_list->warning[0]->yellow_since_at, from);
	assert_true(instant_parse("2020-01-10T00:00", 480, &from));
	assert_int_equal(w->reply->warning_list->warning[0]->red_since_at, from);
	/* a longer grace puts it out again until it ends */
	set(w, "W01.grace_cd", "12", SCOPE(PROJECT), "P1");
	world_until(w, "2020-01-14T00:00");
	world_expect(w, "01-12 00:00 off P1/1 W01\n"
			"01-14 00:00 red P1/1 W01 due 01-09\n");
}

static const Duban__ParamRow *row_of(struct world *w, const char *value)
{
	for (size_t i = 0; i < w->reply->param_list->n_param; i++) {
		const Duban__ParamRow *r = w->reply->param_list->param[i];

		if (strcmp(r->key, "W01.on") == 0 && strcmp(r->scope, "list") == 0 &&
		    strcmp(r->value, value) == 0)
			return r;
	}
	return NULL;
}

static void a_setting_is_dated_and_keeps_its_history(void **state)
{
	struct world *w = *state;
	Duban__ParamListRequest b = DUBAN__PARAM_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__ParamRow *r;
	usec_t at;

	world_city(w);
	set(w, "W01.on", "no", SCOPE(LIST), "乙");
	world_until(w, "2020-02-03T10:00");
	set(w, "W01.on", "yes", SCOPE(LIST), "乙");
	q.body_case = DUBAN__REQUEST__BODY_PARAM_LIST;
	q.param_list = &b;
	world_ok(w, &q);
	assert_null(row_of(w, "no"));
	r = row_of(w, "yes");
	assert_non_null(r);
	assert_true(instant_parse("2020-02-03T10:00", 480, &at));
	assert_int_equal(r->set_at, at);
	assert_string_equal(r->was, "no");
	assert_string_equal(r->set_by, "local");
	b.history = true;
	world_ok(w, &q);
	r = row_of(w, "no");
	assert_non_null(r);
	assert_true(instant_parse("2020-01-02T09:00", 480, &at));
	assert_int_equal(r->set_at, at);
	assert_string_equal(r->was, "");
	assert_false(r->in_force);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_rule_that_is_off_for_a_list_is_dark_on_it),
	    TEST(the_lamps_of_a_suspended_link_go_out_too),
	    TEST(a_rule_on_for_lists_with_chains_follows_what_the_list_asks),
	    TEST(within_the_grace_nothing_is_lit_and_since_stays_true),
	    TEST(a_setting_is_dated_and_keeps_its_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
