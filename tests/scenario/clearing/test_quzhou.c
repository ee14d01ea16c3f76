/* 衢州 2022 (sources/004):
 * “对应开工未开工、应入库未入库、应完工未完工项目进行‘红黄灯’预警，累计预警项目160个，已销号146个，
 * 销号率91%”. Here the rules raise the 160 lamps, and the facts clear 146: 55 of 60 projects start,
 * 55 of 60 enter the library, 36 of 40 are accepted. 91.25 is 91.3 by our rule, and 91 as printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/lamp/twarning.h"
#include "lib/noun/tevidence.h"
#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"
#include "text/rate.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

enum { STARTS = 60, STARTED = 55, BUILT = 60, ENTERED = 55, ENDS = 40, ENDED = 36, FILES = 5 };
enum { CSV_BYTES = 64 * 1024 };

static int setup(void **state)
{
	*state = world_new("2022-01-04T09:00", true);
	return 0;
}

static char csv[CSV_BYTES];

/* A row for each of n projects: `row` with its number. */
static void rows(const char *head, const char *row, int n)
{
	size_t at = (size_t)snprintf(csv, sizeof csv, "%s\n", head);

	for (int i = 1; i <= n; i++)
		at += (size_t)snprintf(csv + at, sizeof csv - at, row, i, i);
	assert_true(at < sizeof csv);
}

#define PROJECT "code,name,unit,category,stage,total,plan,year,planned_start,planned_finish"
#define LIFE "project,started,library"

static void city(struct world *w)
{
	world_import(w, K(UNITS),
		     "id,name,kind,parent,gb_code\n"
		     "office,市重点办,office,,\n"
		     "kecheng,柯城区,county,,330802\n");
	rows(PROJECT,
	     "K%d,计划开工%d,kecheng,工业,计划新开工,100000000,20000000,2022,2022-01,2023-12\n",
	     STARTS);
	world_import(w, K(PROJECTS), csv);
	rows(PROJECT, "R%d,在建%d,kecheng,工业,在建,100000000,20000000,2022,2022-01,2023-12\n",
	     BUILT);
	world_import(w, K(PROJECTS), csv);
	rows(LIFE, "R%d,2022-01-03,\n", BUILT);
	world_import(w, K(LIVES), csv);
	rows(PROJECT, "W%d,将完工%d,kecheng,工业,在建,100000000,20000000,2022,2020-03,2022-01\n",
	     ENDS);
	world_import(w, K(PROJECTS), csv);
	rows(LIFE, "W%d,2020-03-02,2020-06-01\n", ENDS);
	world_import(w, K(LIVES), csv);
}

static const char *code(const char *letter, int i)
{
	static char buf[16];

	(void)snprintf(buf, sizeof buf, "%s%d", letter, i);
	return buf;
}

/* What was asked for happens, with what shows it: the stage and 佐证, 入库, 竣工验收. */
static void deeds(struct world *w)
{
	fill(9);
	for (int i = 1; i <= STARTED; i++) {
		char text[256];

		if (i > FILES) {
			life_move(w, code("K", i), STAGE(BUILDING), 0);
			continue;
		}
		put(w, code("K", i));
		(void)snprintf(text, sizeof text,
			       "project=K%d to=building exemption=无须施工许可 evidence=%s", i,
			       lamp_evidence());
		world_ok(w, lamp_request(w, "project_move", text));
	}
	for (int i = 1; i <= ENTERED; i++)
		life_enter_library(w, code("R", i), 20220216);
	rows(
	    "project,organiser,accepted,owner,owner_result,design,design_result,builder,"
	    "builder_result,supervision,supervision_result,fire,fire_result,quality,quality_result",
	    "W%d,市住建局,2022-02-16,甲,合格,乙,合格,丙,合格,丁,合格,戊,合格,己,合格\n", ENDED);
	for (int i = 1; i <= ENDED; i++)
		life_move(w, code("W", i), STAGE(COMPLETED), 0);
	world_import(w, K(ACCEPTANCES), csv);
	for (int i = 1; i <= ENDED; i++)
		life_move(w, code("W", i), STAGE(ACCEPTED), 0);
}

static Duban__ClearingRateReply *rate(struct world *w, const char *more)
{
	char text[160];

	(void)snprintf(text, sizeof text, "from_date=20220101 to_date=20220228 %s", more);
	return world_ok(w, lamp_request(w, "clearing_rate", text))->clearing_rate;
}

static void is(const Duban__ClearingRateRow *row, const char *group, uint32_t raised,
	       uint32_t cleared)
{
	assert_string_equal(row->group, group);
	assert_int_equal(row->raised, raised);
	assert_int_equal(row->cleared, cleared);
}

static void of_160_raised_146_are_cleared(void **state)
{
	struct world *w = *state;
	Duban__ClearingRateReply *b;
	char text[RATE_TEXT_MAX];

	w->check = false; /* 160 projects after each of 500 steps; the last one is checked */
	city(w);
	world_until(w, "2022-02-17T09:00");
	is(rate(w, "")->row[0], "", 160, 0);
	deeds(w);
	w->check = true;
	world_until(w, "2022-02-28T09:00");
	b = rate(w, "");
	assert_int_equal(b->n_row, 1);
	is(b->row[0], "", 160, 146);
	assert_string_equal(rate_text(b->row[0]->cleared, b->row[0]->raised, text), "91.3");
	assert_string_equal(rate_whole_text(b->row[0]->cleared, b->row[0]->raised, text), "91");
	b = rate(w, "by=rule");
	assert_int_equal(b->n_row, 3);
	is(rate(w, "by=rule rules=W04")->row[0], "W04", STARTS, STARTED);
	is(rate(w, "by=rule rules=W05")->row[0], "W05", BUILT, ENTERED);
	is(rate(w, "by=rule rules=W06")->row[0], "W06", ENDS, ENDED);
	is(rate(w, "by=unit")->row[0], "kecheng", 160, 146);
	is(rate(w, "count=projects")->row[0], "", 160, 146);
	/* as of the evening before, nothing was cleared; of a period before, nothing raised */
	world_ok(w, lamp_request(w, "clearing_rate", "from_date=20220101 to_date=20220216"));
	is(w->reply->clearing_rate->row[0], "", 160, 0);
	world_ok(w, lamp_request(w, "clearing_rate", "from_date=20220101 to_date=20220131"));
	assert_int_equal(w->reply->clearing_rate->n_row, 0);
	world_refused(w, lamp_request(w, "clearing_rate", "from_date=20220201 to_date=20220131"),
		      STATUS_INVALID, "clearing.days_order");
	/* 反弹: one of them was not finished; it counts as one lamp, which is not cleared */
	world_ok(w, lamp_request(w, "warning_reopen", "id=W04-1-0-0-1 reason=未实质开工"));
	is(rate(w, "")->row[0], "", 160, 145);
	is(rate(w, "count=projects")->row[0], "", 160, 145);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(of_160_raised_146_are_cleared, setup, world_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
