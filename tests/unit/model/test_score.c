/* The arithmetic of the score: each line of the shipped profile with a number worked out by hand;
 * halves, limits, missing things, ranks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/score/score.h"

#define YI 10000000000LL /* fen */

static const char *const nanchang[] = {
    "investment", "starts", "library", "links",	 "problems", "quality",	  "excess",
    "growth",	  "funds",  "rewards", "yellow", "red",	     "circulars", "supervision"};
enum { ITEMS = sizeof nanchang / sizeof *nanchang, BONUS_MAX = 1000 };

struct sheet {
	struct score_profile p;
	struct score_counts c;
	struct score_entered e[SCORE_ITEMS_MAX];
	struct score_result r;
};

/* A unit that did all that was due, and nothing more. */
static void full(struct sheet *s)
{
	*s = (struct sheet){.p = {.name = "nanchang", .n = ITEMS}};
	for (size_t i = 0; i < ITEMS; i++) {
		s->p.item[i] = score_item_shipped("nanchang", nanchang[i]);
		assert_non_null(s->p.item[i]);
	}
	s->c = (struct score_counts){.month = 12,
				     .plan = 100 * YI,
				     .completed = 100 * YI,
				     .planned_to_date = 8,
				     .started = 8,
				     .library = 8,
				     .starts_before = 8,
				     .links_due = 12,
				     .links_on_time = 12,
				     .problems_due = 5,
				     .problems_in_time = 5,
				     .projects = 20};
}

static int64_t points(struct sheet *s, const char *item)
{
	int64_t sum = 0;

	score_count(&s->p, &s->c, s->e, BONUS_MAX, &s->r);
	for (size_t i = 0; i < s->p.n; i++)
		sum += s->r.points[i];
	assert_int_equal(sum, s->r.total);
	assert_int_equal(s->r.total, s->r.basic + s->r.bonus + s->r.deducted);
	return item ? s->r.points[score_item_place(&s->p, item)] : s->r.total;
}

static void all_that_was_due_is_a_hundred(void **state)
{
	static const int64_t weight[] = {4000, 1500, 1000, 1500, 1000, 1000};
	struct sheet s;

	(void)state;
	full(&s);
	assert_int_equal(points(&s, NULL), 10000);
	for (size_t i = 0; i < sizeof weight / sizeof *weight; i++)
		assert_int_equal(s.r.points[i], weight[i]);
}

static void investment_is_measured_by_the_month(void **state)
{
	static const struct {
		uint32_t month;
		int64_t completed, plan, points;
	} all[] = {
	    {10, 6290, 6474, 4000}, /* 97.16 of 83.33 */
	    {9, 500, 1000, 2667},   /* 40 * 500 / 750 = 26.666... */
	    {12, 500, 1000, 2000},  /* at the year's end against the whole plan */
	    {1, 0, 1000, 0},	       {12, -5, 1000, 0},	{12, 5, 0, 0}, /* no plan */
	    {12, 1, 1600, 3}, /* 2.5 hundredths: half up */
	    {12, 99999, 100000, 4000}, {12, 9998, 10000, 3999},
	};
	struct sheet s;

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		full(&s);
		s.c.month = all[i].month;
		s.c.completed = all[i].completed;
		s.c.plan = all[i].plan;
		assert_int_equal(points(&s, "investment"), all[i].points);
	}
}

static void starts_of_those_planned(void **state)
{
	struct sheet s;

	(void)state;
	full(&s);
	s.c.started = 141;
	s.c.planned_to_date = 164;
	assert_int_equal(points(&s, "starts"), 1290); /* 12.8963 */
	s.c.started = 200;			      /* early ones */
	assert_int_equal(points(&s, "starts"), 1500);
	s.c.planned_to_date = 0;
	assert_int_equal(points(&s, "starts"), 1500);
	s.c.started = 0; /* 40 % without planned starts */
	assert_int_equal(points(&s, "starts"), 600);
	assert_int_equal(points(&s, NULL), 9100);
}

static void library_links_and_problems(void **state)
{
	struct sheet s;

	(void)state;
	full(&s);
	s.c.library = 7;
	s.c.starts_before = 9;
	s.c.links_on_time = 9;
	s.c.problems_in_time = 146;
	s.c.problems_due = 160;
	assert_int_equal(points(&s, "library"), 778);
	assert_int_equal(points(&s, "links"), 1125);
	assert_int_equal(points(&s, "problems"), 913); /* 9.125 */
}

static void late_reports_and_corrections_cost(void **state)
{
	struct sheet s;

	(void)state;
	full(&s);
	s.c.late = 3;
	s.c.corrections = 1;
	assert_int_equal(points(&s, "quality"), 750);
	s.c.late = 30;
	assert_int_equal(points(&s, "quality"), 0);
}

static void what_was_not_to_be_counted_is_carried_by_the_others(void **state)
{
	static const int64_t weight[] = {6154, 2308, 0, 0, 0, 1538};
	struct sheet s;

	(void)state;
	full(&s);
	s.c.library = s.c.starts_before = s.c.links_due = s.c.links_on_time = 0;
	s.c.problems_due = s.c.problems_in_time = 0;
	assert_int_equal(points(&s, NULL), 10000); /* 40, 15, 10 of 65 */
	for (size_t i = 0; i < sizeof weight / sizeof *weight; i++) {
		assert_int_equal(s.r.points[i], weight[i]);
		assert_int_equal(s.r.weight[i], weight[i]);
	}
	s.c.late = 4; /* 8 of 10 */
	assert_int_equal(points(&s, "quality"), 1230);
	s.c.completed = 50 * YI;
	assert_int_equal(points(&s, "investment"), 3077);
}

static void a_base_without_anything_to_count_is_nothing(void **state)
{
	struct sheet s;

	(void)state;
	full(&s);
	s.p.n = 0;
	for (size_t i = 2; i < 5; i++)
		s.p.item[s.p.n++] = score_item_shipped("nanchang", nanchang[i]);
	s.c = (struct score_counts){.month = 12};
	assert_int_equal(points(&s, NULL), 0);
}

static void what_is_over_the_plan_is_a_bonus(void **state)
{
	Duban__ScoreItem open = *score_item_shipped("nanchang", "excess");
	struct sheet s;

	(void)state;
	full(&s);
	s.c.completed = 18249;
	s.c.plan = 15598;
	assert_int_equal(points(&s, "excess"), 340); /* 16.9957 points */
	s.c.completed = 9783;
	s.c.plan = 7426;
	assert_int_equal(points(&s, "excess"), 500); /* at most */
	open.weight = 0;
	s.p.item[score_item_place(&s.p, "excess")] = &open;
	assert_int_equal(points(&s, "excess"), 617); /* 30 * 0.2 + 1.7398 * 0.1 */
	open.bend = 0;
	assert_int_equal(points(&s, "excess"), 635);
	s.c.completed = 7426;
	assert_int_equal(points(&s, "excess"), 0);
}

static void growth_of_money_and_number(void **state)
{
	struct sheet s;

	(void)state;
	full(&s);
	assert_int_equal(points(&s, "growth"), 0); /* nothing known */
	s.c.last_completed = 80 * YI;
	assert_int_equal(points(&s, "growth"), 250); /* 25 points */
	s.c.last_projects = 24;
	assert_int_equal(points(&s, "growth"), 250); /* fewer projects take nothing away */
	s.c.last_projects = 18;
	s.c.last_completed = 99 * YI;
	assert_int_equal(points(&s, "growth"), 121); /* 1.0101 + 11.1111 points */
	s.c.last_projects = 10;
	assert_int_equal(points(&s, "growth"), 300);
}

static void all_bonuses_together_have_a_limit(void **state)
{
	struct sheet s;

	(void)state;
	full(&s);
	s.c.completed = 140 * YI; /* 7 points: 5 */
	s.c.last_completed = 70 * YI;
	s.e[score_item_place(&s.p, "funds")] = (struct score_entered){.points = 350, .n = 2};
	s.c.awarded = 400;
	assert_int_equal(points(&s, "excess"), 500);
	assert_int_equal(points(&s, "growth"), 300);
	assert_int_equal(points(&s, "funds"), 200);
	assert_int_equal(points(&s, "rewards"), 0);
	assert_int_equal(s.r.bonus, 1000);
	s.c.last_completed = 0;
	assert_int_equal(points(&s, "rewards"), 300);
	assert_int_equal(points(&s, NULL), 11000);
}

static void lamps_and_criticisms_are_taken_off(void **state)
{
	struct sheet s;

	(void)state;
	full(&s);
	s.c.yellow_twice = 2;
	s.c.red = 3;
	s.c.criticisms = 1;
	s.c.deducted = 300;
	s.e[score_item_place(&s.p, "supervision")] = (struct score_entered){.points = -50, .n = 1};
	assert_int_equal(points(&s, "yellow"), -200);
	assert_int_equal(points(&s, "red"), -600);
	assert_int_equal(points(&s, "circulars"), -800);
	assert_int_equal(points(&s, "supervision"), -50);
	assert_int_equal(points(&s, NULL), 10000 - 1650);
	s.c.red = 60; /* no limit without a weight */
	assert_int_equal(points(&s, NULL), 10000 - 1650 + 600 - 12000);
}

static void an_entry_corrects_what_was_counted(void **state)
{
	struct sheet s;

	(void)state;
	full(&s);
	s.c.library = 4;
	assert_int_equal(points(&s, "library"), 500);
	s.e[2] = (struct score_entered){.points = 250, .n = 1};
	assert_int_equal(points(&s, "library"), 750);
	s.e[2].points = 900;
	assert_int_equal(points(&s, "library"), 1000);
	s.e[2].no_evidence = true;
	assert_int_equal(points(&s, "library"), 0);
	/* a red lamp taken back */
	s.c.red = 2;
	s.e[score_item_place(&s.p, "red")] = (struct score_entered){.points = 200, .n = 1};
	assert_int_equal(points(&s, "red"), -200);
	s.e[score_item_place(&s.p, "red")].points = 900;
	assert_int_equal(points(&s, "red"), 0);
}

/* An item with an entry is counted, though there is nothing else of it. */
static void an_entry_stays_where_nothing_was_to_be_counted(void **state)
{
	struct sheet s;

	(void)state;
	full(&s);
	s.c.links_due = s.c.links_on_time = 0;
	s.e[3] = (struct score_entered){.points = 300, .n = 1};
	assert_int_equal(points(&s, "links"), 300);
	assert_int_equal(s.r.weight[3], 1500);
	assert_int_equal(points(&s, NULL), 8800);
}

static void both_profiles_have_a_base_of_a_hundred(void **state)
{
	static const char *const dali[] = {
	    "investment",   "planning", "preliminary", "starts",  "library",
	    "key_projects", "money",	"management",  "quality", "conversion"};
	int64_t sum = 0;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		sum += score_item_shipped("nanchang", nanchang[i])->weight;
	assert_int_equal(sum, 10000);
	sum = 0;
	for (size_t i = 0; i < sizeof dali / sizeof *dali; i++)
		sum += score_item_shipped("dali", dali[i])->weight;
	assert_int_equal(sum, 10000);
	assert_null(score_item_shipped("dali", "growth"));
}

static void equal_points_share_a_rank(void **state)
{
	static const struct {
		uint32_t unit;
		int64_t points;
		uint32_t rank, place;
	} all[] = {
	    {4, 8000, 2, 1}, {9, 0, 0, 4}, {3, 8000, 2, 2}, {2, 9000, 1, 0}, {7, 7000, 4, 3}};
	Duban__ScoreUnit unit[5], *at[5];

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		duban__score_unit__init(&unit[i]);
		unit[i].unit = all[i].unit;
		unit[i].points = all[i].points;
		unit[i].rank = all[i].rank != 0;
		at[i] = &unit[i];
	}
	score_rank(at, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(unit[i].rank, all[i].rank);
	assert_int_equal(at[0]->unit, 2);
	assert_int_equal(at[1]->unit, 3);
	assert_int_equal(at[4]->unit, 9);
}

static void points_are_read_and_written(void **state)
{
	static const struct {
		const char *text;
		int64_t points;
	} fine[] = {{"40", 4000}, {"0.5", 50}, {"-2", -200}, {"87.35", 8735}, {"1000", 100000}};
	static const char *const bad[] = {"",	     "-",   "1.", ".5", "1.234",
					  "1000.01", "2分", "+1", "1 "};
	char text[SCORE_TEXT_MAX];
	int64_t v;

	(void)state;
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
		assert_true(score_parse(fine[i].text, &v));
		assert_int_equal(v, fine[i].points);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(score_parse(bad[i], &v));
	assert_string_equal(score_text(8735, text), "87.35");
	assert_string_equal(score_text(-5, text), "-0.05");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_that_was_due_is_a_hundred),
	    cmocka_unit_test(investment_is_measured_by_the_month),
	    cmocka_unit_test(starts_of_those_planned),
	    cmocka_unit_test(library_links_and_problems),
	    cmocka_unit_test(late_reports_and_corrections_cost),
	    cmocka_unit_test(what_was_not_to_be_counted_is_carried_by_the_others),
	    cmocka_unit_test(a_base_without_anything_to_count_is_nothing),
	    cmocka_unit_test(what_is_over_the_plan_is_a_bonus),
	    cmocka_unit_test(growth_of_money_and_number),
	    cmocka_unit_test(all_bonuses_together_have_a_limit),
	    cmocka_unit_test(lamps_and_criticisms_are_taken_off),
	    cmocka_unit_test(an_entry_corrects_what_was_counted),
	    cmocka_unit_test(an_entry_stays_where_nothing_was_to_be_counted),
	    cmocka_unit_test(both_profiles_have_a_base_of_a_hundred),
	    cmocka_unit_test(equal_points_share_a_rank),
	    cmocka_unit_test(points_are_read_and_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
