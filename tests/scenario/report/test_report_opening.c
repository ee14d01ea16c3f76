/* Reports as an opening balance: exported from a store in use, imported into an empty one. All
 * reports and all figures are the same there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/noun/treport.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/core/counter.h"
#include "store/db/db.h"
#include "store/db/scan.h"

#define REPORTS DUBAN__IMPORT_KIND__IMPORT_KIND_REPORTS
#define HEAD                                                                                       \
	"project,num,form,period,invested(元),state,booked,submitted_at,confirmed_at,corrects\n"

/* Cells separated by 0x1f. The caller frees the text. */
static char *rows(struct world *w)
{
	Duban__SheetRequest b = DUBAN__SHEET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__SheetReply *s;
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	b.kind = REPORTS;
	q.body_case = DUBAN__REQUEST__BODY_SHEET;
	q.sheet = &b;
	as(w, "", 0);
	s = world_ok(w, &q)->sheet;
	assert_int_equal(s->next.len, 0);
	for (size_t i = 0; i < s->n_column; i++)
		(void)fprintf(f, "%s%s%s", i ? "\x1f" : "", s->column[i]->name,
			      s->column[i]->type == DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY ? "(元)"
											: "");
	for (size_t i = 0; i < s->n_row; i++)
		for (size_t k = 0; k < s->row[i]->n_cell; k++)
			(void)fprintf(f, "%s%s", k ? "\x1f" : "\n", s->row[i]->cell[k]);
	(void)fprintf(f, "\n");
	assert_int_equal(fclose(f), 0);
	return text;
}

static void same_table(struct world *x, struct world *y, enum table table)
{
	struct scan a = scan_start(engine_txn(x->engine), table, BYTES("", 0));
	struct scan b = scan_start(engine_txn(y->engine), table, BYTES("", 0));
	size_t n = 0;

	for (; scan_next(&a); n++)
		if (!scan_next(&b) || !bytes_equal(a.key, b.key) || !bytes_equal(a.value, b.value))
			fail_msg("table %s, record %zu is not the same", table_name(table), n);
	assert_false(scan_next(&b));
	assert_int_not_equal(n, 0);
}

static void until(struct world *w, const char *when)
{
	as(w, "", 0);
	world_until(w, when);
	as_site(w);
}

static uint32_t corrected(struct world *w, uint32_t month, int64_t fen, int64_t cumulative)
{
	Duban__Request *q = report("A", REPORT_FORM(CORRECTION), month, fen);

	money[1].fen = cumulative;
	submit.cumulative = &money[1];
	return hand_in(w, q);
}

static void year_begins(struct world *w)
{
	Duban__Request *q;
	uint32_t first, second;

	as_site(w);
	until(w, "2020-02-04T09:00");
	first = monthly(w, "A", 202001, 100);
	q = report("B", 0, 202001, 70);
	money[1].fen = 900;
	submit.cumulative = &money[1];
	submit.has_percent = true;
	submit.percent = 0;
	second = hand_in(w, q);
	until(w, "2020-02-04T10:00");
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(second, RETURN, 0));
	until(w, "2020-02-05T10:00");
	confirm(w, first);
	as_site(w);
	second = monthly(w, "B", 202001, 71);
	until(w, "2020-02-05T11:00");
	confirm(w, second);
	/* in its own month, before the lock */
	as_site(w);
	first = corrected(w, 202001, 90, 1000);
	until(w, "2020-02-05T12:00");
	confirm(w, first);
}

/* The report submitted first is confirmed last and has a lower value: the cumulative figure
 * falls. */
static void months_cross(struct world *w)
{
	uint32_t late, march;
	Duban__Request *q;

	until(w, "2020-04-02T09:00");
	as_site(w);
	late = corrected(w, 202001, 60, 800);
	until(w, "2020-04-03T09:00");
	q = report("A", 0, 202003, 500);
	money[1].fen = 700;
	submit.cumulative = &money[1];
	march = hand_in(w, q);
	until(w, "2020-04-03T10:00");
	confirm(w, march);
	until(w, "2020-04-03T11:00");
	confirm(w, late);
	as_site(w);
	until(w, "2020-04-06T11:00");
	late = corrected(w, 202001, 65, 810);
	confirm(w, hand_in(w, report("A", REPORT_FORM(EXPLANATION), 202002, -1)));
	until(w, "2020-04-06T12:00");
	confirm(w, late);
}

static void open_ends(struct world *w)
{
	uint32_t num;

	as_office(w); /* lamps were lit since, so a unit could not say so any more */
	world_do(w, "start B 1 2020-01-06");
	world_do(w, "start B 2 2020-01-09");
	as_site(w);
	world_do(w, "finish B 1 2020-01-08");
	world_ok(w, stage_move("A", S(STOPPED), "at=20200402 reason=资金"));
	as(w, "west", ROLE(COUNTY));
	(void)monthly(w, "C", 202003, 0);
	until(w, "2020-04-07T12:00");
	as(w, "west", ROLE(COUNTY));
	(void)monthly(w, "C", 202003, 5);
	as_site(w);
	num = corrected(w, 202003, 480, 2000);
	as_office(w);
	world_ok(w, judge(num, RETURN, 0));
}

static void lived(struct world *w)
{
	year_begins(w);
	months_cross(w);
	open_ends(w);
}

static const enum table tables[] = {TABLE_report, TABLE_report_num, TABLE_report_open,
				    TABLE_report_slot, TABLE_figure};

static void what_was_reported_and_booked_comes_back_as_it_was(void **state)
{
	struct world *w = *state, *other = world_new("2020-04-07T12:00", true);
	char *out, *again;

	city(w);
	lived(w);
	assert_int_not_equal(figure(w, "A", 202003)->cumulative_fell_from_month, 0);
	city(other);
	out = rows(w);
	world_import(other, REPORTS, out);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		same_table(w, other, tables[i]);
	again = rows(other);
	assert_string_equal(out, again);
	/* importing it again changes nothing, in either store */
	world_import(other, REPORTS, out);
	assert_int_equal(other->reply->import->done->created, 0);
	world_import(w, REPORTS, out);
	assert_int_equal(w->reply->import->done->created, 0);
	/* both stores go on: the next number is free, waiting reports can be confirmed */
	as(other, "west", ROLE(COUNTY));
	assert_int_equal(monthly(other, "C", 202002, 3),
			 counter_last(engine_txn(w->engine), "report") + 1);
	world_restart(other, false);
	same_table(w, other, TABLE_figure);
	free(out);
	free(again);
	world_free(other);
}

#define A1 "A,4,monthly,2020-01,100,confirmed,2020-01,2020-02-04T09:00,2020-02-05T09:00,\n"
#define A2 "A,9,correction,2020-01,90,confirmed,2020-02,2020-02-14T09:00,2020-02-15T09:00,4\n"

static void refused(struct world *w, const char *csv, const char *code)
{
	Duban__Reply *r = world_import_ask(w, REPORTS, csv);

	if (!r->n_problem || strcmp(r->problem[0]->code, code) != 0)
		fail_msg("%s: refused with %s, expected %s", csv,
			 r->n_problem ? r->problem[0]->code : "OK", code);
	assert_int_not_equal(r->problem[0]->line, 0);
}

static void what_does_not_fit_is_refused_by_its_row(void **state)
{
	static const struct {
		const char *csv, *code;
	} row[] = {
	    {HEAD "A,4,monthly,2020-01,1,confirmed,2020-01,,2020-02-05T09:00,\n",
	     "report.opening_lacks"},
	    {HEAD "A,4,monthly,2020-01,1,confirmed,,2020-02-04T09:00,2020-02-05T09:00,\n",
	     "report.opening_lacks"},
	    {HEAD "A,4,monthly,2020-01,1,pending,2020-01,2020-02-04T09:00,,\n",
	     "report.opening_surplus"},
	    {HEAD "A,4,monthly,2020-01,1,pending,,2031-02-04T09:00,,\n", "report.opening_instants"},
	    {HEAD "A,4,monthly,2020-01,1,pending,,昨天,,\n", "cell.bad_instant"},
	    {HEAD "A,4,monthly,2020-01,1,待办,,2020-02-04T09:00,,\n", "report.bad_state"},
	    {HEAD A1 "A,5,monthly,2020-01,1,pending,,2020-02-06T09:00,,\n", "report.opening_slot"},
	    {HEAD "A,9,correction,2020-01,90,pending,,2020-02-14T09:00,,4\n",
	     "report.opening_corrects"},
	    {HEAD A1 "B,9,correction,2020-01,90,pending,,2020-02-14T09:00,,4\n",
	     "report.opening_corrects"},
	    {HEAD A1 A1, "key.twice"},
	    /* the next number would overflow, and all later reports would get the same number */
	    {HEAD "A,4294967295,monthly,2020-01,1,pending,,2020-02-04T09:00,,\n",
	     "cell.out_of_range"},
	    {HEAD "A,1000000001,monthly,2020-01,1,pending,,2020-02-04T09:00,,\n",
	     "cell.out_of_range"},
	    {HEAD "A,4,monthly,2020-01,1,,,,,\n", "report.unknown"},
	};
	struct world *w = *state;

	city(w);
	world_until(w, "2020-03-02T09:00");
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		refused(w, row[i].csv, row[i].code);
	refused(w,
		"project,num,evidence,form,period,invested(元),state,submitted_at\n"
		"A,4,0000000000000000000000000000000000000000000000000000000000000000,monthly,"
		"2020-01,1,pending,2020-02-04T09:00\n",
		"report.opening_evidence");
	refused(w,
		"project,num,form,period,invested(元),state,submitted_at,ground\n"
		"A,4,monthly,2020-01,1,pending,2020-02-04T09:00,天气\n",
		"link.no_ground");
	as(w, "east", ROLE(COUNTY));
	refused(w, HEAD A1, "report.unknown");
}

static void the_state_may_stand_in_chinese(void **state)
{
	static const struct {
		const char *csv;
		int state;
	} row[] = {
	    {HEAD "A,4,月报,2020-01,1,待审,,2020-02-04T09:00,,\n", REPORT_STATE(PENDING)},
	    {HEAD "A,4,月报,2020-01,1,待审核,,2020-02-04T09:00,,\n", REPORT_STATE(PENDING)},
	    {HEAD "A,4,月报,2020-01,1,待确认,,2020-02-04T09:00,,\n", REPORT_STATE(REVIEWED)},
	    {HEAD "A,4,月报,2020-01,1,已确认,2020-01,2020-02-04T09:00,2020-02-05T09:00,\n",
	     REPORT_STATE(CONFIRMED)},
	    {HEAD "A,4,月报,2020-01,1,退回,,2020-02-04T09:00,,\n", REPORT_STATE(RETURNED)},
	    {HEAD "A,4,月报,2020-01,1,已退回,,2020-02-04T09:00,,\n", REPORT_STATE(RETURNED)},
	    {HEAD "A,4,月报,2020-01,1,已替换,,2020-02-04T09:00,,\n", REPORT_STATE(REPLACED)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct world *w = world_new("2020-03-02T09:00", true);

		city(w);
		world_import(w, REPORTS, row[i].csv);
		assert_int_equal(stored(w, 4)->state, row[i].state);
		/* lists its changes: the client then tells how to revert it */
		assert_int_equal(w->reply->import->changes, 1);
		world_free(w);
	}
}

static void one_that_is_here_is_changed_by_no_opening_balance(void **state)
{
	struct world *w = *state;

	city(w);
	world_until(w, "2020-03-02T09:00");
	world_import(w, REPORTS, HEAD A2 A1);
	assert_int_equal(w->reply->import->done->created, 2);
	assert_int_equal(invested(w, "A", 202001), 10000);
	assert_int_equal(invested(w, "A", 202002), -1000);
	world_import(w, REPORTS, HEAD A1 A2);
	assert_int_equal(w->reply->import->done->unchanged, 2);
	refused(w, HEAD "A,4,monthly,2020-01,101,confirmed,2020-01,2020-02-04T09:00,,\n",
		"report.known_differs");
	refused(w, HEAD "A,5,monthly,2020-01,1,pending,,2020-02-06T09:00,,\n",
		"report.opening_slot");
	assert_int_equal(invested(w, "A", 202001), 10000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_was_reported_and_booked_comes_back_as_it_was),
	    TEST(what_does_not_fit_is_refused_by_its_row),
	    cmocka_unit_test(the_state_may_stand_in_chinese),
	    TEST(one_that_is_here_is_changed_by_no_opening_balance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
