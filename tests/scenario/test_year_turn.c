/* Over the turn of a year, with both years open and after the old one is closed: what is open goes
 * on as it was, numbers begin anew where they belong to a year, and what counts in the new year is
 * set: clearing.carried, problem.carried, reds.carried, W20.carried. 2020-12: the 10th is a
 * Thursday; 2021: 01-01 to 01-03 are off, 02-07 is worked, 02-11 to 02-17 are off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/duty/tduty_city.h"
#include "lib/source/source.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"

#define OLD "from_date=20200101 to_date=20201231"
#define NEW "from_date=20210101 to_date=20210331"
#define BOTH "from_date=20200101 to_date=20210331"
#define LATER "from_date=20210102 to_date=20210331"

static struct world *w;

static void set(const char *key, const char *value)
{
	char text[100];

	(void)snprintf(text, sizeof text, "key=%s scope=default value=%s", key, value);
	source_ok(w, NULL, "param_set", text);
	world_work(w);
}

/* "cleared/raised" of the rule's lamps; "0/0": none belongs to the period. */
static void rate(const char *rule, const char *days, const char *expected)
{
	const Duban__ClearingRateReply *b;
	char text[100];

	(void)snprintf(text, sizeof text, "%s rules=%s", days, rule);
	b = source_ok(w, NULL, "clearing_rate", text)->clearing_rate;
	(void)snprintf(text, sizeof text, "%u/%u", b->n_row ? b->row[0]->cleared : 0,
		       b->n_row ? b->row[0]->raised : 0);
	if (strcmp(text, expected) != 0)
		fail_msg("%s %s: %s, not %s", rule, days, text, expected);
}

static void rates(const char *days, const char *link, const char *problem, const char *order)
{
	rate("W01", days, link);
	rate("W12", days, problem);
	rate("W18", days, order);
}

/* "2020-12 0/1, 2021-01 1/1" */
static void problems(const char *days, const char *expected)
{
	const Duban__ProblemRateReply *b;
	char text[200] = "";

	(void)snprintf(text, sizeof text, "%s by=month", days);
	b = source_ok(w, NULL, "problem_rate", text)->problem_rate;
	*text = 0;
	for (size_t i = 0; i < b->n_row; i++)
		(void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s %u/%u",
			       i ? ", " : "", b->row[i]->group, b->row[i]->cleared,
			       b->row[i]->raised);
	if (strcmp(text, expected) != 0)
		fail_msg("problems %s: %s, not %s", days, text, expected);
}

/* In December a link is late, a problem is late, an order is not answered; two problems are solved:
 * one in its year, one that is raised in it and solved in the next. */
static void december(void)
{
	w = source_city("2020-12-01T09:00", "nanchang2020");
	source_cadence(w, "none");
	source_chain(w, "P1,1,项目建议书批复,审批,site,李四,叶经理,,2020-12-10,2020-12-01\n");
	source_ok(w, "site", "problem_raise", "title=征地受阻 project=P1");
	source_ok(w, "site", "problem_raise", "title=管线迁改 project=P1");
	source_ok(w, "du", "order_issue",
		  "project=P1 unit=site title=督办 text=限期整改 due_date=20201218");
	source_ok(w, "site", "order_sign", "number=督办〔2020〕1号");
	world_until(w, "2020-12-03T10:00");
	source_ok(w, "site", "problem_answer", "id=2020-0002 text=已迁 evidence=@file");
	source_ok(w, "trade", "problem_clear", "id=2020-0002 text=属实");
	world_until(w, "2020-12-31T10:00");
	rates(OLD, "0/1", "0/1", "0/1");
	problems(OLD, "2020-12 1/2");
}

static void close_2020(void)
{
	source_ok(w, NULL, "year_close", "year=2020 without_reports=1");
	world_work(w);
}

/* The old year's figures stay; nothing belongs to the new one. */
static void not_carried(void)
{
	set("clearing.carried", "no");
	set("problem.carried", "no");
	rates(NEW, "0/0", "0/0", "0/0");
	problems(NEW, "");
}

static void carried(void)
{
	set("clearing.carried", "yes");
	set("problem.carried", "yes");
	rates(NEW, "0/1", "0/1", "0/1");
	problems(NEW, "2021-01 0/1");
	/* it is of the year, as of its first day */
	rates(LATER, "0/0", "0/0", "0/0");
	problems(LATER, "");
}

static void what_is_open_counts_in_the_new_year_as_it_is_set(void **state)
{
	(void)state;
	december();
	/* before the turn nothing has gone over it */
	set("clearing.carried", "yes");
	set("problem.carried", "yes");
	rates(NEW, "0/0", "0/0", "0/0");
	problems(NEW, "");
	world_until(w, "2021-01-05T10:00");
	/* two years are open */
	not_carried();
	carried();
	rates(OLD, "0/1", "0/1", "0/1");
	problems(OLD, "2020-12 1/2");
	world_until(w, "2021-01-13T10:00");
	close_2020();
	/* the link goes on in the new chain: its lamp is the same one */
	not_carried();
	carried();
	rates(OLD, "0/1", "0/1", "0/1");
	rates(BOTH, "0/1", "0/1", "0/1");
	clock_verify(w);
	world_free(w);
}

static void clear_all(void)
{
	world_until(w, "2021-01-20T10:00");
	world_do(w, "finish P1 1");
	source_ok(w, "site", "problem_answer", "id=2020-0001 text=已交地 evidence=@file");
	source_ok(w, "trade", "problem_clear", "id=2020-0001 text=属实");
	source_ok(w, "site", "order_answer", "number=督办〔2020〕1号 text=已改 evidence=@file");
	source_ok(w, "du", "order_accept", "number=督办〔2020〕1号 text=属实");
	world_work(w);
}

/* Cleared in January: of the new year if it counts there; in the old one it never was. */
static void what_is_cleared_after_the_turn_is_cleared_in_the_new_year(void **state)
{
	(void)state;
	december();
	world_until(w, "2021-01-13T10:00");
	close_2020();
	clear_all();
	rates(NEW, "0/0", "0/0", "0/0");
	set("clearing.carried", "yes");
	set("problem.carried", "yes");
	rates(NEW, "1/1", "1/1", "1/1");
	problems(NEW, "2021-01 1/1");
	rates(OLD, "0/1", "0/1", "0/1");
	problems(OLD, "2020-12 1/2");
	rates(BOTH, "1/1", "1/1", "1/1");
	problems(BOTH, "2020-12 2/2");
	/* a list may count otherwise */
	world_import(w, IMPORT_KIND(PARAMETERS),
		     "key,scope,of,value\nclearing.carried,list,市重点,no\n"
		     "problem.carried,list,市重点,no\n");
	rates(NEW, "0/0", "0/0", "0/0");
	problems(NEW, "");
	world_free(w);
}

/* Orders and problems are numbered by year and keep their numbers; a series of meetings goes on. */
static void numbers_of_the_new_year_begin_anew_and_old_ones_stay(void **state)
{
	(void)state;
	december();
	assert_int_equal(source_ok(w, "bao", "meeting_hold",
				   "series=三重例会 tier=office form=coordination unit=office "
				   "projects=P1")
			     ->meeting_show->number,
			 1);
	world_until(w, "2021-01-05T10:00");
	assert_int_equal(source_ok(w, "bao", "meeting_hold",
				   "series=三重例会 tier=office form=coordination unit=office "
				   "projects=P1")
			     ->meeting_show->number,
			 2);
	assert_string_equal(
	    source_ok(w, "site", "problem_raise", "title=缺土方 project=P1")->problem_raise->id,
	    "2021-0001");
	source_ok(w, "du", "order_issue",
		  "project=P1 unit=site title=督办 text=限期整改 due_date=20210118");
	source_order(w, "督办〔2021〕1号", "issued site 2021-01-18 0 site");
	world_until(w, "2021-01-13T10:00");
	close_2020();
	/* what was open is as late as it was: 督办件 and problem know of no year's end */
	source_order(w, "督办〔2020〕1号", "signed site 2020-12-18 26 site");
	source_problem(w, "2020-0001", "L1 signed site 2020-12-04 40");
	source_lamps(w, "order/1 W18",
		     "12-17 00:00 yellow order/1 W18 due 12-18\n"
		     "12-21 00:00 red order/1 W18 due 12-18\n");
	world_free(w);
}

/* The problem is red over the turn, and red again in January on another tier. */
static void a_second_red(const char *carried, const char *steps)
{
	w = source_city("2020-12-01T09:00", "nanchang2020");
	source_cadence(w, "none");
	set("reds.carried", carried);
	source_ok(w, "site", "problem_raise", "title=征地受阻 project=P1");
	world_until(w, "2021-01-04T10:00");
	source_forget(w);
	source_ok(w, "site", "problem_move",
		  "id=2020-0001 to=l2 criterion=difficult reason=久拖不决");
	world_until(w, "2021-01-20T23:00");
	source_steps(w, "problem/1 W12", steps);
	world_free(w);
}

static void a_red_over_the_turn_is_a_red_of_the_new_year_as_it_is_set(void **state)
{
	(void)state;
	a_second_red("no", "01-20 00:00 problem/1 W12: 2, 3, 4, 5\n");
	a_second_red("yes", "01-20 00:00 problem/1 W12: 2, 3, 4, 5, 6, 7, 8\n");
}

/* adjustment.reds is 2: one red of December that stands in January, one of January. */
static void leaves_the_list(const char *carried, size_t items)
{
	w = source_city("2020-12-01T09:00", "nanchang2020");
	source_cadence(w, "none");
	set("reds.carried", carried);
	source_ok(w, "site", "problem_raise", "title=征地受阻 project=P1");
	world_until(w, "2021-01-04T10:00");
	source_ok(w, "site", "problem_raise", "title=管线迁改 project=P1");
	world_until(w, "2021-01-20T10:00");
	assert_int_equal(source_ok(w, "bao", "adjustment_propose", "list=市重点 period=2021-H1")
			     ->adjustment->n_item,
			 items);
	world_free(w);
}

static void reds_over_the_turn_count_for_the_first_half_as_it_is_set(void **state)
{
	(void)state;
	leaves_the_list("no", 0);
	leaves_the_list("yes", 1);
}

/* No meeting in December, January, February. */
static void meetings(const char *carried, const char *lamps)
{
	w = source_city("2020-12-01T09:00", "nanchang2020");
	duty_only(w, "quzhou2022", "push ");
	set("W20.carried", carried);
	source_cadence(w, "quzhou2022");
	world_until(w, "2021-03-02T10:00");
	duty_is(w, "office/push/2020-12", "open 2021-01-01 00:00");
	source_lamps(w, "W20", lamps);
	/* the meeting is of March; the months of both years stay 未办 */
	source_ok(w, "bao", "meeting_hold", "series=攻坚 tier=office form=push unit=office");
	world_work(w);
	duty_is(w, "office/push/2021-03", "done 2021-03-02 meeting");
	duty_is(w, "office/push/2021-01", "missed");
	duty_is(w, "office/push/2020-12", "missed");
	world_free(w);
}

static void months_without_a_meeting_go_on_over_the_turn_as_it_is_set(void **state)
{
	(void)state;
	meetings("yes", "01-01 00:00 yellow duty/1 W20 due 12-31\n"
			"02-02 00:00 red duty/1 W20 due 12-31\n");
	meetings("no", "01-01 00:00 yellow duty/1 W20 due 12-31\n"
		       "03-02 00:00 red duty/1 W20 due 12-31\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_open_counts_in_the_new_year_as_it_is_set),
	    cmocka_unit_test(what_is_cleared_after_the_turn_is_cleared_in_the_new_year),
	    cmocka_unit_test(numbers_of_the_new_year_begin_anew_and_old_ones_stay),
	    cmocka_unit_test(a_red_over_the_turn_is_a_red_of_the_new_year_as_it_is_set),
	    cmocka_unit_test(reds_over_the_turn_count_for_the_first_half_as_it_is_set),
	    cmocka_unit_test(months_without_a_meeting_go_on_over_the_turn_as_it_is_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
