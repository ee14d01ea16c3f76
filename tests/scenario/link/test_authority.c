/* Nobody puts out his own lamp: who may stop, put off or drop the clock of a link, for which day,
 * and that no other way leads round it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/noun/tauthority.h"
#include "lib/noun/treport.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/link/link.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/report/report.h"

#define UNLIT "2020-01-03T09:00" /* due on 01-09; W03 comes on 01-07, W01 on 01-08 */

/* ---- who, which move, lit or not, for which day */

static const struct attempt {
	const char *unit;
	int role;
	const char *on_behalf, *move;
	const char *act;	 /* the document; with a ground */
	const char *lit, *unlit; /* "done", "asks", or the code of the refusal */
} attempts[] = {
    {"", ROLE(OFFICE), "", "suspend D 1", "", "done", "done"},
    {"", ROLE(OFFICE), "", "suspend D 1 2020-01-02", "", "done", "done"},
    {"", ROLE(LOCAL), "", "suspend D 1 2020-01-02", "", "done", "done"},
    {"hall", ROLE(SECTOR), "", "suspend D 1", "审〔2020〕1号", "done", "done"},
    {"hall", ROLE(UNIT), "", "suspend D 1", "审〔2020〕1号", "done", "done"},
    {"hall", ROLE(SECTOR), "", "suspend D 1 2020-01-02", "审〔2020〕1号", "link.lit_since", "done"},
    {"hall", ROLE(SECTOR), "", "suspend D 1", "", "link.act_incomplete", "link.act_incomplete"},
    {"hall", ROLE(SECTOR), "", "suspend D 2", "审〔2020〕1号", "scope.denied", "scope.denied"},
    {"site", ROLE(UNIT), "", "suspend D 1", "", "asks", "asks"},
    {"site", ROLE(UNIT), "", "suspend D 1 2020-01-02", "", "link.lit_since", "asks"},
    {"site", ROLE(UNIT), "", "suspend D 1", "假〔2020〕1号", "link.act_of_department",
     "link.act_of_department"},
    {"site", ROLE(UNIT), "hall", "suspend D 1", "假〔2020〕1号", "behalf.denied", "behalf.denied"},
    {"site", ROLE(UNIT), "office", "suspend D 1 2020-01-02", "", "behalf.denied", "behalf.denied"},
    {"east", ROLE(COUNTY), "", "suspend D 1 2020-01-02", "", "link.lit_since", "asks"},
    {"works", ROLE(SECTOR), "", "suspend D 1", "", "scope.denied", "scope.denied"},
    {"west", ROLE(COUNTY), "", "suspend D 1", "", "project.unknown", "project.unknown"},
    {"", ROLE(OFFICE), "site", "suspend D 1", "", "asks", "asks"},
    {"", ROLE(OFFICE), "site", "suspend D 1 2020-01-02", "", "link.lit_since", "asks"},
    {"", ROLE(OFFICE), "hall", "suspend D 1 2020-01-02", "审〔2020〕1号", "link.lit_since", "done"},
    {"", ROLE(OFFICE), "", "extend D 1 2020-02-14", "", "done", "done"},
    {"", ROLE(OFFICE), "site", "extend D 1 2020-02-14", "", "link.extend_too_late", "asks"},
    {"site", ROLE(UNIT), "", "extend D 1 2020-02-14", "", "link.extend_too_late", "asks"},
    {"hall", ROLE(SECTOR), "", "extend D 1 2020-02-14", "", "link.extend_too_late", "asks"},
    {"site", ROLE(UNIT), "", "extend D 4 2020-02-14", "", "asks", "asks"},
    {"", ROLE(OFFICE), "", "cancel D 1", "", "done", "done"},
    {"site", ROLE(UNIT), "", "cancel D 1", "", "asks", "asks"},
    {"hall", ROLE(SECTOR), "", "cancel D 1", "", "asks", "asks"},
    {"", ROLE(OFFICE), "", "start D 1 2020-01-02", "", "done", "done"},
    {"site", ROLE(UNIT), "", "start D 1 2020-01-02", "", "link.start_lit_since", "done"},
    {"site", ROLE(UNIT), "", "start D 1", "", "done", "done"},
};

static Duban__Request *request_for(struct world *w, const struct attempt *a)
{
	Duban__Request *q = world_move(w, a->move);

	q->for_unit = loose(a->on_behalf);
	if (q->body_case == DUBAN__REQUEST__BODY_LINK_SUSPEND && *a->act) {
		q->link_suspend->document = loose(a->act);
		q->link_suspend->ground = DUBAN__SUSPEND_GROUND__SUSPEND_GROUND_CORRECTION_NOTICE;
	}
	return q;
}

static void attempt_all(const char *when, bool lit)
{
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
		const struct attempt *a = &attempts[i];
		struct world *w = world_new("2020-01-02T09:00", true);
		const char *expected = lit ? a->lit : a->unlit, *is;

		tlink_chain(w);
		world_until(w, when);
		as(w, a->unit, a->role);
		is = tlink_outcome(world_ask(w, request_for(w, a)));
		if (strcmp(is, expected) != 0)
			fail_msg("%s %s (for %s): %s at %s, not %s", a->unit, a->move, a->on_behalf,
				 is, when, expected);
		world_free(w);
	}
}

static void before_a_lamp_is_lit(void **state)
{
	(void)state;
	attempt_all(UNLIT, false);
}

static void while_a_lamp_is_lit(void **state)
{
	(void)state;
	attempt_all(LIT, true);
}

/* ---- the case that was found: cases/chains/lamps-u, -p, -c7; of its four red lamps two are W03,
 * which gives way to W01 and W02 now */

static void a_unit_cannot_put_out_red_lamps(void **state)
{
	struct world *w = *state;

	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS,
		     "id,name,kind,parent,gb_code\noffice,市重点办,office,,\n"
		     "xh,西湖区,county,office,360103\nzj,市住建局,sector,office,\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS,
		     "code,name,unit,sector,category,stage,total,plan,year,planned_start,"
		     "planned_finish,list\nA1,甲项目,xh,zj,工业,计划新开工,100000000,12000000,2020,"
		     "2020-12,2021-12,L\n");
	world_import(w, CHAINS,
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "A1,1,可研批复,审批,xh,甲,乙,,5wd,2020-02-03\n"
		     "A1,2,基础完成,实施,xh,甲,乙,,10cd,2020-02-03\n");
	world_until(w, "2020-03-20T09:00");
	tlink_log_forget(w);
	for (int no = 1; no <= 2; no++) {
		char back[40], now[20];

		(void)snprintf(back, sizeof back, "suspend A1 %d 2020-02-04", no);
		(void)snprintf(now, sizeof now, "suspend A1 %d", no);
		as(w, "xh", ROLE(UNIT));
		world_refused(w, world_move(w, back), STATUS_DENIED, "link.lit_since");
		(void)hand_in(w, world_move(w, now));
		world_refused(w, world_move(w, no == 1 ? "resume A1 1" : "resume A1 2"),
			      STATUS_CONFLICT, "link.not_allowed");
	}
	as(w, "", 0);
	world_until(w, "2020-03-23T09:00");
	world_expect(w, ""); /* nothing went out */
	/* approved, and let run again: the days before the request are not given back */
	as(w, "zj", ROLE(SECTOR));
	world_ok(w, judge(1, PASS, 2, PASS, 0));
	as(w, "xh", ROLE(UNIT));
	world_do(w, "resume A1 1");
	world_do(w, "resume A1 2");
	world_expect(w, "03-23 09:00 moved A1/1 W01 due 02-11\n"
			"03-23 09:00 moved A1/2 W02 due 02-16\n");
}

/* ---- what is asked waits for the unit one tier up, and is done once that approves */

static void the_unit_one_tier_up_decides(void **state)
{
	struct world *w = *state;
	uint32_t num;

	tlink_chain(w);
	world_until(w, UNLIT);
	as_site(w);
	num = hand_in(w, world_move(w, "extend D 1 2020-01-20"));
	assert_string_equal(w->reply->report->reviewer, "市住建局");
	world_refused(w, judge(num, PASS, 0), STATUS_DENIED, "report.not_reviewer");
	as(w, "hall", ROLE(SECTOR));
	world_refused(w, judge(num, PASS, 0), STATUS_DENIED, "report.not_reviewer");
	assert_int_equal(tlink_progress(w, 1)->extended_date, 0);
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(num, PASS, 0));
	assert_int_equal(stored(w, num)->state, REPORT_STATE(CONFIRMED));
	assert_int_equal(tlink_progress(w, 1)->extended_date, 20200120);
	assert_int_equal(tlink_progress(w, 1)->extensions, 1);
	/* a returned one changes nothing */
	as_site(w);
	num = hand_in(w, world_move(w, "cancel D 2"));
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(num, RETURN, 0));
	assert_int_equal(tlink_progress(w, 2)->state, LINK_STATE(NOT_STARTED));
	/* and an approved one is as if it had been asked for today */
	as_site(w);
	num = hand_in(w, world_move(w, "suspend D 2"));
	as(w, "", 0);
	world_until(w, "2020-01-07T09:00");
	as(w, "works", ROLE(SECTOR));
	world_ok(w, judge(num, PASS, 0));
	assert_int_equal(tlink_progress(w, 2)->suspended_date, 20200103);
}

static void nobody_approves_what_is_his_own(void **state)
{
	struct world *w = *state;
	uint32_t num;

	tlink_chain(w);
	world_until(w, UNLIT);
	/* the reviewer would ease its own link: the office decides */
	as(w, "works", ROLE(SECTOR));
	num = hand_in(w, world_move(w, "extend D 3 2020-03-20"));
	assert_int_equal(stored(w, num)->state, REPORT_STATE(REVIEWED));
	world_refused(w, judge(num, PASS, 0), STATUS_DENIED, "report.office_confirms");
	as_site(w);
	num = hand_in(w, world_move(w, "extend D 3 2020-03-20"));
	assert_int_equal(stored(w, num)->state, REPORT_STATE(REVIEWED));
	as_office(w);
	world_ok(w, judge(num, PASS, 0));
	assert_int_equal(tlink_progress(w, 3)->extended_date, 20200320);
}

static void one_move_of_a_link_is_judged_at_a_time(void **state)
{
	struct world *w = *state;
	uint32_t cancel, finish;

	tlink_chain(w);
	world_until(w, UNLIT);
	as_site(w);
	cancel = hand_in(w, world_move(w, "cancel D 1"));
	finish = hand_in(w, world_move(w, "finish D 1"));
	as_office(w);
	world_refused(w, judge(cancel, PASS, finish, PASS, 0), STATUS_CONFLICT, "report.same_link");
	world_ok(w, judge(cancel, PASS, 0));
	assert_int_equal(tlink_progress(w, 1)->state, LINK_STATE(CANCELLED));
}

/* ---- how often, how early */

static void a_link_is_extended_twice_at_most(void **state)
{
	struct world *w = *state;
	uint32_t num;

	tlink_chain(w);
	world_until(w, UNLIT);
	as_site(w);
	num = hand_in(w, world_move(w, "extend D 1 2020-01-20"));
	as_office(w);
	world_do(w, "extend D 1 2020-01-21");
	world_do(w, "extend D 1 2020-01-22");
	world_refused(w, world_move(w, "extend D 1 2020-01-23"), STATUS_CONFLICT,
		      "link.extended_enough");
	as(w, "works", ROLE(SECTOR));
	world_refused(w, judge(num, PASS, 0), STATUS_INVALID, "link.extend_not_later");
	as_site(w);
	world_refused(w, world_move(w, "extend D 1 2020-01-23"), STATUS_CONFLICT,
		      "link.extended_enough");
}

static void an_extension_is_asked_for_in_time(void **state)
{
	struct world *w = *state;

	tlink_chain(w);
	world_until(w, "2020-01-08T09:00"); /* W01 is yellow: one working day is left */
	as_site(w);
	(void)hand_in(w, world_move(w, "extend D 1 2020-01-20"));
	as(w, "", 0);
	world_until(w, "2020-01-09T09:00");
	as_site(w);
	world_refused(w, world_move(w, "extend D 1 2020-01-20"), STATUS_CONFLICT,
		      "link.extend_too_late");
}

/* ---- the office may, and the lamp stays on record as extended */

static void what_the_office_backdates_stays_on_record(void **state)
{
	struct world *w = *state;

	tlink_chain(w);
	world_until(w, LIT);
	tlink_log_forget(w);
	as_office(w);
	world_do(w, "suspend D 1 2020-01-02");
	world_do(w, "resume D 1");
	/* seven working days: 01-09 becomes 01-19; the start was to be on 01-13 */
	world_expect(w, "01-13 09:00 note D/1 W00 due 01-19\n"
			"01-13 09:00 extended D/1 W01\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(before_a_lamp_is_lit),
	    cmocka_unit_test(while_a_lamp_is_lit),
	    TEST(a_unit_cannot_put_out_red_lamps),
	    TEST(the_unit_one_tier_up_decides),
	    TEST(nobody_approves_what_is_his_own),
	    TEST(one_move_of_a_link_is_judged_at_a_time),
	    TEST(a_link_is_extended_twice_at_most),
	    TEST(an_extension_is_asked_for_in_time),
	    TEST(what_the_office_backdates_stays_on_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
