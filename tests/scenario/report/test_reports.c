/* Reports: submitted, reviewed or returned in layers, confirmed by the office; their lists; links
 * whose finish waits for a report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/noun/treport.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/link/link.h"
#include "model/project/project.h"
#include "store/db/key.h"
#include "store/db/state.h"

static Duban__Request q;

/* ---- who reviews */

static void the_unit_above_reviews_and_the_office_confirms(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = monthly(w, "A", 202001, 500);
	assert_int_equal(stored(w, num)->state, REPORT_STATE(PENDING));
	assert_false(stored(w, num)->reviewer_is_sector);
	/* its own unit may not pass it */
	world_refused(w, judge(num, PASS, 0), STATUS_DENIED, "report.not_reviewer");
	as(w, "east", ROLE(COUNTY));
	world_ok(w, judge(num, PASS, 0));
	assert_int_equal(w->reply->report_review->reviewed, 1);
	assert_int_equal(stored(w, num)->state, REPORT_STATE(REVIEWED));
	assert_null(figure(w, "A", 202001));
	/* a second verdict is refused: now the office must act */
	world_refused(w, judge(num, PASS, 0), STATUS_DENIED, "report.office_confirms");
	as_office(w);
	world_ok(w, judge(num, PASS, 0));
	assert_int_equal(w->reply->report_review->confirmed, 1);
	assert_int_equal(stored(w, num)->state, REPORT_STATE(CONFIRMED));
	assert_int_equal(stored(w, num)->booked_month, 202001);
	assert_int_equal(invested(w, "A", 202001), 500);
	assert_string_equal(figure(w, "A", 202001)->text, "主体施工");
	world_refused(w, judge(num, RETURN, 0), STATUS_CONFLICT, "report.not_waiting");
}

static void the_department_reviews_where_there_is_one(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = monthly(w, "B", 202001, 500);
	assert_true(stored(w, num)->reviewer_is_sector);
	/* neither the county above nor the department of another sector */
	as(w, "east", ROLE(COUNTY));
	world_refused(w, judge(num, PASS, 0), STATUS_DENIED, "report.not_reviewer");
	as(w, "roads", ROLE(SECTOR));
	world_refused(w, judge(num, PASS, 0), STATUS_NOT_FOUND, "report.unknown");
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(num, PASS, 0));
	as(w, "", ROLE(LEADER));
	world_refused(w, judge(num, PASS, 0), STATUS_DENIED, "role.denied");
	confirm(w, num);
	assert_int_equal(invested(w, "B", 202001), 500);
}

static void without_a_reviewer_it_is_the_offices_turn_at_once(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as(w, "west", ROLE(COUNTY));
	num = monthly(w, "C", 202001, 7);
	assert_int_equal(stored(w, num)->state, REPORT_STATE(REVIEWED));
	assert_int_equal(stored(w, num)->reviewer, 0);
	world_refused(w, judge(num, PASS, 0), STATUS_DENIED, "report.office_confirms");
	confirm(w, num);
	assert_int_equal(invested(w, "C", 202001), 7);
}

static void what_the_reviewer_hands_in_itself_goes_to_the_office(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as(w, "east", ROLE(COUNTY));
	num = monthly(w, "A", 202001, 7);
	assert_int_equal(stored(w, num)->state, REPORT_STATE(REVIEWED));
	world_refused(w, judge(num, PASS, 0), STATUS_DENIED, "report.office_confirms");
	confirm(w, num);
}

static void the_office_may_pass_both_layers_at_once(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = monthly(w, "B", 202001, 500);
	confirm(w, num);
	assert_int_equal(w->reply->report_review->reviewed, 1);
	assert_int_equal(w->reply->report_review->confirmed, 1);
	assert_int_equal(stored(w, num)->state, REPORT_STATE(CONFIRMED));
	assert_true(stored(w, num)->reviewed_at == stored(w, num)->confirmed_at);
}

static void what_is_returned_is_handed_in_again_and_nobody_edits_it(void **state)
{
	struct world *w = *state;
	uint32_t first, second, third;

	city(w);
	as_site(w);
	first = monthly(w, "B", 202001, 500);
	as(w, "works", ROLE(SECTOR));
	q = *judge(first, RETURN, 0);
	verdict[0].reason = loose("");
	world_refused(w, &q, STATUS_INVALID, "report.return_unreasoned");
	world_ok(w, judge(first, RETURN, 0));
	assert_int_equal(stored(w, first)->state, REPORT_STATE(RETURNED));
	assert_string_equal(stored(w, first)->return_reason, "缺发票");
	assert_int_equal(stored(w, first)->returned, 1);
	world_refused(w, judge(first, PASS, 0), STATUS_CONFLICT, "report.not_waiting");
	as_site(w);
	second = monthly(w, "B", 202001, 400);
	assert_int_equal(stored(w, first)->state, REPORT_STATE(REPLACED));
	assert_int_equal(stored(w, first)->invested->fen, 500);
	third = monthly(w, "B", 202001, 300);
	assert_int_equal(stored(w, second)->state, REPORT_STATE(REPLACED));
	/* reports of another month or another form are independent of it */
	(void)hand_in(w, report("B", REPORT_FORM(EXPLANATION), 202001, -1));
	assert_int_equal(stored(w, third)->state, REPORT_STATE(PENDING));
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(third, PASS, 0));
	/* the office returns what the department passed; the review starts again */
	as_office(w);
	world_ok(w, judge(third, RETURN, 0));
	as_site(w);
	second = monthly(w, "B", 202001, 200);
	assert_int_equal(stored(w, second)->state, REPORT_STATE(PENDING));
	confirm(w, second);
	assert_int_equal(invested(w, "B", 202001), 200);
	as_site(w);
	world_refused(w, report("B", 0, 202001, 100), STATUS_CONFLICT, "report.confirmed");
}

static void who_reviews_does_not_put_its_own_number_in_anothers_place(void **state)
{
	struct world *w = *state;
	uint32_t num, typed;

	city(w);
	as_site(w);
	num = monthly(w, "A", 202001, 500);
	assert_false(stored(w, num)->typed_for);
	as(w, "east", ROLE(COUNTY));
	world_refused(w, report("A", 0, 202001, 999), STATUS_DENIED, "report.others");
	as_office(w);
	world_refused(w, report("A", 0, 202001, 999), STATUS_DENIED, "report.others");
	/* neither a returned nor a confirmed report */
	world_ok(w, judge(num, RETURN, 0));
	world_refused(w, report("A", 0, 202001, 999), STATUS_DENIED, "report.others");
	as_site(w);
	num = monthly(w, "A", 202001, 400);
	confirm(w, num);
	world_refused(w, report("A", REPORT_FORM(CORRECTION), 202001, 999), STATUS_DENIED,
		      "report.others");
	as(w, "east", ROLE(COUNTY));
	world_refused(w, report("A", REPORT_FORM(CORRECTION), 202001, 999), STATUS_DENIED,
		      "report.others");
	assert_int_equal(invested(w, "A", 202001), 400);
	/* 代填: allowed where there is no report, marked, and replaced by who typed it or by the
	 * unit */
	typed = monthly(w, "B", 202001, 1);
	assert_true(stored(w, typed)->typed_for);
	typed = monthly(w, "B", 202001, 2);
	as_office(w);
	world_refused(w, report("B", 0, 202001, 3), STATUS_DENIED, "report.others");
	as_site(w);
	num = monthly(w, "B", 202001, 4);
	assert_int_equal(stored(w, typed)->state, REPORT_STATE(REPLACED));
	assert_false(stored(w, num)->typed_for);
	as_office(w);
	typed = monthly(w, "C", 202001, 5);
	assert_true(stored(w, typed)->typed_for);
	confirm(w, typed);
	(void)hand_in(w, report("C", REPORT_FORM(CORRECTION), 202001, 6));
	as(w, "west", ROLE(COUNTY));
	(void)hand_in(w, report("C", REPORT_FORM(CORRECTION), 202001, 7));
	as_office(w);
	world_refused(w, report("C", REPORT_FORM(CORRECTION), 202001, 8), STATUS_DENIED,
		      "report.others");
}

static void verdicts_hold_all_or_none_and_each_fault_is_named(void **state)
{
	struct world *w = *state;
	uint32_t a, b, c;

	city(w);
	as_site(w);
	a = monthly(w, "A", 202001, 1);
	b = monthly(w, "B", 202001, 2);
	as(w, "west", ROLE(COUNTY));
	c = monthly(w, "C", 202001, 3);
	confirm(w, c);
	world_refused(w, judge(a, PASS, c, PASS, 99, PASS, b, PASS, 0), STATUS_CONFLICT,
		      "report.not_waiting");
	assert_int_equal(w->reply->n_problem, 2);
	assert_string_equal(w->reply->problem[0]->arg[0], "3");
	assert_string_equal(w->reply->problem[1]->code, "report.unknown");
	assert_string_equal(w->reply->problem[1]->arg[0], "99");
	assert_int_equal(stored(w, a)->state, REPORT_STATE(PENDING));
	world_refused(w, judge(a, PASS, a, RETURN, 0), STATUS_INVALID, "report.judged_twice");
	world_ok(w, judge(a, PASS, b, RETURN, 0));
	assert_int_equal(w->reply->report_review->confirmed, 1);
	assert_int_equal(w->reply->report_review->returned, 1);
}

/* ---- links */

static Duban__LinkProgress *progress(struct world *w, uint32_t no)
{
	struct txn *t = engine_txn(w->engine);

	return progress_get(t, w->arena, project_by_code(t, "B"), 2020, no);
}

static uint32_t finish(struct world *w, const char *words)
{
	world_do(w, words);
	assert_int_equal(w->reply->body_case, DUBAN__REPLY__BODY_REPORT);
	return w->reply->report->report->num;
}

static uint32_t waiting(struct world *w, size_t link)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;

	b.project = loose("B");
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	return world_ok(w, &q)->chain_show->link[link]->pending_report;
}

static void a_units_finish_waits_for_the_office(void **state)
{
	struct world *w = *state;
	uint32_t first, second;

	city(w);
	as(w, "", 0);
	world_until(w, "2020-01-08 09:00");
	as_site(w);
	first = finish(w, "finish B 1 2020-01-06");
	assert_int_equal(progress(w, 1)->finished_date, 0);
	assert_int_equal(waiting(w, 0), first);
	second = finish(w, "finish B 1 2020-01-07");
	assert_int_equal(stored(w, first)->state, REPORT_STATE(REPLACED));
	assert_int_equal(waiting(w, 0), second);
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(second, PASS, 0));
	assert_int_equal(progress(w, 1)->finished_date, 0);
	confirm(w, second);
	/* the day of the finish counts; the day of the confirmation is stored too */
	assert_int_equal(progress(w, 1)->finished_date, 20200107);
	assert_int_equal(stored(w, second)->on_date, 20200107);
	assert_int_equal(waiting(w, 0), 0);
}

static void a_finish_that_is_returned_moves_nothing(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = finish(w, "finish B 1");
	as_office(w);
	world_ok(w, judge(num, RETURN, 0));
	assert_int_equal(progress(w, 1)->state, DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED);
	assert_int_equal(waiting(w, 0), 0);
}

static void what_the_office_finished_itself_waits_no_longer(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = finish(w, "finish B 1");
	as_office(w);
	world_do(w, "finish B 1");
	assert_int_equal(progress(w, 1)->finished_date, 20200102);
	assert_int_equal(stored(w, num)->state, REPORT_STATE(REPLACED));
	assert_int_equal(waiting(w, 0), 0);
	world_refused(w, judge(num, PASS, 0), STATUS_CONFLICT, "report.not_waiting");
}

static void what_was_returned_is_not_asked_for_when_the_link_is_given_up(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = finish(w, "finish B 1");
	as_office(w);
	world_ok(w, judge(num, RETURN, 0));
	world_do(w, "cancel B 1");
	assert_int_equal(stored(w, num)->state, REPORT_STATE(REPLACED));
}

/* The link was started after the day on which its unit says it was finished. */
static void a_finish_that_became_impossible_cannot_be_confirmed(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	world_until(w, "2020-01-08 09:00");
	as_site(w);
	num = finish(w, "finish B 1 2020-01-06");
	as(w, "", 0);
	world_do(w, "start B 1 2020-01-07");
	world_refused(w, judge(num, PASS, 0), STATUS_INVALID, "link.finish_before_start");
	assert_string_equal(w->reply->problem[1]->code, "report.cannot_hold");
	assert_int_equal(stored(w, num)->state, REPORT_STATE(PENDING));
	world_ok(w, judge(num, RETURN, 0));
}

static void links_confirmed_together_see_each_other_finished(void **state)
{
	struct world *w = *state;
	uint32_t first, second;

	city(w);
	as_site(w);
	second = finish(w, "finish B 2");
	first = finish(w, "finish B 1");
	as_office(w);
	/* both on the same day: in the order of submission, so 2 came before 1 */
	world_ok(w, judge(first, PASS, second, PASS, 0));
	assert_true(progress(w, 2)->out_of_order);
	assert_false(progress(w, 1)->out_of_order);
	world_do(w, "return B 1");
	world_do(w, "return B 2");
	as(w, "", 0);
	world_until(w, "2020-01-09 09:00");
	as_site(w);
	second = finish(w, "finish B 2 2020-01-08");
	first = finish(w, "finish B 1 2020-01-07");
	as_office(w);
	world_ok(w, judge(second, PASS, first, PASS, 0));
	assert_int_equal(progress(w, 1)->finished_date, 20200107);
	assert_int_equal(progress(w, 2)->finished_date, 20200108);
}

/* ---- lists, recovery */

static size_t listed(struct world *w, Duban__ReportListRequest b)
{
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_REPORT_LIST;
	q.report_list = &b;
	return world_ok(w, &q)->report_list->n_report;
}

static void a_list_shows_what_may_be_seen_and_whose_turn_it_is(void **state)
{
	Duban__ReportListRequest all = DUBAN__REPORT_LIST_REQUEST__INIT, mine = all, one = all;
	struct world *w = *state;
	uint32_t c;

	city(w);
	mine.mine = true;
	as_site(w);
	(void)monthly(w, "A", 202001, 1);
	(void)monthly(w, "B", 202001, 2);
	assert_int_equal(listed(w, all), 2);
	assert_int_equal(listed(w, mine), 0);
	as(w, "west", ROLE(COUNTY));
	c = monthly(w, "C", 202001, 3);
	assert_int_equal(listed(w, all), 1);
	as(w, "works", ROLE(SECTOR));
	assert_int_equal(listed(w, all), 1);
	assert_int_equal(listed(w, mine), 1);
	assert_string_equal(w->reply->report_list->report[0]->project, "B");
	as(w, "east", ROLE(COUNTY));
	assert_int_equal(listed(w, all), 2);
	assert_int_equal(listed(w, mine), 1);
	assert_string_equal(w->reply->report_list->report[0]->project, "A");
	as_office(w);
	assert_int_equal(listed(w, all), 3);
	assert_int_equal(listed(w, mine), 1);
	assert_int_equal(w->reply->report_list->report[0]->num, c);
	one.project = loose("B");
	assert_int_equal(listed(w, one), 1);
	one = all;
	one.unit = loose("east");
	assert_int_equal(listed(w, one), 2);
	one = all;
	one.state = REPORT_STATE(PENDING);
	one.after = 1;
	assert_int_equal(listed(w, one), 1);
}

/* A returned report waits for who handed it in, until it is handed in again. */
static void what_was_returned_to_me_is_mine(void **state)
{
	Duban__ReportListRequest mine = DUBAN__REPORT_LIST_REQUEST__INIT, both = mine;
	struct world *w = *state;
	uint32_t first, second;

	city(w);
	mine.mine = both.mine = true;
	both.state = REPORT_STATE(RETURNED);
	as_site(w);
	first = monthly(w, "B", 202001, 500);
	second = monthly(w, "B", 201912, 700);
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(second, RETURN, 0));
	world_ok(w, judge(first, RETURN, 0));
	assert_int_equal(listed(w, mine), 0);
	as_site(w);
	assert_int_equal(listed(w, mine), 2);
	assert_int_equal(w->reply->report_list->report[0]->num, first);
	assert_string_equal(w->reply->report_list->report[0]->return_reason, "缺发票");
	assert_int_equal(listed(w, both), 2);
	mine.after = first;
	assert_int_equal(listed(w, mine), 1);
	mine.after = 0;
	as_office(w);
	assert_int_equal(listed(w, mine), 0);
	as_site(w);
	(void)monthly(w, "B", 202001, 450);
	assert_int_equal(listed(w, mine), 1);
	assert_int_equal(w->reply->report_list->report[0]->num, second);
}

static void a_crash_forgets_nothing_of_a_review(void **state)
{
	uint8_t before[32], after[32];
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = monthly(w, "A", 202001, 500);
	confirm(w, num);
	as_site(w);
	(void)hand_in(w, report("A", REPORT_FORM(CORRECTION), 202001, 450));
	num = finish(w, "finish B 1");
	confirm(w, num);
	assert_int_equal(db_state_hash(engine_txn(w->engine), before), 0);
	world_restart(w, false);
	assert_int_equal(db_state_hash(engine_txn(w->engine), after), 0);
	assert_memory_equal(before, after, sizeof before);
	assert_int_equal(invested(w, "A", 202001), 500);
	assert_int_equal(stored(w, 2)->state, REPORT_STATE(PENDING));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_unit_above_reviews_and_the_office_confirms),
	    TEST(the_department_reviews_where_there_is_one),
	    TEST(without_a_reviewer_it_is_the_offices_turn_at_once),
	    TEST(what_the_reviewer_hands_in_itself_goes_to_the_office),
	    TEST(the_office_may_pass_both_layers_at_once),
	    TEST(what_is_returned_is_handed_in_again_and_nobody_edits_it),
	    TEST(who_reviews_does_not_put_its_own_number_in_anothers_place),
	    TEST(verdicts_hold_all_or_none_and_each_fault_is_named),
	    TEST(a_units_finish_waits_for_the_office),
	    TEST(a_finish_that_is_returned_moves_nothing),
	    TEST(what_the_office_finished_itself_waits_no_longer),
	    TEST(what_was_returned_is_not_asked_for_when_the_link_is_given_up),
	    TEST(a_finish_that_became_impossible_cannot_be_confirmed),
	    TEST(links_confirmed_together_see_each_other_finished),
	    TEST(a_list_shows_what_may_be_seen_and_whose_turn_it_is),
	    TEST(what_was_returned_to_me_is_mine),
	    TEST(a_crash_forgets_nothing_of_a_review),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
