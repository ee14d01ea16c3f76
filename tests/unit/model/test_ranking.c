/* How units are ranked: by unrounded rates, ties, ends of small boards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/ranking/ranking.h"

enum { LINES = 9 };

struct board {
	Duban__Money plan[LINES], completed[LINES];
	Duban__RankingLine line[LINES], *at[LINES];
	size_t n;
};

struct entry {
	uint32_t unit, projects;
	int64_t completed, plan;
	uint32_t started, planned, on_time, due;
};

static void put(struct board *b, const struct entry *e, size_t n)
{
	b->n = n;
	for (size_t i = 0; i < n; i++) {
		Duban__RankingLine *l = &b->line[i];

		duban__money__init(&b->plan[i]);
		duban__money__init(&b->completed[i]);
		duban__ranking_line__init(l);
		b->plan[i].fen = e[i].plan;
		b->completed[i].fen = e[i].completed;
		l->unit = e[i].unit;
		l->projects = e[i].projects;
		l->plan = &b->plan[i];
		l->completed = &b->completed[i];
		l->started = e[i].started;
		l->planned_year = e[i].planned;
		l->links_on_time = e[i].on_time;
		l->links_due = e[i].due;
		b->at[i] = l;
	}
}

static void ranks(struct board *b, enum ranking_key key, const uint32_t *unit_rank)
{
	ranking_sort(b->at, b->n, key);
	for (size_t i = 0; i < b->n; i++) {
		assert_int_equal(b->at[i]->unit, unit_rank[2 * i]);
		assert_int_equal(b->at[i]->rank, unit_rank[2 * i + 1]);
	}
}

static void ties_share_a_rank_and_the_next_is_left_out(void **state)
{
	static const struct entry all[] = {
	    {1, 3, 50, 100, 1, 2, 1, 2}, {2, 1, 90, 100, 0, 0, 0, 0}, {3, 2, 1, 2, 5, 10, 50, 100},
	    {4, 1, 10, 100, 0, 0, 0, 0}, {5, 0, 0, 0, 0, 0, 0, 0},    {6, 2, 0, 0, 0, 0, 0, 0},
	};
	struct board b;

	(void)state;
	put(&b, all, 6);
	b.completed[2].fen = 50; /* the same in all four */
	b.plan[2].fen = 100;
	ranks(&b, RANKING_BY_RATE, (const uint32_t[]){2, 1, 1, 2, 3, 2, 4, 4, 6, 5, 5, 0});
}

static void equal_rates_go_by_starts_then_links_then_amount(void **state)
{
	static const struct entry all[] = {
	    {1, 1, 50, 100, 1, 2, 1, 2},
	    {2, 1, 500, 1000, 1, 2, 1, 2},
	    {3, 1, 50, 100, 1, 2, 2, 2},
	    {4, 1, 50, 100, 2, 2, 0, 2},
	};
	struct board b;

	(void)state;
	put(&b, all, 4);
	ranks(&b, RANKING_BY_RATE, (const uint32_t[]){4, 1, 3, 2, 2, 3, 1, 4});
	ranks(&b, RANKING_BY_COMPLETED, (const uint32_t[]){2, 1, 4, 2, 3, 3, 1, 4});
	ranks(&b, RANKING_BY_LINK_RATE, (const uint32_t[]){3, 1, 2, 2, 1, 3, 4, 4});
}

/* 97.158 and 97.162 are both printed 97.2. */
static void rates_are_compared_unrounded(void **state)
{
	static const struct entry all[] = {
	    {1, 1, 62900000000, 64740000000, 0, 0, 0, 0},
	    {2, 1, 62902589600, 64740000000, 0, 0, 0, 0},
	};
	struct board b;

	(void)state;
	put(&b, all, 2);
	ranks(&b, RANKING_BY_RATE, (const uint32_t[]){2, 1, 1, 2});
}

static void ends_of_a_small_board_do_not_overlap(void **state)
{
	static const struct entry all[] = {
	    {1, 1, 9, 10, 0, 0, 0, 0}, {2, 1, 8, 10, 0, 0, 0, 0}, {3, 1, 7, 10, 0, 0, 0, 0},
	    {4, 1, 6, 10, 0, 0, 0, 0}, {5, 1, 5, 10, 0, 0, 0, 0}, {6, 1, 4, 10, 0, 0, 0, 0},
	    {7, 1, 3, 10, 0, 0, 0, 0}, {8, 0, 0, 0, 0, 0, 0, 0},
	};
	struct board b;

	(void)state;
	put(&b, all, 8);
	ranking_sort(b.at, 8, RANKING_BY_RATE);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(ranking_is_top(b.at[i]), i < 3);
		assert_int_equal(ranking_is_bottom(b.at, 8, i), i >= 4 && i < 7);
	}
	put(&b, all, 4);
	ranking_sort(b.at, 4, RANKING_BY_RATE);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(ranking_is_bottom(b.at, 4, i), i == 3);
}

/* ---- properties of random boards, against a rank counted in floating point */

enum { BOARDS = 4000, KEYS = 4 };

static uint32_t drawn(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 16) % below;
}

/* Few values, so that there are many ties and many units without a rate. */
static void draw(uint32_t *seed, struct entry *e, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		e[i] = (struct entry){.unit = (uint32_t)i + 1, .projects = drawn(seed, 4)};
		e[i].plan = 6 * (int64_t)drawn(seed, 3);
		e[i].completed = drawn(seed, 8);
		e[i].planned = drawn(seed, 3);
		e[i].started = e[i].planned ? drawn(seed, e[i].planned + 1) : 0;
		e[i].due = drawn(seed, 3);
		e[i].on_time = e[i].due ? drawn(seed, e[i].due + 1) : 0;
	}
}

static double quotient(int64_t a, int64_t b)
{
	return b ? (double)a / (double)b : -1;
}

/* What a unit is ranked by, the first one first. */
static void marks(const struct entry *e, enum ranking_key key, double ret[KEYS + 1])
{
	const double all[RANKING_KEYS_] = {
	    [RANKING_BY_RATE] = quotient(e->completed, e->plan),
	    [RANKING_BY_START_RATE] = quotient(e->started, e->planned),
	    [RANKING_BY_LINK_RATE] = quotient(e->on_time, e->due),
	    [RANKING_BY_COMPLETED] = (double)e->completed,
	};

	ret[0] = all[key];
	for (size_t i = 0; i < KEYS; i++)
		ret[i + 1] = all[i];
}

static bool is_better(const struct entry *a, const struct entry *b, enum ranking_key key)
{
	double of_a[KEYS + 1], of_b[KEYS + 1];

	marks(a, key, of_a);
	marks(b, key, of_b);
	for (size_t i = 0; i <= KEYS; i++)
		if (of_a[i] != of_b[i])
			return of_a[i] > of_b[i];
	return false;
}

static uint32_t counted_rank(const struct entry *e, size_t n, size_t i, enum ranking_key key)
{
	uint32_t rank = 1;

	for (size_t k = 0; k < n; k++)
		rank += e[k].projects && is_better(&e[k], &e[i], key);
	return e[i].projects ? rank : 0;
}

static void check_board(const struct entry *e, struct board *b, enum ranking_key key)
{
	ranking_sort(b->at, b->n, key);
	for (size_t i = 0; i < b->n; i++) {
		const Duban__RankingLine *l = b->at[i];
		bool top = ranking_is_top(l), bottom = ranking_is_bottom(b->at, b->n, i);

		assert_int_equal(l->rank, counted_rank(e, b->n, l->unit - 1, key));
		assert_false(top && bottom);
		assert_true(l->rank || (!top && !bottom));
		assert_true(i == 0 || !l->rank || b->at[i - 1]->rank <= l->rank);
		assert_true(i == 0 || !l->rank || b->at[i - 1]->rank);
	}
}

/* A unit's rank is one more than the number of better ones, whoever came first in the list; no
 * unit is among the first and the last; more of the same plan never costs a place. */
static void random_boards_are_ranked_by_counting(void **state)
{
	uint32_t seed = 20200201;
	struct entry e[LINES];
	struct board b;

	(void)state;
	for (size_t i = 0; i < BOARDS; i++) {
		enum ranking_key key = (enum ranking_key)drawn(&seed, RANKING_KEYS_);
		size_t n = 1 + drawn(&seed, LINES), one = drawn(&seed, (uint32_t)n);
		uint32_t before;

		draw(&seed, e, n);
		put(&b, e, n);
		check_board(e, &b, key);
		put(&b, e, n);
		for (size_t k = 0; k < n / 2; k++) {
			Duban__RankingLine *l = b.at[k];

			b.at[k] = b.at[n - 1 - k];
			b.at[n - 1 - k] = l;
		}
		check_board(e, &b, key);
		before = counted_rank(e, n, one, key);
		e[one].completed++;
		put(&b, e, n);
		check_board(e, &b, key);
		assert_true(counted_rank(e, n, one, key) <= before);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ties_share_a_rank_and_the_next_is_left_out),
	    cmocka_unit_test(equal_rates_go_by_starts_then_links_then_amount),
	    cmocka_unit_test(rates_are_compared_unrounded),
	    cmocka_unit_test(ends_of_a_small_board_do_not_overlap),
	    cmocka_unit_test(random_boards_are_ranked_by_counting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
