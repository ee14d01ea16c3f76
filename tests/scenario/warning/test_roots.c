/* Followers of a late link count once, under their root: one delay is one lamp in every count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/lamp/twarning.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

/* Link 1 is due on 01-09. 2 waits for it, 3 for 2, each with a day of its own; 4 waits for nobody,
 * 5 for 3 and 4. */
static void chain(struct world *w)
{
	world_city(w);
	world_import(w, K(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "P1,1,甲,审批,east,李四,张三,,5wd,2020-01-02\n"
		     "P1,2,乙,审批,east,李四,张三,1,2020-01-13,2020-01-02\n"
		     "P1,3,丙,审批,east,李四,张三,2,2020-01-15,2020-01-02\n"
		     "P1,4,丁,审批,east,李四,张三,,2020-01-08,2020-01-02\n"
		     "P1,5,戊,审批,east,李四,张三,3;4,2020-01-16,2020-01-02\n");
	world_do(w, "start P1 1");
	world_do(w, "start P1 4");
}

/* The number of the link under whose lamp that of link `no` counts; 0: none is lit; itself: it is a
 * root. */
static uint32_t root_of(struct world *w, uint32_t no)
{
	Duban__WarningListReply *b =
	    world_ok(w, lamp_request(w, "warning_list", "project=P1 level=yellow level=red"))
		->warning_list;

	for (size_t i = 0; i < b->n_warning; i++) {
		if (b->warning[i]->link != no || strcmp(b->warning[i]->rule, "W01") != 0)
			continue;
		for (size_t k = 0; k < b->n_warning; k++)
			if (strcmp(b->warning[k]->id, b->warning[i]->root) == 0)
				return b->warning[k]->link;
		fail_msg("the root %s is not lit", b->warning[i]->root);
	}
	return 0;
}

static void each_waits_under_the_one_that_holds_it_up(void **state)
{
	struct world *w = *state;

	chain(w);
	world_until(w, "2020-01-20T09:00");
	assert_int_equal(root_of(w, 1), 1);
	assert_int_equal(root_of(w, 2), 1);
	assert_int_equal(root_of(w, 3), 1);
	assert_int_equal(root_of(w, 4), 4);
	assert_int_equal(root_of(w, 5), 4); /* of two roots the one with the earlier deadline */
	world_do(w, "finish P1 4");
	assert_int_equal(root_of(w, 5), 1);
	/* what is done is not waited for any more */
	world_do(w, "finish P1 1");
	assert_int_equal(root_of(w, 2), 2);
	assert_int_equal(root_of(w, 3), 2);
	world_restart(w, false);
	world_do(w, "cancel P1 2");
	assert_int_equal(root_of(w, 3), 3);
	assert_int_equal(root_of(w, 5), 3);
	/* taken back, the first one is waited for through the one that is cancelled */
	world_do(w, "return P1 1");
	assert_int_equal(root_of(w, 3), 1);
	assert_int_equal(root_of(w, 5), 1);
}

static void counts_are_of_roots(void **state)
{
	struct world *w = *state;
	Duban__WarningGroup *g;
	uint32_t shown = 0;

	chain(w);
	world_until(w, "2020-01-20T09:00");
	world_ok(w, lamp_request(w, "warning_list", "project=P1 by=rule rules=W01"));
	assert_int_equal(w->reply->warning_list->n_group, 1);
	g = w->reply->warning_list->group[0];
	assert_int_equal(g->red + g->yellow, 2);
	assert_int_equal(g->followers, 3);
	world_ok(w, lamp_request(w, "warning_show", "id=W01-1-2020-1-1"));
	shown = (uint32_t)w->reply->warning_show->n_follower;
	assert_int_equal(shown, 2);
	/* and the clearing rate: raised were two */
	world_do(w, "finish P1 4");
	world_ok(w,
		 lamp_request(w, "clearing_rate", "from_date=20200101 to_date=20200131 rules=W01"));
	assert_int_equal(w->reply->clearing_rate->row[0]->raised, 2);
	assert_int_equal(w->reply->clearing_rate->row[0]->cleared, 1);
}

/* What is to be done is to be done at the root; what follows is not listed for itself. */
static void to_do_are_the_roots(void **state)
{
	struct world *w = *state;
	const Duban__TodoListReply *b;
	uint32_t lamps = 0;

	chain(w);
	world_until(w, "2020-01-20T09:00");
	world_ok(w, lamp_request(w, "warning_ack", "id=W01-1-2020-4-1 until_date=20200131"));
	b = world_ok(w, lamp_request(w, "todo_list", "unit=east"))->todo_list;
	for (size_t i = 0; i < b->n_row; i++) {
		const Duban__TodoRow *row = b->row[i];

		if (strcmp(row->kind, "warning") != 0 || strncmp(row->id, "W01", 3) != 0)
			continue;
		lamps++;
		assert_true(row->link == 1 || row->link == 4);
		assert_string_equal(row->why->code,
				    row->link == 4 ? "todo.why.lamp_acked" : "todo.why.lamp");
		assert_int_equal(row->due_date, row->link == 4 ? 20200108 : 20200109);
	}
	assert_int_equal(lamps, 2);
}

static const Duban__Warning *of_link(struct world *w, uint32_t no)
{
	char id[64];

	(void)snprintf(id, sizeof id, "W01-1-2020-%u-1", no);
	return lamp_stored(w, id);
}

/* The steps are taken at the root: the ladder of what follows it from the first begins when it
 * follows no more, and stands still if it follows again. */
static void a_follower_climbs_no_ladder(void **state)
{
	struct world *w = *state;
	uint32_t step;

	chain(w);
	world_until(w, "2020-02-20T09:00");
	assert_true(of_link(w, 1)->step > 1);
	assert_int_equal(of_link(w, 3)->level, LEVEL(RED));
	assert_int_equal(of_link(w, 3)->step, 0);
	assert_int_equal(of_link(w, 3)->ladder_at, 0);
	world_do(w, "finish P1 1");
	world_do(w, "finish P1 2");
	assert_true(of_link(w, 3)->ladder_at == engine_now(w->engine));
	step = of_link(w, 3)->step;
	assert_true(step > 0);
	assert_int_equal(of_link(w, 3)->n_held_date, 0);
	world_do(w, "return P1 1");
	world_do(w, "return P1 2");
	assert_int_equal(of_link(w, 3)->n_held_date, 1);
	world_until(w, "2020-04-20T09:00");
	assert_int_equal(of_link(w, 3)->step, step);
	world_do(w, "finish P1 1");
	world_do(w, "finish P1 2");
	assert_int_equal(of_link(w, 3)->n_held_date, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(each_waits_under_the_one_that_holds_it_up, world_setup,
					    world_teardown),
	    cmocka_unit_test_setup_teardown(counts_are_of_roots, world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(to_do_are_the_roots, world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(a_follower_climbs_no_ladder, world_setup,
					    world_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
