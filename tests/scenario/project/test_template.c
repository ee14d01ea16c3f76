/* Chains made from a template: their dates, links that still need a date, the cap on the longest
 * path of approvals, and the list of approvals (计划推进表). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "lib/world/world_log.h"

#define UNITS DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS
#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS

static void city(struct world *w)
{
	world_city(w);
	world_import(w, UNITS,
		     "id,name,kind,parent\nfgw,市发展和改革委员会,行业主管部门,office\n"
		     "zrzy,市自然资源局,行业主管部门,office\n");
	world_import(w, PROJECTS,
		     "code,name,unit,stage,total,plan,year,planned_start,planned_finish,list,"
		     "responsible_direct\n"
		     "G1,滨江大道,east,前期,500000000,100000000,2020,2020-09,2021-11,重点推进,甲\n"
		     "G2,城北水厂,west,前期,300000000,60000000,2020,,,重点推进,乙\n");
}

static Duban__ChainNewRequest *make(Duban__Request *q, const char *project, const char *list)
{
	static Duban__ChainNewRequest b;

	b = (Duban__ChainNewRequest)DUBAN__CHAIN_NEW_REQUEST__INIT;
	b.project = (char *)(uintptr_t)project;
	b.list = (char *)(uintptr_t)list;
	b.template_ = (char *)(uintptr_t) "T-GOV";
	b.start_date = 20200106;
	*q = (Duban__Request)DUBAN__REQUEST__INIT;
	q->body_case = DUBAN__REQUEST__BODY_CHAIN_NEW;
	q->chain_new = &b;
	return &b;
}

static Duban__ChainShowReply *chain_of(struct world *w, const char *project)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = (char *)(uintptr_t)project;
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	return world_ok(w, &q)->chain_show;
}

static void a_chain_comes_dated_and_says_what_lacks_a_date(void **state)
{
	static const uint32_t undated[] = {8, 17, 18, 23, 24, 25};
	struct world *w = *state;
	Duban__ChainShowReply *c;
	Duban__NewChain *n;
	Duban__Request q;

	city(w);
	make(&q, "G1", "");
	n = world_ok(w, &q)->chain_new->chain[0];
	assert_string_equal(n->project, "G1");
	assert_int_equal(n->links, 25);
	assert_int_equal(n->n_undated, 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(n->undated[i], undated[i]);
	/* R3: links 1, 2, 5, 9, 10, 14; the sum of all branches would be 81 */
	assert_int_equal(n->approval_workdays, 44);
	assert_int_equal(n->cap_workdays, 79);
	assert_false(n->over_cap);
	c = chain_of(w, "G1");
	assert_int_equal(c->link[0]->deadline_date, 20200113); /* 5 wd after January 6th */
	assert_int_equal(c->link[1]->deadline_date,
			 20200203); /* 10 wd later: across the extended Spring Festival */
	assert_int_equal(c->link[14]->deadline_date, 20200930); /* last day of the planned month */
	assert_int_equal(c->link[18]->deadline_date, 20211130);
	assert_int_equal(c->link[7]->deadline_date, 0);
	assert_string_equal(c->link[7]->limit, "待定");
	assert_string_equal(c->link[0]->service_unit, "fgw");
	assert_string_equal(c->link[1]->service_unit, "zrzy");
	assert_string_equal(c->link[14]->service_unit, "");
	assert_string_equal(c->link[4]->template_, "T-GOV/5");
	world_refused(w, &q, STATUS_CONFLICT, "chain.exists");
}

static void a_link_without_a_date_never_lights(void **state)
{
	struct world *w = *state;
	Duban__Request q;
	Duban__LinkDate land = DUBAN__LINK_DATE__INIT, *dates[] = {&land};
	Duban__ChainNewRequest *b;

	city(w);
	b = make(&q, "G1", "");
	land.no = 8;
	land.fixed_date = 20200601;
	b->date = dates;
	b->n_date = 1;
	assert_int_equal(world_ok(w, &q)->chain_new->chain[0]->n_undated, 5);
	assert_int_equal(chain_of(w, "G1")->link[7]->deadline_date, 20200601);
	world_until(w, "2020-12-31 09:00");
	assert_int_equal(chain_of(w, "G1")->link[16]->level, 0);
	assert_int_equal(chain_of(w, "G1")->link[7]->level, DUBAN__LEVEL__LEVEL_RED);
	land.no = 77;
	b->project = (char *)(uintptr_t) "G2";
	world_refused(w, &q, STATUS_INVALID, "template.no_link");
}

static void a_link_given_two_dates_is_refused(void **state)
{
	struct world *w = *state;
	Duban__LinkDate one = DUBAN__LINK_DATE__INIT, two = DUBAN__LINK_DATE__INIT;
	Duban__LinkDate *dates[] = {&one, &two};
	Duban__ChainNewRequest *b;
	Duban__Request q;

	city(w);
	b = make(&q, "G1", "");
	one.no = two.no = 8;
	one.fixed_date = 20200630;
	two.fixed_date = 20200731;
	b->date = dates;
	b->n_date = 2;
	world_refused(w, &q, STATUS_INVALID, "template.date_twice");
}

static void a_list_gets_chains_where_there_are_none(void **state)
{
	struct world *w = *state;
	Duban__ChainNewRequest *b;
	Duban__Request q;

	city(w);
	make(&q, "G1", "");
	(void)world_ok(w, &q);
	b = make(&q, "", "重点推进");
	/* one that has a chain is named, and nothing is made without `partial` */
	world_refused(w, &q, STATUS_CONFLICT, "chain.exists");
	assert_string_equal(w->reply->problem[0]->arg[0], "G1");
	b->partial = true;
	b->dry_run = true;
	assert_int_equal(world_ok(w, &q)->chain_new->n_chain, 1);
	assert_int_equal(w->reply->chain_new->n_refused, 1);
	b->dry_run = false;
	assert_string_equal(world_ok(w, &q)->chain_new->chain[0]->project, "G2");
	/* without planned months, start and finish need a date too */
	assert_int_equal(w->reply->chain_new->chain[0]->n_undated, 8);
	assert_int_equal(world_ok(w, &q)->chain_new->n_chain, 0);
	b->list = (char *)(uintptr_t) "没有的清单";
	world_refused(w, &q, STATUS_NOT_FOUND, "list.empty");
	make(&q, "", "");
	world_refused(w, &q, STATUS_INVALID, "chain.project_or_list");
	make(&q, "G1", "")->template_ = (char *)(uintptr_t) "T-NIX";
	world_refused(w, &q, STATUS_NOT_FOUND, "template.unknown");
}

static void set_cap(struct world *w, const char *value)
{
	Duban__ParamSetRequest b = DUBAN__PARAM_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.key = (char *)(uintptr_t) "approval.cap_gov";
	b.value = (char *)(uintptr_t)value;
	b.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	q.param_set = &b;
	(void)world_ok(w, &q);
}

static void the_cap_is_checked_along_the_longest_way(void **state)
{
	struct world *w = *state;
	Duban__ChainNewRequest *b;
	Duban__Request q;

	city(w);
	b = make(&q, "G1", "");
	b->dry_run = true;
	set_cap(w, "44");
	assert_false(world_ok(w, &q)->chain_new->chain[0]->over_cap);
	set_cap(w, "43");
	assert_true(world_ok(w, &q)->chain_new->chain[0]->over_cap);
	/* 绿色通道: a third, rounded up: 2 + 4 + 4 + 3 + 3 + 2 */
	b->factor_percent = 33;
	assert_int_equal(world_ok(w, &q)->chain_new->chain[0]->approval_workdays, 18);
	assert_false(w->reply->chain_new->chain[0]->over_cap);
	b->factor_percent = 101;
	world_refused(w, &q, STATUS_INVALID, "chain.bad_factor");
}

static Duban__LinkListReply *links(struct world *w, Duban__LinkListRequest *b)
{
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_LINK_LIST;
	q.link_list = b;
	return world_ok(w, &q)->link_list;
}

static void links_are_listed_by_class_state_unit_and_day(void **state)
{
	struct world *w = *state;
	Duban__LinkListRequest b = DUBAN__LINK_LIST_REQUEST__INIT;
	Duban__LinkListReply *r;
	Duban__Request q;

	city(w);
	make(&q, "", "重点推进");
	(void)world_ok(w, &q);
	b.class_ = DUBAN__LINK_CLASS__LINK_CLASS_APPROVAL;
	b.open = true;
	b.list = (char *)(uintptr_t) "重点推进";
	assert_int_equal(links(w, &b)->n_row, 24); /* 12 approvals each */
	world_do(w, "finish G1 1");
	r = links(w, &b);
	assert_int_equal(r->n_row, 23);
	assert_string_equal(r->row[0]->project, "G1");
	assert_int_equal(r->row[0]->link->no, 2);
	b.after = (char *)(uintptr_t) "G1/14";
	assert_string_equal(links(w, &b)->row[0]->project, "G2");
	b.after = (char *)(uintptr_t) "";
	b.unit = (char *)(uintptr_t) "zrzy";
	assert_int_equal(links(w, &b)->n_row, 6); /* 2, 7 and 10 of both */
	b.unit = (char *)(uintptr_t) "";
	b.project = (char *)(uintptr_t) "G2";
	b.due_until_date = 20200113;
	assert_int_equal(links(w, &b)->n_row, 1);
	world_until(w, "2020-01-15 09:00");
	assert_int_equal(links(w, &b)->row[0]->days_late, 2);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    T(a_chain_comes_dated_and_says_what_lacks_a_date),
	    T(a_link_without_a_date_never_lights),
	    T(a_link_given_two_dates_is_refused),
	    T(a_list_gets_chains_where_there_are_none),
	    T(the_cap_is_checked_along_the_longest_way),
	    T(links_are_listed_by_class_state_unit_and_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
