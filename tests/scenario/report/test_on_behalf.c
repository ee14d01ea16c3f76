/* 代填: a report is entered only for a unit that reports for that project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/world/world.h"
#include "proto/limits.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

/* Roads has a link of B, west supports A. */
static void begin(struct world *w)
{
	city(w);
	world_import(w, K(PROJECTS), "code,co_units\nA,west\n");
	world_import(w, K(CHAINS),
		     "project,no,name,class,unit,leader,limit,service_unit\n"
		     "B,3,交通影响评价,审批,site,李四,5wd,roads\n");
	world_until(w, "2020-02-03T09:00");
}

static const struct {
	const char *unit, *project;
	const char *code; /* of the refusal; NULL: taken */
	int status;
} rows[] = {
    {"site", "A", NULL, 0},
    {"east", "A", NULL, 0}, /* above its unit */
    {"west", "A", NULL, 0}, /* 协同单位 */
    {"roads", "B", "for_unit.no_report", STATUS_DENIED},
    {"roads", "A", "for_unit.no_part", STATUS_DENIED},
    {"works", "B", "for_unit.no_part", STATUS_DENIED}, /* its sector */
    {"west", "B", "for_unit.no_part", STATUS_DENIED},
    {"nobody", "A", "unit.unknown", STATUS_NOT_FOUND},
};

static void only_for_a_unit_that_reports_for_the_project(void **state)
{
	struct world *w = *state;

	begin(w);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		Duban__Request *q = report(rows[i].project, REPORT_FORM(MONTHLY), 202001, 1000000);

		q->for_unit = loose(rows[i].unit);
		as_office(w);
		if (rows[i].code)
			world_refused(w, q, rows[i].status, rows[i].code);
		else
			world_ok(w, q);
	}
}

/* By its own key the unit of a link reports for the project no more than on paper. */
static void what_its_own_key_may_not_is_not_entered_for_it(void **state)
{
	struct world *w = *state;

	begin(w);
	as(w, "roads", ROLE(UNIT));
	world_refused(w, report("B", REPORT_FORM(MONTHLY), 202001, 1000000), STATUS_DENIED,
		      "scope.denied");
}

/* Everybody but the office types in for its own subtree alone. */
static const struct {
	const char *unit;
	int role;
	const char *for_unit, *for_person, *project;
	const char *code; /* of the refusal; NULL: taken */
	int status;
} hands[] = {
    {"east", ROLE(COUNTY), "site", "", "A", NULL, 0},
    {"east", ROLE(COUNTY), "east", "zhao", "A", NULL, 0},
    {"site", ROLE(UNIT), "site", "qian", "B", NULL, 0},
    {"east", ROLE(COUNTY), "west", "", "A", "behalf.denied", STATUS_DENIED},
    {"site", ROLE(UNIT), "east", "", "A", "behalf.denied", STATUS_DENIED}, /* above it */
    {"east", ROLE(COUNTY), "", "sun", "A", "behalf.denied", STATUS_DENIED},
    {"site", ROLE(UNIT), "", "zhao", "A", "behalf.denied", STATUS_DENIED},
    {"east", ROLE(COUNTY), "", "nobody", "A", "person.unknown", STATUS_NOT_FOUND},
    {"", ROLE(OFFICE), "", "sun", "C", NULL, 0},
    {"", ROLE(COUNTY), "site", "", "A", "behalf.denied", STATUS_DENIED},
};

static void behalf_needs_a_right(void **state)
{
	struct world *w = *state;

	begin(w);
	world_import(w, K(PEOPLE), "id,name,unit\nzhao,赵一,east\nqian,钱二,site\nsun,孙三,west\n");
	for (size_t i = 0; i < sizeof hands / sizeof *hands; i++) {
		Duban__Request *q = report(hands[i].project, REPORT_FORM(MONTHLY), 202001, 1000000);

		q->for_unit = loose(hands[i].for_unit);
		q->for_person = loose(hands[i].for_person);
		as(w, hands[i].unit, hands[i].role);
		if (hands[i].code)
			world_refused(w, q, hands[i].status, hands[i].code);
		else
			world_ok(w, q);
	}
}

/* A role that never types in for others, by a command that it may send. */
static void supervision_types_in_for_nobody(void **state)
{
	Duban__LinkReturnRequest b = DUBAN__LINK_RETURN_REQUEST__INIT;
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;

	begin(w);
	ref.project = loose("B");
	ref.no = 1;
	b.link = &ref;
	b.reason = loose("退回");
	q.body_case = DUBAN__REQUEST__BODY_LINK_RETURN;
	q.link_return = &b;
	q.for_unit = loose("site");
	as(w, "", ROLE(SUPERVISION));
	world_refused(w, &q, STATUS_DENIED, "behalf.denied");
}

static const Duban__ReportRow *last_report(struct world *w, const char *project)
{
	Duban__ReportListRequest b = DUBAN__REPORT_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__ReportListReply *p;

	b.project = loose(project);
	q.body_case = DUBAN__REQUEST__BODY_REPORT_LIST;
	q.report_list = &b;
	p = world_ok(w, &q)->report_list;
	assert_true(p->n_report > 0);
	return p->report[p->n_report - 1];
}

static const Duban__HistoryRow *last_event(struct world *w, const char *project)
{
	Duban__ProjectHistoryRequest b = DUBAN__PROJECT_HISTORY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__ProjectHistoryReply *p;

	b.project = loose(project);
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_HISTORY;
	q.project_history = &b;
	p = world_ok(w, &q)->project_history;
	return p->row[p->n_row - 1];
}

static void add_key(struct world *w, const char *name)
{
	static uint8_t key[CURVE_KEY_SIZE];
	Duban__PrincipalAddRequest b = DUBAN__PRINCIPAL_ADD_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	key[0]++;
	b.name = loose(name);
	b.public_key = (ProtobufCBinaryData){sizeof key, key};
	b.role = ROLE(OFFICE);
	q.body_case = DUBAN__REQUEST__BODY_PRINCIPAL_ADD;
	q.principal_add = &b;
	world_ok(w, &q);
}

/* Every list and history tells whose key it was, and for whom. */
static void the_true_hand_is_shown(void **state)
{
	struct world *w = *state;
	Duban__Request *q;

	begin(w);
	world_import(w, K(PEOPLE), "id,name,unit\nqian,钱二,site\n");
	for (int i = 1; i <= 7; i++)
		add_key(w, i == 7 ? "office-sys" : (const char[]){'k', (char)('0' + i), '\0'});
	as_office(w); /* number 7 */
	q = report("A", REPORT_FORM(MONTHLY), 202001, 1000000);
	q->for_unit = loose("site");
	q->for_person = loose("qian");
	world_ok(w, q);
	assert_string_equal(last_report(w, "A")->by, "office-sys");
	assert_string_equal(last_report(w, "A")->for_unit, "site");
	assert_string_equal(last_report(w, "A")->for_person, "钱二");
	assert_string_equal(last_event(w, "A")->principal, "office-sys");
	assert_string_equal(last_event(w, "A")->for_unit, "site");
	assert_string_equal(last_event(w, "A")->for_person, "钱二");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(only_for_a_unit_that_reports_for_the_project),
	    TEST(what_its_own_key_may_not_is_not_entered_for_it),
	    TEST(behalf_needs_a_right),
	    TEST(supervision_types_in_for_nobody),
	    TEST(the_true_hand_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
