/* The score of units: each item from what the city did, with the rows whose sum it is; who sees it;
 * what an office changes of a profile. */
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
#include "model/score/score.h"

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

/* Until April 2020: A and C invest in January, B a year's eighth in February; D starts in its month
 * and enters the library in the next one, E does not start; of B's links one is done in time. */
static void a_spring(struct world *w)
{
	city(w);
	world_import(w, IMPORT_KIND(PROJECTS),
		     "code,name,unit,category,stage,total,plan,year,planned_start\n"
		     "D,丁项目,site,工业,在建,100000000,20000000,2020,2020-02\n"
		     "E,戊项目,site,工业,计划新开工,100000000,20000000,2020,2020-03\n");
	world_do(w, "finish B 1");
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 500000000);
	reported(w, "C", 202001, 700000000);
	until(w, "2020-03-02 09:00");
	as(w, "", 0);
	world_import(w, IMPORT_KIND(LIVES),
		     "project,started,library,library_document\nD,2020-02-10,2020-03-01,纳统1号\n");
	reported(w, "B", 202002, 500000000);
	until(w, "2020-04-10 09:00");
	as_office(w);
}

static const Duban__ScoreShowReply *shown(struct world *w, const char *text)
{
	return torder_ok(w, "score_show", text)->score_show;
}

/* The row of an item ("": of the unit itself). The items must add up. */
static const Duban__ScoreRow *row(struct world *w, const char *unit, const char *item,
				  const char *more)
{
	char text[160];
	const Duban__ScoreShowReply *b;
	const Duban__ScoreRow *found = NULL;
	int64_t sum = 0, points = 0, all = 0;

	(void)snprintf(text, sizeof text, "unit=%s explain=1%s", unit, more);
	b = shown(w, text);
	for (size_t i = 0; i < b->n_row; i++) {
		const Duban__ScoreRow *r = b->row[i];

		assert_string_equal(r->unit, unit);
		assert_true(score_parse(r->points, &points));
		sum += *r->item ? points : 0;
		all = *r->item ? all : points;
		if (strcmp(r->item, item) == 0)
			found = r;
	}
	assert_int_equal(sum, all);
	assert_non_null(found);
	return found;
}

static void is(struct world *w, const char *unit, const char *item, const char *expected)
{
	const Duban__ScoreRow *r = row(w, unit, item, "");
	char text[512];
	size_t n = (size_t)snprintf(text, sizeof text, "%s of %s: %s", r->points,
				    *r->weight ? r->weight : "-", r->counted);

	for (size_t i = 0; i < r->n_ground && n < sizeof text; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, " %s", r->ground[i]);
	assert_string_equal(text, expected);
}

/* Weights: nothing is due of problems, so 100 points are carried by 90. */
static void each_item_is_counted_from_what_happened(void **state)
{
	struct world *w = *state;
	const Duban__ScoreRow *r;

	a_spring(w);
	/* 44.44 * 10,000,000 of a quarter of 80,000,000 */
	is(w, "east", "investment", "22.22 of 44.44: 10000000/80000000 tally:all/site/2020-03");
	is(w, "east", "starts", "8.34 of 16.67: 1/2 tally:all/site/2020-03");
	is(w, "east", "library", "11.11 of 11.11: 1/1 tally:all/site/2020-02..2020-03");
	is(w, "east", "links", "8.34 of 16.67: 1/2 tally:all/site/2020-03");
	is(w, "east", "problems", "0.00 of -: 0/0");
	/* A: 2, B: 2, D and E: 3 months without a report; 11.11 * 5 of 10 */
	is(w, "east", "quality", "5.56 of 11.11: 10×0.50+0×1.00 tally:all/site/2020-01..2020-03");
	is(w, "east", "excess", "0.00 of 5.00: 10000000/80000000 tally:all/site/2020-03");
	is(w, "east", "red", "-2.00 of -: 1×2.00 W01-2-2020-2-1");
	is(w, "east", "yellow", "0.00 of -: 0×1.00");
	r = row(w, "east", "", "");
	assert_string_equal(r->points, "53.57");
	assert_string_equal(r->basic, "55.57");
	assert_string_equal(r->deducted, "-2.00");
	assert_int_equal(r->rank, 2);
	assert_true(r->barred); /* below 60 */
	/* west: no planned start is 40 % of 15; library, links and problems carry nothing: of 65 */
	is(w, "west", "investment", "61.54 of 61.54: 7000000/20000000 tally:all/west/2020-03");
	is(w, "west", "starts", "9.23 of 23.08: 0/0 tally:all/west/2020-03");
	r = row(w, "west", "", "");
	assert_string_equal(r->points, "82.61");
	assert_int_equal(r->rank, 1);
	assert_false(r->barred);
	clock_verify(w);
}

/* In January a tenth of the year's plan is more than a twelfth. */
static void a_month_is_measured_by_its_own_end(void **state)
{
	struct world *w = *state;

	a_spring(w);
	assert_string_equal(row(w, "west", "investment", " month=202001")->counted,
			    "7000000/20000000");
	/* 5,000,000 of a twelfth of 80,000,000 are three quarters; 40 of 80 points */
	assert_string_equal(row(w, "east", "investment", " month=202001")->points, "37.50");
	torder_refused(w, "score_show", "month=202004", "month.not_over");
	torder_refused(w, "score_show", "year=2021", "month.not_over");
	torder_refused(w, "score_show", "month=202013", "month.impossible");
	torder_refused(w, "score_show", "year=2019 month=202001", "month.impossible");
	assert_int_equal(shown(w, "")->month, 202003);
	assert_int_equal(shown(w, "year=2019")->month, 201912);
}

static void problems_count_by_their_deadline(void **state)
{
	struct world *w = *state;

	a_spring(w);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(PROBLEMS),
		     "id,project,tier,title,raised,due,state\n"
		     "W-1,A,L2b,管线迁改,2020-02-10,2020-03-27,办理\n"
		     "W-2,A,L2b,交地,2020-02-10,2020-04-01,办理\n"
		     "W-3,C,L2b,交地,2020-02-10,2020-03-01,办理\n");
	as_office(w);
	is(w, "east", "problems", "0.00 of 10.00: 0/1 problem:W-1");
	is(w, "east", "investment", "20.00 of 40.00: 10000000/80000000 tally:all/site/2020-03");
	is(w, "west", "problems", "0.00 of 13.33: 0/1 problem:W-3");
	/* cleared in time, too late, and before its deadline, which lies in April */
	as(w, "", 0);
	world_import(w, IMPORT_KIND(PROBLEMS),
		     "id,project,tier,title,raised,clock,limit,state,cleared\n"
		     "W-4,C,L2b,交地,2020-02-10,2020-02-10,2020-03-10,销号,2020-03-10\n"
		     "W-5,C,L2b,交地,2020-02-10,2020-02-10,2020-03-10,销号,2020-03-11\n"
		     "W-6,C,L2b,交地,2020-02-10,2020-02-10,2020-04-10,销号,2020-03-31\n");
	as_office(w);
	is(w, "west", "problems",
	   "6.67 of 13.33: 2/4 problem:W-3 problem:W-4 problem:W-5 problem:W-6");
	until(w, "2020-05-11 09:00");
	as_office(w);
	is(w, "east", "problems", "0.00 of 10.00: 0/2 problem:W-1 problem:W-2");
}

#define CIRCULAR "number,unit,kind,issued,reason,awarded,deducted\n"

static void circulars_and_entries_are_added(void **state)
{
	struct world *w = *state;

	a_spring(w);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(CIRCULARS),
		     CIRCULAR "1号,site,通报批评,2020-03-05,推进缓慢,,\n"
			      "2号,east,通报批评,2020-03-06,推进缓慢,,3\n"
			      "3号,west,及时奖励,2020-03-06,进度领先,2,\n"
			      "4号,west,通报批评,2020-04-02,推进缓慢,,\n");
	as_office(w);
	is(w, "east", "circulars", "-8.00 of -: 1×5.00+3.00 circular:1号 circular:2号");
	is(w, "west", "rewards", "2.00 of 10.00: 2.00 circular:3号");
	is(w, "west", "circulars", "0.00 of -: 0.00");
	assert_false(row(w, "west", "", "")->barred);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(SCORE_ENTRIES),
		     "year,unit,item,number,points,date,reason,document,no_evidence\n"
		     "2020,west,funds,1,1.5,2020-03-06,省级资金,赣发改1号,\n"
		     "2020,west,funds,2,1.5,2020-03-06,省级清单,,是\n"
		     "2020,west,funds,3,1,2020-04-06,省级清单,赣发改2号,\n"
		     "2020,west,supervision,1,-0.5,2020-03-07,督查整改不力,督1号,\n"
		     "2020,east,links,1,2,2020-03-07,复核,洪重办1号,\n"
		     "2020,east,library,1,,2020-03-07,无入库凭证,,是\n");
	as_office(w);
	/* what has no evidence counts nothing; what is entered in April is not March's */
	is(w, "west", "funds", "1.50 of 2.00: 1.50 entry:1 entry:2");
	is(w, "west", "supervision", "-0.50 of -: -0.50 entry:1");
	is(w, "east", "links", "10.34 of 16.67: 1/2+2.00 tally:all/site/2020-03 entry:1");
	is(w, "east", "library", "0.00 of 11.11: 1/1×0 tally:all/site/2020-02..2020-03 entry:1");
	until(w, "2020-05-11 09:00");
	as_office(w);
	is(w, "west", "funds", "2.00 of 2.00: 2.50 entry:1 entry:2 entry:3");
	assert_true(row(w, "west", "", "")->barred); /* criticised */
	clock_verify(w);
}

static void entry(struct world *w, const char *unit, const char *item, const char *points,
		  const char *code)
{
	char text[400];

	(void)snprintf(text, sizeof text,
		       "kind=score_entries cell{column=year value=2020} cell{column=unit value=%s} "
		       "cell{column=item value=%s} cell{column=number value=1} "
		       "cell{column=points value=%s} cell{column=date value=2020-03-06} "
		       "cell{column=reason value=某事}",
		       unit, item, points);
	if (code)
		torder_refused(w, "record_set", text, code);
	else
		torder_ok(w, "record_set", text);
}

static void an_entry_fits_its_item(void **state)
{
	struct world *w = *state;

	a_spring(w);
	entry(w, "east", "nothing", "1", "score.no_item_here");
	entry(w, "site", "funds", "1", "score.unit_not_scored");
	entry(w, "office", "funds", "1", "score.unit_not_scored");
	entry(w, "east", "funds", "-1", "score.entry_deducts");
	entry(w, "east", "supervision", "1", "score.entry_adds");
	entry(w, "east", "funds", "1.234", "score.bad_points");
	entry(w, "east", "funds", "0", "score.no_points");
	entry(w, "east", "funds", "1", NULL);
	entry(w, "east", "red", "2", NULL);
	is(w, "east", "red", "0.00 of -: 1×2.00+2.00 W01-2-2020-2-1 entry:1");
}

/* Two yellow lamps of one matter: W08 (无进展) and W09 (开工即停工) are lit for February, cleared,
 * and lit again for April. */
static void a_second_yellow_lamp_of_a_matter_counts(void **state)
{
	struct world *w = *state;

	city(w);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(PARAMETERS), "key,value\nwarning.reopen_cd,0\n");
	until(w, "2020-04-02 09:00");
	reported(w, "C", 202003, 500);
	until(w, "2020-06-01 09:00");
	as_office(w);
	is(w, "west", "yellow",
	   "-2.00 of -: 2×1.00 W08-3-0-0-1 W08-3-0-0-2 W09-3-0-0-1 W09-3-0-0-2");
	assert_string_equal(row(w, "west", "yellow", " month=202004")->points, "0.00");
}

static void only_projects_of_the_list_count(void **state)
{
	struct world *w = *state;

	a_spring(w);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(MEMBERS), "project,list,joined\nA,甲,2020-01-02\n");
	as_office(w);
	assert_string_equal(row(w, "east", "investment", " list=甲")->counted, "5000000/20000000");
	/* the lamp is B's, which is not on the list */
	assert_string_equal(row(w, "east", "red", " list=甲")->points, "0.00");
	as(w, "", 0);
	world_import(w, IMPORT_KIND(PARAMETERS), "key,value\nscore.list,甲\n");
	as_office(w);
	is(w, "east", "investment", "61.54 of 61.54: 5000000/20000000 tally:甲/site/2020-03");
	/* no project of west's is on the list: no score, no rank */
	assert_string_equal(shown(w, "unit=west")->row[0]->points, "");
	assert_int_equal(shown(w, "unit=west")->row[0]->rank, 0);
	assert_int_equal(shown(w, "")->n_row, 2);
}

static void the_office_changes_a_profile(void **state)
{
	struct world *w = *state;

	a_spring(w);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(SCORE_ITEMS),
		     "profile,item,name,part,basis,weight,withdrawn,order\n"
		     "nanchang,library,,,,,是,\n"
		     "nanchang,links,,,,25,,\n"
		     "nanchang,news,宣传报道,加分,录入,1,,85\n");
	as_office(w);
	is(w, "east", "links", "13.89 of 27.78: 1/2 tally:all/site/2020-03");
	assert_string_equal(row(w, "east", "news", "")->item_name, "宣传报道");
	assert_string_equal(shown(w, "unit=east explain=1")->row[8]->item, "news");
	torder_refused(w, "record_set",
		       "kind=score_items cell{column=profile value=lyon} "
		       "cell{column=item value=x}",
		       "score.no_profile");
	torder_refused(w, "record_set",
		       "kind=score_items cell{column=profile value=own} cell{column=item value=x} "
		       "cell{column=name value=甲} cell{column=part value=base} "
		       "cell{column=basis value=red} cell{column=weight value=1}",
		       "score.bad_basis");
	torder_refused(w, "record_set",
		       "kind=score_items cell{column=profile value=own} cell{column=item value=x} "
		       "cell{column=name value=甲} cell{column=part value=base} "
		       "cell{column=basis value=links}",
		       "score.no_weight");
	as(w, "", 0);
	world_import(w, IMPORT_KIND(PARAMETERS), "key,value\nscore.profile,own\n");
	world_import(w, IMPORT_KIND(SCORE_ITEMS),
		     "profile,item,name,part,basis,weight\nown,x,链条,基本分,链条推进,100\n");
	as_office(w);
	assert_string_equal(shown(w, "")->profile, "own");
	is(w, "east", "x", "50.00 of 100.00: 1/2 tally:all/site/2020-03");
	as(w, "", 0);
	world_import(w, IMPORT_KIND(PARAMETERS), "key,value\nscore.profile,dali\n");
	as_office(w);
	/* s2: 5 of management carries over: 30 of 95 */
	is(w, "east", "investment", "15.79 of 31.58: 10000000/80000000 tally:all/site/2020-03");
	is(w, "east", "conversion", "0.00 of 5.26: 0.00");
	entry(w, "east", "conversion", "4", NULL);
	is(w, "east", "conversion", "4.21 of 5.26: 4.00 entry:1");
	clock_verify(w);
}

static void a_base_tells_what_has_grown(void **state)
{
	struct world *w = *state;

	a_spring(w);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(YEAR_BASES),
		     "list,month,unit,completed(元),source\n"
		     "丙,2019-03,east,8000000,年报\n");
	world_import(w, IMPORT_KIND(MEMBERS),
		     "project,list,joined\nA,丙,2020-01-02\nB,丙,2020-01-02\n");
	world_import(w, IMPORT_KIND(PARAMETERS), "key,value\nscore.list,丙\n");
	as_office(w);
	/* 10,000,000 against 8,000,000: 25 points */
	is(w, "east", "growth",
	   "2.50 of 3.00: 10000000/8000000;2/0 tally:丙/site/2020-03 base:丙/east/2019-03");
}

static void a_unit_sees_its_own(void **state)
{
	struct world *w = *state;
	const Duban__ScoreShowReply *b;

	a_spring(w);
	as(w, "east", ROLE(COUNTY));
	b = shown(w, "explain=1");
	assert_int_equal(b->n_row, 15);
	for (size_t i = 0; i < b->n_row; i++)
		assert_string_equal(b->row[i]->unit, "east");
	assert_string_equal(b->row[0]->points, "53.57");
	assert_int_equal(b->row[0]->rank, 2);
	torder_refused(w, "score_show", "unit=west", "scope.denied");
	as_site(w);
	assert_int_equal(shown(w, "")->n_row, 0);
	as(w, "", ROLE(LEADER));
	assert_int_equal(shown(w, "")->n_row, 2);
	assert_int_equal(shown(w, "board=municipal")->n_row, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_item_is_counted_from_what_happened),
	    TEST(a_month_is_measured_by_its_own_end),
	    TEST(problems_count_by_their_deadline),
	    TEST(circulars_and_entries_are_added),
	    TEST(an_entry_fits_its_item),
	    TEST(a_second_yellow_lamp_of_a_matter_counts),
	    TEST(only_projects_of_the_list_count),
	    TEST(the_office_changes_a_profile),
	    TEST(a_base_tells_what_has_grown),
	    TEST(a_unit_sees_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
