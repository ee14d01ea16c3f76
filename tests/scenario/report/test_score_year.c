/* The year's end of the score: it is put to the units, who appeal; the office answers and settles
 * it; what is settled stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/order/torder.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"

#define FREEZE "year=2020 document=洪重办2号 approver=王某"

static void until(struct world *w, const char *when)
{
	as(w, "", 0);
	world_until(w, when);
}

/* 2021-01-08: December 2020 is locked. west did a quarter of its plan, east nothing. */
static void a_year(struct world *w)
{
	city(w);
	until(w, "2020-02-03 09:00");
	as(w, "west", ROLE(UNIT));
	confirm(w, monthly(w, "C", 202001, 500000000));
	until(w, "2020-12-31 09:00");
	as_office(w);
	torder_refused(w, "score_consult", "year=2020", "score.not_over");
	until(w, "2021-01-11 09:00");
	as_office(w);
}

static const Duban__ScoreRow *unit_row(struct world *w, const char *unit, const char *more)
{
	static char text[80];
	const Duban__ScoreShowReply *b;

	(void)snprintf(text, sizeof text, "year=2020 unit=%s%s", unit, more);
	b = torder_ok(w, "score_show", text)->score_show;
	assert_int_equal(b->n_row, 1);
	return b->row[0];
}

static const char *appeals_to_do(struct world *w)
{
	static char ids[200];
	const Duban__TodoListReply *b = torder_ok(w, "todo_list", "unit=office")->todo_list;

	*ids = 0;
	for (size_t i = 0; i < b->n_row; i++)
		if (strcmp(b->row[i]->kind, "score_appeal") == 0)
			(void)snprintf(ids + strlen(ids), sizeof ids - strlen(ids), "%s ",
				       b->row[i]->id);
	return ids;
}

static void a_unit_is_heard_before_it_is_settled(void **state)
{
	struct world *w = *state;
	a_year(w);
	torder_refused(w, "score_appeal", "year=2020 unit=west item=links text=漏计",
		       "score.not_consulted");
	torder_refused(w, "score_freeze", FREEZE, "score.not_consulted");
	assert_int_equal(torder_ok(w, "score_consult", "year=2020")->score_consult->units, 2);
	/* five working days after Monday 01-11 */
	assert_int_equal(w->reply->score_consult->until_date, 20210118);
	torder_refused(w, "score_freeze", FREEZE, "score.appeals_run");
	as(w, "west", ROLE(COUNTY));
	torder_refused(w, "score_appeal", "year=2020 item=nothing text=漏计", "score.no_item");
	torder_refused(w, "score_appeal", "year=2020 unit=east item=links text=漏计",
		       "scope.denied");
	torder_refused(w, "score_appeal", "year=2020 item=links", "text.empty");
	torder_ok(w, "score_appeal", "year=2020 item=links text=漏计一项");
	torder_refused(w, "score_appeal", "year=2020 item=links text=漏计", "score.appealed");
	as_site(w);
	torder_refused(w, "score_appeal", "year=2020 item=links text=漏计", "score.not_scored");
	until(w, "2021-01-19 09:00");
	as(w, "west", ROLE(COUNTY));
	torder_refused(w, "score_appeal", "year=2020 item=starts text=漏计", "score.appeals_over");
	as_office(w);
	torder_refused(w, "score_freeze", FREEZE, "score.appeal_open");
	assert_string_equal(appeals_to_do(w), "2020/west/links ");
	torder_refused(w, "score_decide", "year=2020 unit=west item=starts accept=1 text=属实",
		       "score.no_appeal");
	torder_ok(w, "score_decide", "year=2020 unit=west item=links accept=1 text=属实，补录");
	torder_refused(w, "score_decide", "year=2020 unit=west item=links accept=1 text=属实",
		       "score.decided");
	assert_string_equal(appeals_to_do(w), "");
	torder_ok(w, "score_freeze", FREEZE);
	clock_verify(w);
}

static void who_has_no_projects_has_no_score(void **state)
{
	struct world *w = *state;

	a_year(w);
	world_import(w, IMPORT_KIND(UNITS), "id,name,kind\nnorth,北区,county\n");
	torder_refused(w, "score_consult", "year=2018", "score.nobody");
	torder_ok(w, "score_consult", "year=2020");
	torder_refused(w, "score_appeal", "year=2020 unit=north item=links text=漏计",
		       "score.no_score");
	torder_ok(w, "score_appeal", "year=2020 unit=west item=links text=漏计");
}

/* An accepted appeal changes nothing; the entry does. */
static void points_change_by_what_the_office_enters(void **state)
{
	struct world *w = *state;
	char before[24];

	a_year(w);
	torder_ok(w, "score_consult", "year=2020");
	as(w, "west", ROLE(COUNTY));
	(void)snprintf(before, sizeof before, "%s", unit_row(w, "west", "")->points);
	torder_ok(w, "score_appeal", "year=2020 item=starts text=漏计");
	as_office(w);
	torder_ok(w, "score_decide", "year=2020 unit=west item=starts accept=1 text=属实");
	assert_string_equal(unit_row(w, "west", "")->points, before);
	torder_ok(w, "record_set",
		  "kind=score_entries cell{column=year value=2020} cell{column=unit value=west} "
		  "cell{column=item value=starts} cell{column=number value=F1} "
		  "cell{column=points value=1.5} cell{column=date value=2021-01-11} "
		  "cell{column=reason value=复核}");
	assert_string_not_equal(unit_row(w, "west", "")->points, before);
}

/* Profile and list of the consultation stay those of the year. */
static void what_was_put_to_the_units_is_settled(void **state)
{
	struct world *w = *state;
	const Duban__ScoreShowReply *b;

	a_year(w);
	torder_ok(w, "score_consult", "year=2020");
	as(w, "", 0);
	world_import(w, IMPORT_KIND(PARAMETERS), "key,value\nscore.profile,dali\n");
	as_office(w);
	b = torder_ok(w, "score_show", "year=2020")->score_show;
	assert_string_equal(b->profile, "nanchang");
	assert_int_equal(b->state, DUBAN__SCORE_STATE__SCORE_STATE_CONSULTED);
	/* put to them again, it is another */
	torder_ok(w, "score_consult", "year=2020");
	b = torder_ok(w, "score_show", "year=2020")->score_show;
	assert_string_equal(b->profile, "dali");
}

static void a_settled_score_stays(void **state)
{
	struct world *w = *state;
	const Duban__ScoreExportReply *x;
	char before[24], now[24];

	a_year(w);
	torder_ok(w, "score_consult", "year=2020");
	torder_refused(w, "score_export", "year=2020", "score.not_frozen");
	until(w, "2021-01-19 09:00");
	as_office(w);
	torder_ok(w, "score_freeze", FREEZE);
	assert_int_equal(w->reply->score_freeze->units, 2);
	(void)snprintf(before, sizeof before, "%s", unit_row(w, "west", "")->points);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(UNITS), "id,name\nwest,新西湖区\n");
	world_import(w, IMPORT_KIND(PROJECTS), "code,unit\nC,east\nA,west\n");
	world_import(w, IMPORT_KIND(CIRCULARS),
		     "number,unit,kind,issued,reason\n1号,west,通报批评,2020-03-05,推进缓慢\n");
	as_office(w);
	assert_string_equal(unit_row(w, "west", "")->points, before);
	assert_string_equal(unit_row(w, "west", "")->name, "西湖区");
	(void)snprintf(now, sizeof now, "%s", unit_row(w, "west", " fresh=1")->points);
	assert_string_not_equal(now, before);
	assert_string_equal(unit_row(w, "west", " fresh=1")->name, "新西湖区");
	/* another month, and another list, are computed */
	assert_string_equal(
	    torder_ok(w, "score_show", "month=202011 unit=west")->score_show->row[0]->name,
	    "新西湖区");
	x = torder_ok(w, "score_export", "year=2020")->score_export;
	assert_int_equal(x->n_row, 2);
	assert_string_equal(x->row[0]->unit, "west");
	assert_string_equal(x->row[0]->points, before);
	assert_int_equal(x->row[0]->rank, 1);
	assert_true(x->row[0]->barred); /* below 60 */
	assert_string_equal(x->document, "洪重办2号");
	assert_int_equal(x->frozen_date, 20210119);
	torder_refused(w, "score_consult", "year=2020", "score.frozen");
	torder_refused(w, "score_freeze", FREEZE, "score.frozen");
	torder_refused(w, "score_appeal", "year=2020 unit=west item=links text=漏计",
		       "score.frozen");
	torder_refused(w, "record_set",
		       "kind=score_entries cell{column=year value=2020} "
		       "cell{column=unit value=west} cell{column=item value=funds} "
		       "cell{column=number value=1} cell{column=points value=1} "
		       "cell{column=date value=2021-01-11} cell{column=reason value=资金}",
		       "score.year_frozen");
	clock_verify(w);
	world_restart(w, false);
	assert_string_equal(unit_row(w, "west", "")->points, before);
}

/* All see a settled score; the rows it rests on are its unit's. */
static void a_settled_score_is_for_all(void **state)
{
	struct world *w = *state;
	const Duban__ScoreShowReply *b;

	a_year(w);
	torder_ok(w, "score_consult", "year=2020");
	as(w, "east", ROLE(COUNTY));
	assert_int_equal(torder_ok(w, "score_show", "year=2020")->score_show->n_row, 1);
	until(w, "2021-01-19 09:00");
	as_office(w);
	torder_ok(w, "score_freeze", FREEZE);
	as(w, "east", ROLE(COUNTY));
	b = torder_ok(w, "score_show", "year=2020")->score_show;
	assert_int_equal(b->n_row, 2);
	assert_int_equal(b->state, DUBAN__SCORE_STATE__SCORE_STATE_FROZEN);
	b = torder_ok(w, "score_show", "year=2020 explain=1 unit=west")->score_show;
	assert_int_equal(b->n_row, 1);
	b = torder_ok(w, "score_show", "year=2020 explain=1 unit=east")->score_show;
	assert_int_equal(b->n_row, 15);
	torder_refused(w, "score_show", "year=2020 fresh=1 unit=west", "scope.denied");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_unit_is_heard_before_it_is_settled),
	    TEST(who_has_no_projects_has_no_score),
	    TEST(points_change_by_what_the_office_enters),
	    TEST(what_was_put_to_the_units_is_settled),
	    TEST(a_settled_score_stays),
	    TEST(a_settled_score_is_for_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
