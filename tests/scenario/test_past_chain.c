/* The chain of a closed year: what was carried over is shown as carried, whatever happens to it in
 * the new year. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define S(x) DUBAN__LINK_STATE__LINK_STATE_##x

static void close_2020(struct world *w)
{
	Duban__YearCloseRequest b = DUBAN__YEAR_CLOSE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.year = 2020;
	b.without_reports = true;
	q.body_case = DUBAN__REQUEST__BODY_YEAR_CLOSE;
	q.year_close = &b;
	world_ok(w, &q);
}

static const Duban__LinkRow *shown(struct world *w, uint32_t year, uint32_t no)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = (char *)(uintptr_t) "S1";
	b.year = year;
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	world_ok(w, &q);
	for (size_t i = 0; i < w->reply->chain_show->n_link; i++)
		if (w->reply->chain_show->link[i]->no == no)
			return w->reply->chain_show->link[i];
	fail_msg("there is no link %u in %u", no, year);
	return NULL;
}

/* What happens to them in the new year changes nothing in the old one; neither does a step that the
 * project takes then. */
static void a_past_years_chain_shows_what_was_carried_as_carried(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(PROJECTS),
		     "code,name,unit,stage,total,plan,year,planned_start\n"
		     "S1,要开工的,east,计划新开工,900000000,100,2020,2020-06\n");
	world_import(w, K(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start,is\n"
		     "S1,1,立项,审批,east,李四,张三,,5wd,2020-01-02,\n"
		     "S1,2,初设,审批,east,李四,张三,,10wd,2020-01-02,\n"
		     "S1,3,开工,节点,east,李四,张三,,2020-06-30,2020-01-02,开工\n");
	world_do(w, "finish S1 1 2020-01-02");
	world_until(w, "2021-01-13T09:00");
	close_2020(w);
	assert_int_equal(shown(w, 2020, 1)->state, S(DONE));
	for (uint32_t no = 2; no <= 3; no++) {
		assert_int_equal(shown(w, 2020, no)->state, S(CARRIED));
		/* its lamps hang on the link that continues it */
		assert_int_equal(shown(w, 2020, no)->level, 0);
		assert_int_equal(shown(w, 2021, no)->carried_year, 2020);
		assert_int_equal(shown(w, 2021, no)->carried_no, no);
		assert_int_equal(shown(w, 2021, no)->state, S(NOT_STARTED));
	}
	assert_int_equal(shown(w, 2021, 2)->level, LEVEL(RED));
	world_do(w, "finish S1 2 2021-01-12");
	world_until(w, "2021-03-01T09:00");
	life_move(w, "S1", DUBAN__STAGE__STAGE_BUILDING, 20210226);
	assert_int_equal(shown(w, 2021, 2)->state, S(DONE));
	assert_int_equal(shown(w, 2021, 3)->state, S(DONE));
	assert_int_equal(shown(w, 2021, 3)->finished_date, 20210226);
	for (uint32_t no = 2; no <= 3; no++) {
		assert_int_equal(shown(w, 2020, no)->state, S(CARRIED));
		assert_int_equal(shown(w, 2020, no)->finished_date, 0);
	}
}

/* A planned begin that the new year's chain keeps is no clock: cancelled, the link holds nobody. */
static void a_carried_begin_ends_with_its_link(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(PROJECTS),
		     "code,name,unit,stage,total,plan,year,planned_start\n"
		     "S1,要开工的,east,计划新开工,900000000,100,2020,2020-06\n");
	world_import(w, K(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start,begin\n"
		     "S1,1,立项,审批,east,李四,张三,,5wd,2020-12-01,\n"
		     "S1,2,初设,审批,east,李四,张三,1,10wd,2020-12-01,2021-05-06\n"
		     "S1,3,报建,审批,east,李四,张三,,10wd,2020-12-01,2021-05-06\n"
		     "S1,4,施工,建设,east,李四,张三,2;3,10cd,2020-12-01,\n");
	world_until(w, "2021-01-13T09:00");
	close_2020(w);
	world_do(w, "finish S1 1 2021-01-13");
	world_do(w, "cancel S1 2");
	world_do(w, "cancel S1 3");
	assert_int_equal(shown(w, 2021, 4)->deadline_date, 20210123);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_past_years_chain_shows_what_was_carried_as_carried,
					    world_setup, world_teardown),
	    cmocka_unit_test_setup_teardown(a_carried_begin_ends_with_its_link, world_setup,
					    world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
