/* `warning ahead` against what happens: it foretells exactly the lamps that light when nothing more
 * is recorded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "model/core/counter.h"
#include "proto/enums.h"
#include "proto/limits.h"

#define KIND(k) DUBAN__IMPORT_KIND__IMPORT_KIND_##k

static Duban__WarningAheadReply *ahead(struct world *w, uint32_t days, const char *unit)
{
	Duban__WarningAheadRequest b = DUBAN__WARNING_AHEAD_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.days = days;
	b.unit = (char *)(uintptr_t)unit;
	q.body_case = DUBAN__REQUEST__BODY_WARNING_AHEAD;
	q.warning_ahead = &b;
	return world_ok(w, &q)->warning_ahead;
}

static const Duban__WarningAheadRow *of(const Duban__WarningAheadReply *r, const char *rule)
{
	for (size_t i = 0; i < r->n_row; i++)
		if (strcmp(r->row[i]->rule, rule) == 0)
			return r->row[i];
	return NULL;
}

static void city(struct world *w)
{
	world_import(w, KIND(UNITS),
		     "id,name,kind,parent,gb_code\n"
		     "office,市重点办,office,,\n"
		     "east,东湖区,county,,360102\n"
		     "west,西湖区,county,,360103\n");
	world_import(w, KIND(PROJECTS),
		     "code,name,unit,category,stage,total,plan,year,planned_start,planned_finish\n"
		     "A1,甲,east,工业,计划新开工,90000000,12000,2020,2020-01,2021-12\n"
		     "A2,乙,east,工业,计划新开工,90000000,12000,2020,2020-02,2021-12\n"
		     "A3,丙,west,工业,计划新开工,90000000,12000,2020,2020-01,2021-12\n");
	world_import(w, KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "A1,1,立项,审批,east,李四,张三,,5wd,2020-01-20\n"
		     "A1,2,施工,实施,east,李四,张三,,2020-01-31,2020-01-20\n"
		     "A2,1,立项,审批,east,李四,张三,,40wd,2020-01-20\n"
		     "A3,1,立项,审批,west,李四,张三,,20wd,2020-01-20\n");
}

/* Lamps of a rule that are open now. */
static uint32_t open_lamps(struct world *w, const char *rule, int level)
{
	Duban__WarningListRequest b = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__WarningListReply *r;
	uint32_t n = 0;

	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	r = world_ok(w, &q)->warning_list;
	for (size_t i = 0; i < r->n_warning; i++)
		n += strcmp(r->warning[i]->rule, rule) == 0 && (int)r->warning[i]->level == level;
	return n;
}

/* Nothing is lit on 01-20 09:00, so what is foretold is all that is open 30 days later. */
static void foretells_what_lights(void **state)
{
	static const char *const rules[] = {"W01", "W02", "W03", "W04", "W05", "W06", "W07", "W08"};
	struct world *w = *state;
	uint32_t yellow[8] = {0}, red[8] = {0}, some = 0;
	Duban__WarningAheadReply *r;

	world_until(w, "2020-01-20T09:00");
	city(w);
	assert_int_equal(open_lamps(w, "W04", LEVEL(YELLOW)), 0);
	r = ahead(w, 30, "");
	assert_int_equal(r->next, 0);
	for (size_t i = 0; i < 8; i++) {
		const Duban__WarningAheadRow *row = of(r, rules[i]);

		yellow[i] = row ? row->yellow : 0;
		red[i] = row ? row->red : 0;
		some += yellow[i] + red[i];
	}
	assert_int_equal(of(r, "W04")->projects, 2);
	assert_string_equal(of(r, "W01")->file, "progress");
	assert_string_equal(of(r, "W04")->file, ""); /* only the stage does */
	assert_true(some > 3);
	world_until(w, "2020-02-19T09:00");
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(open_lamps(w, rules[i], LEVEL(YELLOW)), yellow[i]);
		assert_int_equal(open_lamps(w, rules[i], LEVEL(RED)), red[i]);
	}
	/* what is lit already is not foretold */
	assert_null(of(ahead(w, 1, ""), "W04"));
}

/* The work is done; only nobody has told it yet. */
static void the_file_that_it_names_keeps_them_dark(void **state)
{
	static const struct {
		const char *rule, *file;
		int kind;
		const char *text;
	} rows[] = {
	    {"W05", "lives", KIND(LIVES), "project,started,library\nA4,2019-12-25,2020-01-10\n"},
	    {"W22", "chains", KIND(CHAINS),
	     "project,no,name,class,unit,leader,person,limit,chain_start\n"
	     "A5,1,立项,审批,west,李四,张三,90wd,2020-01-20\n"},
	    {"W01", "progress", KIND(PROGRESS),
	     "project,no,state,started,finished\nA1,1,办结,2020-01-20,2020-01-20\n"
	     "A3,1,办结,2020-01-20,2020-01-20\n"},
	    {"W02", "progress", KIND(PROGRESS),
	     "project,no,state,started,finished\nA1,2,办结,2020-01-20,2020-01-20\n"},
	    {"W03", "progress", KIND(PROGRESS),
	     "project,no,state,started\nA2,1,办理中,2020-01-20\nA5,1,办理中,2020-01-20\n"},
	};
	struct world *w = *state;

	world_until(w, "2020-01-20T09:00");
	city(w);
	world_import(w, KIND(LISTS), "name,needs_chain\n链条清单,yes\n");
	world_import(
	    w, KIND(PROJECTS),
	    "code,name,unit,category,stage,total,plan,year,planned_start,planned_finish,list\n"
	    "A4,丁,west,工业,在建,90000000,12000,2020,2019-12,2021-12,\n"
	    "A5,戊,west,工业,前期,90000000,12000,2020,2020-12,2021-12,链条清单\n");
	world_import(w, KIND(LIVES), "project,started\nA4,2019-12-25\n");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const Duban__WarningAheadRow *row = of(ahead(w, 30, ""), rows[i].rule);

		assert_non_null(row);
		assert_string_equal(row->file, rows[i].file);
		world_import(w, (Duban__ImportKind)rows[i].kind, rows[i].text);
		if (of(ahead(w, 30, ""), rows[i].rule))
			fail_msg("%s would be lit yet", rows[i].rule);
	}
}

/* After a first import: what it lit at once counts as well, at the level that it will have. */
static void what_is_lit_already_is_told_if_asked(void **state)
{
	struct world *w = *state;
	Duban__WarningAheadRequest b = DUBAN__WARNING_AHEAD_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__WarningAheadRow *row;

	world_until(w, "2020-02-20T09:00");
	city(w);
	assert_int_equal(open_lamps(w, "W04", LEVEL(YELLOW)), 2);
	assert_int_equal(of(ahead(w, 20, ""), "W04")->projects, 1);
	b.days = 20;
	b.unit = (char *)(uintptr_t) "";
	b.lit = true;
	q.body_case = DUBAN__REQUEST__BODY_WARNING_AHEAD;
	q.warning_ahead = &b;
	row = of(world_ok(w, &q)->warning_ahead, "W04");
	assert_int_equal(row->projects, 3);
	assert_int_equal(row->yellow, 3);
	assert_int_equal(row->red, 0);
}

static void only_what_the_caller_reads(void **state)
{
	struct world *w = *state;

	world_until(w, "2020-01-20T09:00");
	city(w);
	assert_int_equal(of(ahead(w, 30, "west"), "W04")->projects, 1);
	w->caller = (struct caller){.principal = 9, .role = ROLE(COUNTY), .unit = 3, .name = "w"};
	assert_int_equal(of(ahead(w, 30, ""), "W04")->projects, 1);
}

static void too_far(void **state)
{
	struct world *w = *state;
	Duban__WarningAheadRequest b = DUBAN__WARNING_AHEAD_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.days = AHEAD_DAYS_MAX + 1;
	q.body_case = DUBAN__REQUEST__BODY_WARNING_AHEAD;
	q.warning_ahead = &b;
	world_refused(w, &q, STATUS_INVALID, "warning.ahead_days");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(foretells_what_lights),
	    TEST(the_file_that_it_names_keeps_them_dark),
	    TEST(what_is_lit_already_is_told_if_asked),
	    TEST(only_what_the_caller_reads),
	    TEST(too_far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
