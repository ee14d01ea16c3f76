/* People, their posts and groups, and who takes over from whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/wrecord.h"

#define PEOPLE DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE
#define POSTS DUBAN__IMPORT_KIND__IMPORT_KIND_POSTS
#define GROUPS DUBAN__IMPORT_KIND__IMPORT_KIND_GROUPS
#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS
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

/* Four links of zhang's: done, cancelled, active, not started; his posts and groups; P1. */
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
	/* nobody stands twice */
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
	/* without a first day: the one still held; a first day once it is known */
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
