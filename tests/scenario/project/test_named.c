/* Projects by their names, in files and in requests: one that has the name is meant, several are
 * listed, and whoever may not read a project is told nothing of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "model/link/link.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "store/db/txn.h"

#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define MEMBERS DUBAN__IMPORT_KIND__IMPORT_KIND_MEMBERS
#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS
#define HEAD "project,no,name,class,unit,person,limit\n"

static void city(struct world *w)
{
	world_city(w);
	world_import(w, PROJECTS,
		     "code,name,unit,stage,year\n"
		     "A,滨江路,east,在建,2020\nA2,滨江路二期,east,在建,2020\n"
		     "B,同名路,east,在建,2020\nC,同名路,west,在建,2020\n");
}

static Duban__Request *report(const char *project)
{
	static Duban__ReportSubmitRequest b;
	static Duban__Request q;
	static Duban__Money money;

	money = (Duban__Money)DUBAN__MONEY__INIT;
	money.fen = 100;
	b = (Duban__ReportSubmitRequest)DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	b.project = (char *)(uintptr_t)project;
	b.period_month = 202001;
	b.invested = &money;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &b;
	return &q;
}

static Duban__Request *show(const char *project)
{
	static Duban__ProjectShowRequest b;
	static Duban__Request q;

	b = (Duban__ProjectShowRequest)DUBAN__PROJECT_SHOW_REQUEST__INIT;
	b.project = (char *)(uintptr_t)project;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
	q.project_show = &b;
	return &q;
}

static size_t links(struct world *w, const char *code)
{
	struct txn *t = engine_txn(w->engine);
	struct chain c;

	assert_int_equal(chain_load(t, w->arena, project_by_code(t, code), 2020, &c), 0);
	return c.n;
}

static void rows_name_a_project_by_code_or_name(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, CHAINS,
		     HEAD "滨江路,1,立项,审批,east,张三,5个工作日\nA,2,可研,审批,east,张三,30日\n");
	assert_int_equal(links(w, "A"), 2);
	/* the same link twice, once by code and once by name */
	assert_string_equal(
	    world_import_ask(w, CHAINS,
			     HEAD "A,3,环评,审批,east,张三,5wd\n滨江路,3,环评,审批,east,张三,5wd\n")
		->problem[0]
		->code,
	    "key.twice");
	assert_int_equal(links(w, "A"), 2);
}

static void a_name_of_several_projects_is_refused_with_their_codes(void **state)
{
	struct world *w = *state;
	Duban__Reply *p;

	city(w);
	p = world_import_ask(
	    w, CHAINS, HEAD "同名路,1,立项,审批,east,张三,5wd\n江滨路,1,立项,审批,east,张三,5wd\n");
	assert_int_equal(p->n_problem, 2);
	assert_string_equal(p->problem[0]->code, "project.same_name");
	assert_string_equal(p->problem[0]->value, "同名路");
	assert_int_equal(p->problem[0]->n_arg, 2);
	assert_string_equal(p->problem[0]->arg[0], "B");
	assert_string_equal(p->problem[0]->arg[1], "C");
	assert_string_equal(p->problem[1]->code, "project.unknown");
	world_refused(w, report("同名路"), STATUS_NOT_FOUND, "project.same_name");
	assert_int_equal(w->reply->problem[0]->n_arg, 2);
	world_refused(w, report("滨江"), STATUS_NOT_FOUND, "project.unknown");
}

/* More names than are looked up one by one. */
static void many_names_are_read_at_once(void **state)
{
	char projects[2000] = "code,name,unit,stage,year\n", rows[2000] = "project,list,joined\n";
	struct world *w = *state;
	Duban__Reply *p;

	city(w);
	for (int i = 0; i < 30; i++) {
		(void)snprintf(projects + strlen(projects), sizeof projects - strlen(projects),
			       "N%d,第%d号桥,east,在建,2020\n", i, i);
		(void)snprintf(rows + strlen(rows), sizeof rows - strlen(rows),
			       "第%d号桥,省重点,2020-01-01\n", i);
	}
	world_import(w, PROJECTS, projects);
	p = world_import_ask(w, MEMBERS, rows);
	assert_int_equal(p->n_problem, 0);
	assert_int_equal(p->import->done->created, 30);
	(void)snprintf(rows + strlen(rows), sizeof rows - strlen(rows),
		       "同名路,省重点,2020-01-01\n");
	p = world_import_ask(w, MEMBERS, rows);
	assert_string_equal(p->problem[0]->code, "project.same_name");
	assert_int_equal(p->problem[0]->n_arg, 2);
}

static void requests_name_a_project_by_code_or_name(void **state)
{
	uint8_t id[REQUEST_ID_SIZE] = {7};
	struct world *w = *state;
	Duban__Request *q;
	uint64_t first;

	city(w);
	q = report("滨江路");
	q->request_id = (ProtobufCBinaryData){sizeof id, id};
	first = world_ok(w, q)->first_seq;
	assert_string_equal(w->reply->report->project, "A");
	assert_int_equal(world_ok(w, q)->first_seq, first);
	assert_string_equal(w->reply->report->project, "A");
	/* a part of 滨江路二期 too, but of A the whole name */
	assert_string_equal(world_ok(w, show("滨江路"))->project_show->project->code, "A");
	assert_string_equal(world_ok(w, show("二期"))->project_show->project->code, "A2");
	world_refused(w, show("同名路"), STATUS_NOT_FOUND, "project.ambiguous");
}

static void only_projects_that_the_caller_may_read_have_a_name(void **state)
{
	struct world *w = *state;

	city(w);
	w->caller = (struct caller){.principal = 7,
				    .role = DUBAN__ROLE__ROLE_COUNTY,
				    .unit = unit_by_id(engine_txn(w->engine), "west"),
				    .name = "west"};
	assert_string_equal(world_ok(w, report("同名路"))->report->project, "C");
	world_refused(w, report("滨江路"), STATUS_NOT_FOUND, "project.unknown");
}

static void a_parameter_is_set_for_a_project_by_its_name(void **state)
{
	Duban__ParamSetRequest b = DUBAN__PARAM_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;

	city(w);
	b.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT;
	b.scope_name = (char *)(uintptr_t) "滨江路";
	b.key = (char *)(uintptr_t) "extension.max";
	b.value = (char *)(uintptr_t) "3";
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	q.param_set = &b;
	world_ok(w, &q);
	b.scope_name = (char *)(uintptr_t) "同名路";
	world_refused(w, &q, STATUS_NOT_FOUND, "project.same_name");
}

/* A row of an office's sheet has no code: it is asked which of several projects it means. */
static void a_row_of_a_sheet_means_one_project_or_is_asked(void **state)
{
	static const struct {
		const char *row, *code; /* of the problem; NULL: taken */
		uint32_t created;
	} rows[] = {
	    {",滨江路,东湖区,,200,2020\n", NULL, 0},
	    {",滨江路,西湖区,,200,2020\n", NULL, 1}, /* another unit's */
	    {",滨江路,,,200,2020\n", "project.same_name", 0},
	    {",同名路,东湖区,,200,2020\n", NULL, 0},
	    {",同名路,,,200,2020\n", "project.same_name", 0},
	    {"B,同名路,,,200,2020\n", NULL, 0},
	    {",旧改,,甲街,1,2020\n,旧改,,乙街,2,2020\n", NULL, 2}, /* of two places */
	    {",旧改,,乙街,3,2020\n", NULL, 0},
	    {",旧改,,,3,2020\n", "project.same_name", 0},
	    {",新路,东湖区,,1,2020\n,新路,东湖区,,2,2020\n", "key.twice", 0},
	    {"X-1,新路,东湖区,,1,2020\nX-2,新路,东湖区,,2,2020\n", NULL, 2},
	    {"A,滨江路,东湖区,,1,2020\n,滨江路,东湖区,,2,2020\n", "key.twice", 0},
	};
	struct world *w = *state;

	city(w);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char csv[512];
		Duban__Reply *p;

		(void)snprintf(csv, sizeof csv, "code,name,unit,place,total,year\n%s", rows[i].row);
		p = world_import_ask(w, DUBAN__IMPORT_KIND__IMPORT_KIND_SHEET, csv);
		print_message("%s", rows[i].row);
		assert_int_equal(p->n_problem, rows[i].code ? 1 : 0);
		if (rows[i].code)
			assert_string_equal(p->problem[0]->code, rows[i].code);
		else
			assert_int_equal(p->import->done->created, rows[i].created);
	}
}

#define WORLD(test) cmocka_unit_test_setup_teardown(test, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    WORLD(rows_name_a_project_by_code_or_name),
	    WORLD(a_name_of_several_projects_is_refused_with_their_codes),
	    WORLD(many_names_are_read_at_once),
	    WORLD(requests_name_a_project_by_code_or_name),
	    WORLD(only_projects_that_the_caller_may_read_have_a_name),
	    WORLD(a_parameter_is_set_for_a_project_by_its_name),
	    WORLD(a_row_of_a_sheet_means_one_project_or_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
