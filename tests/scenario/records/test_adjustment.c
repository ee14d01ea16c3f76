/* The half-yearly adjustment of a list (半年调整). Nanchang's news conference of 2020 tells its
 * numbers: 586个(其中第一批579个，第二批调入16个，调出9个). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/rights/body.h"
#include "lib/world/world.h"
#include "lib/world/wrecord.h"
#include "proto/status.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define INVALID DUBAN__STATUS__STATUS_INVALID
#define CONFLICT DUBAN__STATUS__STATUS_CONFLICT
#define NOT_FOUND DUBAN__STATUS__STATUS_NOT_FOUND
#define APPROVAL "list=市重点 period=2020-H1 document=洪项办3号 approver=领导小组 reason=半年调整"

enum { FIRST = 579, JOINED = 16, LEFT = 9 };

static struct arena *sent; /* the request that is being sent */

static Duban__Request *ask(const char *request, const char *text)
{
	if (!sent)
		assert_int_equal(arena_new(&sent, 1024 * 1024), 0);
	arena_reset(sent);
	return body_request(sent, request, text, NULL);
}

static Duban__Reply *ok(struct world *w, const char *request, const char *text)
{
	return world_ok(w, ask(request, text));
}

static void refused(struct world *w, const char *request, const char *text, int status,
		    const char *code)
{
	world_refused(w, ask(request, text), status, code);
}

static void add_rows(struct world *w, const char *head, const char *form, int from, int until)
{
	size_t size = 64 * 1024, n;
	char *csv = malloc(size);

	assert_non_null(csv);
	n = (size_t)snprintf(csv, size, "%s\n", head);
	for (int i = from; i <= until; i++)
		n += (size_t)snprintf(csv + n, size - n, form, i, i);
	world_import(w, strstr(head, "direction") ? K(ADJUSTMENTS) : K(PROJECTS), csv);
	free(csv);
}

/* The first batch on the list, and those that will join. */
static void nanchang(struct world *w)
{
	const char *head = "code,name,unit,stage,year,batch,list";

	world_city(w);
	world_import(w, K(PARAMETERS), "key,value\nescalation.ladder,none\n");
	world_import(w, K(LISTS),
		     "name,authority,elsewhere\n市重点,市重点办,\n省重点,省发改委,是\n");
	add_rows(w, head, "A%03d,首批%d,east,在建,2020,第一批,市重点\n", 1, FIRST);
	add_rows(w, head, "B%03d,二批%d,west,前期,2020,第二批,\n", 1, JOINED);
}

/* Two links of each of the first projects: done late, the second too late for nobody's patience. */
static void chains(struct world *w, int projects)
{
	char csv[8192];
	size_t n = (size_t)snprintf(csv, sizeof csv,
				    "project,no,name,class,unit,person,limit,chain_start\n");

	for (int i = 1; i <= projects; i++)
		n += (size_t)snprintf(csv + n, sizeof csv - n,
				      "A%03d,1,征迁,实施,east,张三,5cd,2020-01-02\n"
				      "A%03d,2,主体,实施,east,张三,8cd,\n",
				      i, i);
	world_import(w, K(CHAINS), csv);
}

static uint32_t on_list(struct world *w)
{
	return ok(w, "list_totals", "list=市重点")->list_totals->totals->projects;
}

static uint32_t batch(struct world *w, const char *name)
{
	Duban__ImportTotals *t = ok(w, "list_totals", "list=市重点")->list_totals->totals;

	for (size_t i = 0; i < t->n_batch; i++)
		if (strcmp(t->batch[i]->name, name) == 0)
			return t->batch[i]->projects;
	return 0;
}

/* "joined 2020-06-30 reason approver document" of the last spell on the list. */
static const char *membership(struct world *w, const char *project)
{
	char body[64];
	Duban__SheetReply *b;
	char *const *cell;
	bool left;

	(void)snprintf(body, sizeof body, "kind=members project=%s list=市重点 former=1", project);
	b = ok(w, "sheet", body)->sheet;
	assert_true(b->n_row > 0);
	cell = b->row[b->n_row - 1]->cell + 2; /* behind project and list */
	left = *cell[4];
	cell += left ? 4 : 0;
	return arena_printf(w->arena, "%s %s %s %s %s", left ? "left" : "joined", cell[0], cell[1],
			    cell[2], cell[3]);
}

static void a_batch_of_16_and_9_makes_586_of_579(void **state)
{
	struct world *w = *state;
	Duban__AdjustmentReply *b;
	uint64_t seq;

	nanchang(w);
	chains(w, LEFT);
	assert_int_equal(on_list(w), FIRST);
	/* due on 01-07 and 01-10, red fifteen days after: 01-22 and 01-25 (W02.r_after_cd) */
	world_until(w, "2020-01-24T09:00");
	b = ok(w, "adjustment_propose", "list=市重点 period=2020-H1")->adjustment;
	assert_int_equal(b->n_item, 0); /* one red lamp is not enough */
	world_until(w, "2020-01-25T09:00");
	b = ok(w, "adjustment_propose", "list=市重点 period=2020-H1")->adjustment;
	assert_int_equal(b->n_item, LEFT);
	assert_int_equal(b->leaves, LEFT);
	assert_string_equal(b->item[0]->project, "A001");
	assert_int_equal(b->item[0]->n_grounds, 2);
	assert_memory_equal(b->item[0]->grounds[0], "W02-", 4);
	/* said again it finds nothing new, and writes nothing */
	seq = engine_seq(w->engine);
	assert_int_equal(
	    ok(w, "adjustment_propose", "list=市重点 period=2020-H1")->adjustment->n_item, 0);
	assert_int_equal(engine_seq(w->engine), seq);
	add_rows(w, "list,period,project,direction,ground",
		 "市重点,2020-H1,B%03d,调入,第%d个新项目\n", 1, JOINED);
	world_until(w, "2020-06-30T09:00");
	b = ok(w, "adjustment_approve", APPROVAL)->adjustment;
	assert_int_equal(b->joins, JOINED);
	assert_int_equal(b->leaves, LEFT);
	assert_int_equal(on_list(w), FIRST + JOINED - LEFT);
	assert_int_equal(on_list(w), 586);
	assert_string_equal(membership(w, "A001"), "left 2020-06-30 半年调整 领导小组 洪项办3号");
	assert_string_equal(membership(w, "B001"), "joined 2020-06-30 半年调整 领导小组 洪项办3号");
	assert_string_equal(membership(w, "A010"), "joined 2020-01-02   ");
	/* 第一批579个, 第二批16个 */
	assert_int_equal(batch(w, "第一批"), FIRST - LEFT);
	assert_int_equal(batch(w, "第二批"), JOINED);
	refused(w, "adjustment_approve", APPROVAL, CONFLICT, "adjustment.none_waits");
}

static void small(struct world *w)
{
	world_city(w);
	world_import(w, K(PARAMETERS), "key,value\nescalation.ladder,none\n");
	world_import(w, K(LISTS),
		     "name,authority,elsewhere\n市重点,市重点办,\n省重点,省发改委,是\n");
	add_rows(w, "code,name,unit,stage,year,batch,list",
		 "A%03d,首批%d,east,在建,2020,第一批,市重点\n", 1, 3);
	add_rows(w, "code,name,unit,stage,year,batch,list", "B%03d,二批%d,west,前期,2020,第二批,\n",
		 1, 2);
	world_until(w, "2020-06-20T09:00");
	world_import(w, K(ADJUSTMENTS),
		     "list,period,project,direction,ground\n市重点,2020-H1,A001,调出,滞后\n"
		     "市重点,2020-H1,B001,调入,提速\n市重点,2020-H1,B002,调入,提速\n");
}

/* If one item cannot be done none is, and each obstacle is told. */
static void one_obstacle_stops_the_batch(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	small(w);
	(void)ok(w, "project_move",
		 "project=B002 to=withdrawn reason=取消 approver=领导 document=1号");
	(void)ok(w, "list_leave", "project=A001 list=市重点 reason=先行调出 approver=领导");
	seq = engine_seq(w->engine);
	refused(w, "adjustment_approve", APPROVAL, CONFLICT, "list.not_member");
	assert_int_equal(w->reply->n_problem, 2);
	assert_string_equal(w->reply->problem[1]->code, "project.closed");
	assert_int_equal(engine_seq(w->engine), seq);
	/* what can be done is approved by itself, on a day of one's choice */
	(void)ok(w, "adjustment_approve", APPROVAL " project=B001 at_date=20200615");
	assert_string_equal(membership(w, "B001"), "joined 2020-06-15 半年调整 领导小组 洪项办3号");
	refused(w, "adjustment_approve", APPROVAL " project=B001", CONFLICT,
		"adjustment.item_decided");
}

static void a_refused_item_keeps_its_reason(void **state)
{
	struct world *w = *state;

	small(w);
	(void)ok(w, "adjustment_refuse",
		 "list=市重点 period=2020-H1 project=A001 reason=已赶上进度 document=会纪5号");
	wrecord_expect(
	    w, K(ADJUSTMENTS), "市重点",
	    "市重点,2020-H1,A001,leave,滞后,refused,2020-06-20,已赶上进度,会纪5号\n"
	    "市重点,2020-H1,B001,join,提速,proposed\n市重点,2020-H1,B002,join,提速,proposed\n");
	/* the rest of the batch goes on without it */
	assert_int_equal(ok(w, "adjustment_approve", APPROVAL)->adjustment->n_item, 2);
	assert_int_equal(on_list(w), 5);
	/* with another ground it is proposed anew; what was approved stays */
	world_import(w, K(ADJUSTMENTS),
		     "list,period,project,direction,ground\n市重点,2020-H1,A001,调出,再次停工\n");
	wrecord_expect(
	    w, K(ADJUSTMENTS), "市重点",
	    "市重点,2020-H1,A001,leave,再次停工,proposed\n"
	    "市重点,2020-H1,B001,join,提速,approved,2020-06-20,半年调整,洪项办3号,领导小组\n"
	    "市重点,2020-H1,B002,join,提速,approved,2020-06-20,半年调整,洪项办3号,领导小组\n");
	assert_int_equal(world_import_ask(w, K(ADJUSTMENTS),
					  "list,period,project,direction,ground\n"
					  "市重点,2020-H1,B001,调入,另一理由\n")
			     ->status,
			 INVALID);
	assert_string_equal(w->reply->problem[0]->code, "adjustment.decided");
}

static void bad_row(struct world *w, const char *row, const char *code)
{
	char csv[256];

	(void)snprintf(csv, sizeof csv,
		       "list,period,project,direction,ground,state,decided,document\n%s\n", row);
	assert_int_equal(world_import_ask(w, K(ADJUSTMENTS), csv)->status, INVALID);
	assert_string_equal(w->reply->problem[0]->code, code);
}

static void what_is_wrong_changes_nothing(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	small(w);
	seq = engine_seq(w->engine);
	bad_row(w, "市重点,2020-H3,A002,调出,滞后,,,", "adjustment.bad_period");
	bad_row(w, "市重点,2020,A002,调出,滞后,,,", "adjustment.bad_period");
	bad_row(w, "市重点,2020-H1,A002,调入,滞后,,,", "adjustment.is_member");
	bad_row(w, "市重点,2020-H1,P1,调出,滞后,,,", "adjustment.no_member");
	bad_row(w, "省重点,2020-H1,P1,调入,滞后,,,", "adjustment.elsewhere");
	bad_row(w, "无,2020-H1,P1,调入,滞后,,,", "list.unknown");
	bad_row(w, "市重点,2020-H1,A002,调出,滞后,,2020-06-01,", "adjustment.open_has_no_decision");
	bad_row(w, "市重点,2019-H2,A002,调出,滞后,已批准,,", "adjustment.no_day");
	refused(w, "adjustment_propose", "list=无 period=2020-H1", NOT_FOUND, "list.unknown");
	refused(w, "adjustment_propose", "list=省重点 period=2020-H1", CONFLICT, "list.elsewhere");
	refused(w, "adjustment_propose", "list=市重点 period=2020-H2", INVALID,
		"adjustment.period_ahead");
	refused(w, "adjustment_propose", "list=市重点 period=上半年", INVALID,
		"adjustment.bad_period");
	refused(w, "adjustment_approve",
		"list=市重点 period=2020-H1 approver=领导小组 reason=半年调整", INVALID,
		"text.empty");
	refused(w, "adjustment_approve", "list=市重点 period=2020-H1 document=1号 reason=半年调整",
		INVALID, "text.empty");
	refused(w, "adjustment_approve", APPROVAL " project=A003", NOT_FOUND, "adjustment.no_item");
	refused(w, "adjustment_approve", APPROVAL " at_date=20200621", INVALID, "date.future");
	refused(w, "adjustment_refuse", "list=市重点 period=2020-H1 reason=不调", INVALID,
		"text.empty");
	assert_int_equal(engine_seq(w->engine), seq);
	/* a former half-year is taken over as it was decided */
	world_import(w, K(ADJUSTMENTS),
		     "list,period,project,direction,ground,state,decided,document\n"
		     "市重点,2019-H2,A002,调出,滞后,已批准,2019-12-30,洪项办1号\n");
	assert_int_equal(on_list(w), 3);
}

/* Red lamps that only a switch put out, or of another half-year, are no ground. */
static void only_lamps_of_the_half_year_count(void **state)
{
	struct world *w = *state;

	nanchang(w);
	chains(w, 2);
	world_import(w, K(PARAMETERS), "key,scope,of,value\nadjustment.reds,list,市重点,3\n");
	world_until(w, "2020-07-02T09:00");
	assert_int_equal(
	    ok(w, "adjustment_propose", "list=市重点 period=2020-H1")->adjustment->n_item, 0);
	world_import(w, K(PARAMETERS), "key,scope,of,value\nadjustment.reds,list,市重点,2\n");
	assert_int_equal(
	    ok(w, "adjustment_propose", "list=市重点 period=2020-H2")->adjustment->n_item, 0);
	world_import(w, K(PARAMETERS),
		     "key,scope,of,value\nW02.on,project,A001,no\n"
		     "W03.on,project,A001,no\n");
	assert_int_equal(
	    ok(w, "adjustment_propose", "list=市重点 period=2020-H1")->adjustment->n_item, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_batch_of_16_and_9_makes_586_of_579), TEST(one_obstacle_stops_the_batch),
	    TEST(a_refused_item_keeps_its_reason),	TEST(what_is_wrong_changes_nothing),
	    TEST(only_lamps_of_the_half_year_count),
	};

	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_free(sent);
	return failed;
}
