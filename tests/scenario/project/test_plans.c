/* Yearly plans and targets: versions never change; the progress of a project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"
#include "model/plan/target.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "store/db/db.h"

#define PLANS DUBAN__IMPORT_KIND__IMPORT_KIND_PLANS
#define REPORTS DUBAN__IMPORT_KIND__IMPORT_KIND_REPORTS
#define TARGETS DUBAN__IMPORT_KIND__IMPORT_KIND_TARGETS
#define HEAD "project,year,amount,document,adopted\n"

static void city(struct world *w)
{
	world_city(w);
	world_until(w, "2020-03-02T09:00");
}

static void refused(struct world *w, Duban__ImportKind kind, const char *csv, const char *code)
{
	uint64_t before = engine_seq(w->engine);
	Duban__Reply *p = world_import_ask(w, kind, csv);

	if (!p->n_problem)
		fail_msg("not refused as %s: %s", code, csv);
	assert_string_equal(p->problem[0]->code, code);
	assert_int_equal(engine_seq(w->engine), before);
}

static struct year_plans plans_of(struct world *w, uint32_t year)
{
	struct year_plans p;

	assert_int_equal(year_plans_load(engine_txn(w->engine), w->arena,
					 project_by_code(engine_txn(w->engine), "P1"), year, &p),
			 0);
	return p;
}

static Duban__Project *project(struct world *w, const char *code)
{
	return project_get(engine_txn(w->engine), w->arena,
			   project_by_code(engine_txn(w->engine), code));
}

static Duban__Project *p1(struct world *w)
{
	return project(w, "P1");
}

/* The first version of 2020. */
static Duban__Plan *plan_of_1(struct world *w, const char *code)
{
	struct year_plans p;

	assert_int_equal(year_plans_load(engine_txn(w->engine), w->arena,
					 project_by_code(engine_txn(w->engine), code), 2020, &p),
			 0);
	return p.plan[0];
}

static void a_change_is_a_new_version_and_the_project_shows_it(void **state)
{
	struct world *w = *state;
	struct year_plans p;
	size_t had;

	city(w);
	had = plans_of(w, 2020).n;
	world_import(w, PLANS, HEAD "P1,2020,120万元,重点办〔2020〕1号,2020-02-01\n");
	world_import(w, PLANS, HEAD "P1,2020,240万元,重点办〔2020〕9号,2020-03-01\n");
	p = plans_of(w, 2020);
	assert_int_equal(p.n, had + 2);
	assert_int_equal(p.plan[had]->amount->fen, 120000000);
	assert_int_equal(p.plan[had + 1]->amount->fen, 240000000);
	assert_int_equal(p.plan[had + 1]->kind, DUBAN__PLAN_KIND__PLAN_KIND_ADJUSTED);
	assert_int_equal(p.plan[had + 1]->adopted_date, 20200301);
	assert_int_equal(p1(w)->plan->fen, 240000000);
	world_restart(w, false);
	assert_int_equal(plans_of(w, 2020).n, had + 2);
}

static void the_same_row_again_is_nothing(void **state)
{
	static const char csv[] = HEAD "P1,2020,120万元,一号,2020-02-01\n";
	struct world *w = *state;
	uint64_t before;

	city(w);
	world_import(w, PLANS, csv);
	before = engine_seq(w->engine);
	world_import(w, PLANS, csv);
	assert_int_equal(engine_seq(w->engine), before);
}

static void a_version_that_is_named_must_be_what_is_stored_or_the_next(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, PLANS,
		     "project,year,version,amount,document,adopted\n"
		     "P1,2021,1,100万元,一号,2020-02-01\n"
		     "P1,2021,2,150万元,二号,2020-02-20\n");
	assert_int_equal(plans_of(w, 2021).n, 2);
	world_import(w, PLANS,
		     "project,year,version,amount,document,adopted\n"
		     "P1,2021,1,100万元,一号,2020-02-01\n");
	assert_int_equal(plans_of(w, 2021).n, 2);
	refused(w, PLANS,
		"project,year,version,amount,document,adopted\n"
		"P1,2021,1,101万元,一号,2020-02-01\n",
		"plan.version_fixed");
	refused(w, PLANS,
		"project,year,version,amount,document,adopted\n"
		"P1,2021,4,101万元,一号,2020-02-21\n",
		"plan.version_gap");
}

static void plans_of_the_next_year_leave_the_project_in_its_own(void **state)
{
	struct world *w = *state;
	int64_t before;

	city(w);
	world_import(w, PLANS, HEAD "P1,2020,120万元,一号,2020-02-01\n");
	before = p1(w)->plan->fen;
	world_import(w, PLANS, HEAD "P1,2021,500万元,二号,2020-03-01\n");
	assert_int_equal(p1(w)->year, 2020);
	assert_int_equal(p1(w)->plan->fen, before);
}

static void what_cannot_be_a_plan_is_refused(void **state)
{
	static const struct {
		const char *row, *code;
	} rows[] = {
	    {"P1,2020,,一号,2020-02-01", "cell.empty"},
	    {"P1,2021,,一号,2020-02-01", "cell.empty"},
	    {"P1,2021,1万元,一号,2020-03-03", "plan.adopted_future"},
	    {"P9,2021,1万元,一号,2020-02-01", "project.unknown"},
	    {"P1,21,1万元,一号,2020-02-01", "cell.out_of_range"},
	    {"P1,2020,9万元,一号,2019-01-01", "plan.adopted_before_last"},
	};
	struct world *w = *state;
	char csv[256];

	city(w);
	world_import(w, PLANS, HEAD "P1,2020,120万元,一号,2020-02-01\n");
	for (size_t i = 1; i < sizeof rows / sizeof *rows; i++) {
		(void)snprintf(csv, sizeof csv, HEAD "%s\n", rows[i].row);
		refused(w, PLANS, csv, rows[i].code);
	}
	refused(w, PLANS, "project,year,amount,m1,m2\nP1,2021,3万元,1万元,2万元\n",
		"plan.curve_months");
	refused(w, PLANS,
		"project,year,amount,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12\n"
		"P1,2021,3万元,0元,0元,0元,0元,0元,0元,0元,0元,0元,0元,1万元,1万元\n",
		"plan.curve_sum");
	refused(w, PLANS,
		"project,year,amount,planned_start,planned_finish\n"
		"P1,2021,3万元,2021-05,2021-04\n",
		"plan.finish_before_start");
}

static Duban__PlanShowReply *show(struct world *w, uint32_t year, uint32_t month)
{
	Duban__PlanShowRequest b = DUBAN__PLAN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = (char *)(uintptr_t) "P1";
	b.year = year;
	b.month = month;
	q.body_case = DUBAN__REQUEST__BODY_PLAN_SHOW;
	q.plan_show = &b;
	return world_ok(w, &q)->plan_show;
}

static void where_a_project_stands_is_said_against_the_first_and_the_present_plan(void **state)
{
	struct world *w = *state;
	Duban__PlanShowReply *b;

	city(w);
	world_import(w, PLANS, HEAD "P1,2021,120万元,一号,2020-02-01\n");
	world_import(w, PLANS,
		     "project,year,amount,document,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12\n"
		     "P1,2021,70万元,二号,0元,0元,10万元,10万元,10万元,10万元,10万元,"
		     "10万元,10万元,0元,0元,0元\n");
	b = show(w, 2021, 4);
	assert_int_equal(b->n_stand, 2);
	assert_string_equal(b->stand[0]->due_percent, "33.3");
	assert_string_equal(b->stand[1]->due_percent, "28.6"); /* 20 of 70, half up */
	assert_string_equal(b->stand[1]->done_percent, "0");
	assert_string_equal(b->stand[1]->ahead_points, ""); /* nothing was reported */
	assert_int_equal(b->stand[1]->expected->fen, 20000000);
	b = show(w, 2022, 0);
	assert_int_equal(b->n_stand, 0);
	assert_int_equal(b->versions, 0);
	assert_int_equal(show(w, 2020, 0)->until_month, 202002);
	assert_int_equal(show(w, 2020, 202001)->until_month, 202001); /* month as yyyymm */
	assert_int_equal(show(w, 0, 202001)->until_month, 202001);
	assert_int_equal(show(w, 2020, 1)->until_month, 202001);
}

/* 629.0亿元 of 647.4 at the end of October: 97.158 done, 83.333 due. The difference of the rates as
 * they are shown would be 13.9. In November all but 0.4 of 1200 is done: that is not 100. */
static void a_project_is_ahead_by_the_unrounded_difference(void **state)
{
	struct world *w = *state;
	Duban__PlanShowReply *b;
	Duban__PlanStand *s;

	city(w);
	world_until(w, "2020-12-15T09:00");
	world_import(w, PLANS, HEAD "P1,2020,647.4亿元,一号,2020-02-01\n");
	world_import(w, REPORTS,
		     "project,num,form,period,invested(元),state,booked,submitted_at,confirmed_at\n"
		     "P1,1,monthly,2020-10,62900000000,confirmed,2020-10,2020-11-04T09:00,"
		     "2020-11-05T09:00\n"
		     "P1,2,monthly,2020-11,1820000000,confirmed,2020-11,2020-12-04T09:00,"
		     "2020-12-05T09:00\n");
	b = show(w, 2020, 10);
	s = b->stand[b->n_stand - 1];
	assert_string_equal(s->due_percent, "83.3");
	assert_string_equal(s->done_percent, "97.2");
	assert_string_equal(s->ahead_points, "13.8");
	assert_int_equal(s->expected->fen, INT64_C(5395000000000));
	b = show(w, 2020, 11);
	s = b->stand[b->n_stand - 1];
	assert_string_equal(s->done_percent, "99.9");
	assert_string_equal(s->ahead_points, "8.3");
}

/* 未报 is not "behind": a project is compared as of the last month that was reported. */
static void a_month_that_nobody_reported_is_not_behind(void **state)
{
	struct world *w = *state;
	Duban__PlanShowReply *b;

	city(w);
	b = show(w, 2020, 0);
	assert_int_equal(b->until_month, 202002);
	assert_int_equal(b->n_unreported_month, 2);
	assert_string_equal(b->stand[0]->done_percent, "0");
	assert_string_equal(b->stand[0]->ahead_points, "");
	life_report(w, "P1", 202001, INT64_C(100000000));
	b = show(w, 2020, 0);
	assert_int_equal(b->until_month, 202001);
	assert_int_equal(b->n_unreported_month, 1);
	assert_int_equal(b->unreported_month[0], 202002);
	assert_string_equal(b->stand[0]->ahead_points, "-3.3"); /* 5.0 of 8.33 */
	b = show(w, 2020, 2);
	assert_int_equal(b->until_month, 202002);
	assert_string_equal(b->stand[0]->ahead_points, "");
	/* a report of 0 is a report, also if it comes late */
	life_report(w, "P1", 202002, 0);
	b = show(w, 2020, 0);
	assert_int_equal(b->until_month, 202002);
	assert_int_equal(b->n_unreported_month, 0);
	assert_string_equal(b->stand[0]->ahead_points, "-11.7");
}

static void a_start_known_by_its_year_counts_as_december(void **state)
{
	struct world *w = *state;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__ImportRevertRequest revert = DUBAN__IMPORT_REVERT_REQUEST__INIT;

	city(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS,
		     "code,name,unit,category,stage,total,plan,year,planned_start\n"
		     "Y1,产业园,east,工业,计划新开工,500000000,80000000,2020,2020\n");
	assert_int_equal(project(w, "Y1")->planned_start_month, 202012);
	assert_true(project(w, "Y1")->planned_start_open);
	world_restart(w, false);
	/* the plan that the row made knows it too; one that names a month ends it, and its revert
	 * brings it back */
	assert_true(plan_of_1(w, "Y1")->planned_start_open);
	world_import(w, PLANS, "project,year,amount,planned_start\nY1,2020,8000万元,2020-09\n");
	assert_int_equal(project(w, "Y1")->planned_start_month, 202009);
	assert_false(project(w, "Y1")->planned_start_open);
	revert.import_seq = w->reply->last_seq;
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_REVERT;
	q.import_revert = &revert;
	world_ok(w, &q);
	assert_int_equal(project(w, "Y1")->planned_start_month, 202012);
	assert_true(project(w, "Y1")->planned_start_open);
	world_until(w, "2020-12-31T23:59");
	assert_null(strstr(w->project_log, "Y1/0 W04"));
	world_until(w, "2021-01-02T00:00");
	assert_non_null(strstr(w->project_log, "01-01 00:00 yellow Y1/0 W04 due 12-31\n"));
	refused(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS, "code,planned_start\nY1,20\n",
		"cell.bad_month");
}

static void targets_are_exact_in_the_measure_of_their_kind(void **state)
{
	struct world *w = *state;
	Duban__Target *g;

	city(w);
	world_import(w, TARGETS,
		     "year,indicator,unit,kind,previous,value,q1,q2,q3,q4,source\n"
		     "2020,固定资产投资,,金额,900亿元,1000.01亿元,,,,,政府工作报告\n"
		     "2020,固定资产投资增速,,增速,-3.5%,10.25%,,,,,\n"
		     "2020,新谋划项目,east,数量,80,100,20,50,80,100,\n"
		     "2020,产业类占比,east,占比,,40,,,,,\n");
	g = target_get(engine_txn(w->engine), w->arena, 0, 2020, "固定资产投资");
	assert_int_equal(g->value, INT64_C(10000100000000));
	assert_true(g->has_previous);
	g = target_get(engine_txn(w->engine), w->arena, 0, 2020, "固定资产投资增速");
	assert_int_equal(g->previous, -350);
	assert_int_equal(g->value, 1025);
	refused(w, TARGETS, "year,indicator,kind,value\n2020,甲,增速,1.234\n",
		"target.bad_percent");
	refused(w, TARGETS, "year,indicator,kind,value\n2020,甲,数量,-1\n", "cell.bad_number");
	refused(w, TARGETS, "year,indicator,kind,value,q1,q2,q3,q4\n2020,甲,数量,10,1,2,3,4\n",
		"target.steps_end");
	refused(w, TARGETS, "year,indicator,kind,value,q1,q2,q3,q4\n2020,甲,数量,10,5,2,3,10\n",
		"target.steps_fall");
	refused(w, TARGETS, "year,indicator,kind,value,q1,q2\n2020,甲,数量,10,5,2\n",
		"target.steps_fall");
	refused(w, TARGETS, "year,indicator,kind,value,q1,q2\n2020,甲,数量,10,1,2\n",
		"target.steps");
	refused(w, TARGETS, "year,indicator,kind,value\n2020,固定资产投资,数量,5\n",
		"target.other_kind");
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    T(a_change_is_a_new_version_and_the_project_shows_it),
	    T(the_same_row_again_is_nothing),
	    T(a_version_that_is_named_must_be_what_is_stored_or_the_next),
	    T(plans_of_the_next_year_leave_the_project_in_its_own),
	    T(what_cannot_be_a_plan_is_refused),
	    T(where_a_project_stands_is_said_against_the_first_and_the_present_plan),
	    T(a_project_is_ahead_by_the_unrounded_difference),
	    T(a_month_that_nobody_reported_is_not_behind),
	    T(a_start_known_by_its_year_counts_as_december),
	    T(targets_are_exact_in_the_measure_of_their_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
