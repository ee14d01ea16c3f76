/* People, their posts and groups, and replacing one person by another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "lib/world/wrecord.h"

#define PEOPLE DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE
#define POSTS DUBAN__IMPORT_KIND__IMPORT_KIND_POSTS
#define GROUPS DUBAN__IMPORT_KIND__IMPORT_KIND_GROUPS
#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS
#define GATHERINGS DUBAN__IMPORT_KIND__IMPORT_KIND_GATHERINGS
#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define INVALID DUBAN__STATUS__STATUS_INVALID
#define TEXT(s) ((char *)(uintptr_t)(s))
#define CHAIN "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

static Duban__Request *replace(const char *old_person, const char *new_person, uint32_t from)
{
	static Duban__PersonReplaceRequest b;
	static Duban__Request q;

	duban__person_replace_request__init(&b);
	duban__request__init(&q);
	b.old_person = TEXT(old_person);
	b.new_person = TEXT(new_person);
	b.from_date = from;
	b.reason = TEXT("调任");
	q.body_case = DUBAN__REQUEST__BODY_PERSON_REPLACE;
	q.person_replace = &b;
	return &q;
}

static Duban__ChainShowReply *chain(struct world *w, const char *project)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = TEXT(project);
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	return world_ok(w, &q)->chain_show;
}

static const char *leader_of(struct world *w, uint32_t no)
{
	Duban__ChainShowReply *c = chain(w, "P1");

	for (size_t i = 0; i < c->n_link; i++)
		if (c->link[i]->no == no)
			return c->link[i]->leader;
	return "";
}

static Duban__ProjectRow *project(struct world *w, uint32_t as_of)
{
	Duban__ProjectShowRequest b = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = TEXT("P1");
	b.as_of_date = as_of;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
	q.project_show = &b;
	return world_ok(w, &q)->project_show->project;
}

/* Zhang's four links (done, cancelled, active, not started), posts and groups; project P1. */
static void busy(struct world *w)
{
	world_city(w);
	world_import(w, PEOPLE, "id,name,unit,post\nwang,王五,east,副区长\nli,李四,west,\n");
	world_import(w, PROJECTS,
		     "code,leader_city,leader_county,liaison,responsible_other\n"
		     "P1,zhang;wang,zhang,zhang,zhang;li\n");
	world_import(w, CHAINS,
		     CHAIN "P1,1,选址,审批,east,zhang,li,,2020-03-31,2020-01-02\n"
			   "P1,2,环评,审批,east,zhang,zhang,,2020-06-30,2020-01-02\n"
			   "P1,3,施工许可,审批,east,zhang,li,,2020-07-31,2020-01-02\n"
			   "P1,4,供电,服务,east,li,zhang,,2020-08-31,2020-01-02\n");
	world_import(w, POSTS,
		     "person,unit,title,kind,from,until\n"
		     "zhang,east,副区长,分管领导,2018-05-01,\n"
		     "zhang,office,专员,其他,2019-01-01,2019-12-31\n"
		     "zhang,west,联络员,信息员,2020-01-01,\n"
		     "wang,west,联络员,信息员,2020-01-01,\n");
	world_import(w, GROUPS,
		     "id,name,kind,parent,person,role,unit,seconded,from,until\n"
		     "lead,领导小组,领导小组,,zhang,组长,east,,2019-01-01,\n"
		     "lead,,,,wang,成员,east,,,\n"
		     "crew,一号专班,工作专班,lead,zhang,成员,east,是,2019-06-01,2020-12-31\n");
	world_do(w, "start P1 1 2020-01-02");
	world_do(w, "finish P1 1 2020-01-02");
	world_do(w, "cancel P1 3");
	world_do(w, "start P1 2 2020-01-02");
}

static void what_is_open_goes_over_and_what_is_done_stays(void **state)
{
	struct world *w = *state;
	Duban__Reply *r;

	busy(w);
	world_until(w, "2020-03-10T09:00");
	r = world_ok(w, replace("zhang", "王五", 20200301));
	assert_int_equal(r->person_replace->links, 2);
	assert_int_equal(r->person_replace->projects, 1);
	assert_int_equal(r->person_replace->posts, 2);
	assert_int_equal(r->person_replace->groups, 2);
	assert_string_equal(leader_of(w, 1), "张三"); /* done */
	assert_string_equal(leader_of(w, 3), "张三"); /* cancelled */
	assert_string_equal(leader_of(w, 2), "王五");
	assert_string_equal(chain(w, "P1")->link[3]->person, "王五");
	assert_string_equal(chain(w, "P1")->link[3]->leader, "李四");
	/* no person is in a list twice */
	assert_int_equal(project(w, 0)->n_leader_city, 1);
	assert_string_equal(project(w, 0)->leader_city[0], "王五");
	assert_string_equal(project(w, 0)->liaison, "王五");
	assert_string_equal(project(w, 0)->responsible_other[0], "王五");
	assert_string_equal(project(w, 0)->responsible_other[1], "李四");
	world_rows(w, POSTS,
		   "zhang,east,副区长,deputy,2018-05-01,2020-02-29\n"
		   "zhang,office,专员,other,2019-01-01,2019-12-31\n"
		   "zhang,west,联络员,reporter,2020-01-01,2020-02-29\n"
		   "wang,west,联络员,reporter,2020-01-01\n"
		   "wang,east,副区长,deputy,2020-03-01\n");
	world_rows(w, GROUPS,
		   "lead,领导小组,leading,,zhang,chief,east,no,2019-01-01,2020-02-29\n"
		   "lead,领导小组,leading,,wang,member,east,no\n"
		   "lead,领导小组,leading,,wang,chief,east,no,2020-03-01\n"
		   "crew,一号专班,task_force,lead,zhang,member,east,yes,2019-06-01,2020-02-29\n"
		   "crew,一号专班,task_force,lead,wang,member,east,yes,2020-03-01,2020-12-31\n");
}

static void a_past_day_keeps_the_person_of_that_day(void **state)
{
	struct world *w = *state;

	busy(w);
	world_until(w, "2020-03-10T09:00");
	world_ok(w, replace("zhang", "wang", 20200301));
	world_until(w, "2020-03-11T09:00");
	assert_string_equal(project(w, 20200229)->liaison, "张三");
	assert_string_equal(project(w, 20200301)->liaison, "王五");
	world_restart(w, false);
	assert_string_equal(project(w, 0)->liaison, "王五");
	assert_string_equal(leader_of(w, 2), "王五");
	assert_string_equal(leader_of(w, 1), "张三");
}

static void what_begins_later_was_never_held_by_the_old_one(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, PEOPLE, "id,name\nwang,王五\n");
	world_import(w, POSTS, "person,unit,title,from\nzhang,east,副区长,2020-02-01\n");
	world_import(w, GROUPS,
		     "id,name,kind,person,from\nlead,领导小组,领导小组,zhang,2020-02-01\n");
	world_ok(w, replace("zhang", "wang", 0)); /* from 2020-01-02 */
	world_rows(w, POSTS, "wang,east,副区长,other,2020-02-01\n");
	world_rows(w, GROUPS, "lead,领导小组,leading,,wang,member,,no,2020-02-01\n");
}

static void a_replacement_that_cannot_be_is_refused(void **state)
{
	struct world *w = *state;

	busy(w);
	world_import(w, PEOPLE, "id,name\nzhao1,赵六\nzhao2,赵六\n");
	world_refused(w, replace("zhang", "wang", 20200103), INVALID, "date.future");
	world_refused(w, replace("zhang", "wang", 20200230), INVALID, "date.impossible");
	world_refused(w, replace("zhang", "张三", 0), INVALID, "person.same");
	world_refused(w, replace("zhang", "赵六", 0), INVALID, "person.ambiguous");
	world_refused(w, replace("nobody", "wang", 0), DUBAN__STATUS__STATUS_NOT_FOUND,
		      "person.unknown");
	world_refused(w, replace("zhao1", "wang", 0), DUBAN__STATUS__STATUS_CONFLICT,
		      "person.nothing_open");
	w->caller.role = DUBAN__ROLE__ROLE_LEADER;
	world_refused(w, replace("zhang", "wang", 0), DUBAN__STATUS__STATUS_DENIED, "role.denied");
	w->caller.role = DUBAN__ROLE__ROLE_LOCAL;
	assert_string_equal(project(w, 0)->liaison, "张三");
}

static void refused(struct world *w, Duban__ImportKind kind, const char *csv, const char *code)
{
	Duban__Reply *r = world_import_ask(w, kind, csv);

	assert_int_equal(r->status, INVALID);
	assert_string_equal(r->problem[0]->code, code);
}

static void posts_may_overlap_but_end_after_they_begin(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, POSTS,
		     "person,unit,title,kind,from,until\n"
		     "zhang,east,副区长,分管领导,2019-01-01,\n"
		     "zhang,east,专员,,,\n"
		     "zhang,west,副主任,主要负责人,2019-03-01,2019-12-31\n");
	/* without a first day, a row is about the post still held; a first day is set once it is
	 * known */
	world_import(w, POSTS, "person,unit,title,until\nzhang,east,副区长,2019-12-31\n");
	world_import(w, POSTS, "person,unit,title,from\nzhang,east,专员,2019-02-01\n");
	world_rows(w, POSTS,
		   "zhang,east,副区长,deputy,2019-01-01,2019-12-31\n"
		   "zhang,east,专员,other,2019-02-01\n"
		   "zhang,west,副主任,head,2019-03-01,2019-12-31\n");
	refused(w, POSTS, "person,unit,title,from,until\nzhang,east,主任,2020-01-02,2020-01-01\n",
		"post.until_before_from");
	refused(w, POSTS, "person,unit,title,kind\nzhang,east,主任,皇帝\n", "post.bad_kind");
	refused(w, POSTS, "person,unit,title\nnobody,east,主任\n", "person.unknown");
	refused(w, POSTS,
		"person,unit,title,from\nzhang,east,主任,2020-01-02\nzhang,east,主任,2020-01-02\n",
		"key.twice");
}

static void groups_form_a_tree_and_keep_who_was_in_them(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, GROUPS,
		     "id,name,kind,parent,person,role,unit,seconded\n"
		     "crew,一号专班,工作专班,lead,某某,成员,west,是\n"
		     "lead,领导小组,leading,,zhang,组长,east,\n");
	world_rows(w, GROUPS,
		   "crew,一号专班,task_force,lead,某某,member,west,yes\n"
		   "lead,领导小组,leading,,zhang,chief,east,no\n");
	world_import(w, GROUPS, "id,person,until\ncrew,某某,2020-01-01\n");
	world_rows(w, GROUPS,
		   "crew,一号专班,task_force,lead,某某,member,west,yes,,2020-01-01\n"
		   "lead,领导小组,leading,,zhang,chief,east,no\n");
	refused(w, GROUPS, "id,parent\nlead,crew\n", "group.cycle");
	refused(w, GROUPS, "id,parent\nlead,lead\n", "group.cycle");
	refused(w, GROUPS, "id,parent\nlead,none\n", "group.unknown_parent");
	refused(w, GROUPS, "id,name\nother,督查问责办\n", "cell.empty");
	refused(w, GROUPS, "id,person,role\nlead,zhang,国王\n", "group.bad_role");
	world_restart(w, false);
	world_rows(w, GROUPS,
		   "crew,一号专班,task_force,lead,某某,member,west,yes,,2020-01-01\n"
		   "lead,领导小组,leading,,zhang,chief,east,no\n");
}

/* ---- the rows of a day, and the names for the ids in them */

static Duban__SheetReply *sheet(struct world *w, Duban__ImportKind kind, const char *unit,
				uint32_t day)
{
	Duban__SheetRequest b = DUBAN__SHEET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.kind = kind;
	b.unit = TEXT(unit);
	b.at_date = day;
	q.body_case = DUBAN__REQUEST__BODY_SHEET;
	q.sheet = &b;
	return world_ok(w, &q)->sheet;
}

static void rows_of_a_day_are_those_held_on_it(void **state)
{
	static const struct {
		uint32_t day;
		size_t posts, members;
	} row[] = {
	    {20180430, 0, 1}, {20180501, 1, 1}, {20191231, 2, 3}, {20200101, 3, 3},
	    {20201231, 3, 3}, {20210101, 3, 2}, {0, 4, 3},
	};
	Duban__SheetRequest b = DUBAN__SHEET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;

	busy(w);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		assert_int_equal(sheet(w, POSTS, "", row[i].day)->n_row, row[i].posts);
		assert_int_equal(sheet(w, GROUPS, "", row[i].day)->n_row, row[i].members);
	}
	assert_int_equal(sheet(w, POSTS, "west", 20200101)->n_row, 2);
	b.kind = PROJECTS;
	b.at_date = 20200101;
	q.body_case = DUBAN__REQUEST__BODY_SHEET;
	q.sheet = &b;
	world_refused(w, &q, INVALID, "sheet.no_day");
	b.kind = POSTS;
	b.at_date = 20200230;
	world_refused(w, &q, INVALID, "date.impossible");
}

static void rows_say_who_bears_their_ids_and_take_the_names_again(void **state)
{
	struct world *w = *state;
	Duban__SheetReply *s;

	busy(w);
	world_import(w, PEOPLE, "id,name\nwang2,王五\n");
	s = sheet(w, POSTS, "", 0);
	assert_int_equal(s->n_person, 2);
	assert_string_equal(s->person[0]->id, "zhang");
	assert_string_equal(s->person[0]->name, "张三");
	assert_false(s->person[0]->shared);
	assert_string_equal(s->person[1]->name, "王五");
	assert_true(s->person[1]->shared);
	refused(w, POSTS, "person,unit,title\n王五,west,科员\n", "person.ambiguous");
	refused(w, POSTS, "person,unit,title\n王五(zhang),west,科员\n", "person.unknown");
	refused(w, POSTS, "person,unit,title\n王五(),west,科员\n", "person.unknown");
	world_import(w, POSTS,
		     "person,unit,title\n王五(wang),west,科员\n王五（wang2）,west,科长\n");
	s = sheet(w, POSTS, "west", 0);
	assert_string_equal(s->row[s->n_row - 2]->cell[0], "wang");
	assert_string_equal(s->row[s->n_row - 1]->cell[0], "wang2");
	/* a responsible person kept as text stays text; one named with an id is that person */
	world_import(w, GROUPS, "id,person\nlead,王五(wang2)\n");
	assert_string_equal(sheet(w, GROUPS, "", 0)->person[0]->id, "zhang");
	assert_int_equal(sheet(w, GROUPS, "", 0)->n_person, 3);
}

static Duban__UnitShowReply *unit(struct world *w, const char *name, uint32_t day)
{
	Duban__UnitShowRequest b = DUBAN__UNIT_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.unit = TEXT(name);
	b.at_date = day;
	q.body_case = DUBAN__REQUEST__BODY_UNIT_SHOW;
	q.unit_show = &b;
	return world_ok(w, &q)->unit_show;
}

static void a_unit_is_shown_with_its_contacts_of_a_day_projects_and_targets(void **state)
{
	struct world *w = *state;
	Duban__UnitShowReply *u;

	busy(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS,
		     "id,name,kind,parent,section\neast,,,,重点项目科\n"
		     "depot,东区交投,项目业主,east,\n");
	world_import(w, POSTS,
		     "person,unit,title,kind,from,until\nli,east,科员,工作人员,2019-01-01,\n"
		     "wang,east,区长,主要负责人,2019-06-01,\n");
	world_import(w, PROJECTS,
		     "code,name,unit,sector,category,stage,total,plan,year\n"
		     "P8,厂,depot,east,工业,前期,1000000,0,2020\n"
		     "P9,旧,east,,工业,退出,1000000,0,2020\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_TARGETS,
		     "year,indicator,unit,kind,value,q1,q2,q3,q4\n"
		     "2020,开工数,east,数量,40,10,20,30,40\n2020,投资,west,金额,5亿元,,,,\n");
	u = unit(w, "east", 0);
	assert_string_equal(u->section, "重点项目科");
	assert_int_equal(u->n_chief, 1);
	assert_string_equal(u->chief[0], "王五");
	assert_string_equal(u->deputy[0], "张三");
	assert_string_equal(u->staff[0], "李四");
	assert_int_equal(u->n_reporter, 0);
	assert_string_equal(u->post[0]->title, "区长"); /* heads first */
	assert_int_equal(u->n_group, 2);
	assert_int_equal(u->units_below, 1);
	assert_int_equal(u->projects, 1); /* withdrawn projects do not count */
	assert_int_equal(u->projects_below, 2);
	assert_int_equal(u->projects_sector, 1);
	assert_int_equal(u->n_target, 1);
	assert_string_equal(u->target[0]->value, "40");
	assert_string_equal(u->target[0]->quarters[2], "30");
	u = unit(w, "east", 20190531);
	assert_int_equal(u->n_chief, 0);
	assert_int_equal(u->n_post, 2);
	assert_string_equal(unit(w, "东区交投", 0)->parent_name, "东湖区");
	/* a caller with a scope counts only the projects in it */
	w->caller = (struct caller){
	    .role = DUBAN__ROLE__ROLE_COUNTY, .unit = 3, .name = "west", .principal = 0};
	assert_int_equal(unit(w, "east", 0)->projects_below, 0);
	w->caller.role = DUBAN__ROLE__ROLE_LOCAL;
	w->caller.unit = 0;
}

/* ---- a backdated replacement */

static void what_others_changed_meanwhile_is_not_told_of_the_days_before(void **state)
{
	struct world *w = *state;

	busy(w);
	world_until(w, "2020-03-20T09:00");
	world_import(w, PROJECTS, "code,name,total,team\nP1,新名,990000000元,新班子\n");
	world_until(w, "2020-03-25T09:00");
	world_ok(w, replace("zhang", "wang", 20200301));
	world_until(w, "2020-03-26T09:00");
	assert_string_equal(project(w, 20200310)->liaison, "王五");
	assert_string_not_equal(project(w, 20200310)->name, "新名");
	assert_string_equal(project(w, 20200310)->team, "");
	assert_string_equal(project(w, 20200320)->name, "新名");
	assert_string_equal(project(w, 20200320)->liaison, "王五");
	assert_string_equal(project(w, 20200229)->liaison, "张三");
	assert_string_equal(project(w, 0)->team, "新班子");
}

/* A stage change that was recorded before the replacement, dated after the queried day. */
static void a_later_stage_does_not_hide_it(void **state)
{
	Duban__ProjectMoveRequest b = DUBAN__PROJECT_MOVE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;

	busy(w);
	world_until(w, "2020-03-20T09:00");
	b.project = TEXT("P1");
	b.to = DUBAN__STAGE__STAGE_STOPPED;
	b.reason = TEXT("停工");
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_MOVE;
	q.project_move = &b;
	world_ok(w, &q);
	world_ok(w, replace("zhang", "wang", 20200301));
	world_until(w, "2020-03-21T09:00");
	assert_string_equal(project(w, 20200310)->liaison, "王五");
	assert_int_equal(project(w, 20200310)->stage, DUBAN__STAGE__STAGE_BUILDING);
	assert_int_equal(project(w, 20200320)->stage, DUBAN__STAGE__STAGE_STOPPED);
}

static void what_was_done_since_is_the_new_one_s(void **state)
{
	struct world *w = *state;

	busy(w);
	world_until(w, "2020-03-10T09:00");
	world_do(w, "finish P1 2 2020-03-05");
	world_ok(w, replace("zhang", "wang", 20200301));
	assert_string_equal(leader_of(w, 1), "张三"); /* done in January */
	assert_string_equal(leader_of(w, 2), "王五");
}

static void who_follows_a_gathering_and_who_was_only_a_name_go_over_too(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, GATHERINGS,
		     "id,project,held,name,leader\n2020Q1,P1,2020-01-02,一季度集中开工,周七\n");
	world_import(w, PROJECTS, "code,liaison\nP1,周七\n"); /* not registered yet */
	world_import(w, PEOPLE, "id,name\nzhou,周七\nwang,王五\n");
	world_ok(w, replace("zhou", "wang", 0));
	assert_int_equal(w->reply->person_replace->gatherings, 1);
	assert_string_equal(project(w, 0)->liaison, "王五");
	world_rows(w, GATHERINGS, "2020Q1,P1,2020-01-02,一季度集中开工,main,,wang\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_open_goes_over_and_what_is_done_stays),
	    TEST(a_past_day_keeps_the_person_of_that_day),
	    TEST(what_begins_later_was_never_held_by_the_old_one),
	    TEST(a_replacement_that_cannot_be_is_refused),
	    TEST(posts_may_overlap_but_end_after_they_begin),
	    TEST(groups_form_a_tree_and_keep_who_was_in_them),
	    TEST(rows_of_a_day_are_those_held_on_it),
	    TEST(rows_say_who_bears_their_ids_and_take_the_names_again),
	    TEST(a_unit_is_shown_with_its_contacts_of_a_day_projects_and_targets),
	    TEST(what_others_changed_meanwhile_is_not_told_of_the_days_before),
	    TEST(a_later_stage_does_not_hide_it),
	    TEST(what_was_done_since_is_the_new_one_s),
	    TEST(who_follows_a_gathering_and_who_was_only_a_name_go_over_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
