/* What a supervision found and became a problem: in one command, or of a finding that was recorded
 * before; once, and of the finding's project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/order/torder.h"
#include "lib/world/world.h"
#include "lib/world/wrecord.h"
#include "proto/enums.h"

static void as_supervision(struct world *w)
{
	torder_as(w, ROLE(SUPERVISION), "", "dcb1");
}

static void as_county(struct world *w)
{
	torder_as(w, ROLE(COUNTY), "east", "gate");
}

/* A visit to P1 and P2 on the day before, with the finding 1 about P1. */
static void visited(struct world *w)
{
	torder_city(w);
	torder_until(w, "2020-03-05T09:00");
	as_supervision(w);
	world_import(w, IMPORT_KIND(SUPERVISIONS),
		     "id,kind,means,form,held,person,project\n"
		     "D1,,现场督办,随机,2020-03-04,张三,P1;P2\n");
	torder_ok(w, "supervision_finding", "id=D1 text=围挡破损 project=P1");
}

static const Duban__FindingRow *finding(struct world *w, size_t i)
{
	const Duban__SupervisionShowReply *s =
	    torder_ok(w, "supervision_show", "id=D1")->supervision_show;

	assert_true(i < s->n_finding);
	return s->finding[i];
}

static void a_problem_of_a_supervision_is_its_finding(void **state)
{
	struct world *w = *state;

	visited(w);
	torder_refused(w, "problem_raise", "title=停工 project=P1 source=\"supervision D9\"",
		       "supervision.unknown");
	torder_ok(w, "problem_raise",
		  "title=停工 text=塔吊停用 project=P1 source=\"supervision D1\"");
	assert_string_equal(w->reply->problem_raise->id, "2020-0001");
	assert_string_equal(w->reply->problem_raise->unit, "east");
	assert_int_equal(finding(w, 1)->no, 2);
	assert_string_equal(finding(w, 1)->problem, "2020-0001");
	assert_string_equal(finding(w, 1)->text, "塔吊停用");
	assert_string_equal(finding(w, 1)->project, "P1");
	torder_as_local(w);
	world_rows(w, FINDINGS, "D1,1,P1,围挡破损\nD1,2,P1,塔吊停用,,2020-0001\n");
}

static void a_finding_becomes_one_problem_of_its_project(void **state)
{
	struct world *w = *state;

	visited(w);
	torder_refused(w, "problem_raise", "title=围挡 project=P1 source=\"supervision D1/7\"",
		       "supervision.unknown_finding");
	torder_refused(w, "problem_raise", "title=围挡 project=P2 source=\"supervision D1/1\"",
		       "supervision.finding_project");
	torder_ok(w, "problem_raise", "title=围挡 project=P1 source=\"supervision D1/1\"");
	assert_string_equal(finding(w, 0)->problem, "2020-0001");
	assert_string_equal(finding(w, 0)->text, "围挡破损");
	torder_refused(w, "problem_raise", "title=围挡 project=P1 source=\"supervision D1/1\"",
		       "supervision.finding_taken");
	torder_ok(w, "supervision_finding", "id=D1 text=停工 project=P1 order=1");
	torder_refused(w, "problem_raise", "title=停工 project=P1 source=\"supervision D1/2\"",
		       "supervision.finding_taken");
}

/* A county may say where its problem comes from; the supervision office's records stay its own. */
static void a_county_writes_no_finding(void **state)
{
	struct world *w = *state;

	visited(w);
	as_county(w);
	torder_ok(w, "problem_raise", "title=围挡 project=P1 source=\"supervision D1\"");
	as_supervision(w);
	assert_int_equal(torder_ok(w, "supervision_show", "id=D1")->supervision_show->n_finding, 1);
	world_import(w, IMPORT_KIND(SUPERVISIONS),
		     "id,kind,means,form,held,person,project\n"
		     "D2,,现场督办,随机,2020-03-04,张三,P2\n");
	as_county(w);
	torder_refused(w, "problem_raise", "title=围挡 project=P1 source=\"supervision D2\"",
		       "supervision.unknown");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    T(a_problem_of_a_supervision_is_its_finding),
	    T(a_finding_becomes_one_problem_of_its_project),
	    T(a_county_writes_no_finding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
