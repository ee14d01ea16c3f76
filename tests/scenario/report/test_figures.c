/* Figures: the month in which a confirmed report is booked, and which reports are valid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "store/db/key.h"

/* ---- the lock */

static void until_the_locks_last_instant_a_month_takes_its_own_numbers(void **state)
{
	struct world *w = *state;
	uint32_t a, b;

	city(w);
	as_site(w);
	a = monthly(w, "A", 202001, 500);
	b = monthly(w, "B", 202001, 600);
	/* January 2020 locks after 7 February: 3-7 February are its 5 working days */
	as(w, "", 0);
	world_until(w, "2020-02-07 23:59");
	confirm(w, a);
	assert_int_equal(stored(w, a)->booked_month, 202001);
	as(w, "", 0);
	world_until(w, "2020-02-08 00:00");
	confirm(w, b);
	assert_int_equal(stored(w, b)->booked_month, 202002);
	assert_null(figure(w, "B", 202001));
	assert_int_equal(invested(w, "B", 202002), 600);
	assert_int_equal(figure(w, "B", 202002)->late, 1);
	assert_int_equal(figure(w, "B", 202002)->corrections, 0);
	assert_int_equal(figure(w, "B", 202002)->n_told, 1);
	assert_int_equal(figure(w, "B", 202002)->told[0]->month, 202001);
	assert_int_equal(figure(w, "B", 202002)->report, 0);
}

static void a_locked_month_stays_and_its_correction_is_booked_in_the_open_one(void **state)
{
	struct world *w = *state;
	Duban__Request *r;
	uint32_t num;

	city(w);
	as_site(w);
	r = report("A", 0, 202001, 500);
	money[1].fen = 9000;
	submit.cumulative = &money[1];
	num = hand_in(w, r);
	world_refused(w, report("A", REPORT_FORM(CORRECTION), 202001, 450), STATUS_CONFLICT,
		      "report.nothing_to_correct");
	confirm(w, num);
	as(w, "", 0);
	world_until(w, "2020-02-20 09:00");
	as_site(w);
	r = report("A", REPORT_FORM(CORRECTION), 202001, 450);
	submit.reason = loose("");
	world_refused(w, r, STATUS_INVALID, "text.empty");
	num = hand_in(w, report("A", REPORT_FORM(CORRECTION), 202001, 450));
	assert_int_equal(stored(w, num)->corrects_report, 1);
	assert_int_equal(stored(w, num)->cumulative->fen, 9000);
	confirm(w, num);
	assert_int_equal(invested(w, "A", 202001), 500);
	assert_int_equal(invested(w, "A", 202002), -50);
	/* the next correction is compared with the last one */
	as_site(w);
	num = hand_in(w, report("A", REPORT_FORM(CORRECTION), 202001, 470));
	assert_int_equal(stored(w, num)->corrects_report, 2);
	confirm(w, num);
	assert_int_equal(invested(w, "A", 202002), -30);
	as_site(w);
	num = monthly(w, "A", 202002, 1000);
	confirm(w, num);
	assert_int_equal(invested(w, "A", 202002), 970);
	assert_int_equal(figure(w, "A", 202002)->report, num);
	assert_int_equal(figure(w, "A", 202002)->corrections, 2);
	assert_int_equal(invested(w, "A", 202001), 500);
}

static uint32_t standing(struct world *w, uint32_t month, int64_t fen, int64_t cumulative)
{
	Duban__Request *r = report("A", 0, month, fen);

	money[1].fen = cumulative;
	submit.cumulative = &money[1];
	submit.has_percent = true;
	submit.percent = (uint32_t)cumulative / 100;
	return hand_in(w, r);
}

/* The report that comes last need not be about the last month. */
static void late_news_of_an_early_month_do_not_stand_at_the_end_of_a_later_one(void **state)
{
	struct world *w = *state;
	uint32_t january, february;

	city(w);
	as(w, "", 0);
	world_until(w, "2020-02-20 09:00");
	as_site(w);
	january = standing(w, 202001, 500, 1000);
	february = standing(w, 202002, 600, 1600);
	as(w, "", 0);
	world_until(w, "2020-03-20 09:00"); /* both are locked: March is open */
	confirm(w, february);
	confirm(w, january);
	assert_int_equal(invested(w, "A", 202003), 1100);
	assert_int_equal(figure(w, "A", 202003)->cumulative->fen, 1600);
	assert_int_equal(figure(w, "A", 202003)->percent, 16);
	/* nor at the end of an open month that has no report yet */
	as(w, "", 0);
	world_until(w, "2020-04-20 09:00");
	as_site(w);
	confirm(w, hand_in(w, report("A", REPORT_FORM(CORRECTION), 202001, 450)));
	assert_int_equal(invested(w, "A", 202004), -50);
	assert_null(figure(w, "A", 202004)->cumulative);
	assert_false(figure(w, "A", 202004)->has_percent);
	/* news of the last reported month does count there */
	as_site(w);
	confirm(w, hand_in(w, report("A", REPORT_FORM(CORRECTION), 202002, 650)));
	assert_int_equal(invested(w, "A", 202004), 0);
	assert_int_equal(figure(w, "A", 202004)->cumulative->fen, 1600);
}

static void before_the_lock_a_correction_changes_its_own_month(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	as_site(w);
	num = monthly(w, "A", 202001, 500);
	confirm(w, num);
	as_site(w);
	num = hand_in(w, report("A", REPORT_FORM(CORRECTION), 202001, 450));
	confirm(w, num);
	assert_int_equal(stored(w, num)->booked_month, 202001);
	assert_int_equal(invested(w, "A", 202001), 450);
	assert_int_equal(figure(w, "A", 202001)->corrections, 0);
	assert_int_equal(figure(w, "A", 202001)->report, 1);
}

static void a_cumulative_figure_that_falls_is_marked_and_may_be_explained(void **state)
{
	struct world *w = *state;
	Duban__Request *r;
	uint32_t num;

	city(w);
	as_site(w);
	r = report("A", 0, 202001, 500);
	money[1].fen = 9000;
	submit.cumulative = &money[1];
	submit.has_percent = true;
	submit.percent = 40;
	num = hand_in(w, r);
	confirm(w, num);
	assert_int_equal(figure(w, "A", 202001)->cumulative_fell_from_month, 0);
	assert_int_equal(figure(w, "A", 202001)->percent, 40);
	as(w, "", 0);
	world_until(w, "2020-03-02 09:00");
	as_site(w);
	r = report("A", 0, 202002, 0);
	money[1].fen = 8999;
	submit.cumulative = &money[1];
	num = hand_in(w, r);
	confirm(w, num);
	assert_int_equal(figure(w, "A", 202002)->cumulative_fell_from_month, 202001);
	assert_false(figure(w, "A", 202002)->explained);
	as_site(w);
	num = hand_in(w, report("A", REPORT_FORM(EXPLANATION), 202002, -1));
	assert_false(figure(w, "A", 202002)->explained);
	confirm(w, num);
	assert_true(figure(w, "A", 202002)->explained);
	assert_int_equal(invested(w, "A", 202002), 0);
}

/* ---- what a report may contain */

static void statistics_begin_with_the_library(void **state)
{
	struct world *w = *state;
	Duban__Request *r;

	city(w);
	as_site(w);
	r = report("A", 0, 202001, 500);
	submit.statistics = &money[2];
	(void)hand_in(w, r); /* "none" is written as 0 */
	r = report("A", 0, 202001, 500);
	money[2].fen = 1;
	submit.statistics = &money[2];
	world_refused(w, r, STATUS_INVALID, "report.not_in_library");
	r = report("A", 0, 202001, 500);
	money[2].fen = 1;
	submit.cumulative_statistics = &money[2];
	world_refused(w, r, STATUS_INVALID, "report.not_in_library");
}

static void what_cannot_be_is_refused(void **state)
{
	static const uint8_t digest[HASH_SIZE] = {1};
	ProtobufCBinaryData evidence = {sizeof digest, (uint8_t *)(uintptr_t)digest};
	struct world *w = *state;
	Duban__Request *r;

	city(w);
	as_site(w);
	r = report("A", 0, 202001, 500);
	submit.has_percent = true;
	submit.percent = 101;
	world_refused(w, r, STATUS_INVALID, "report.percent");
	world_refused(w, report("A", 0, 202001, -1), STATUS_INVALID, "money.missing");
	world_refused(w, report("A", REPORT_FORM(LINK), 202001, 1), STATUS_INVALID,
		      "report.form_of_move");
	r = report("A", REPORT_FORM(EXPLANATION), 202001, -1);
	submit.text = loose("");
	world_refused(w, r, STATUS_INVALID, "text.empty");
	r = report("A", REPORT_FORM(DAILY), 0, -1);
	submit.text = loose("");
	world_refused(w, r, STATUS_INVALID, "report.silent");
	r = report("A", REPORT_FORM(DAILY), 0, -1);
	submit.on_date = 20200103;
	world_refused(w, r, STATUS_INVALID, "date.future");
	r = report("A", REPORT_FORM(DAILY), 202001, -1);
	submit.on_date = 20191231;
	world_refused(w, r, STATUS_INVALID, "report.day_outside");
	r = report("A", 0, 202001, 1);
	submit.evidence = &evidence;
	submit.n_evidence = 1;
	world_refused(w, r, STATUS_NOT_FOUND, "evidence.unknown");
}

static void days_and_weeks_hold_progress_and_book_no_money(void **state)
{
	struct world *w = *state;
	Duban__Request *r;
	uint32_t day, week;

	city(w);
	as_site(w);
	day = hand_in(w, report("A", REPORT_FORM(DAILY), 0, 500));
	assert_int_equal(stored(w, day)->on_date, 20200102);
	assert_int_equal(stored(w, day)->period_month, 202001);
	r = report("A", REPORT_FORM(WEEKLY), 0, 500);
	submit.on_date = 20200105; /* the Sunday of the week, in the future */
	week = hand_in(w, r);
	r = report("A", REPORT_FORM(WEEKLY), 0, 600);
	submit.on_date = 20200102; /* the same week */
	(void)hand_in(w, r);
	assert_int_equal(stored(w, week)->state, REPORT_STATE(REPLACED));
	confirm(w, day);
	assert_int_equal(stored(w, day)->booked_month, 0);
	assert_null(figure(w, "A", 202001));
	as_site(w);
	world_refused(w, report("A", REPORT_FORM(DAILY), 0, 1), STATUS_CONFLICT,
		      "report.confirmed_day");
}

static Duban__Request *of_day(const char *project, int form, uint32_t day)
{
	Duban__Request *r = report(project, form, 0, -1);

	submit.on_date = day;
	return r;
}

static void a_period_that_makes_no_sense_is_refused_on_either_side(void **state)
{
	struct world *w = *state;

	city(w);
	world_until(w, "2020-03-11 09:00"); /* a Wednesday */
	as_site(w);
	world_refused(w, report("A", 0, 202004, 1), STATUS_INVALID, "report.future");
	world_refused(w, of_day("A", REPORT_FORM(DAILY), 20200312), STATUS_INVALID, "date.future");
	world_refused(w, of_day("A", REPORT_FORM(WEEKLY), 20200316), STATUS_INVALID, "date.future");
	(void)hand_in(w, of_day("A", REPORT_FORM(WEEKLY), 20200315));
	world_refused(w, report("A", 0, 201802, 1), STATUS_INVALID, "report.too_old");
	assert_string_equal(w->reply->problem[0]->arg[0], "2018-02");
	assert_string_equal(w->reply->problem[0]->arg[1], "2018-03");
	world_refused(w, of_day("A", REPORT_FORM(DAILY), 20180228), STATUS_INVALID,
		      "report.too_old");
	world_refused(w, report("A", REPORT_FORM(EXPLANATION), 201802, -1), STATUS_INVALID,
		      "report.too_old");
	(void)monthly(w, "A", 201803, 1);
	/* what a client without checks of its own may send */
	world_refused(w, report("A", 0, 4294967295u, 1), STATUS_INVALID, "month.impossible");
	world_refused(w, report("A", 0, 202013, 1), STATUS_INVALID, "month.impossible");
}

static void after_its_end_a_project_reports_no_more(void **state)
{
	struct world *w = *state;
	uint32_t num;

	city(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS,
		     "code,name,unit,category,stage,year\n"
		     "D,丁项目,site,工业,前期,2020\n");
	world_until(w, "2020-03-11 09:00");
	as_site(w);
	num = monthly(w, "D", 202002, 7);
	confirm(w, num);
	world_ok(w, stage_move("D", DUBAN__STAGE__STAGE_WITHDRAWN,
			       "at=20200219 reason=资金无着 approver=领导小组"));
	as_site(w);
	world_refused(w, report("D", 0, 202003, 1), STATUS_CONFLICT, "report.project_ended");
	assert_string_equal(w->reply->problem[0]->arg[2], "2020-02-19");
	world_refused(w, of_day("D", REPORT_FORM(DAILY), 20200220), STATUS_CONFLICT,
		      "report.project_ended");
	world_refused(w, of_day("D", REPORT_FORM(WEEKLY), 20200301), STATUS_CONFLICT,
		      "report.project_ended");
	/* its last day, week and month can still be reported, and old reports can be corrected */
	(void)hand_in(w, of_day("D", REPORT_FORM(DAILY), 20200219));
	(void)hand_in(w, of_day("D", REPORT_FORM(WEEKLY), 20200223));
	(void)monthly(w, "D", 202001, 1);
	(void)hand_in(w, report("D", REPORT_FORM(CORRECTION), 202002, 6));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(until_the_locks_last_instant_a_month_takes_its_own_numbers),
	    TEST(a_locked_month_stays_and_its_correction_is_booked_in_the_open_one),
	    TEST(late_news_of_an_early_month_do_not_stand_at_the_end_of_a_later_one),
	    TEST(before_the_lock_a_correction_changes_its_own_month),
	    TEST(a_cumulative_figure_that_falls_is_marked_and_may_be_explained),
	    TEST(statistics_begin_with_the_library),
	    TEST(what_cannot_be_is_refused),
	    TEST(a_period_that_makes_no_sense_is_refused_on_either_side),
	    TEST(after_its_end_a_project_reports_no_more),
	    TEST(days_and_weeks_hold_progress_and_book_no_money),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
