/* What is to be done, as a person, a unit and the office see it; the colour of units; and what a
 * person hands over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/dispatch.h"
#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define TEXT(s) ((char *)(uintptr_t)(s))
#define CHAIN "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

static const Duban__TodoListReply *todo(struct world *w, const char *person, const char *unit,
					const char *post)
{
	Duban__TodoListRequest b = DUBAN__TODO_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.person = TEXT(person);
	b.unit = TEXT(unit);
	b.post = TEXT(post);
	q.body_case = DUBAN__REQUEST__BODY_TODO_LIST;
	q.todo_list = &b;
	return world_ok(w, &q)->todo_list;
}

/* The links and reports of the reply: "link P1 1 20200109 0\n". */
static const char *told(const Duban__TodoListReply *r)
{
	static char buf[2048];
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < r->n_row; i++) {
		const Duban__TodoRow *row = r->row[i];

		if (strcmp(row->kind, "link") == 0 || strcmp(row->kind, "report") == 0)
			n +=
			    (size_t)snprintf(buf + n, sizeof buf - n, "%s %s %s %u %u\n", row->kind,
					     row->id, row->unit, row->due_date, row->days_late);
	}
	return buf;
}

static void city(struct world *w)
{
	world_city(w);
	world_import(w, K(PARAMETERS),
		     "key,value,scope\nW01.on,no,default\nW02.on,no,default\nW03.on,no,default\n");
	world_import(w, K(UNITS), "id,name,kind,parent\ntown,南山镇,owner,east\n");
	world_import(w, K(CHAINS),
		     CHAIN "P1,1,立项,审批,town,李四,张三,,5wd,2020-01-02\n"
			   "P1,2,环评,审批,east,李四,王五,,40cd,2020-01-02\n"
			   "P2,1,供水,审批,town,赵六,王五,,5wd,2020-01-02\n"
			   "P2,2,立项,审批,west,赵六,钱七,,5wd,2020-01-02\n");
}

static void a_link_is_near_late_and_gone(void **state)
{
	struct world *w = *state;
	const Duban__TodoListReply *r;

	city(w);
	world_until(w, "2020-01-06T09:00");
	r = todo(w, "", "", "");
	assert_string_equal(told(r), "link P1 1 town 20200109 0\n"
				     "link P2 1 town 20200109 0\n"
				     "link P2 2 west 20200109 0\n");
	assert_string_equal(r->row[0]->what, "立项");
	assert_string_equal(r->row[0]->why->code, "todo.why.link_due");
	assert_string_equal(r->row[0]->next_step->code, "todo.next.link_late");
	assert_int_not_equal(r->row[0]->next_at, 0);
	world_do(w, "finish P2 2");
	world_until(w, "2020-01-13T09:00");
	r = todo(w, "", "", "");
	assert_string_equal(told(r), "link P1 1 town 20200109 4\n"
				     "link P2 1 town 20200109 4\n");
	assert_string_equal(r->row[0]->why->code, "todo.why.link_late");
}

/* Two years are open: the links of both chains are to be done. */
static void at_the_turn_of_the_year_both_chains_are_told(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(PARAMETERS),
		     "key,value,scope\nW01.on,no,default\nW02.on,no,default\nW03.on,no,default\n");
	world_until(w, "2020-12-28T09:00");
	world_import(w, K(CHAINS),
		     "project,year,no,name,class,unit,leader,person,after,limit,"
		     "chain_start\n"
		     "P1,2020,1,立项,审批,east,李四,张三,,5wd,2020-12-24\n"
		     "P1,2021,1,环评,审批,east,李四,张三,,10cd,2020-12-28\n");
	world_until(w, "2021-01-04T09:00");
	assert_string_equal(told(todo(w, "", "east", "")),
			    "link P1 1 east 20201231 4\n"
			    "link P1 1 --year 2021 east 20210107 0\n");
}

/* What has a lamp is that lamp's thing. */
static void a_link_with_a_lamp_is_not_told_twice(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, K(PARAMETERS), "key,value,scope\nW01.on,yes,default\n");
	world_until(w, "2020-01-08T09:00");
	assert_string_equal(told(todo(w, "", "", "")), "");
}

static void a_unit_sees_its_subtree_and_its_links_elsewhere(void **state)
{
	struct world *w = *state;

	city(w);
	world_until(w, "2020-01-06T09:00");
	assert_string_equal(told(todo(w, "", "east", "")), "link P1 1 town 20200109 0\n"
							   "link P2 1 town 20200109 0\n");
	assert_string_equal(told(todo(w, "", "west", "")), "link P2 1 town 20200109 0\n"
							   "link P2 2 west 20200109 0\n");
	assert_string_equal(told(todo(w, "", "new", "")), "");
	/* the link goes to another unit: the index follows */
	world_import(w, K(CHAINS), CHAIN "P2,1,供水,审批,west,赵六,王五,,5wd,2020-01-02\n");
	assert_string_equal(told(todo(w, "", "town", "")), "link P1 1 town 20200109 0\n");
	/* a sender with a unit asks for his own */
	w->caller = (struct caller){.principal = 1, .role = ROLE(COUNTY), .unit = 3};
	assert_string_equal(told(todo(w, "", "", "")), "link P2 1 west 20200109 0\n"
						       "link P2 2 west 20200109 0\n");
	/* and sees no other's */
	assert_string_equal(told(todo(w, "", "east", "")), "");
}

static void a_person_sees_links_and_projects_that_name_him(void **state)
{
	struct world *w = *state;
	Duban__TodoListRequest b = DUBAN__TODO_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	city(w);
	world_import(w, K(PEOPLE), "id,name,unit\nwang,王五,east\nshi,市长,office\n");
	world_import(w, K(PROJECTS), "code,leader_city\nP2,市长\n");
	world_import(w, K(POSTS),
		     "person,unit,title,kind,from\n"
		     "wang,east,局长,分管领导,2020-01-01\n");
	world_until(w, "2020-01-06T09:00");
	assert_string_equal(told(todo(w, "zhang", "", "")), "link P1 1 town 20200109 0\n");
	assert_string_equal(told(todo(w, "wang", "", "")), "link P2 1 town 20200109 0\n");
	/* 挂点: all of the project */
	assert_string_equal(told(todo(w, "shi", "", "")), "link P2 1 town 20200109 0\n"
							  "link P2 2 west 20200109 0\n");
	/* by the post, its title or its kind */
	assert_string_equal(told(todo(w, "", "", "局长")), "link P2 1 town 20200109 0\n");
	assert_string_equal(told(todo(w, "", "east", "分管领导")), "link P2 1 town 20200109 0\n");
	b.post = TEXT("处长");
	q.body_case = DUBAN__REQUEST__BODY_TODO_LIST;
	q.todo_list = &b;
	world_refused(w, &q, STATUS_NOT_FOUND, "todo.no_holder");
}

static void a_report_waits_for_who_must_act(void **state)
{
	struct world *w = *state;
	Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Money none = DUBAN__MONEY__INIT;
	const Duban__TodoListReply *r;

	city(w);
	b.project = TEXT("P1");
	b.form = REPORT_FORM(MONTHLY);
	b.period_month = 202001;
	b.text = TEXT("进展");
	b.invested = &none;
	(void)life_hand_in(w, &b);
	r = todo(w, "", "office", "");
	assert_string_equal(told(r), "report 1  20200107 0\n");
	assert_string_equal(r->row[0]->why->arg[0], "@report_form.monthly");
	/* the unit that handed it in still sees it */
	assert_non_null(strstr(told(todo(w, "", "east", "")), "report 1"));
	assert_null(strstr(told(todo(w, "", "west", "")), "report 1"));
}

static void pages_hold_each_thing_once(void **state)
{
	struct world *w = *state;
	Duban__TodoListRequest b = DUBAN__TODO_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	size_t rows = 0, pages = 0;

	city(w);
	world_until(w, "2020-01-06T09:00");
	api_set_page(w->api, 1);
	q.body_case = DUBAN__REQUEST__BODY_TODO_LIST;
	q.todo_list = &b;
	do {
		const Duban__TodoListReply *r = world_ok(w, &q)->todo_list;

		rows += r->n_row;
		pages++;
		b.after = r->next;
	} while (b.after);
	assert_int_equal(rows, 3);
	assert_int_equal(pages, 2);
}

static const Duban__UnitColourReply *colours(struct world *w, Duban__ColourBy by, const char *unit)
{
	Duban__UnitColourRequest b = DUBAN__UNIT_COLOUR_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.by = by;
	b.unit = TEXT(unit);
	q.body_case = DUBAN__REQUEST__BODY_UNIT_COLOUR;
	q.unit_colour = &b;
	return world_ok(w, &q)->unit_colour;
}

static const Duban__UnitColour *colour(const Duban__UnitColourReply *r, const char *key)
{
	for (size_t i = 0; i < r->n_colour; i++)
		if (strcmp(r->colour[i]->unit, key) == 0 ||
		    (!*r->colour[i]->unit && strcmp(r->colour[i]->name, key) == 0))
			return r->colour[i];
	return NULL;
}

static void the_colour_of_a_unit_is_its_worst_lamp(void **state)
{
	struct world *w = *state;
	Duban__UnitShowRequest b = DUBAN__UNIT_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__UnitColourReply *r;
	const Duban__UnitColour *c;

	city(w);
	world_import(w, K(PARAMETERS), "key,value,scope\nW01.on,yes,default\nW22.on,no,default\n");
	world_until(w, "2020-01-08T09:00");
	world_do(w, "extend P1 1 2020-01-20");
	world_until(w, "2020-01-10T09:00");
	/* two red in P2, of town and west; none in P1 */
	r = colours(w, DUBAN__COLOUR_BY__COLOUR_BY_UNIT, "");
	c = colour(r, "town");
	assert_int_equal(c->level, LEVEL(RED));
	assert_int_equal(c->red, 1);
	assert_int_equal(c->yellow, 0);
	assert_int_equal(c->projects, 1);
	assert_int_equal(colour(r, "east")->red, 1); /* with those below */
	assert_int_equal(colour(r, "west")->red, 1);
	assert_null(colour(r, "new"));
	r = colours(w, DUBAN__COLOUR_BY__COLOUR_BY_LEADER, "");
	assert_int_equal(colour(r, "赵六")->red, 2);
	assert_null(colour(r, "李四"));
	r = colours(w, DUBAN__COLOUR_BY__COLOUR_BY_UNIT, "west");
	assert_int_equal(r->n_colour, 1);
	q.body_case = DUBAN__REQUEST__BODY_UNIT_SHOW;
	q.unit_show = &b;
	b.unit = TEXT("east");
	assert_int_equal(world_ok(w, &q)->unit_show->red, 1);
	assert_int_equal(w->reply->unit_show->level, LEVEL(RED));
	assert_int_equal(w->reply->unit_show->projects_lit, 1);
}

static const Duban__PersonHandoverReply *handover(struct world *w, const char *person)
{
	Duban__PersonHandoverRequest b = DUBAN__PERSON_HANDOVER_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.person = TEXT(person);
	q.body_case = DUBAN__REQUEST__BODY_PERSON_HANDOVER;
	q.person_handover = &b;
	return world_ok(w, &q)->person_handover;
}

static void who_leaves_hands_over_what_is_open(void **state)
{
	struct world *w = *state;
	const Duban__PersonHandoverReply *r;
	Duban__PersonReplaceRequest b = DUBAN__PERSON_REPLACE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	city(w);
	world_import(w, K(PEOPLE), "id,name,unit\nwang,王五,east\nsun,孙八,east\n");
	world_import(w, K(PROJECTS), "code,liaison\nP1,王五\n");
	world_import(w, K(POSTS),
		     "person,unit,title,kind,from\nwang,east,局长,主要负责人,2020-01-01\n");
	world_do(w, "finish P2 1");
	world_until(w, "2020-01-03T09:00");
	r = handover(w, "wang");
	assert_int_equal(r->n_row, 3);
	assert_string_equal(r->row[0]->kind, "projects");
	assert_string_equal(r->row[0]->as[0], "liaison");
	assert_string_equal(r->row[1]->kind, "chains"); /* the finished one is not open */
	assert_string_equal(r->row[1]->id, "P1/2");
	assert_int_equal(r->row[1]->link, 2);
	assert_string_equal(r->row[2]->kind, "posts");
	b.old_person = TEXT("wang");
	b.new_person = TEXT("sun");
	q.body_case = DUBAN__REQUEST__BODY_PERSON_REPLACE;
	q.person_replace = &b;
	(void)world_ok(w, &q);
	assert_int_equal(w->reply->person_replace->links, 1);
	assert_int_equal(w->reply->person_replace->projects, 1);
	assert_int_equal(handover(w, "wang")->n_row, 0);
	assert_int_equal(handover(w, "sun")->n_row, 3);
}

#define T(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    T(a_link_is_near_late_and_gone),
	    T(at_the_turn_of_the_year_both_chains_are_told),
	    T(a_link_with_a_lamp_is_not_told_twice),
	    T(a_unit_sees_its_subtree_and_its_links_elsewhere),
	    T(a_person_sees_links_and_projects_that_name_him),
	    T(a_report_waits_for_who_must_act),
	    T(pages_hold_each_thing_once),
	    T(the_colour_of_a_unit_is_its_worst_lamp),
	    T(who_leaves_hands_over_what_is_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
