/* Reports in a file: submitted and judged; all or none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/world/world.h"

#define REPORTS DUBAN__IMPORT_KIND__IMPORT_KIND_REPORTS

static void rows_hand_in_and_judge(void **state)
{
	struct world *w = *state;

	city(w);
	as_site(w);
	world_import(w, REPORTS,
		     "project,period,form,invested,percent,text\n"
		     "A,2020-01,,500元,40,主体施工\n"
		     "B,2020-01,月报,600元,,基坑\n"
		     "B,2020-01,说明,,,雨季停工\n");
	assert_int_equal(stored(w, 1)->state, REPORT_STATE(PENDING));
	assert_int_equal(stored(w, 1)->percent, 40);
	assert_int_equal(stored(w, 2)->invested->fen, 60000);
	assert_int_equal(stored(w, 3)->form, REPORT_FORM(EXPLANATION));
	as_office(w);
	world_import(w, REPORTS,
		     "project,num,verdict,reason\n"
		     "A,1,通过,\n"
		     "B,2,退回,缺发票\n"
		     "B,3,,\n");
	assert_int_equal(stored(w, 1)->state, REPORT_STATE(CONFIRMED));
	assert_int_equal(invested(w, "A", 202001), 50000);
	assert_int_equal(stored(w, 2)->state, REPORT_STATE(RETURNED));
	assert_string_equal(stored(w, 2)->return_reason, "缺发票");
	assert_int_equal(stored(w, 3)->state, REPORT_STATE(PENDING));
}

static void refused(struct world *w, const char *csv, const char *code, uint32_t line)
{
	Duban__Reply *r = world_import_ask(w, REPORTS, csv);

	assert_int_not_equal(r->status, STATUS_OK);
	assert_string_equal(r->problem[0]->code, code);
	assert_int_equal(r->problem[0]->line, line);
}

static void a_faulty_row_keeps_all_rows_out(void **state)
{
	struct world *w = *state;

	city(w);
	as_site(w);
	refused(w, "project,period,invested\nA,2020-01,5元\nB,2020-02,5元\n", "report.future", 3);
	refused(w, "project,period,invested\nA,2020-01,5元\nA,2020-01,6元\n", "key.twice", 3);
	refused(w, "project,period,invested\nA,2020-01,5元\nC,2020-01,6元\n", "project.unknown", 3);
	refused(w, "project,num,verdict\nA,,通过\n", "report.verdict_unnumbered", 2);
	refused(w, "project,num,verdict\nA,9,通过\n", "report.unknown", 2);
	world_import(w, REPORTS, "project,period,invested\nA,2020-01,5元\nB,2020-01,5元\n");
	refused(w, "project,num,verdict\nA,1,通过\n", "report.not_reviewer", 2);
	as_office(w);
	refused(w, "project,num,verdict\nA,1,通过\nA,1,通过\n", "key.twice", 3);
	refused(w, "project,num,verdict\nA,1,通过\nA,2,通过\n", "report.other_project", 3);
	refused(w, "project,num,verdict\nA,1,通过\nB,2,退回\n", "report.return_unreasoned", 3);
	assert_int_equal(stored(w, 1)->state, REPORT_STATE(PENDING));
}

/* The new report would replace the other one before the verdict on it. */
static void a_file_does_not_judge_a_report_and_hand_in_its_successor(void **state)
{
	struct world *w = *state;

	city(w);
	as_site(w);
	world_import(w, REPORTS, "project,period,invested\nA,2020-01,5元\nB,2020-01,5元\n");
	as(w, "", 0);
	refused(w, "project,num,period,invested,verdict\nA,1,,,通过\nA,,2020-01,6元,\n",
		"key.twice", 3);
	refused(w, "project,num,period,invested,verdict\nA,,2020-01,6元,\nA,1,,,通过\n",
		"key.twice", 3);
	assert_int_equal(stored(w, 1)->state, REPORT_STATE(PENDING));
	world_import(w, REPORTS,
		     "project,num,period,invested,verdict\nA,1,,,通过\nB,,2020-01,6元,\n");
	assert_int_equal(stored(w, 1)->state, REPORT_STATE(CONFIRMED));
}

/* Past reports are imported with their numbers; submitted as new ones they would wait for
 * review. */
static void an_opening_balance_without_its_number_is_handed_in_by_nobody(void **state)
{
	struct world *w = *state;

	city(w);
	refused(w, "project,period,invested,state\nA,2020-01,5元,已确认\n",
		"report.opening_unnumbered", 2);
	refused(w, "project,period,invested,state\nA,2020-01,5元,returned\n",
		"report.opening_unnumbered", 2);
	refused(w, "project,period,invested,state\nA,2020-01,5元,办了\n", "report.bad_state", 2);
	refused(w, "project,period,invested,confirmed_at\nA,2020-01,5元,2020-01-02T09:00\n",
		"report.opening_unnumbered", 2);
	refused(w, "project,period,invested,submitted_at\nA,2020-01,5元,2020-01-02T09:00\n",
		"report.opening_unnumbered", 2);
	refused(w, "project,period,invested,booked\nA,2020-01,5元,2020-01\n",
		"report.opening_unnumbered", 2);
	as_site(w);
	world_import(w, REPORTS, "project,period,invested,state\nA,2020-01,5元,待审\n");
	assert_int_equal(stored(w, 1)->state, REPORT_STATE(PENDING));
	/* lists no changes, since nothing can be reverted: submitted reports are replaced or
	 * returned */
	assert_int_equal(w->reply->import->changes, 0);
}

static void a_verdict_changes_no_figure(void **state)
{
	struct world *w = *state;

	city(w);
	as_site(w);
	world_import(w, REPORTS,
		     "project,period,invested,percent\nA,2020-01,5万元,\nB,2020-01,7万元,40\n");
	as(w, "", 0);
	refused(w, "project,num,invested,verdict\n,1,5万元,通过\n,2,8万元,通过\n",
		"report.verdict_figure", 3);
	refused(w, "project,num,cumulative,verdict\n,1,5万元,通过\n", "report.verdict_figure", 2);
	refused(w, "project,num,statistics,verdict\n,1,5万元,通过\n", "report.verdict_figure", 2);
	refused(w, "project,num,cumulative_statistics,verdict\n,1,0元,通过\n",
		"report.verdict_figure", 2);
	refused(w, "project,num,percent,verdict\n,1,0,通过\n", "report.verdict_figure", 2);
	refused(w, "project,num,percent,verdict\n,2,41,通过\n", "report.verdict_figure", 2);
	refused(w, "project,num,invested,verdict,reason\n,1,6万元,退回,数不对\n",
		"report.verdict_figure", 2);
	assert_int_equal(stored(w, 1)->state, REPORT_STATE(PENDING));
	world_import(w, REPORTS,
		     "project,num,invested,percent,verdict\n,1,50000元,,通过\n,2,7万元,40,通过\n");
	assert_int_equal(stored(w, 2)->state, REPORT_STATE(CONFIRMED));
	assert_int_equal(w->reply->import->changes, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(rows_hand_in_and_judge),
	    TEST(a_faulty_row_keeps_all_rows_out),
	    TEST(a_file_does_not_judge_a_report_and_hand_in_its_successor),
	    TEST(an_opening_balance_without_its_number_is_handed_in_by_nobody),
	    TEST(a_verdict_changes_no_figure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
