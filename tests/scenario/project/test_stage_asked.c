/* Moves requested by a report: it is reviewed, and the move is made when the office confirms it.
 * The same conditions hold for every caller. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"

static uint32_t asked(struct world *w, Duban__Request *request)
{
	return world_ok(w, request)->project_move->report;
}

static void a_unit_asks_and_the_office_confirms(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	world_until(w, "2020-02-10T09:00");
	as_site(w);
	num = asked(w, stage_move("A", S(STOPPED), "at=20200205 reason=资金"));
	assert_int_not_equal(num, 0);
	assert_int_equal(stage_project(w, "A")->stage, S(BUILDING));
	assert_int_equal(stored(w, num)->form, REPORT_FORM(STAGE));
	assert_int_equal(stored(w, num)->stage, S(STOPPED));
	as(w, "east", ROLE(COUNTY));
	world_ok(w, judge(num, PASS, 0));
	assert_int_equal(stage_project(w, "A")->stage, S(BUILDING));
	as_office(w);
	world_ok(w, judge(num, PASS, 0));
	assert_int_equal(stage_project(w, "A")->stage, S(STOPPED));
	assert_int_equal(stage_life(w, "A")->stopped_date, 20200205);
	/* a move that the office confirms was reviewed, but still needs its evidence */
	as_site(w);
	world_refused(w, stage_move("A", S(BUILDING), "at=20200208 reason=复工"), CONFLICT,
		      "move.no_evidence");
	num = asked(w, stage_move("A", S(BUILDING), "at=20200208 document=复工令"));
	confirm(w, num);
	assert_int_equal(stage_project(w, "A")->stage, S(BUILDING));
	assert_int_equal(stage_life(w, "A")->resumed_date, 20200208);
}

static void what_lacks_is_said_to_who_asks(void **state)
{
	struct world *w = *state;

	city(w);
	as_site(w);
	world_refused(w, stage_move("A", S(STOPPED), ""), CONFLICT, "move.no_reason");
	world_refused(w, stage_move("A", S(COMPLETED), ""), CONFLICT, "move.not_complete");
	world_refused(w, stage_move("A", S(ACCEPTED), ""), CONFLICT, "move.not_allowed");
	/* a dry run makes no report */
	assert_int_equal(asked(w, stage_move("A", S(STOPPED), "dry reason=x")), 0);
}

static void a_report_of_a_hundred_percent_completes(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = asked(w, stage_move("A", S(COMPLETED), "percent=100"));
	confirm(w, num);
	assert_int_equal(stage_project(w, "A")->stage, S(COMPLETED));
}

static void the_last_confirmed_figure_completes(void **state)
{
	struct world *w = *state;
	Duban__Request *request;
	uint32_t num;

	city(w);
	as_site(w);
	request = report("A", REPORT_FORM(MONTHLY), 202001, 500);
	request->report_submit->has_percent = true;
	request->report_submit->percent = 99;
	confirm(w, hand_in(w, request));
	as_office(w);
	world_refused(w, stage_move("A", S(COMPLETED), ""), CONFLICT, "move.not_complete");
	world_until(w, "2020-02-10T09:00");
	as_site(w);
	request = report("A", REPORT_FORM(MONTHLY), 202002, 500);
	request->report_submit->has_percent = true;
	request->report_submit->percent = 100;
	num = hand_in(w, request);
	as_office(w);
	/* a waiting report does not count yet */
	world_refused(w, stage_move("A", S(COMPLETED), ""), CONFLICT, "move.not_complete");
	confirm(w, num);
	as_office(w);
	world_ok(w, stage_move("A", S(COMPLETED), ""));
}

static void what_no_longer_holds_is_not_confirmed(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = asked(w, stage_move("A", S(STOPPED), "reason=资金"));
	as_office(w);
	world_ok(w, stage_move("A", S(COMPLETED), "percent=100"));
	/* the project left the stage from which this was requested: the report no longer waits */
	assert_int_equal(stored(w, num)->state, REPORT_STATE(REPLACED));
	world_refused(w, judge(num, PASS, 0), CONFLICT, "report.not_waiting");
	assert_int_equal(stage_project(w, "A")->stage, S(COMPLETED));
}

static void a_returned_wish_ends_with_the_offices_own_move(void **state)
{
	struct world *w = *state;
	uint32_t returned, asked_for;

	city(w);
	as_site(w);
	returned = asked(w, stage_move("A", S(STOPPED), "reason=资金"));
	as_office(w);
	world_ok(w, judge(returned, RETURN, 0));
	world_ok(w, stage_move("A", S(STOPPED), "reason=资金"));
	assert_int_equal(stored(w, returned)->state, REPORT_STATE(REPLACED));
	/* a confirmed report is not replaced by the move it requested, nor by a later one */
	as_site(w);
	asked_for = asked(w, stage_move("A", S(BUILDING), "document=复工令"));
	confirm(w, asked_for);
	assert_int_equal(stored(w, asked_for)->state, REPORT_STATE(CONFIRMED));
	as_office(w);
	world_ok(w, stage_move("A", S(COMPLETED), "percent=100"));
	assert_int_equal(stored(w, asked_for)->state, REPORT_STATE(CONFIRMED));
}

/* The move is backdated to before the report that it made unnecessary. */
static void a_day_before_the_wish_has_the_move_and_no_wish(void **state)
{
	Duban__ProjectShowRequest b = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;

	city(w);
	world_until(w, "2020-02-10T09:00");
	as_site(w);
	(void)asked(w, stage_move("A", S(STOPPED), "at=20200205 reason=资金"));
	as_office(w);
	world_ok(w, stage_move("A", S(STOPPED), "at=20200206 reason=资金"));
	b.project = (char *)(uintptr_t) "A";
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
	q.project_show = &b;
	for (b.as_of_date = 20200204; b.as_of_date <= 20200210; b.as_of_date++) {
		const Duban__ProjectShowReply *r = world_ok(w, &q)->project_show;

		assert_int_equal(r->project->stage,
				 b.as_of_date < 20200206 ? S(BUILDING) : S(STOPPED));
	}
}

static void a_later_wish_takes_the_place_of_the_earlier(void **state)
{
	struct world *w = *state;
	uint32_t stop, complete;

	city(w);
	as_site(w);
	stop = asked(w, stage_move("A", S(STOPPED), "reason=资金"));
	complete = asked(w, stage_move("A", S(COMPLETED), "percent=100"));
	as_office(w);
	assert_int_equal(stored(w, stop)->state, REPORT_STATE(REPLACED));
	world_refused(w, judge(stop, PASS, 0), CONFLICT, "report.not_waiting");
	world_ok(w, judge(complete, PASS, 0));
	assert_int_equal(stage_project(w, "A")->stage, S(COMPLETED));
}

static void others_may_not_ask(void **state)
{
	struct world *w = *state;

	city(w);
	as(w, "west", ROLE(COUNTY));
	world_refused(w, stage_move("A", S(STOPPED), "reason=x"), DUBAN__STATUS__STATUS_NOT_FOUND,
		      "project.unknown");
	as(w, "roads", ROLE(SECTOR));
	world_refused(w, stage_move("B", S(STOPPED), "reason=x"), DUBAN__STATUS__STATUS_NOT_FOUND,
		      "project.unknown");
	as(w, "", ROLE(LEADER));
	world_refused(w, stage_move("B", S(STOPPED), "reason=x"), DUBAN__STATUS__STATUS_DENIED,
		      "role.denied");
	/* the department of the sector may ask, and the office confirms it */
	as(w, "works", ROLE(SECTOR));
	confirm(w, asked(w, stage_move("B", S(STOPPED), "reason=x")));
	assert_int_equal(stage_project(w, "B")->stage, S(STOPPED));
}

static void a_correction_is_approved_one_tier_up(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	world_refused(w, stage_move("A", S(PRELIMINARY), "correction"), CONFLICT, "move.no_reason");
	num = asked(w, stage_move("A", S(PRELIMINARY), "correction reason=错报"));
	confirm(w, num);
	assert_int_equal(stage_project(w, "A")->stage, S(PRELIMINARY));
	assert_int_equal(stage_life(w, "A")->corrections, 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_unit_asks_and_the_office_confirms),
	    TEST(what_lacks_is_said_to_who_asks),
	    TEST(a_report_of_a_hundred_percent_completes),
	    TEST(the_last_confirmed_figure_completes),
	    TEST(what_no_longer_holds_is_not_confirmed),
	    TEST(a_returned_wish_ends_with_the_offices_own_move),
	    TEST(a_day_before_the_wish_has_the_move_and_no_wish),
	    TEST(a_later_wish_takes_the_place_of_the_earlier),
	    TEST(others_may_not_ask),
	    TEST(a_correction_is_approved_one_tier_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
