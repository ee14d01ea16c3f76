/* 受理: a link with a service unit is the responsible unit's until its department accepts it, and
 * the department's from then on; lamps name whose turn it is. The department may only say so
 * itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/link/link.h"

#define HEAD "project,no,name,class,unit,leader,person,after,limit,chain_start,service_unit\n"

/* Link 1 of B is due on 01-09 and served by `roads`; link 2 has no service unit. */
static void served(struct world *w)
{
	city(w);
	world_import(w, KIND(CHAINS),
		     HEAD "B,1,初步设计批复,审批,site,李四,张三,,5wd,2020-01-02,roads\n");
}

/* The clock is set by the office's own machine, whoever asks next. */
static void until(struct world *w, const char *when)
{
	struct caller caller = w->caller;

	as(w, "", 0);
	world_until(w, when);
	w->caller = caller;
}

static Duban__WarningListReply *listed(struct world *w, const char *unit)
{
	Duban__WarningListRequest b = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.unit = loose(unit);
	b.rule = loose("W01");
	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	return world_ok(w, &q)->warning_list;
}

static void the_lamp_names_the_department_from_the_acceptance_on(void **state)
{
	struct world *w = *state;
	Duban__WarningRow *row;

	served(w);
	until(w, "2020-01-08T09:00");
	world_expect(w, "01-03 00:00 note B/1 W00 due 01-09\n"
			"01-06 00:00 again B/1 W00\n"
			"01-07 00:00 yellow B/1 W03 due 01-02\n"
			"01-08 00:00 superseded B/1 W00\n"
			"01-08 00:00 yellow B/1 W01 due 01-09\n"
			"01-08 00:00 superseded B/1 W03\n");
	assert_int_equal(listed(w, "roads")->n_warning, 0);
	as(w, "roads", ROLE(SECTOR));
	/* nobody but the office puts out the lamp of a start for a day that is past */
	world_refused(w, world_move(w, "accept B 1 2020-01-07"), STATUS_DENIED,
		      "link.start_lit_since");
	world_do(w, "accept B 1");
	world_expect(w, "01-08 09:00 passed B/1 W01 department roads\n");
	until(w, "2020-01-10T00:00");
	world_expect(w, "01-10 00:00 red B/1 W01 due 01-09\n");
	as_office(w);
	assert_int_equal(listed(w, "roads")->n_warning, 1);
	assert_int_equal(listed(w, "site")->n_warning, 1);
	assert_int_equal(listed(w, "works")->n_warning, 0);
	row = listed(w, "")->warning[0];
	assert_string_equal(row->unit, "site");
	assert_string_equal(row->turn_unit, "roads");
	assert_int_equal(row->turn, TURN(DEPARTMENT));
}

static void the_progress_holds_day_and_number(void **state)
{
	struct world *w = *state;
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__LinkRow *row;

	served(w);
	until(w, "2020-01-08T09:00");
	as_office(w);
	world_do(w, "accept B 1 2020-01-03");
	b.project = loose("B");
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	row = world_ok(w, &q)->chain_show->link[0];
	assert_int_equal(row->state, DUBAN__LINK_STATE__LINK_STATE_ACTIVE);
	assert_int_equal(row->acceptance_date, 20200103);
	assert_int_equal(row->started_date, 20200103);
	assert_string_equal(row->acceptance_no, "受〔2020〕7号");
	assert_int_equal(row->deadline_date, 20200109);
}

static void only_the_department_or_the_office_accepts(void **state)
{
	struct world *w = *state;

	served(w);
	until(w, "2020-01-08T09:00");
	as_site(w);
	world_refused(w, world_move(w, "accept B 1"), STATUS_DENIED, "link.department_accepts");
	/* neither does the reviewer of the project, nor the county above the unit */
	as(w, "works", ROLE(SECTOR));
	world_refused(w, world_move(w, "accept B 1"), STATUS_DENIED, "scope.denied");
	as(w, "east", ROLE(COUNTY));
	world_refused(w, world_move(w, "accept B 1"), STATUS_DENIED, "link.department_accepts");
	as_office(w);
	world_refused(w, world_move(w, "accept B 2"), STATUS_CONFLICT, "link.no_department");
	world_do(w, "accept B 1");
	world_refused(w, world_move(w, "accept B 1"), STATUS_CONFLICT, "link.accepted_already");
}

static void not_before_its_clock_and_not_in_the_future(void **state)
{
	struct world *w = *state;

	served(w);
	until(w, "2020-01-08T09:00");
	as_office(w);
	world_refused(w, world_move(w, "accept B 1 2020-01-01"), STATUS_INVALID,
		      "link.accept_before_start");
	world_refused(w, world_move(w, "accept B 1 2020-01-09"), STATUS_INVALID, "date.future");
	world_do(w, "start B 1 2020-01-06");
	world_refused(w, world_move(w, "accept B 1 2020-01-03"), STATUS_INVALID,
		      "link.accept_before_start");
	world_do(w, "accept B 1 2020-01-06");
	world_do(w, "finish B 1 2020-01-08");
	world_refused(w, world_move(w, "accept B 1"), STATUS_CONFLICT, "link.not_allowed");
}

/* What the department handed in waits: it is the reviewer's turn, and the department's again if it
 * is returned. */
static void a_return_gives_the_turn_back_to_the_department(void **state)
{
	struct world *w = *state;
	uint32_t num;

	served(w);
	as(w, "roads", ROLE(SECTOR));
	world_do(w, "accept B 1 2020-01-02");
	until(w, "2020-01-08T09:00");
	num = world_ok(w, world_move(w, "finish B 1 2020-01-08"))->report->report->num;
	until(w, "2020-01-14T00:00");
	world_expect(w, "01-03 00:00 note B/1 W00 due 01-09\n"
			"01-06 00:00 again B/1 W00\n"
			"01-08 00:00 superseded B/1 W00\n"
			"01-08 00:00 yellow B/1 W01 due 01-09\n"
			"01-14 00:00 passed B/1 W01 reviewer works\n"
			"01-14 00:00 red B/1 W01 due 01-09\n");
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(num, RETURN, 0));
	world_expect(w, "01-14 00:00 passed B/1 W01 department roads\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_lamp_names_the_department_from_the_acceptance_on),
	    TEST(the_progress_holds_day_and_number),
	    TEST(only_the_department_or_the_office_accepts),
	    TEST(not_before_its_clock_and_not_in_the_future),
	    TEST(a_return_gives_the_turn_back_to_the_department),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
