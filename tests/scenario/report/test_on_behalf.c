/* 代填: a report is entered only for a unit that reports for that project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/world/world.h"

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

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(only_for_a_unit_that_reports_for_the_project),
	    TEST(what_its_own_key_may_not_is_not_entered_for_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
