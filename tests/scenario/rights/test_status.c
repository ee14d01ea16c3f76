/* `status` tells a county of its own, and the machine only to those who mind it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "engine/core/engine.h"
#include "lib/rights/city.h"
#include "lib/rights/table.h"
#include "lib/world/world.h"
#include "model/office/unit.h"

static const Duban__StatusReply *status(struct world *w)
{
	Duban__StatusRequest b = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_STATUS;
	q.status = &b;
	return world_ok(w, &q)->status_reply;
}

static void as(struct world *w, int role, const char *unit)
{
	w->caller = (struct caller){.principal = 60,
				    .role = role,
				    .unit = unit_by_id(engine_txn(w->engine), unit),
				    .name = "somebody"};
}

/* How many projects and lamps the caller's own list of projects has. */
static void count_listed(struct world *w, const char *unit, uint32_t ret[3])
{
	Duban__ProjectListRequest b = DUBAN__PROJECT_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__ProjectListReply *p;

	b.unit = (char *)(uintptr_t)unit;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_LIST;
	q.project_list = &b;
	p = world_ok(w, &q)->project_list;
	ret[0] = (uint32_t)p->n_project;
	ret[1] = ret[2] = 0;
	for (size_t i = 0; i < p->n_project; i++) {
		ret[1] += p->project[i]->open_yellow;
		ret[2] += p->project[i]->open_red;
	}
}

static void counts(struct world *w, const uint32_t n[3])
{
	const Duban__StatusReply *b = status(w);

	assert_int_equal(b->projects, n[0]);
	assert_int_equal(b->open_yellow, n[1]);
	assert_int_equal(b->open_red, n[2]);
}

static void a_county_and_a_unit_hear_of_their_subtree(void **state)
{
	static const char *const units[] = {"east", "site", "crew", "west", "roads"};
	struct world *w = rights_city();
	uint32_t own[3], all = 0;

	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		as(w, DUBAN__ROLE__ROLE_COUNTY, units[i]);
		count_listed(w, units[i], own);
		assert_true(own[0] > 0);
		counts(w, own);
		all += i == 0 || i == 3 ? own[0] : 0;
	}
	rights_become(w, RIGHTS_SOCKET);
	count_listed(w, "", own);
	assert_int_equal(own[0], all + 1); /* the department's own */
	counts(w, own);
	world_free(w);
}

/* P1 is of its trade; P3 it leads itself and is counted once. */
static void a_department_hears_of_its_trade_too(void **state)
{
	struct world *w = rights_city();

	(void)state;
	as(w, DUBAN__ROLE__ROLE_SECTOR, "trade");
	assert_int_equal(status(w)->projects, 2);
	as(w, DUBAN__ROLE__ROLE_UNIT, "trade");
	assert_int_equal(status(w)->projects, 1);
	as(w, DUBAN__ROLE__ROLE_SECTOR, "");
	assert_int_equal(status(w)->projects, 0);
	world_free(w);
}

/* A project that changes hands is counted by its new unit alone. */
static void a_project_is_counted_where_it_is_now(void **state)
{
	struct world *w = rights_city();

	(void)state;
	rights_become(w, RIGHTS_SOCKET);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS,
		     "code,unit,sector\nP1,roads,works\n");
	as(w, DUBAN__ROLE__ROLE_COUNTY, "east");
	assert_int_equal(status(w)->projects, 2);
	as(w, DUBAN__ROLE__ROLE_COUNTY, "west");
	assert_int_equal(status(w)->projects, 3);
	as(w, DUBAN__ROLE__ROLE_SECTOR, "trade");
	assert_int_equal(status(w)->projects, 1);
	as(w, DUBAN__ROLE__ROLE_SECTOR, "works");
	assert_int_equal(status(w)->projects, 3);
	world_free(w);
}

static void the_machine_is_for_those_who_mind_it(void **state)
{
	struct world *w = rights_city();
	static const bool minds[RIGHTS_ROLES] = {
	    [3] = true /* office */, [7] = true /* auditor */, [8] = true, [RIGHTS_SOCKET] = true};

	(void)state;
	for (int i = 0; i < RIGHTS_ROLES; i++) {
		rights_become(w, i);
		assert_int_equal(status(w)->free_bytes > 0, minds[i]);
		assert_int_equal(status(w)->reserve_bytes > 0, minds[i]);
		assert_string_equal(status(w)->state, "ready");
	}
	rights_become(w, 8); /* security: keys only */
	assert_int_equal(status(w)->projects, 0);
	world_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_county_and_a_unit_hear_of_their_subtree),
	    cmocka_unit_test(a_department_hears_of_its_trade_too),
	    cmocka_unit_test(a_project_is_counted_where_it_is_now),
	    cmocka_unit_test(the_machine_is_for_those_who_mind_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
