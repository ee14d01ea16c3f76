/* Problems in files: what is open is taken over, and an export loses nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/problem/tproblem.h"
#include "lib/world/world.h"
#include "lib/world/world_export.h"
#include "lib/world/world_log.h"
#include "model/problem/problem.h"
#include "proto/enums.h"
#include "store/db/txn.h"

#define HEAD "id,project,tier,unit,title,raised,due,state\n"

static void refused(struct world *w, const char *csv, const char *code)
{
	uint64_t before = engine_seq(w->engine);
	const Duban__Reply *p = world_import_ask(w, IMPORT_KIND(PROBLEMS), csv);

	assert_int_not_equal(p->status, DUBAN__STATUS__STATUS_OK);
	assert_string_equal(p->problem[0]->code, code);
	assert_true(engine_seq(w->engine) == before);
}

/* 接续: with the deadline of the file, else with the tier's limit from the day of raising. */
static void open_ones_are_taken_over_as_they_stand(void **state)
{
	struct world *w = *state;
	const Duban__ProblemListReply *b;

	tproblem_city(w);
	tproblem_until(w, "2020-03-02T09:00");
	world_import(w, IMPORT_KIND(PROBLEMS),
		     HEAD "W-7,P1,L2b,,管线迁改,2020-02-10,2020-02-27,办理\n"
			  "W-8,P1,L2,,用地规划,2020-02-26,,交办\n"
			  "W-9,,责任单位,east,砂石短缺,2020-01-02,2020-01-10,待核\n");
	world_expect(w, "03-02 09:00 yellow problem/1 W12 due 02-27\n");
	b = tproblem_ok(w, "problem_list", "")->problem_list;
	assert_int_equal(b->n_problem, 3);
	assert_string_equal(b->problem[0]->id, "W-7");
	assert_string_equal(b->problem[0]->tier, "L2b");
	assert_string_equal(b->problem[0]->unit, "office");
	assert_int_equal(b->problem[0]->state, PROBLEM_STATE(WORKING));
	assert_int_equal(b->problem[0]->raised_date, 20200210);
	assert_int_equal(b->problem[0]->due_date, 20200227);
	assert_int_equal(b->problem[0]->days_late, 4);
	assert_string_equal(b->problem[1]->unit, "trade");
	assert_int_equal(b->problem[1]->due_date, 20200306); /* 02-26 + 7 wd */
	b = tproblem_ok(w, "problem_list", "late=1 project=P1")->problem_list;
	assert_int_equal(b->n_problem, 1);
	b = tproblem_ok(w, "problem_list", "unit=east state=answered")->problem_list;
	assert_int_equal(b->n_problem, 1);
	assert_string_equal(b->problem[0]->title, "砂石短缺");
	/* they go on as any other; new ones are numbered by themselves */
	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_ok(w, "problem_sign", "id=W-8");
	tproblem_ok(w, "problem_raise", "title=新题 project=P1");
	assert_string_equal(w->reply->problem_raise->id, "2020-0001");
}

static void a_file_tells_words_and_commands_where_it_stands(void **state)
{
	struct world *w = *state;

	tproblem_city(w);
	tproblem_until(w, "2020-03-02T09:00");
	refused(w, HEAD "1,P1,L9,,管线,2020-02-10,,办理\n", "problem.unknown_tier");
	refused(w, HEAD "1,P1,L1,,管线,2020-02-10,,在办\n", "problem.unknown_state");
	refused(w, HEAD "1,P1,L1,,管线,2020-04-10,,办理\n", "date.future");
	refused(w,
		"id,project,tier,title,raised,state,answered\n1,P1,L1,管线,2020-01-10,待核,2020-04-"
		"10\n",
		"date.future");
	refused(w, HEAD "1,,L1,,管线,2020-02-10,,办理\n", "problem.no_handler");
	refused(w, HEAD "1,P9,L1,,管线,2020-02-10,,办理\n", "project.unknown");
	refused(w, HEAD "1,P1,L1,,管线,2020-02-10,,销号\n", "problem.cleared_when");
	refused(w,
		"id,project,tier,title,raised,state,cleared\n1,P1,L1,管线,2020-02-10,办理,"
		"2020-02-11\n",
		"problem.not_cleared");
	refused(w,
		"id,project,tier,title,raised,state,cleared\n1,P1,L1,管线,2020-02-10,销号,"
		"2020-02-09\n",
		"problem.cleared_before");
	world_import(w, IMPORT_KIND(PROBLEMS), HEAD "1,P1,L1,,管线,2020-02-28,,办理\n");
	refused(w, HEAD "1,P1,L2,,管线,2020-02-28,,办理\n", "problem.by_command");
	refused(w,
		"id,project,tier,title,raised,state,cleared\n1,P1,L1,管线,2020-02-28,销号,"
		"2020-03-01\n",
		"problem.by_command");
	world_import(w, IMPORT_KIND(PROBLEMS), HEAD "1,P1,L1,,燃气管线,2020-02-28,,办理\n");
	assert_string_equal(tproblem_get(w, "1")->title, "燃气管线");
	assert_int_equal(tproblem_get(w, "1")->limit->n, 3);
}

/* One of every state, and what is known of each. */
static void a_life(struct world *w)
{
	tproblem_city(w);
	tproblem_until(w, "2020-03-02T09:00");
	tproblem_as(w, COUNTY_ROLE, "east");
	tproblem_ok(w, "problem_raise", "title=一 project=P1 text=详情 raiser=王五");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_assign", "id=2020-0001 person=张三");
	tproblem_ok(w, "problem_raise", "title=二 project=P1 criterion=difficult reason=难");
	tproblem_ok(w, "problem_raise", "title=三 project=P1 criterion=province reason=省级");
	tproblem_ok(w, "problem_raise", "title=四 unit=east");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_ok(w, "problem_work", "id=2020-0001 text=已签八户 document=攻坚1号");
	tproblem_ok(w, "problem_extend", "id=2020-0001 to_date=20200331 reason=雨");
	tproblem_ok(w, "problem_raise", "title=五 project=P1");
	tproblem_ok(w, "problem_answer", "id=2020-0005 text=已解决 evidence=@file");
	tproblem_ok(w, "problem_raise", "title=六 project=P1");
	tproblem_ok(w, "problem_answer", "id=2020-0006 text=已解决 evidence=@file");
	tproblem_as(w, SECTOR_ROLE, "trade");
	tproblem_ok(w, "problem_reassign", "id=2020-0002 reason=不归我");
	tproblem_ok(w, "problem_clear", "id=2020-0005 text=属实");
	tproblem_ok(w, "problem_return", "id=2020-0006 reason=不属实");
	tproblem_as(w, OFFICE_ROLE, "");
	tproblem_ok(w, "problem_reopen", "id=2020-0005 reason=反弹");
	tproblem_as(w, DUBAN__ROLE__ROLE_LOCAL, "");
	world_import(w, IMPORT_KIND(CAMPAIGNS),
		     "id,name,kind,from,until\nQ2,百个问题,百个问题,2020-04-01,2020-06-30\n");
	world_import(w, IMPORT_KIND(CAMPAIGN_ITEMS),
		     "campaign,subject,leader\nQ2,2020-0001,李\nQ2,2020-0002,赵\n");
	tproblem_until(w, "2020-04-03T09:00");
}

/* Another store takes the export, and exports the same. */
static void same_again(struct world *from, struct world *to, Duban__ImportKind kind)
{
	char *before = world_sheet_of(from, kind), *after = world_sheet_of(to, kind);

	assert_true(world_sheet_lines(before) > 1);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void an_export_comes_in_again_and_loses_nothing(void **state)
{
	struct world *w = *state, *copy;

	a_life(w);
	copy = world_moved(w, "2020-04-03T09:00");
	same_again(w, copy, IMPORT_KIND(PROBLEMS));
	same_again(w, copy, IMPORT_KIND(CAMPAIGNS));
	same_again(w, copy, IMPORT_KIND(CAMPAIGN_ITEMS));
	world_free(copy);
}

/* What the daemon proposed about a problem does not keep its import, and goes with it. */
static void an_import_is_taken_back_with_what_was_proposed(void **state)
{
	struct world *w = *state;
	char text[60];

	tproblem_city(w);
	world_import(w, IMPORT_KIND(PROBLEMS),
		     HEAD "W-7,P1,L1,,管线迁改,2020-01-02,2020-01-10,办理\n");
	(void)snprintf(text, sizeof text, "import_seq=%llu",
		       (unsigned long long)w->reply->last_seq);
	tproblem_until(w, "2020-03-02T09:00");
	assert_true(tproblem_proposed(w, "W-7", PROBLEM_TIER(L2)));
	tproblem_ok(w, "import_revert", text);
	assert_int_equal(txn_count(engine_txn(w->engine), TABLE_proposal_open), 0);
	world_work(w);
	assert_int_equal(txn_count(engine_txn(w->engine), TABLE_warning_open), 0);
	tproblem_until(w, "2020-06-02T09:00");
	world_restart(w, false);
	assert_int_equal(txn_count(engine_txn(w->engine), TABLE_proposal_open), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(open_ones_are_taken_over_as_they_stand),
	    TEST(a_file_tells_words_and_commands_where_it_stands),
	    TEST(an_export_comes_in_again_and_loses_nothing),
	    TEST(an_import_is_taken_back_with_what_was_proposed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
