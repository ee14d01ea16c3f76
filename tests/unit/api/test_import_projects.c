#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/money_rows.h"
#include "lib/noun/timport.h"
#include "lib/ttemp.h"
#include "model/core/counter.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "store/db/db.h"

#define UNITS "id,name,kind\nzdb,市重点办,office\nfgw,市发改委,sector\ndonghu,东湖区,county\n"
#define HEAD                                                                                       \
	"code,name,unit,sector,category,stage,total,plan,year,planned_start,planned_finish,list,"  \
	"batch\n"
#define ROW1                                                                                                   \
	"P-1,大桥,donghu,市发改委,交通,在建,1000,200.5,2020,2019-03,2021年6月,重点；省重点," \
	"第一批\n"
#define ROW2 "P.2,学校,东湖区,,教育,计划新开工,500,,2020年,,,重点,第二批\n"

static int setup(void **state)
{
	timport_setup(state);
	return timport(*state, UNITS, UNITS);
}

static Duban__Project *project(struct timport *t, const char *code)
{
	return project_get(t->txn, t->arena, project_by_code(t->txn, code));
}

static void a_project_is_stored_as_the_row_says(void **state)
{
	struct timport *t = *state;
	Duban__Project *p;

	assert_int_equal(timport(t, PROJECTS, HEAD ROW1 ROW2), 0);
	assert_int_equal(t->ask.event[0]->project, 1);
	assert_int_equal(t->ask.event[0]->project_unit, unit_by_id(t->txn, "donghu"));
	assert_int_equal(timport_remark(t, "import.new_categories"), 2);
	assert_int_equal(timport_remark(t, "import.new_lists"), 2);
	p = project(t, "P-1");
	assert_string_equal(p->name, "大桥");
	assert_int_equal(p->sector, unit_by_id(t->txn, "fgw"));
	assert_int_equal(p->stage, DUBAN__STAGE__STAGE_BUILDING);
	assert_int_equal(p->total->fen, 100000);
	assert_int_equal(p->plan->fen, 20050);
	assert_int_equal(p->planned_start_month, 201903);
	assert_int_equal(p->planned_finish_month, 202106);
	assert_int_equal(p->n_list, 2);
	assert_string_equal(p->list[1], "省重点");
	assert_string_equal(p->batch, "第一批");
	p = project(t, "P.2");
	assert_null(p->plan);
	assert_int_equal(p->year, 2020);
}

static void an_empty_cell_leaves_the_field_and_a_list_replaces_the_lists(void **state)
{
	struct timport *t = *state;
	Duban__Project *p;

	assert_int_equal(timport(t, PROJECTS, HEAD ROW1 ROW2), 0);
	assert_int_equal(timport(t, PROJECTS, "code,name,total,stage,list\nP-1,,2000,,新表\n"), 0);
	assert_int_equal(timport_done(t)->updated, 1);
	assert_int_equal(timport_done(t)->absent_count, 1);
	assert_string_equal(timport_done(t)->absent[0], "P.2");
	assert_int_equal(t->reply.import->changes, 2);
	assert_string_equal(t->reply.import->change[0]->column, "total");
	assert_string_equal(t->reply.import->change[0]->before, "1000");
	assert_string_equal(t->reply.import->change[0]->after, "2000");
	assert_string_equal(t->reply.import->change[1]->before, "重点;省重点");
	assert_string_equal(t->reply.import->change[1]->after, "新表");
	assert_int_equal(timport_remark(t, "import.new_lists"), 1);
	p = project(t, "P-1");
	assert_string_equal(p->name, "大桥");
	assert_int_equal(p->plan->fen, 20050);
	assert_int_equal(p->stage, DUBAN__STAGE__STAGE_BUILDING);
	assert_int_equal(p->n_list, 1);
}

#define ALL                                                                                        \
	"code,name,unit,stage,year,former,successor,funding,co_units,unit_text,place,content,"     \
	"leader_city,leader_county,liaison,responsible_first,responsible_main,"                    \
	"responsible_direct,responsible_other,team,scheme,crew,finance_assessed,"                  \
	"project_owner,legal_entity,mark\n"

static void every_column_of_a_project_is_stored(void **state)
{
	struct timport *t = *state;
	Duban__Project *p;

	assert_int_equal(
	    timport(t, PROJECTS,
		    ALL "A,甲,东湖区、zdb；fgw,谋划储备,2020,OLD-1;OLD-2,B,备案,,"
			"某公司,某路,长桥一座,张三;李四,"
			"王五,赵六,一,二,三,四、五,班子,方案,队伍,2020-03-01,业主甲,法人乙,★\n"
			"B,乙,donghu,在建,2020,,,,,,,,,,,,,,,,,,,,,\n"),
	    0);
	p = project(t, "A");
	assert_int_equal(p->unit, unit_by_id(t->txn, "donghu"));
	assert_int_equal(p->n_co_unit, 2);
	assert_int_equal(p->co_unit[1], unit_by_id(t->txn, "fgw"));
	assert_int_equal(p->successor, project_by_code(t->txn, "B"));
	assert_int_equal(p->funding, DUBAN__FUNDING__FUNDING_FILING);
	assert_string_equal(p->unit_text, "某公司");
	assert_string_equal(p->place, "某路");
	assert_string_equal(p->content, "长桥一座");
	assert_int_equal(p->n_leader_city, 2);
	assert_string_equal(p->leader_city[1]->name, "李四");
	assert_string_equal(p->leader_county[0]->name, "王五");
	assert_string_equal(p->liaison->name, "赵六");
	assert_string_equal(p->responsible_first->name, "一");
	assert_string_equal(p->responsible_main->name, "二");
	assert_string_equal(p->responsible_direct->name, "三");
	assert_int_equal(p->n_responsible_other, 2);
	assert_string_equal(p->team, "班子");
	assert_string_equal(p->scheme, "方案");
	assert_string_equal(p->crew, "队伍");
	assert_int_equal(p->finance_assessed_date, 20200301);
	assert_string_equal(p->project_owner, "业主甲");
	assert_string_equal(p->legal_entity, "法人乙");
	assert_string_equal(p->mark, "★");
	assert_false(p->opening);
	assert_true(project(t, "B")->opening);
}

static void a_former_code_names_the_project_and_is_never_taken_away(void **state)
{
	struct timport *t = *state;
	uint32_t num;

	assert_int_equal(
	    timport(t, PROJECTS, "code,name,unit,stage,year,former\nA,甲,donghu,前期,2020,OLD\n"),
	    0);
	num = project_by_code(t->txn, "A");
	assert_int_equal(project_by_code(t->txn, "OLD"), num);
	assert_int_equal(timport(t, PROJECTS, "code,name,former\nOLD,新名,OLDER\n"), 0);
	assert_int_equal(timport_done(t)->updated, 1);
	assert_int_equal(timport_done(t)->absent_count, 0);
	assert_string_equal(project(t, "OLDER")->name, "新名");
	assert_string_equal(project(t, "OLD")->code, "A");
	assert_int_equal(project(t, "A")->n_former, 2);
	assert_int_equal(timport(t, PROJECTS, "code,name\nOLD,甲\nA,乙\n"), STATUS_INVALID);
	assert_true(timport_problem(t, "key.twice", 3, "code"));
	assert_int_equal(
	    timport(t, PROJECTS, "code,name,unit,stage,year,former\nB,乙,donghu,前期,2020,OLD\n"),
	    STATUS_INVALID);
	assert_true(timport_problem(t, "project.code_taken", 2, "former"));
}

static void an_import_never_moves_a_stage(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, PROJECTS, HEAD ROW1 ROW2), 0);
	assert_int_equal(timport(t, PROJECTS, "code,stage\nP-1,在建\nP.2,在建\n"), STATUS_INVALID);
	assert_true(timport_problem(t, "project.stage_by_import", 3, "stage"));
	assert_int_equal(t->reply.n_problem, 1);
}

static const struct fault {
	const char *row, *code, *column;
} faults[] = {
    {"P/1,甲,donghu,,,在建,,,2020,,,,", "key.bad_character", "code"},
    {",甲,donghu,,,在建,,,2020,,,,", "cell.empty", "code"},
    {"P1,,donghu,,,在建,,,2020,,,,", "cell.empty", "name"},
    {"P1,甲,,,,在建,,,2020,,,,", "cell.empty", "unit"},
    {"P1,甲,donghu,,,,,,2020,,,,", "cell.empty", "stage"},
    {"P1,甲,donghu,,,在建,,,,,,,", "cell.empty", "year"},
    {"P1,甲,nowhere,,,在建,,,2020,,,,", "unit.unknown", "unit"},
    {"P1,甲,donghu,交通局,,在建,,,2020,,,,", "unit.unknown", "sector"},
    {"P1,甲,donghu,,,快了,,,2020,,,,", "project.unknown_stage", "stage"},
    {"P1,甲,donghu,,,在建,abc,,2020,,,,", "money.not_a_number", "total"},
    {"P1,甲,donghu,,,在建,,-5,2020,,,,", "money.negative", "plan"},
    {"P1,甲,donghu,,,在建,0.001,,2020,,,,", "money.too_fine", "total"},
    {"P1,甲,donghu,,,在建,99999999999999999,,2020,,,,", "money.too_large", "total"},
    {"P1,甲,donghu,,,在建,,,1989,,,,", "cell.out_of_range", "year"},
    {"P1,甲,donghu,,,在建,,,明年,,,,", "cell.bad_number", "year"},
    {"P1,甲,donghu,,,在建,,,2020,2020-13,,,", "cell.bad_month", "planned_start"},
    {"P1,甲,donghu,,,在建,,,2020,2020-05,2020-04,,", "project.finish_before_start",
     "planned_finish"},
    {"P1,甲,donghu,,,在建,,,2020,,,a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q,", "cell.too_many_values",
     "list"},
};

static void each_fault_of_a_row_is_named(void **state)
{
	struct timport *t = *state;

	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		_cleanup_free_ char *csv = NULL;

		assert_true(asprintf(&csv, "%s%s\n", HEAD, faults[i].row) > 0);
		assert_int_equal(timport(t, PROJECTS, csv), STATUS_INVALID);
		if (!timport_problem(t, faults[i].code, 2, faults[i].column))
			fail_msg("row %zu: no %s at %s", i, faults[i].code, faults[i].column);
		assert_int_equal(t->reply.n_problem, 1);
	}
	assert_int_equal(counter_last(t->txn, "project"), 0);
}

static void money_needs_a_unit_of_header_or_cell(void **state)
{
	struct timport *t = *state;
	struct tfile f = {.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS, .unit = ""};

	f.csv = HEAD "P1,甲,donghu,,,在建,100,,2020,,,,\n";
	assert_int_equal(timport_file(t, &f), STATUS_INVALID);
	assert_true(timport_problem(t, "money.no_unit", 2, "total"));
	f.csv = HEAD "P1,甲,donghu,,,在建,1.5亿元,,2020,,,,\n";
	assert_int_equal(timport_file(t, &f), 0);
	assert_int_equal(project(t, "P1")->total->fen, 15000000000);
	f.unit = "万元";
	f.csv = HEAD "P2,甲,donghu,,,在建,\xef\xbc\x91\xef\xbc\x92,,2020,,,,\n";
	assert_int_equal(timport_file(t, &f), 0);
	assert_int_equal(project(t, "P2")->total->fen, 12000000);
	f.unit = "美元";
	assert_int_equal(timport_file(t, &f), STATUS_INVALID);
	assert_true(timport_problem(t, "import.bad_money_unit", 0, NULL));
}

/* Money is read in the same way everywhere. */
static void money_has_one_grammar(void **state)
{
	struct timport *t = *state;

	for (size_t i = 0; i < n_money_rows; i++) {
		const struct money_row *r = &money_rows[i];
		const char *unit = money_unit_name(r->column);
		_cleanup_free_ char *csv = NULL, *code = NULL;
		struct tfile f = {.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS,
				  .unit = unit ? unit : "",
				  .between = '|'};

		assert_true(asprintf(&code, "M%zu", i) > 0);
		assert_true(asprintf(&csv,
				     "code|name|unit|stage|total|year\n%s|甲|donghu|在建|%s|2020\n",
				     code, r->text) > 0);
		f.csv = csv;
		print_message("'%s'\n", r->text);
		if (r->fault && r->fault != MONEY_EMPTY) {
			assert_int_equal(timport_file(t, &f), STATUS_INVALID);
			assert_true(timport_problem(t, money_fault_code(r->fault), 2, "total"));
			continue;
		}
		assert_int_equal(timport_file(t, &f), 0);
		if (r->fault)
			assert_null(project(t, code)->total);
		else
			assert_true(project(t, code)->total->fen == r->fen);
	}
}

static void all_rows_or_none(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, PROJECTS, HEAD ROW1 "P1,,,,,,,,,,,,\n" ROW2), STATUS_INVALID);
	assert_int_equal(t->reply.n_problem, 4);
	assert_int_equal(t->ask.n_event, 0);
	assert_null(project(t, "P-1"));
}

static void the_same_code_twice_names_both_rows(void **state)
{
	struct timport *t = *state;

	assert_int_equal(timport(t, PROJECTS, HEAD ROW1 ROW2 ROW1), STATUS_INVALID);
	assert_true(timport_problem(t, "key.twice", 4, "code"));
	assert_string_equal(t->reply.problem[0]->arg[0], "2");
}

static void totals_are_those_of_the_rows_as_they_will_be(void **state)
{
	struct timport *t = *state;
	const Duban__ImportTotals *s;

	assert_int_equal(timport(t, PROJECTS,
				 HEAD ROW1 ROW2 "P3,丙,zdb,,,退出,7,,2020,,,重点,第一批\n"
						"P4,丁,zdb,,,前期,,,2020,,,,\n"),
			 0);
	/* a file with only one figure: for the other cells the stored values count */
	assert_int_equal(timport(t, PROJECTS, "code,total\nP-1,3000\nP.2,\nP3,\nP4,\n"), 0);
	s = timport_done(t)->totals;
	assert_int_equal(s->projects, 3);
	assert_int_equal(s->withdrawn, 1);
	assert_int_equal(s->implementing, 2);
	assert_int_equal(s->planned_starts, 1);
	assert_int_equal(s->early, 1);
	assert_int_equal(s->total->fen, 350000);
	assert_int_equal(s->plan->fen, 20050);
	assert_int_equal(s->n_list, 2);
	assert_string_equal(s->list[0]->name, "重点");
	assert_int_equal(s->list[0]->projects, 2);
	assert_int_equal(s->list[0]->total->fen, 350000);
	assert_int_equal(s->n_batch, 2);
	assert_int_equal(s->batch[0]->projects, 2);
	assert_int_equal(s->batch[0]->total->fen, 300700);
}

static void import_shipped(struct timport *t, Duban__ImportKind kind, const char *name)
{
	_cleanup_free_ char *path = NULL, *csv = NULL;
	struct tfile f = {.kind = kind, .part_rows = 100};
	size_t size;

	assert_true(asprintf(&path, SOURCE_DIR "/tests/data/nanchang2020/%s.csv", name) > 0);
	f.csv = csv = ttemp_read(path, &size);
	if (timport_file(t, &f))
		fail_msg("%s: %s", name, t->reply.problem[0]->code);
}

static void the_sample_city_adds_up_to_the_published_figures(void **state)
{
	struct timport *t = *state;
	const Duban__ImportTotals *s;

	import_shipped(t, DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS, "units");
	import_shipped(t, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS, "projects");
	s = timport_done(t)->totals;
	assert_int_equal(timport_done(t)->created, 595);
	assert_int_equal(s->projects, 586);
	assert_int_equal(s->withdrawn, 9);
	assert_int_equal(s->implementing, 472);
	assert_int_equal(s->planned_starts, 164);
	assert_int_equal(s->early, 114);
	assert_int_equal(s->total->fen, 103167000000000);
	assert_int_equal(s->plan->fen, 15598000000000);
	assert_int_equal(s->batch[0]->projects, 579);
	assert_int_equal(s->batch[1]->projects, 16);
	assert_string_equal(s->list[1]->name, "市重点推进");
	assert_int_equal(s->list[1]->projects, 100);
	assert_int_equal(s->list[1]->total->fen, 30459000000000);
	assert_int_equal(s->list[1]->plan->fen, 5616000000000);
	import_shipped(t, DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS, "chains");
	assert_int_equal(timport_done(t)->created, 1764);
	assert_true(timport_remark(t, "import.person_kept_as_text") > 0);
	import_shipped(t, DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS, "chains");
	assert_int_equal(timport_done(t)->unchanged, 1764);
	assert_int_equal(t->ask.n_event, 0);
}

static void what_one_frame_cannot_hold_is_refused(void **state)
{
	_cleanup_free_ char *csv = NULL;
	struct timport *t = *state;
	struct tfile f = {.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS, .part_rows = 4000};
	size_t size;
	FILE *out = open_memstream(&csv, &size);

	(void)fputs(HEAD, out);
	for (int i = 0; i < 60000; i++)
		(void)fprintf(out, "P%d,工程%d,donghu,,交通,在建,100,,2020,,,重点,\n", i, i);
	(void)fclose(out);
	f.csv = csv;
	assert_int_equal(timport_file(t, &f), STATUS_TOO_MANY);
	assert_true(timport_problem(t, "import.too_large", 0, NULL));
	assert_int_equal(t->ask.n_event, 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, timport_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(every_column_of_a_project_is_stored, setup,
					    timport_teardown),
	    cmocka_unit_test_setup_teardown(a_former_code_names_the_project_and_is_never_taken_away,
					    setup, timport_teardown),
	    T(an_import_never_moves_a_stage),
	    T(a_project_is_stored_as_the_row_says),
	    T(an_empty_cell_leaves_the_field_and_a_list_replaces_the_lists),
	    T(each_fault_of_a_row_is_named),
	    T(money_needs_a_unit_of_header_or_cell),
	    T(money_has_one_grammar),
	    T(all_rows_or_none),
	    T(the_same_code_twice_names_both_rows),
	    T(totals_are_those_of_the_rows_as_they_will_be),
	    T(what_one_frame_cannot_hold_is_refused),
	    cmocka_unit_test_setup_teardown(the_sample_city_adds_up_to_the_published_figures,
					    timport_setup, timport_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
