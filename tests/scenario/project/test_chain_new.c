/* `chain new` on projects under way, on lists of which some projects can get no chain, and with
 * dates for many projects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"
#include "proto/limits.h"

#define STATE(x) DUBAN__LINK_STATE__LINK_STATE_##x

static char *loose(const char *s)
{
	return (char *)(uintptr_t)s;
}

static void list_city(struct world *w)
{
	world_city(w);
	world_import(w, KIND(PROJECTS),
		     "code,name,unit,stage,total,plan,year,planned_start,planned_finish,list,"
		     "responsible_direct\n"
		     "B1,在建一,east,在建,500000000,100000000,2020,2019-03,2021-11,重点,甲\n"
		     "B2,前期二,east,前期,500000000,100000000,2020,2020-09,2021-11,重点,甲\n"
		     "B3,退出三,east,退出,500000000,100000000,2020,2020-09,2021-11,重点,甲\n"
		     "B4,无人四,east,前期,500000000,100000000,2020,2020-09,2021-11,重点,\n"
		     "B5,竣工五,east,竣工,500000000,100000000,2020,2018-03,2019-11,重点,甲\n");
	world_import(w, KIND(LIVES), "project,started\nB1,2019-05-06\n");
}

static Duban__ChainNewRequest *make(Duban__Request *q, const char *project, const char *list)
{
	static Duban__ChainNewRequest b;

	b = (Duban__ChainNewRequest)DUBAN__CHAIN_NEW_REQUEST__INIT;
	b.project = loose(project);
	b.list = loose(list);
	b.template_ = loose("T-GOV");
	b.start_date = 20200106;
	*q = (Duban__Request)DUBAN__REQUEST__INIT;
	q->body_case = DUBAN__REQUEST__BODY_CHAIN_NEW;
	q->chain_new = &b;
	return &b;
}

static Duban__LinkRow *row(struct world *w, const char *project, uint32_t no)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = loose(project);
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	world_ok(w, &q);
	assert_in_range(no, 1, w->reply->chain_show->n_link);
	return w->reply->chain_show->link[no - 1];
}

static void a_project_under_way_is_not_late_for_what_lies_behind(void **state)
{
	struct world *w = *state;
	Duban__Request q;
	Duban__NewChain *n;

	list_city(w);
	world_until(w, "2020-04-01 09:00");
	make(&q, "B1", "")->start_date = 20200102;
	n = world_ok(w, &q)->chain_new->chain[0];
	assert_int_equal(n->stage, S(BUILDING));
	assert_int_equal(n->n_behind, 15);
	assert_int_equal(n->approval_workdays, 0);
	/* 土地 (8) needs no date any more */
	assert_int_equal(n->undated[0], 17);
	assert_int_equal(row(w, "B1", 14)->state, STATE(DONE));
	assert_int_equal(row(w, "B1", 14)->finished_date, 0);
	assert_int_equal(row(w, "B1", 15)->state, STATE(DONE));
	assert_int_equal(row(w, "B1", 15)->finished_date, 20190506);
	assert_int_equal(row(w, "B1", 16)->state, STATE(NOT_STARTED));
	world_expect(w, "");
	/* 竣工: the filing and the accounts that follow are counted from now on */
	make(&q, "B5", "")->start_date = 20200102;
	assert_int_equal(world_ok(w, &q)->chain_new->chain[0]->n_behind, 19);
	assert_int_equal(row(w, "B5", 20)->state, STATE(DONE));
	assert_int_equal(row(w, "B5", 21)->begin_date, 20200401);
	assert_int_equal(row(w, "B5", 21)->deadline_date, 20200416);
	assert_int_equal(row(w, "B5", 16)->state, STATE(NOT_STARTED));
	world_expect(w, "");
}

static void what_was_reached_or_does_not_apply_can_be_said(void **state)
{
	static uint32_t skip[] = {4, 6};
	struct world *w = *state;
	Duban__ChainNewRequest *b;
	Duban__NewChain *n;
	Duban__Request q;

	list_city(w);
	b = make(&q, "B2", "");
	b->reached = 5;
	b->skip = skip;
	b->n_skip = 2;
	world_refused(w, &q, INVALID, "text.empty");
	b->reason = loose("不涉及");
	n = world_ok(w, &q)->chain_new->chain[0];
	assert_int_equal(n->n_behind, 4);
	assert_int_equal(n->n_skipped, 2);
	assert_int_equal(row(w, "B2", 5)->state, STATE(DONE));
	assert_int_equal(row(w, "B2", 4)->state, STATE(CANCELLED));
	/* 7 and 9 come next: their clock starts with the chain */
	assert_int_equal(row(w, "B2", 7)->begin_date, 20200106);
	assert_int_equal(row(w, "B2", 7)->deadline_date, 20200113);
	/* 17 is behind 开工, and the stage says that this was not reached */
	b = make(&q, "B4", "");
	b->allow_gaps = true;
	b->reached = 17;
	world_refused(w, &q, CONFLICT, "chain.step_not_taken");
	b->reached = 99;
	world_refused(w, &q, INVALID, "template.no_link");
}

static void who_gets_none_is_named_and_the_others_wait_for_partial(void **state)
{
	struct world *w = *state;
	Duban__ChainNewRequest *b;
	Duban__Request q;

	list_city(w);
	b = make(&q, "", "重点");
	world_refused(w, &q, CONFLICT, "project.closed");
	assert_int_equal(w->reply->n_problem, 2);
	assert_true(stage_named(w->reply, "project.closed", "B3"));
	assert_true(stage_named(w->reply, "chain.no_person", "B4"));
	b->partial = true;
	assert_int_equal(world_ok(w, &q)->chain_new->n_chain, 3);
	assert_int_equal(w->reply->chain_new->n_refused, 2);
	assert_string_equal(w->reply->chain_new->next, "");
	b->allow_gaps = true;
	assert_int_equal(world_ok(w, &q)->chain_new->n_chain, 1);
	assert_true(w->reply->chain_new->chain[0]->lacks_person);
	assert_int_equal(w->reply->chain_new->n_refused, 4);
	make(&q, "B4", "");
	world_refused(w, &q, CONFLICT, "chain.exists");
}

static void dates_for_many_projects_come_together(void **state)
{
	struct world *w = *state;
	Duban__ProjectLinkDate one = DUBAN__PROJECT_LINK_DATE__INIT, two = one;
	Duban__ProjectLinkDate *dates[] = {&one, &two};
	Duban__ChainNewRequest *b;
	Duban__Request q;

	list_city(w);
	one.project = loose("B1");
	two.project = loose("B2");
	one.no = two.no = 17;
	one.fixed_date = 20200601;
	two.fixed_date = 20200701;
	b = make(&q, "", "重点");
	b->partial = true;
	b->dates = dates;
	b->n_dates = 2;
	(void)world_ok(w, &q);
	assert_int_equal(row(w, "B1", 17)->deadline_date, 20200601);
	assert_int_equal(row(w, "B2", 17)->deadline_date, 20200701);
	assert_int_equal(row(w, "B5", 17)->deadline_date, 0);
	two.project = loose("B1");
	world_refused(w, &q, INVALID, "chain.date_twice");
	two.project = loose("P1"); /* not on the list */
	world_refused(w, &q, INVALID, "chain.date_elsewhere");
}

/* "B2 8 before 7; " for each remark that a date lies before the end of a prerequisite. */
static const char *too_early(const struct world *w)
{
	static char text[200];
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; i < w->reply->n_remark; i++) {
		const Duban__Remark *m = w->reply->remark[i];

		assert_string_equal(m->code, "link.date_before");
		assert_int_equal(m->n_arg, 7);
		at += (size_t)snprintf(text + at, sizeof text - at, "%s %s on %s before %s; ",
				       m->arg[0], m->arg[1], m->arg[3], m->arg[4]);
	}
	return text;
}

static void a_date_before_its_prerequisites_is_remarked(void **state)
{
	struct world *w = *state;
	Duban__LinkDate site = DUBAN__LINK_DATE__INIT, *dates[] = {&site};
	Duban__ChainNewRequest *b;
	Duban__Request q;

	list_city(w);
	site.no = 8; /* after 7 */
	site.fixed_date = 20200120;
	b = make(&q, "B2", "");
	b->date = dates;
	b->n_date = 1;
	b->dry_run = true;
	world_ok(w, &q);
	assert_string_equal(too_early(w), "B2 8 on 2020-01-20 before 7; ");
	b->dry_run = false;
	world_ok(w, &q);
	assert_string_equal(too_early(w), "B2 8 on 2020-01-20 before 7; ");
	/* 7 lies behind this one */
	b = make(&q, "B4", "");
	b->allow_gaps = true;
	b->reached = 7;
	b->date = dates;
	b->n_date = 1;
	world_ok(w, &q);
	assert_string_equal(too_early(w), "");
}

static void of_a_list_each_project_has_its_own_remarks(void **state)
{
	struct world *w = *state;
	Duban__ProjectLinkDate one = DUBAN__PROJECT_LINK_DATE__INIT, two = one, three = one;
	Duban__ProjectLinkDate *dates[] = {&one, &two, &three};
	Duban__ChainNewRequest *b;
	Duban__Request q;

	list_city(w);
	one.project = loose("B1"); /* 在建: 7 is done */
	two.project = loose("B2");
	three.project = loose("B4"); /* gets no chain */
	one.no = two.no = three.no = 8;
	one.fixed_date = two.fixed_date = three.fixed_date = 20200120;
	b = make(&q, "", "重点");
	b->partial = true;
	b->dates = dates;
	b->n_dates = 3;
	assert_int_equal(world_ok(w, &q)->chain_new->n_chain, 3);
	assert_string_equal(too_early(w), "B2 8 on 2020-01-20 before 7; ");
}

/* 250 projects of 25 links: 100 at a time. */
static void a_long_list_goes_in_slices(void **state)
{
	struct world *w = *state;
	static char csv[40000];
	Duban__ChainNewRequest *b;
	size_t at, made = 0;
	char after[CODE_MAX + 1] = "";
	unsigned slices = 0;
	Duban__Request q;

	world_city(w);
	w->check = false;
	at = (size_t)snprintf(csv, sizeof csv,
			      "code,name,unit,stage,year,list,responsible_direct\n");
	for (int i = 0; i < 250; i++)
		at += (size_t)snprintf(csv + at, sizeof csv - at,
				       "L%03d,项目%d,east,前期,2020,长,甲\n", i, i);
	world_import(w, KIND(PROJECTS), csv);
	b = make(&q, "", "长");
	do {
		b->after = after;
		made += world_ok(w, &q)->chain_new->n_chain;
		(void)snprintf(after, sizeof after, "%s", w->reply->chain_new->next);
		slices++;
	} while (*after);
	assert_int_equal(made, 250);
	assert_int_equal(slices, 3);
	assert_int_equal(row(w, "L249", 25)->no, 25);
	/* up to a bound: the dates of those after it come with the next request */
	b->after = loose("");
	b->until = loose("L001");
	b->dry_run = b->partial = true;
	assert_int_equal(world_ok(w, &q)->chain_new->n_refused, 2);
	assert_string_equal(w->reply->chain_new->next, "");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    T(a_project_under_way_is_not_late_for_what_lies_behind),
	    T(what_was_reached_or_does_not_apply_can_be_said),
	    T(who_gets_none_is_named_and_the_others_wait_for_partial),
	    T(dates_for_many_projects_come_together),
	    T(a_date_before_its_prerequisites_is_remarked),
	    T(of_a_list_each_project_has_its_own_remarks),
	    T(a_long_list_goes_in_slices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
