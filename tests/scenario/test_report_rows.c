/* Reports in rows: handed in, and judged, as a file; all or none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/treport.h"

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
	assert_int_equal(stored(w, 1)->state, STATE(PENDING));
	assert_int_equal(stored(w, 1)->percent, 40);
	assert_int_equal(stored(w, 2)->invested->fen, 60000);
	assert_int_equal(stored(w, 3)->form, FORM(EXPLANATION));
	as_office(w);
	world_import(w, REPORTS,
		     "project,num,verdict,reason\n"
		     "A,1,通过,\n"
		     "B,2,退回,缺发票\n"
		     "B,3,,\n");
	assert_int_equal(stored(w, 1)->state, STATE(CONFIRMED));
	assert_int_equal(invested(w, "A", 202001), 50000);
	assert_int_equal(stored(w, 2)->state, STATE(RETURNED));
	assert_string_equal(stored(w, 2)->return_reason, "缺发票");
	assert_int_equal(stored(w, 3)->state, STATE(PENDING));
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
	assert_int_equal(stored(w, 1)->state, STATE(PENDING));
}

/* The new one would replace the other before the verdict on it. */
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
	assert_int_equal(stored(w, 1)->state, STATE(PENDING));
	world_import(w, REPORTS,
		     "project,num,period,invested,verdict\nA,1,,,通过\nB,,2020-01,6元,\n");
	assert_int_equal(stored(w, 1)->state, STATE(CONFIRMED));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(rows_hand_in_and_judge),
	    TEST(a_faulty_row_keeps_all_rows_out),
	    TEST(a_file_does_not_judge_a_report_and_hand_in_its_successor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
