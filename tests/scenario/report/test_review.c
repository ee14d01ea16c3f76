/* Faults found when the contract was read a second time: each is a promise that was broken once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "lib/world/world_log.h"

#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS
#define CALENDAR DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR
#define HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

/* 2027's notice adds five days off, 2028's one; both in one file. */
#define TWO_YEARS                                                                                  \
	"date,kind,name\n"                                                                         \
	"2027-01-01,holiday,元旦\n2027-02-08,holiday,春节\n2027-02-09,holiday,春节\n"        \
	"2027-02-10,holiday,春节\n2027-05-03,holiday,五一\n2027-10-02,holiday,国庆\n"        \
	"2027-10-03,holiday,国庆\n"                                                              \
	"2028-01-03,holiday,元旦\n2028-01-26,holiday,春节\n2028-01-27,holiday,春节\n"        \
	"2028-01-28,holiday,春节\n2028-05-01,holiday,五一\n2028-10-02,holiday,国庆\n"        \
	"2028-10-03,holiday,国庆\n"

static void stage(struct world *w, const char *project, Duban__Stage to, bool correction)
{
	Duban__ProjectMoveRequest move = DUBAN__PROJECT_MOVE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	move.project = (char *)(uintptr_t)project;
	move.to = to;
	move.reason = "错报";
	move.approver = "市重点办";
	move.correction = correction;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_MOVE;
	q.project_move = &move;
	world_ok(w, &q);
}

static void each_notice_says_once_what_it_moved(void **state)
{
	struct world *w = *state;

	world_city(w);
	/* the third has a limit across both notices; P2 has left the list, so no deadline of it is
	 * open */
	world_import(w, CHAINS,
		     HEADER "P1,1,可研批复,审批,east,李四,,,250wd,2026-12-30\n"
			    "P1,2,初设批复,审批,east,李四,,,262wd,2026-12-30\n"
			    "P2,1,可研批复,审批,west,李四,,,250wd,2026-12-30\n");
	stage(w, "P2", DUBAN__STAGE__STAGE_PRELIMINARY, true);
	stage(w, "P2", DUBAN__STAGE__STAGE_WITHDRAWN, false);
	world_until(w, "2026-12-31T09:00");
	world_import(w, CALENDAR, TWO_YEARS);
	world_expect(w, "12-31 09:00 deadline P1/1 12-15 -> 12-22\n"
			"12-31 09:00 deadline P1/2 12-31 -> 01-07\n"
			"12-31 09:00 deadline P1/2 01-07 -> 01-10\n");
}

static void a_note_that_moved_is_repeated_at_its_new_second_moment(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS, HEADER "P1,1,环评批复,审批,east,李四,,,2020-01-16,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-01-13T10:00");
	world_do(w, "extend P1 1 2020-01-20");
	world_until(w, "2020-01-18T00:00");
	world_expect(w, "01-09 00:00 note P1/1 W00 due 01-16\n"
			"01-13 00:00 again P1/1 W00\n"
			"01-13 10:00 moved P1/1 W00 due 01-20\n"
			"01-16 00:00 again P1/1 W00\n");
}

static void the_same_days_are_not_given_twice(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS, HEADER "P1,1,环评批复,审批,east,李四,,,10cd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_do(w, "suspend P1 1");
	world_until(w, "2020-01-10T09:00");
	world_do(w, "resume P1 1 2020-01-08");
	world_refused(w, world_move(w, "suspend P1 1 2020-01-07"), DUBAN__STATUS__STATUS_INVALID,
		      "link.suspend_before_resume");
	world_do(w, "suspend P1 1 2020-01-08");
	world_do(w, "resume P1 1");
	world_until(w, "2020-01-21T00:00");
	/* six days and two: 01-12 becomes 01-20 */
	world_expect(w, "01-13 00:00 note P1/1 W00 due 01-20\n"
			"01-16 00:00 again P1/1 W00\n"
			"01-19 00:00 superseded P1/1 W00\n"
			"01-19 00:00 yellow P1/1 W01 due 01-20\n"
			"01-21 00:00 red P1/1 W01 due 01-20\n");
}

static void the_cause_is_what_moved_the_deadline_last(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS,
		     HEADER "P1,1,环评批复,审批,east,李四,,,2020-01-09,2020-01-02\n"
			    "P2,1,选址意见书,审批,west,李四,,,0,2020-01-02\n"
			    "P2,2,环评批复,审批,west,李四,,1,5wd,\n");
	world_do(w, "start P1 1");
	world_do(w, "finish P2 1");
	world_until(w, "2020-01-06T10:00");
	world_expect(w, "01-02 09:00 note P1/1 W00 due 01-09\n"
			"01-02 09:00 note P2/1 W00 due 01-02\n"
			"01-02 09:00 done P2/1 W00\n"
			"01-03 00:00 note P2/2 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-06 00:00 again P2/2 W00\n");
	/* no lamp replaces the note, because the clock no longer runs */
	world_do(w, "return P2 1");
	world_expect(w, "01-06 10:00 red P2/1 W01 due 01-02\n"
			"01-06 10:00 moved P2/2 W00\n");
	world_until(w, "2020-01-10T10:00");
	world_do(w, "extend P1 1 2020-01-13"); /* yellow for that day, then suspended */
	world_do(w, "suspend P1 1 2020-01-10");
	world_until(w, "2020-01-17T10:00");
	world_do(w, "resume P1 1");
	world_expect(w, "01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n"
			"01-10 00:00 red P1/1 W01 due 01-09\n"
			"01-10 10:00 extended P1/1 W01\n"
			"01-10 10:00 yellow P1/1 W01 due 01-13\n"
			"01-17 10:00 note P1/1 W00 due 01-20\n"
			"01-17 10:00 extended P1/1 W01\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

/* While it was suspended, what came before it was returned and done again: its clock began anew,
 * and the suspension added no days. */
static void a_clock_that_began_anew_was_not_put_off(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS,
		     HEADER "P1,1,立项,节点,east,李四,,,15wd,2020-01-02\n"
			    "P1,2,初设,节点,east,李四,,1,2wd,\n");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-03T10:00");
	world_do(w, "start P1 2");
	world_until(w, "2020-01-09T10:00");
	world_do(w, "suspend P1 2 2020-01-09");
	world_do(w, "return P1 1");
	world_until(w, "2020-01-10T10:00");
	world_do(w, "finish P1 1");
	world_do(w, "resume P1 2");
	world_expect(w, "01-03 00:00 note P1/2 W00 due 01-06\n"
			"01-07 00:00 superseded P1/2 W00\n"
			"01-07 00:00 yellow P1/2 W02 due 01-06\n"
			"01-10 10:00 moved P1/2 W02\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_notice_says_once_what_it_moved),
	    TEST(a_note_that_moved_is_repeated_at_its_new_second_moment),
	    TEST(the_same_days_are_not_given_twice),
	    TEST(the_cause_is_what_moved_the_deadline_last),
	    TEST(a_clock_that_began_anew_was_not_put_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
