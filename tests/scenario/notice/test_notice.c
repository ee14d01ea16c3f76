/* Who is told what, and when: the ledger over simulated weeks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/notice/notices.h"
#include "lib/world/world_log.h"

#define LINK "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n"

/* Night and weekend lights are told at 08:30 of a working day; a delay that goes on under another
 * rule is one text; a repair is told within minutes. */
static void lamps_are_told_in_office_hours_and_ends_too(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_chain(w, LINK);
	world_until(w, "2020-01-16T23:59");
	world_expect_notices(w, "to zhang: 01-03 08:30 lamp_note\n"
				"to zhang:   begin P1/1 W00\n"
				"to zhang: 01-06 08:30 lamp_note\n"
				"to zhang:   step P1/1 W00\n"
				"to zhang: 01-07 08:30 lamp_yellow\n"
				"to zhang:   begin P1/1 W03\n"
				"to zhang: 01-08 08:30 lamp_yellow\n"
				"to zhang:   end P1/1 W00\n"
				"to zhang:   begin P1/1 W01\n"
				"to zhang:   end P1/1 W03\n"
				"to zhang: 01-10 08:30 lamp_red\n"
				"to zhang:   step P1/1 W01\n");
	world_until(w, "2020-01-17T10:00");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-17T18:00");
	world_expect_notices(w, "to zhang: 01-17 10:10 lamp_out\n"
				"to zhang:   end P1/1 W01\n");
	notices_ledger(w, "",
		       "zhang W00 cleared unknown\n"
		       "zhang W01 cleared unknown\n"
		       "zhang W03 cleared unknown\n");
}

/* 01-24 to 02-02 are days off: what lights on the 27th and is done on the 30th is never told. */
static void what_came_and_went_while_nobody_is_told_is_not_told(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_chain(w, "P1,1,主体封顶,节点,east,,张三,,2020-01-26,2020-01-02\n");
	world_until(w, "2020-01-30T12:00");
	world_expect_notices(w, "to zhang: 01-19 08:30 lamp_note\n"
				"to zhang:   begin P1/1 W00\n"
				"to zhang: 01-21 08:30 lamp_note\n"
				"to zhang:   step P1/1 W00\n");
	world_do(w, "finish P1 1 2020-01-26");
	world_until(w, "2020-02-05T00:00");
	/* the reminder was told, so its end is; the lamp of the 27th was not */
	world_expect_notices(w, "to zhang: 02-03 08:30 note_out\n"
				"to zhang:   end P1/1 W00\n");
}

/* A mute moves the moment; the end of what was told is told after it, the rest is not. */
static void a_mute_delays_and_loses_nothing(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_chain(w, LINK);
	world_until(w, "2020-01-07T12:00");
	world_expect_notices(w, "to zhang: 01-03 08:30 lamp_note\n"
				"to zhang:   begin P1/1 W00\n"
				"to zhang: 01-06 08:30 lamp_note\n"
				"to zhang:   step P1/1 W00\n"
				"to zhang: 01-07 08:30 lamp_yellow\n"
				"to zhang:   begin P1/1 W03\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_NOTICE_MUTES,
		     "person,from,until,reason\nzhang,2020-01-08,2020-01-14,住院\n");
	world_until(w, "2020-01-13T12:00");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-15T08:29");
	world_expect_notices(w, "");
	world_until(w, "2020-01-16T00:00");
	/* W01 was lit and put out while he was away */
	world_expect_notices(w, "to zhang: 01-15 08:30 digest\n"
				"to zhang:   end P1/1 W00\n"
				"to zhang:   end P1/1 W03\n");
}

/* Several things at once are one text, and no more texts a day than the post's number. */
static void what_comes_together_is_one_text_and_texts_a_day_are_few(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_param(w, "notice.max.other", "1");
	notices_chain(w, "P1,1,甲批复,审批,east,,王五,,2020-01-15,2020-01-02\n"
			 "P1,2,乙批复,审批,east,,王五,,2020-01-15,\n");
	world_until(w, "2020-01-08T10:00");
	world_expect_notices(w, "to wang: 01-08 08:30 digest\n"
				"to wang:   begin P1/1 W00\n"
				"to wang:   begin P1/2 W00\n");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-08T16:00");
	world_do(w, "finish P1 2");
	world_until(w, "2020-01-09T08:00");
	world_expect_notices(w, "");
	world_until(w, "2020-01-09T12:00");
	world_expect_notices(w, "to wang: 01-09 08:30 digest\n"
				"to wang:   end P1/1 W00\n"
				"to wang:   end P1/2 W00\n");
}

/* Another person has the link: he hears that it began, the former one that it is no more his. */
static void a_matter_handed_over_ends_for_one_and_begins_for_the_other(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_chain(w, LINK);
	world_until(w, "2020-01-08T12:00");
	free(w->notice_log);
	w->notice_log = strdup("");
	notices_ask(w, "person_replace", "old_person=zhang new_person=chen reason=调动");
	world_until(w, "2020-01-08T18:00");
	world_expect_notices(w, "to zhang: 01-08 12:10 lamp_left\n"
				"to zhang:   end P1/1 W01\n"
				"to chen: 01-08 12:10 lamp_yellow\n"
				"to chen:   begin P1/1 W01\n");
	world_until(w, "2020-01-09T12:00");
	world_do(w, "finish P1 1");
	world_until(w, "2020-01-10T00:00");
	world_expect_notices(w, "to chen: 01-09 12:10 lamp_out\n"
				"to chen:   end P1/1 W01\n");
	notices_ledger(w, "person=zhang",
		       "zhang W00 cleared unknown\n"
		       "zhang W01 handed_over unknown\n"
		       "zhang W03 cleared unknown\n");
}

/* Nothing is sent twice and nothing lost over restarts at any moment, with and without a
 * checkpoint. */
static void a_restart_changes_no_notice(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_chain(w, LINK);
	world_until(w, "2020-01-03T08:25"); /* the desk has marked, nobody is told */
	world_restart(w, false);
	world_until(w, "2020-01-03T08:30");
	world_restart(w, false);
	world_until(w, "2020-01-08T08:22");
	world_restart(w, true);
	world_until(w, "2020-01-08T12:00");
	world_restart(w, false);
	world_expect_notices(w, "to zhang: 01-03 08:30 lamp_note\n"
				"to zhang:   begin P1/1 W00\n"
				"to zhang: 01-06 08:30 lamp_note\n"
				"to zhang:   step P1/1 W00\n"
				"to zhang: 01-07 08:30 lamp_yellow\n"
				"to zhang:   begin P1/1 W03\n"
				"to zhang: 01-08 08:30 lamp_yellow\n"
				"to zhang:   end P1/1 W00\n"
				"to zhang:   begin P1/1 W01\n"
				"to zhang:   end P1/1 W03\n");
}

/* Switched off nobody is told; switched on everybody hears how things stand then. */
static void switched_off_nothing_is_made_and_switched_on_the_difference_is(void **state)
{
	struct world *w = *state;

	notices_city(w);
	notices_param(w, "notice.on", "no");
	notices_chain(w, LINK);
	world_until(w, "2020-01-08T12:00");
	world_expect_notices(w, "");
	notices_param(w, "notice.on", "yes");
	world_until(w, "2020-01-08T18:00");
	world_expect_notices(w, "to zhang: 01-08 12:10 lamp_yellow\n"
				"to zhang:   begin P1/1 W01\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(lamps_are_told_in_office_hours_and_ends_too),
	    TEST(what_came_and_went_while_nobody_is_told_is_not_told),
	    TEST(a_mute_delays_and_loses_nothing),
	    TEST(what_comes_together_is_one_text_and_texts_a_day_are_few),
	    TEST(a_matter_handed_over_ends_for_one_and_begins_for_the_other),
	    TEST(a_restart_changes_no_notice),
	    TEST(switched_off_nothing_is_made_and_switched_on_the_difference_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
