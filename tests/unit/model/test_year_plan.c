/* 序时: the amount that a yearly plan requires by the end of each month, linear or by its curve;
 * and the version in force on a day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/plan/year_plan.h"
#include "proto/limits.h"

enum { MONTHS = 12 };

struct row {
	int64_t fen;
	unsigned month;
	int64_t expect;
};

static void linear_is_months_of_twelve_rounded_once(void **state)
{
	static const struct row rows[] = {
	    {120000, 1, 10000},
	    {120000, 6, 60000},
	    {120000, 11, 110000},
	    {120000, 12, 120000},
	    {100, 1, 8},    /* 8.33 */
	    {100, 5, 42},   /* 41.67 */
	    {100, 11, 92},  /* 91.67 */
	    {100, 12, 100}, /* at the end of the year the whole plan, regardless of rounding */
	    {1, 11, 1},
	    {1, 6, 1}, /* 0.5 */
	    {1, 5, 0},
	    {0, 7, 0},
	    {100, 0, 0},
	    {MONEY_FEN_MAX, 7, MONEY_FEN_MAX / 12 * 7 + (MONEY_FEN_MAX % 12 * 14 + 12) / 24},
	    {MONEY_FEN_MAX, 12, MONEY_FEN_MAX},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		Duban__Plan p = DUBAN__PLAN__INIT;
		Duban__Money amount = DUBAN__MONEY__INIT;
		int64_t got;

		amount.fen = rows[i].fen;
		p.amount = &amount;
		got = year_plan_fen(year_plan_twelfths(&p, rows[i].month));
		if (got != rows[i].expect)
			fail_msg("row %zu: %lld, not %lld", i, (long long)got,
				 (long long)rows[i].expect);
	}
}

static void a_curve_is_added_up_month_by_month(void **state)
{
	static const int64_t month[MONTHS] = {0, 0, 5, 10, 20, 20, 15, 10, 10, 5, 5, 0};
	Duban__Money money[MONTHS], amount = DUBAN__MONEY__INIT, *curve[MONTHS];
	Duban__Plan p = DUBAN__PLAN__INIT;
	int64_t sum = 0;

	(void)state;
	amount.fen = 100;
	p.amount = &amount;
	p.curve = curve;
	p.n_curve = MONTHS;
	for (unsigned i = 0; i < MONTHS; i++) {
		duban__money__init(&money[i]);
		money[i].fen = month[i];
		curve[i] = &money[i];
		sum += month[i];
		assert_true(i + 1 < MONTHS || sum == amount.fen);
	}
	sum = 0;
	for (unsigned m = 0; m <= MONTHS; m++) {
		assert_int_equal(year_plan_fen(year_plan_twelfths(&p, m)), sum);
		sum += m < MONTHS ? month[m] : 0;
	}
}

static void without_an_amount_nothing_is_asked_for(void **state)
{
	Duban__Plan p = DUBAN__PLAN__INIT;

	(void)state;
	assert_int_equal(year_plan_fen(year_plan_twelfths(&p, 6)), 0);
}

static void the_plan_of_a_day_is_the_last_adopted_by_then(void **state)
{
	Duban__Plan v[3] = {DUBAN__PLAN__INIT, DUBAN__PLAN__INIT, DUBAN__PLAN__INIT};
	Duban__Plan *all[3] = {&v[0], &v[1], &v[2]};
	struct year_plans p = {.plan = all, .n = 3}, none = {.n = 0};

	(void)state;
	v[0].adopted_date = 20200115;
	v[1].adopted_date = 20200630;
	v[2].adopted_date = 20200630;
	assert_null(year_plan_on(&p, date_of(2020, 1, 14)));
	assert_ptr_equal(year_plan_on(&p, date_of(2020, 1, 15)), &v[0]);
	assert_ptr_equal(year_plan_on(&p, date_of(2020, 6, 29)), &v[0]);
	assert_ptr_equal(year_plan_on(&p, date_of(2020, 6, 30)), &v[2]);
	assert_ptr_equal(year_plan_first(&p), &v[0]);
	assert_ptr_equal(year_plan_last(&p), &v[2]);
	assert_null(year_plan_first(&none));
	assert_null(year_plan_on(&none, date_of(2020, 6, 30)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(linear_is_months_of_twelve_rounded_once),
	    cmocka_unit_test(a_curve_is_added_up_month_by_month),
	    cmocka_unit_test(without_an_amount_nothing_is_asked_for),
	    cmocka_unit_test(the_plan_of_a_day_is_the_last_adopted_by_then),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
