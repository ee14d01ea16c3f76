/* 月度关账: what stands beside a month's figures before they are published, and units that check
 * their lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/order/torder.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"

#define MEMBERS "project,list,joined\nA,甲,2020-01-02\nB,甲,2020-01-02\nC,甲,2020-01-02\n"
#define PUBLISH "list=甲 board=county month=202001 document=1号 approver=王某"
#define CHECK "list=甲 month=202001"

static void listed(struct world *w)
{
	city(w);
	world_import(w, IMPORT_KIND(MEMBERS), MEMBERS);
}

static void until(struct world *w, const char *when)
{
	as(w, "", 0);
	world_until(w, when);
}

static void reported(struct world *w, const char *project, uint32_t month, int64_t fen)
{
	as(w, strcmp(project, "C") == 0 ? "west" : "site", ROLE(UNIT));
	confirm(w, monthly(w, project, month, fen));
}

static Duban__CloseRow *closing(struct world *w, uint32_t month, const char *unit)
{
	const Duban__CloseShowReply *b;
	char text[80];

	(void)snprintf(text, sizeof text, "month=%u list=甲", month);
	as_office(w);
	b = torder_ok(w, "close_show", text)->close_show;
	for (size_t i = 0; i < b->n_row; i++)
		if (strcmp(b->row[i]->unit, unit) == 0)
			return b->row[i];
	fail_msg("no row of %s", unit);
	return NULL;
}

/* Only what the bureau told of is compared, from January on. */
static void the_bureaus_file_is_set_beside_the_platform(void **state)
{
	struct world *w = *state;
	const Duban__CloseRow *row;

	listed(w);
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 500);
	reported(w, "B", 202001, 90);
	reported(w, "C", 202001, 700);
	until(w, "2020-03-03 09:00");
	reported(w, "A", 202002, 100);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(BUREAU_FIGURES),
		     "project,month,amount,source\nA,2020-02,4.5元,统计局 2 月反馈\n");
	row = closing(w, 202002, "site");
	assert_int_equal(row->bureau->fen, 450);
	assert_int_equal(row->bureau_projects, 1);
	assert_int_equal(row->bureau_gap->fen, 150);
	assert_null(closing(w, 202002, "west")->bureau);
	assert_null(closing(w, 202001, "site")->bureau);
	torder_ok(w, "record_set",
		  "kind=bureau_figures cell{column=project value=A} cell{column=month "
		  "value=2020-02} cell{column=amount value=6元}");
	assert_int_equal(closing(w, 202002, "site")->bureau_gap->fen, 0);
	clock_verify(w);
}

/* What is handed in first while the month runs is 预计; the one that is confirmed is 实绩. */
static void last_months_expectation_is_trued_up(void **state)
{
	struct world *w = *state;
	const Duban__CloseRow *row;

	listed(w);
	until(w, "2020-01-21 09:00");
	as_site(w);
	(void)monthly(w, "A", 202001, 500);
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 650); /* it replaces what was expected */
	reported(w, "B", 202001, 70);  /* expected by nobody */
	row = closing(w, 202002, "site");
	assert_int_equal(row->last_expected->fen, 500);
	assert_int_equal(row->true_up->fen, 150);
	assert_null(closing(w, 202002, "west")->last_expected);
	assert_null(closing(w, 202001, "site")->true_up);
}

static void units_check_their_lines_before_they_are_published(void **state)
{
	struct world *w = *state;
	const Duban__CloseCheckReply *b;

	listed(w);
	until(w, "2020-02-07 09:00");
	reported(w, "A", 202001, 500);
	as(w, "east", ROLE(COUNTY));
	torder_refused(w, "close_check", CHECK, "close.no_check_now");
	until(w, "2020-02-10 09:00");
	as(w, "east", ROLE(COUNTY));
	torder_refused(w, "close_check", CHECK " unit=west", "unit.unknown");
	b = torder_ok(w, "close_check", CHECK)->close_check;
	assert_string_equal(b->unit, "east");
	assert_int_equal(b->state, DUBAN__LINE_CHECK_STATE__LINE_CHECK_STATE_AGREED);
	assert_int_equal(b->until_date, 20200210);
	as_office(w);
	torder_refused(w, "close_check", CHECK, "close.no_unit");
	torder_refused(w, "ranking_publish", PUBLISH, "ranking.being_checked"); /* west has not */
	as(w, "west", ROLE(COUNTY));
	torder_ok(w, "close_check", CHECK);
	as_office(w);
	torder_ok(w, "ranking_publish", PUBLISH);
	as(w, "west", ROLE(COUNTY));
	torder_refused(w, "close_check", CHECK " objection=少计", "ranking.published");
	clock_verify(w);
}

static void an_objection_waits_for_its_answer(void **state)
{
	struct world *w = *state;
	const Duban__CloseRow *row;

	listed(w);
	until(w, "2020-02-10 09:00");
	as_site(w);
	torder_ok(w, "close_check", "month=202001 objection=少计一笔"); /* on any list */
	until(w, "2020-02-11 09:00");
	as_site(w);
	torder_refused(w, "close_check", CHECK, "close.no_check_now");
	row = closing(w, 202001, "site");
	assert_int_equal(row->check, DUBAN__LINE_CHECK_STATE__LINE_CHECK_STATE_OBJECTED);
	assert_string_equal(row->objection, "少计一笔");
	assert_int_equal(closing(w, 202001, "west")->check, 0);
	torder_refused(w, "ranking_publish", PUBLISH, "ranking.objection");
	torder_refused(w, "close_answer", CHECK " unit=west text=已复核", "close.no_objection");
	torder_ok(w, "close_answer", CHECK " unit=site text=已复核");
	torder_refused(w, "close_answer", CHECK " unit=site text=已复核", "close.no_objection");
	assert_int_equal(closing(w, 202001, "site")->check,
			 DUBAN__LINE_CHECK_STATE__LINE_CHECK_STATE_ANSWERED);
	torder_ok(w, "ranking_publish", PUBLISH);
	clock_verify(w);
}

/* The municipal board does not wait for a county. */
static void an_objection_holds_up_its_own_board_only(void **state)
{
	struct world *w = *state;

	listed(w);
	until(w, "2020-02-10 09:00");
	as(w, "west", ROLE(COUNTY));
	torder_ok(w, "close_check", CHECK " objection=少计");
	until(w, "2020-02-11 09:00");
	as_office(w);
	torder_ok(w, "ranking_publish",
		  "list=甲 board=municipal month=202001 document=1号 approver=王某");
	torder_refused(w, "ranking_publish", PUBLISH, "ranking.objection");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_bureaus_file_is_set_beside_the_platform),
	    TEST(last_months_expectation_is_trued_up),
	    TEST(units_check_their_lines_before_they_are_published),
	    TEST(an_objection_waits_for_its_answer),
	    TEST(an_objection_holds_up_its_own_board_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
