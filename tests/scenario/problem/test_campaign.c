/* Campaigns: their list is fixed at the start, and at the end it is recorded what was not done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/problem/tproblem.h"
#include "lib/world/world.h"
#include "model/campaign/campaign.h"
#include "proto/enums.h"

#define LOCAL_ROLE DUBAN__ROLE__ROLE_LOCAL

static const Duban__Campaign *stored(struct world *w, const char *id)
{
	struct txn *t = engine_txn(w->engine);

	return campaign_get(t, w->arena, campaign_by_id(t, id));
}

static const Duban__CampaignItem *item(struct world *w, const char *id, const char *after)
{
	return campaign_next(engine_txn(w->engine), w->arena, id, after);
}

static void refused(struct world *w, Duban__ImportKind kind, const char *csv, const char *code)
{
	const Duban__Reply *p = world_import_ask(w, kind, csv);

	assert_int_not_equal(p->status, DUBAN__STATUS__STATUS_OK);
	assert_string_equal(p->problem[0]->code, code);
}

static void hundred_problems(struct world *w)
{
	tproblem_city(w);
	tproblem_until(w, "2020-03-30T09:00");
	tproblem_as(w, UNIT_ROLE, "site");
	tproblem_ok(w, "problem_raise", "title=征地受阻 project=P1");
	tproblem_ok(w, "problem_raise", "title=管线迁改 project=P1");
	tproblem_ok(w, "problem_raise", "title=砂石短缺 project=P1");
	tproblem_as(w, LOCAL_ROLE, "");
	world_import(w, IMPORT_KIND(CAMPAIGNS),
		     "id,name,kind,from,until,leader\n"
		     "2020Q2,二季度百个问题,百个问题,2020-04-01,2020-06-30,王市长\n");
	world_import(
	    w, IMPORT_KIND(CAMPAIGN_ITEMS),
	    "campaign,subject,leader\n2020Q2,2020-0001,李副市长\n2020Q2,2020-0002,赵副市长\n");
}

static void solve(struct world *w, const char *id)
{
	char text[128];

	tproblem_as(w, UNIT_ROLE, "site");
	(void)snprintf(text, sizeof text, "id=%s text=已解决 evidence=@file", id);
	tproblem_ok(w, "problem_answer", text);
	tproblem_as(w, SECTOR_ROLE, "trade");
	(void)snprintf(text, sizeof text, "id=%s", id);
	tproblem_ok(w, "problem_clear", text);
	tproblem_as(w, LOCAL_ROLE, "");
}

/* s4: 按季度组织开展“百个问题”市政府领导领衔攻坚, 一项目一方案, 滚动销号, 见底清零. */
static void its_list_is_fixed_at_the_start_and_named_at_the_end(void **state)
{
	struct world *w = *state;
	const Duban__CampaignShowReply *b;

	hundred_problems(w);
	refused(w, IMPORT_KIND(CAMPAIGN_ITEMS), "campaign,subject,leader\n2020Q3,2020-0001,李\n",
		"campaign.unknown");
	refused(w, IMPORT_KIND(CAMPAIGN_ITEMS), "campaign,subject,leader\n2020Q2,2020-0009,李\n",
		"problem.unknown_id");
	refused(w, IMPORT_KIND(CAMPAIGN_ITEMS),
		"campaign,subject,leader,due\n2020Q2,2020-0001,李,2020-07-01\n",
		"campaign.due_outside");
	tproblem_until(w, "2020-04-01T09:00");
	refused(w, IMPORT_KIND(CAMPAIGN_ITEMS), "campaign,subject,leader\n2020Q2,2020-0003,李\n",
		"campaign.fixed");
	refused(w, IMPORT_KIND(CAMPAIGNS), "id,from\n2020Q2,2020-04-02\n", "campaign.begun");
	world_import(w, IMPORT_KIND(CAMPAIGN_ITEMS),
		     "campaign,subject,leader,reason\n2020Q2,2020-0003,李副市长,市领导批示增列\n");
	solve(w, "2020-0001");
	b = tproblem_ok(w, "campaign_show", "id=2020Q2")->campaign_show;
	assert_int_equal(b->items, 3);
	assert_int_equal(b->done, 1);
	assert_string_equal(b->rate, "33.3");
	assert_int_equal(b->ended_date, 0);

	tproblem_until(w, "2020-06-30T23:59");
	assert_int_equal(stored(w, "2020Q2")->ended_date, 0);
	tproblem_until(w, "2020-07-01T00:00");
	assert_int_equal(stored(w, "2020Q2")->ended_date, 20200630);
	assert_int_equal(stored(w, "2020Q2")->ended_total, 3);
	assert_int_equal(stored(w, "2020Q2")->ended_done, 1);
	assert_int_equal(item(w, "2020Q2", "")->left_date, 0);
	assert_int_equal(item(w, "2020Q2", "2020-0001")->left_date, 20200630);
	/* what is cleared later does not embellish it */
	solve(w, "2020-0002");
	b = tproblem_ok(w, "campaign_show", "id=2020Q2 left=1")->campaign_show;
	assert_int_equal(b->done, 2);
	assert_int_equal(b->ended_done, 1);
	assert_int_equal(b->n_item, 1);
	assert_string_equal(b->item[0]->subject, "2020-0003");
	assert_string_equal(b->item[0]->leader, "李副市长");
	assert_int_equal(b->item[0]->days_late, 1);
	refused(w, IMPORT_KIND(CAMPAIGNS), "id,until\n2020Q2,2020-07-31\n", "campaign.ended");
	refused(w, IMPORT_KIND(CAMPAIGN_ITEMS), "campaign,subject,leader,reason\n2020Q2,X,李,补\n",
		"problem.unknown_id");
	assert_string_equal(
	    tproblem_ok(w, "problem_show", "id=2020-0003")->problem_show->campaign[0], "2020Q2");
}

/* Its end is the city's, what is in it is the projects': a past day of a project that is not in it
 * has the one and lacks the others. */
static void its_end_is_no_riddle_to_another_project(void **state)
{
	struct world *w = *state;
	const Duban__ProjectShowReply *b;

	hundred_problems(w);
	world_import(w, IMPORT_KIND(PROJECTS),
		     "code,name,unit,category,stage,year\nP2,二号项目,west,工业,谋划储备,2020\n");
	tproblem_until(w, "2020-07-02T09:00");
	assert_int_equal(item(w, "2020Q2", "2020-0001")->left_date, 20200630);
	b = tproblem_ok(w, "project_show", "project=P2 as_known_date=20200701")->project_show;
	assert_string_equal(b->project->name, "二号项目");
	b = tproblem_ok(w, "project_show", "project=P2 as_of_date=20200701")->project_show;
	assert_string_equal(b->project->name, "二号项目");
}

static size_t things(struct world *w, const char *asked, const char *kind, const char *why)
{
	const Duban__TodoListReply *b = tproblem_ok(w, "todo_list", asked)->todo_list;
	size_t n = 0;

	for (size_t i = 0; i < b->n_row; i++)
		n += strcmp(b->row[i]->kind, kind) == 0 && strcmp(b->row[i]->why->code, why) == 0;
	return n;
}

static void each_leader_has_what_is_left_to_do(void **state)
{
	struct world *w = *state;

	hundred_problems(w);
	assert_int_equal(things(w, "", "campaign", "todo.why.campaign_due"), 0);
	assert_int_equal(things(w, "unit=site", "problem", "todo.why.problem_runs"), 3);
	tproblem_until(w, "2020-04-01T09:00");
	assert_int_equal(things(w, "unit=site", "campaign", "todo.why.campaign_due"), 2);
	solve(w, "2020-0002");
	assert_int_equal(things(w, "unit=site", "campaign", "todo.why.campaign_due"), 1);
	tproblem_until(w, "2020-07-01T09:00");
	assert_int_equal(things(w, "unit=site", "campaign", "todo.why.campaign_left"), 1);
	solve(w, "2020-0001");
	assert_int_equal(things(w, "", "campaign", "todo.why.campaign_left"), 0);
}

/* s4: “百个前期”: projects reach a stage, each with 任务书·时间表·路线图. */
static void projects_reach_their_stage(void **state)
{
	struct world *w = *state;
	const Duban__CampaignShowReply *b;

	tproblem_city(w);
	refused(w, IMPORT_KIND(CAMPAIGNS),
		"id,name,kind,from,until\nQ,百个前期,前期攻坚,2020-01-06,2020-03-31\n",
		"campaign.no_goal");
	refused(w, IMPORT_KIND(CAMPAIGNS),
		"id,name,kind,from,until,goal\nQ,百个问题,问题攻坚,2020-01-06,2020-03-31,前期\n",
		"campaign.no_goal_wanted");
	refused(w, IMPORT_KIND(CAMPAIGNS),
		"id,name,kind,from,until,goal\nQ,百个前期,前期攻坚,2020-03-31,2020-01-06,前期\n",
		"campaign.until_before");
	world_import(w, IMPORT_KIND(CAMPAIGNS),
		     "id,name,kind,from,until,goal\n"
		     "Q,百个前期,前期攻坚,2020-01-06,2020-03-31,前期\n");
	refused(w, IMPORT_KIND(CAMPAIGN_ITEMS), "campaign,subject,leader,task_book\nQ,P1,李,00\n",
		"cell.bad_digest");
	world_import(w, IMPORT_KIND(CAMPAIGN_ITEMS),
		     "campaign,subject,leader,due,scheme\nQ,P1,李副市长,2020-02-28,攻坚办1号\n");
	b = tproblem_ok(w, "campaign_show", "id=Q")->campaign_show;
	assert_int_equal(b->done, 0);
	assert_int_equal(b->item[0]->stage, STAGE(RESERVE));
	assert_string_equal(b->item[0]->scheme->document, "攻坚办1号");
	tproblem_until(w, "2020-03-02T09:00");
	b = tproblem_ok(w, "campaign_show", "id=Q")->campaign_show;
	assert_int_equal(b->item[0]->days_late, 3); /* 2020 is a leap year */
	tproblem_ok(w, "project_move", "project=P1 to=preliminary at_date=20200227");
	b = tproblem_ok(w, "campaign_show", "id=Q")->campaign_show;
	assert_int_equal(b->done, 1);
	assert_int_equal(b->item[0]->done_date, 20200227);
	assert_int_equal(b->item[0]->days_late, 0);
	world_restart(w, false);
	tproblem_until(w, "2020-04-01T00:00");
	assert_int_equal(stored(w, "Q")->ended_done, 1);
	assert_int_equal(item(w, "Q", "")->left_date, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(its_list_is_fixed_at_the_start_and_named_at_the_end),
	    TEST(each_leader_has_what_is_left_to_do),
	    TEST(its_end_is_no_riddle_to_another_project),
	    TEST(projects_reach_their_stage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
