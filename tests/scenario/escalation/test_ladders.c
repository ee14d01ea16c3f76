/* A lamp that stays lit climbs its ladder: each shipped profile through its tiers, on the dates of
 * the shipped calendar. Working days of the months used here, 2020 (the holidays are 01-24 to
 * 02-02): 01: 16 17 19 20 21 22 23      (01-19 is a Sunday that is worked) 02: 3-7 10-14 17-21
 * 24-28 03: 2-6 9-13 16-20 23-27 30 31 04: 1 2 3 7 8 9 10 13-17      (04-04 to 04-06 is Qingming)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/apply.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "engine/core/tick.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

/* Link 1 of P1 is due on 01-16 and late from 01-17 on: W02 is yellow that day, red `red_cd` days
 * after the deadline. */
static void late_link(struct world *w, const char *ladder, const char *red_cd)
{
	char csv[200];

	world_city(w);
	(void)snprintf(
	    csv, sizeof csv,
	    "key,scope,of,value\nescalation.ladder,default,,%s\nW02.r_after_cd,default,,%s\n",
	    ladder, red_cd);
	world_import(w, K(PARAMETERS), csv);
	world_import(w, K(CHAINS),
		     HEADER "P1,1,主体封顶,实施,east,李四,张三,,2020-01-16,2020-01-02\n");
	world_do(w, "start P1 1");
	free(w->step_log);
	w->step_log = strdup("");
}

static void parameter(struct world *w, const char *row)
{
	char csv[200];

	(void)snprintf(csv, sizeof csv, "key,scope,of,value\n%s\n", row);
	world_import(w, K(PARAMETERS), csv);
}

/* Of link 1 only; other lamps of the projects climb, too. */
static void expect(struct world *w, const char *lines)
{
	char *mine = strdup(""), *rest = w->step_log, *line;

	while ((line = strsep(&rest, "\n"))) {
		char *grown;

		if (!strstr(line, "P1/1 "))
			continue;
		assert_true(asprintf(&grown, "%s%s\n", mine, line) > 0);
		free(mine);
		mine = grown;
	}
	assert_string_equal(mine, lines);
	free(mine);
	free(w->step_log);
	w->step_log = strdup("");
}

/* 南昌 2020: yellow 01-17, red 01-31. At red the 分管领导, the 主要负责人 and the 行业主管部门 are
 * told, a 督办函 and a 约谈 are proposed. Nobody issues the 督办函: as if it had been due in 10
 * working days, on 02-14, the 通报 is proposed on the next, Monday 02-17. It is the first red of
 * the year, so nothing follows. */
static void nanchang_2020_from_red_on(void **state)
{
	struct world *w = *state;

	late_link(w, "nanchang2020", "15");
	world_until(w, "2020-01-30T23:59");
	expect(w, "");
	world_until(w, "2020-01-31T00:00");
	expect(w, "01-31 00:00 P1/1 W02: 2, 3, 4, 5\n");
	world_until(w, "2020-02-16T23:59");
	expect(w, "");
	world_until(w, "2020-02-17T00:00");
	expect(w, "02-17 00:00 P1/1 W02: 6\n");
	world_until(w, "2020-06-30T09:00");
	expect(w, "");
}

/* Yellow from 01-17 on: the 10th working day after is 02-07 (19 20 21 22 23 | 3 4 5 6 7), the 5th
 * after that 02-14. */
static void nanchang_2020_while_it_is_yellow(void **state)
{
	struct world *w = *state;

	late_link(w, "nanchang2020", "300");
	world_until(w, "2020-02-06T23:59");
	expect(w, "");
	world_until(w, "2020-02-07T00:00");
	expect(w, "02-07 00:00 P1/1 W02: 2\n");
	world_until(w, "2020-05-30T09:00");
	expect(w, "02-14 00:00 P1/1 W02: 3\n");
}

static void nanchang_2022(void **state)
{
	struct world *w = *state;

	late_link(w, "nanchang2022", "15");
	world_until(w, "2020-05-30T09:00");
	expect(w, "01-31 00:00 P1/1 W02: 2, 3, 4\n"
		  "02-17 00:00 P1/1 W02: 5\n");
}

/* 大理: red on 03-06, the 50th day after the deadline. 跟踪问效 on the 10th working day, 挂钩领导
 * ten later (02-10..14 and 17..21), the 督查室 on the 5th working day of red, the 通报 when ten
 * more (03-16..20, 23..27) are over. 问责 is for what does not progress (W08, W09) alone. */
static void dali_2022(void **state)
{
	struct world *w = *state;

	late_link(w, "dali2022", "50");
	world_until(w, "2020-06-30T09:00");
	expect(w, "02-07 00:00 P1/1 W02: 2\n"
		  "02-21 00:00 P1/1 W02: 3\n"
		  "03-13 00:00 P1/1 W02: 4\n"
		  "03-30 00:00 P1/1 W02: 5\n");
}

/* 衢州: 一周一调度 on the 5th working day (19..23), 半月一协调 on the 10th, 一月一攻坚 on the 20th.
 */
static void quzhou_2022(void **state)
{
	struct world *w = *state;

	late_link(w, "quzhou2022", "50");
	world_until(w, "2020-06-30T09:00");
	expect(w, "01-23 00:00 P1/1 W02: 2\n"
		  "02-07 00:00 P1/1 W02: 3\n"
		  "02-21 00:00 P1/1 W02: 4\n"
		  "03-13 00:00 P1/1 W02: 5\n"
		  "03-30 00:00 P1/1 W02: 6\n");
}

/* Red on 01-31, put off on 02-03 to 03-02, red again on 03-17: the second red of the year. The
 * next, in the year after, is its first again. */
static void the_second_red_of_the_year_goes_to_the_end(void **state)
{
	struct world *w = *state;

	late_link(w, "nanchang2020", "15");
	world_until(w, "2020-02-03T09:00");
	expect(w, "01-31 00:00 P1/1 W02: 2, 3, 4, 5\n");
	world_do(w, "extend P1 1 2020-03-02");
	world_until(w, "2020-03-16T23:59");
	expect(w, "");
	world_until(w, "2020-03-17T00:00");
	expect(w, "03-17 00:00 P1/1 W02: 2, 3, 4, 5, 6, 7, 8\n");
	world_do(w, "extend P1 1 2020-12-25");
	world_until(w, "2021-01-08T23:59");
	expect(w, "");
	world_until(w, "2021-01-09T00:00");
	expect(w, "01-09 00:00 P1/1 W02: 2, 3, 4, 5\n");
}

/* W04 judges when a month has ended: yellow on 02-01, at its second evaluation 03-01 (a Sunday), at
 * its third red. W02 judges every day, so the same ladder says nothing of it. */
static void evaluations_in_a_row(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(LADDERS),
		     "ladder,step,tier,to,evaluations\n"
		     "monthly,1,责任人,责任人,\n"
		     "monthly,2,分管领导,分管领导,2\n"
		     "monthly,3,主要负责人,主要负责人,3\n");
	parameter(w, "escalation.ladder,default,,monthly");
	world_import(w, K(PROJECTS),
		     "code,name,unit,stage,total,plan,year,planned_start\n"
		     "N1,新项目,east,计划新开工,100000000,20000000,2020,2020-01\n");
	world_import(w, K(CHAINS),
		     HEADER "P1,1,主体封顶,实施,east,李四,张三,,2020-01-16,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-06-30T09:00");
	assert_null(strstr(w->step_log, "P1/1 W02"));
	assert_non_null(strstr(w->step_log, "03-01 00:00 N1/0 W04: 2\n"));
	assert_non_null(strstr(w->step_log, "04-01 00:00 N1/0 W04: 3\n"));
}

/* W08 judges a month when it is locked, at the end of the 5th working day after it: February on
 * 03-06, so it lights on 03-07, March on 04-08 (1 2 3 7 8), so the second evaluation is on 04-09.
 */
static void a_rule_that_judges_locked_months_counts_those(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(LADDERS),
		     "ladder,step,tier,to,evaluations\n"
		     "monthly,1,责任人,责任人,\n"
		     "monthly,2,分管领导,分管领导,2\n");
	parameter(w, "escalation.ladder,default,,monthly");
	world_until(w, "2020-04-08T23:59");
	assert_null(strstr(w->step_log, "P1/0 W08"));
	world_until(w, "2020-04-09T00:00");
	assert_non_null(strstr(w->step_log, "04-09 00:00 P1/0 W08: 2\n"));
}

/* ---- restarts, downtime, another ladder */

static void a_restart_neither_skips_nor_repeats(void **state)
{
	struct world *w = *state;

	late_link(w, "quzhou2022", "50");
	world_until(w, "2020-01-22T09:00");
	world_restart(w, true);
	world_until(w, "2020-01-23T09:00");
	world_restart(w, false);
	world_until(w, "2020-02-07T00:00");
	world_restart(w, false);
	world_until(w, "2020-02-21T00:00");
	expect(w, "01-23 00:00 P1/1 W02: 2\n"
		  "02-07 00:00 P1/1 W02: 3\n"
		  "02-21 00:00 P1/1 W02: 4\n");
}

static void after_a_downtime_all_are_taken_in_order_each_with_its_time(void **state)
{
	struct world *w = world_new("2020-01-02T09:00", false);

	(void)state;
	w->caller.role = DUBAN__ROLE__ROLE_OFFICE;
	late_link(w, "quzhou2022", "50");
	world_clock(w, "2020-01-17T00:00");
	world_clock(w, "2020-01-20T09:00");
	world_reopen(w, true, "2020-04-01T09:00");
	world_clock(w, "2020-04-01T09:00");
	world_work(w);
	expect(w, "04-01 09:00 P1/1 W02: 2 since 01-23 00:00, 3 since 02-07 00:00, "
		  "4 since 02-21 00:00, 5 since 03-13 00:00, 6 since 03-30 00:00\n");
	world_free(w);
}

/* Recorded late, a lamp begins its ladder when it is recorded: nobody hears of a step before the
 * responsible person was told at all. */
static void what_is_recorded_late_begins_with_the_first_step(void **state)
{
	struct world *w = *state;

	world_city(w);
	parameter(w, "escalation.ladder,default,,dali2022");
	world_until(w, "2020-05-06T09:00");
	world_import(w, K(CHAINS),
		     HEADER "P1,1,主体封顶,实施,east,李四,张三,,2020-01-16,2020-01-02\n");
	world_until(w, "2020-05-06T09:00");
	expect(w, "05-06 09:00 P1/1 W02: 2, 3\n");
	/* red for five working days: 7 8 9 (a Saturday that is worked) 11 12 */
	world_until(w, "2020-05-12T00:00");
	expect(w, "05-12 00:00 P1/1 W02: 4\n");
}

/* What was taken stays taken: in another ladder it goes on at its number. */
static void another_ladder_goes_on_where_the_lamp_is(void **state)
{
	struct world *w = *state;

	late_link(w, "quzhou2022", "50");
	world_until(w, "2020-02-07T09:00");
	expect(w, "01-23 00:00 P1/1 W02: 2\n02-07 00:00 P1/1 W02: 3\n");
	parameter(w, "escalation.ladder,project,P1,dali2022");
	/* the step before it, 3, was on 02-07; step 4 of 大理 waits for red */
	world_until(w, "2020-03-13T00:00");
	expect(w, "03-13 00:00 P1/1 W02: 4\n");
}

/* Switched off from 01-20 to 02-05, the ladder of the lamp of 01-17 stood still on 20..23 (21 22 23
 * and 02-03 04 05: six working days). Its 5th working day was 01-23, so it is the sixth after:
 * 19 20 | 06 07 10. */
static void switched_off_it_stands_still(void **state)
{
	struct world *w = *state;

	late_link(w, "quzhou2022", "300");
	world_until(w, "2020-01-20T09:00");
	parameter(w, "escalation.ladder,default,,none");
	world_until(w, "2020-02-05T09:00");
	expect(w, "01-20 09:00 P1/1 W02: stands still\n");
	parameter(w, "escalation.ladder,default,,quzhou2022");
	world_until(w, "2020-02-09T23:59");
	expect(w, "02-05 09:00 P1/1 W02: goes on\n");
	world_until(w, "2020-02-10T00:00");
	expect(w, "02-10 00:00 P1/1 W02: 2\n");
}

static void a_changed_step_comes_due_by_what_it_says_now(void **state)
{
	struct world *w = *state;

	late_link(w, "quzhou2022", "300");
	world_until(w, "2020-02-07T09:00");
	world_import(w, K(LADDERS), "ladder,step,lit_wd\nquzhou2022,4,15\n");
	world_until(w, "2020-06-30T09:00");
	/* the 15th working day after 01-17 is 02-14 */
	expect(w, "01-23 00:00 P1/1 W02: 2\n"
		  "02-07 00:00 P1/1 W02: 3\n"
		  "02-14 00:00 P1/1 W02: 4\n");
}

/* ---- standing still, orders, a wrong clock */

/* Suspended from 01-20 to 02-05: as while it was switched off. */
static void while_the_link_is_suspended_the_ladder_stands_still(void **state)
{
	struct world *w = *state;

	late_link(w, "quzhou2022", "300");
	world_until(w, "2020-01-20T09:00");
	world_do(w, "suspend P1 1");
	world_until(w, "2020-02-05T09:00");
	expect(w, "01-20 09:00 P1/1 W02: stands still\n");
}

static void order(struct world *w, Duban__Event__BodyCase what, uint32_t due)
{
	Duban__Order o = DUBAN__ORDER__INIT;
	Duban__OrderIssued issued = DUBAN__ORDER_ISSUED__INIT;
	Duban__OrderExtended extended = DUBAN__ORDER_EXTENDED__INIT;
	Duban__Event ev = DUBAN__EVENT__INIT, *list = &ev;

	o.num = extended.num = 1;
	o.number = (char *)(uintptr_t) "洪督函〔2020〕1号";
	o.kind = DUBAN__ORDER_KIND__ORDER_KIND_LETTER;
	o.state = DUBAN__ORDER_STATE__ORDER_STATE_ISSUED;
	o.project = ev.project = 1;
	o.unit = ev.project_unit = 2;
	o.source = (char *)(uintptr_t) "W02-1-2020-1-1";
	o.issued_date = o.assigned_date = 20200203;
	o.due_date = extended.to_date = due;
	issued.order = &o;
	ev.body_case = what;
	if (what == DUBAN__EVENT__BODY_ORDER_ISSUED)
		ev.order_issued = &issued;
	else
		ev.order_extended = &extended;
	assert_int_equal(engine_apply(w->engine, &list, 1, &author_system, false), 0);
	assert_int_equal(engine_sync(w->engine), 0);
}

/* Red on 01-31: the 督办函 of 02-03 is due on 02-21. Put off to 02-28, the 通报 is proposed only
 * when that is over, on Monday 03-02; as if it had not been issued, it would have been on 02-17. */
static void the_deadline_of_the_order_decides(void **state)
{
	struct world *w = *state;

	late_link(w, "nanchang2020", "15");
	world_until(w, "2020-02-03T09:00");
	order(w, DUBAN__EVENT__BODY_ORDER_ISSUED, 20200221);
	world_until(w, "2020-02-20T09:00");
	order(w, DUBAN__EVENT__BODY_ORDER_EXTENDED, 20200228);
	world_until(w, "2020-03-01T23:59");
	expect(w, "01-31 00:00 P1/1 W02: 2, 3, 4, 5\n");
	world_until(w, "2020-03-02T00:00");
	expect(w, "03-02 00:00 P1/1 W02: 6\n");
}

/* By a clock that says 2022 the lamp turned red and climbed to the end. Set right again on 02-04 it
 * is yellow, at step 2, and takes 3 and 4 on the days on which it would have. */
static void what_a_wrong_clock_took_is_taken_again_on_its_day(void **state)
{
	struct world *w = world_new("2020-01-02T09:00", false);

	(void)state;
	w->caller.role = DUBAN__ROLE__ROLE_OFFICE;
	late_link(w, "quzhou2022", "300");
	world_clock(w, "2020-01-17T00:00");
	world_clock(w, "2020-01-23T00:00");
	expect(w, "01-23 00:00 P1/1 W02: 2\n");
	world_clock(w, "2022-06-26T08:00");
	assert_non_null(
	    strstr(w->step_log, "P1/1 W02: 3 since 02-07 00:00, 4 since 02-21 00:00, 5"));
	free(w->step_log);
	w->step_log = strdup("");
	w->wall = clock_instant("2020-02-04T10:00");
	engine_tell_time(w->engine, w->wall);
	(void)world_ok(w, clock_repair("2020-02-04T10:00", false));
	world_work(w);
	expect(w, "");
	world_clock(w, "2020-02-06T23:59");
	expect(w, "");
	world_clock(w, "2020-02-07T00:00");
	expect(w, "02-07 00:00 P1/1 W02: 3\n");
	world_clock(w, "2020-02-21T00:00");
	expect(w, "02-21 00:00 P1/1 W02: 4\n");
	clock_verify(w);
	world_free(w);
}

/* Link 2 waits for link 1 and is late with it: it follows, and climbs no ladder of its own. When
 * link 1 is done on 02-10, its own ladder begins that day. */
static void what_follows_a_late_link_climbs_only_when_that_is_done(void **state)
{
	struct world *w = *state;

	world_city(w);
	parameter(w, "escalation.ladder,default,,quzhou2022");
	parameter(w, "W02.r_after_cd,default,,300");
	world_import(w, K(CHAINS),
		     HEADER "P1,1,基础,实施,east,李四,张三,,2020-01-16,2020-01-02\n"
			    "P1,2,封顶,实施,east,李四,张三,1,2020-01-17,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-02-10T09:00");
	expect(w, "01-23 00:00 P1/1 W02: 2\n02-07 00:00 P1/1 W02: 3\n");
	assert_null(strstr(w->step_log, "P1/2"));
	world_do(w, "finish P1 1 2020-02-10");
	/* the 5th working day after 02-10 */
	world_until(w, "2020-02-17T00:00");
	assert_non_null(strstr(w->step_log, "02-10 09:00 P1/2 W02: 1\n"));
	assert_non_null(strstr(w->step_log, "02-17 00:00 P1/2 W02: 2\n"));
}

/* The first step is of other rules, so of W02 the first one waits, too: five working days after
 * link 2 counts for itself, not at once because it has been late for weeks. */
static void the_first_wait_of_what_followed_counts_from_when_it_follows_no_more(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(LADDERS),
		     "ladder,step,tier,to,lit_wd,rules\n"
		     "late,1,责任人,责任人,,W09\n"
		     "late,2,分管领导,分管领导,5,\n");
	parameter(w, "escalation.ladder,default,,late");
	parameter(w, "W02.r_after_cd,default,,300");
	world_import(w, K(CHAINS),
		     HEADER "P1,1,基础,实施,east,李四,张三,,2020-01-16,2020-01-02\n"
			    "P1,2,封顶,实施,east,李四,张三,1,2020-01-17,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-02-10T09:00");
	expect(w, "01-23 00:00 P1/1 W02: 2\n");
	world_do(w, "finish P1 1 2020-02-10");
	world_restart(w, false);
	world_until(w, "2020-02-16T23:59");
	assert_null(strstr(w->step_log, "P1/2"));
	world_until(w, "2020-02-17T00:00");
	assert_non_null(strstr(w->step_log, "02-17 00:00 P1/2 W02: 2\n"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(nanchang_2020_from_red_on),
	    TEST(nanchang_2020_while_it_is_yellow),
	    TEST(nanchang_2022),
	    TEST(dali_2022),
	    TEST(quzhou_2022),
	    TEST(the_second_red_of_the_year_goes_to_the_end),
	    TEST(evaluations_in_a_row),
	    TEST(a_rule_that_judges_locked_months_counts_those),
	    TEST(a_restart_neither_skips_nor_repeats),
	    cmocka_unit_test(after_a_downtime_all_are_taken_in_order_each_with_its_time),
	    TEST(what_is_recorded_late_begins_with_the_first_step),
	    TEST(another_ladder_goes_on_where_the_lamp_is),
	    TEST(switched_off_it_stands_still),
	    TEST(a_changed_step_comes_due_by_what_it_says_now),
	    TEST(while_the_link_is_suspended_the_ladder_stands_still),
	    TEST(the_deadline_of_the_order_decides),
	    TEST(what_follows_a_late_link_climbs_only_when_that_is_done),
	    TEST(the_first_wait_of_what_followed_counts_from_when_it_follows_no_more),
	    cmocka_unit_test(what_a_wrong_clock_took_is_taken_again_on_its_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
