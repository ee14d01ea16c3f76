/* What `chain show` says of dates: today counts, dates that cannot be kept are remarked, suspended
 * and cancelled links. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "lib/world/world_log.h"

#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define PARAMETERS DUBAN__IMPORT_KIND__IMPORT_KIND_PARAMETERS
#define PROGRESS DUBAN__IMPORT_KIND__IMPORT_KIND_PROGRESS
#define HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

static Duban__ChainShowReply *chain_of(struct world *w)
{
	Duban__ChainShowRequest b = DUBAN__CHAIN_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_CHAIN_SHOW;
	q.chain_show = &b;
	return world_ok(w, &q)->chain_show;
}

static const char *text(Duban__Remark *const *remark, size_t n, char *buf, size_t size)
{
	size_t at = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		at += (size_t)snprintf(buf + at, size - at, "%s", remark[i]->code);
		for (size_t k = 0; k < remark[i]->n_arg; k++)
			at += (size_t)snprintf(buf + at, size - at, " %s", remark[i]->arg[k]);
		at += (size_t)snprintf(buf + at, size - at, "\n");
	}
	return buf;
}

static void assert_remarks(const struct world *w, const char *want)
{
	char buf[4096];

	assert_string_equal(text(w->reply->remark, w->reply->n_remark, buf, sizeof buf), want);
}

static void ask_project(struct world *w)
{
	Duban__ProjectShowRequest b = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = (char *)(uintptr_t) "P1";
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
	q.project_show = &b;
	world_ok(w, &q);
}

static void set_limit(struct world *w, uint32_t no, const char *limit)
{
	Duban__LinkSetRequest b = DUBAN__LINK_SET_REQUEST__INIT;
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__Cell cell = DUBAN__CELL__INIT, *cells[] = {&cell};
	Duban__Request q = DUBAN__REQUEST__INIT;

	ref.project = (char *)(uintptr_t) "P1";
	ref.no = no;
	cell.column = (char *)(uintptr_t) "limit";
	cell.value = (char *)(uintptr_t)limit;
	b.link = &ref;
	b.cell = cells;
	b.n_cell = 1;
	q.body_case = DUBAN__REQUEST__BODY_LINK_SET;
	q.link_set = &b;
	world_ok(w, &q);
}

static uint32_t deadline(struct world *w, size_t i)
{
	return chain_of(w)->link[i]->deadline_date;
}

/* cases/chains, T-1 */
static void a_late_link_cannot_finish_before_today(void **state)
{
	struct world *w = *state;
	Duban__ChainShowReply *c;

	world_city(w);
	world_until(w, "2020-02-03T09:00");
	world_import(w, CHAINS,
		     HEADER "P1,1,立项,审批,east,李四,,,10wd,2020-02-03\n"
			    "P1,2,施工许可,审批,east,李四,,1,10wd,\n"
			    "P1,3,开工,节点,east,李四,,2,2020-03-06,\n");
	c = chain_of(w);
	assert_int_equal(c->link[0]->earliest_finish_date, 20200217);
	assert_int_equal(c->link[2]->float_days, 0);
	assert_remarks(w, "");
	world_until(w, "2020-03-03T09:00");
	c = chain_of(w);
	assert_int_equal(c->link[0]->deadline_date, 20200217);
	assert_int_equal(c->link[0]->earliest_finish_date, 20200303);
	assert_int_equal(c->link[1]->earliest_finish_date, 20200317);
	assert_true(c->link[1]->projected);
	assert_int_equal(c->link[2]->deadline_date, 20200306);
	assert_int_equal(c->link[2]->earliest_finish_date, 20200317);
	assert_int_equal(c->link[2]->float_days, -11);
	assert_int_equal(c->link[2]->late_after, 2);
	assert_true(c->link[2]->critical);
	assert_int_equal(c->finish_date, 20200317);
	assert_remarks(w, "link.date_before P1 3 开工 2020-03-06 2 施工许可 2020-03-17\n");
	/* the page that a lamp of W22 names */
	ask_project(w);
	assert_remarks(w, "link.date_before P1 3 开工 2020-03-06 2 施工许可 2020-03-17\n");
	set_limit(w, 2, "3wd");
	assert_remarks(w, "");
	set_limit(w, 2, "4wd");
	assert_remarks(w, "link.date_before P1 3 开工 2020-03-06 2 施工许可 2020-03-09\n");
}

/* cases/chains, T-2 */
static void a_date_before_its_prerequisites_is_remarked_by_the_import(void **state)
{
	struct world *w = *state;
	const Duban__ImportDone *done;
	Duban__ChainShowReply *c;
	char buf[4096];

	world_city(w);
	world_until(w, "2020-02-03T09:00");
	done = world_import_ask(w, CHAINS,
				HEADER "P1,1,立项,审批,east,李四,,,10wd,2020-02-03\n"
				       "P1,2,施工许可,审批,east,李四,,1,10wd,\n"
				       "P1,3,开工,节点,east,李四,,2,2020-02-20,\n")
		   ->import->done;
	assert_string_equal(text(done->remark, done->n_remark, buf, sizeof buf),
			    "link.date_before P1 3 开工 2020-02-20 2 施工许可 2020-03-02\n"
			    "import.person_kept_as_text 1 李四\n");
	c = chain_of(w);
	assert_int_equal(c->link[2]->earliest_finish_date, 20200302);
	assert_int_equal(c->link[2]->latest_finish_date, 20200220);
	assert_int_equal(c->link[2]->float_days, -11);
	assert_true(c->link[2]->critical);
	assert_int_equal(c->link[1]->float_days, 0);
}

/* cases/chains, lamps-c9 */
static void no_earliest_date_lies_in_the_past(void **state)
{
	struct world *w = *state;
	Duban__ChainShowReply *c;

	world_city(w);
	world_until(w, "2020-02-03T09:00");
	world_import(w, CHAINS,
		     HEADER "P1,1,可研,审批,east,李四,,,5wd,2020-02-03\n"
			    "P1,2,初设,审批,east,李四,,1,20wd,\n"
			    "P1,3,施工许可,审批,east,李四,,2,20wd,\n"
			    "P1,4,开工,节点,east,李四,,3,2020-04-30,\n");
	world_until(w, "2020-04-27T09:00");
	c = chain_of(w);
	for (size_t i = 0; i < c->n_link; i++)
		assert_true(c->link[i]->earliest_finish_date >= 20200427);
	assert_int_equal(c->link[0]->deadline_date, 20200210);
	assert_int_equal(c->link[3]->earliest_finish_date, c->finish_date);
	assert_int_equal(c->link[3]->late_after, 3);
	world_do(w, "finish P1 1 2020-02-10");
	c = chain_of(w);
	assert_int_equal(c->link[0]->earliest_finish_date, 20200210);
	assert_int_equal(c->link[1]->deadline_date, 20200309);
	assert_int_equal(c->link[1]->earliest_finish_date, 20200427);
}

static void what_waits_for_a_suspended_link_is_unknown(void **state)
{
	struct world *w = *state;
	Duban__ChainShowReply *c;

	world_city(w);
	world_until(w, "2020-02-03T09:00");
	world_import(w, CHAINS,
		     HEADER "P1,1,可研,审批,east,李四,,,5wd,2020-02-03\n"
			    "P1,2,初设,审批,east,李四,,1,5wd,\n"
			    "P1,3,环评,审批,east,李四,,,5wd,\n");
	world_until(w, "2020-02-05T09:00");
	world_do(w, "suspend P1 1");
	world_until(w, "2020-02-20T09:00");
	c = chain_of(w);
	assert_true(c->unknown && c->link[0]->unknown && c->link[1]->unknown);
	assert_false(c->link[2]->unknown);
	/* resumed today it would have 3 of its 5 working days left */
	assert_int_equal(c->link[0]->earliest_finish_date, 20200225);
	assert_int_equal(c->link[1]->earliest_finish_date, 20200303);
	world_do(w, "resume P1 1");
	c = chain_of(w);
	assert_false(c->unknown || c->link[0]->unknown || c->link[1]->unknown);
	assert_int_equal(c->link[0]->deadline_date, 20200225);
}

/* cases/chains, lamps-c2 */
static void followers_of_a_cancelled_link_start_that_day(void **state)
{
	struct world *w = *state;
	Duban__ChainShowReply *c;

	world_city(w);
	world_until(w, "2020-02-03T09:00");
	world_import(w, CHAINS,
		     HEADER "P1,1,前期评估,审批,east,李四,,,10wd,2020-02-03\n"
			    "P1,2,可研批复,审批,east,李四,,1,5wd,\n"
			    "P1,3,初设批复,审批,east,李四,,,5wd,\n"
			    "P1,4,许可,审批,east,李四,,3,5wd,\n");
	world_do(w, "suspend P1 4");
	world_until(w, "2020-03-02T09:00");
	world_do(w, "resume P1 4");
	world_until(w, "2020-03-30T09:00");
	world_do(w, "cancel P1 1");
	c = chain_of(w);
	assert_int_equal(c->link[1]->deadline_date, 20200407);
	assert_false(c->link[1]->projected);
	/* what was suspended before its clock ran gets no days */
	world_do(w, "finish P1 3 2020-03-30");
	c = chain_of(w);
	assert_int_equal(c->link[3]->deadline_date, 20200407);
	/* while suspended, the clock would have begun on 03-30: from then on the days count */
	world_do(w, "suspend P1 4 2020-03-02");
	world_until(w, "2020-04-01T09:00");
	world_do(w, "resume P1 4");
	c = chain_of(w);
	assert_int_equal(c->link[3]->deadline_date, 20200409);
}

/* The suspension is recorded and over before it is known that the clock ran. */
static void a_start_that_becomes_known_later_counts_the_suspension(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_until(w, "2020-02-03T09:00");
	world_import(w, CHAINS,
		     HEADER "P1,1,可研,审批,east,李四,,,5wd,2020-02-03\n"
			    "P1,2,初设,审批,east,李四,,1,20wd,\n");
	world_until(w, "2020-02-17T09:00");
	world_do(w, "suspend P1 2");
	world_until(w, "2020-02-24T09:00");
	world_do(w, "resume P1 2");
	world_do(w, "finish P1 1 2020-02-10");
	assert_int_equal(chain_of(w)->link[1]->deadline_date, 20200316);
	world_do(w, "return P1 1");
	world_until(w, "2020-02-28T09:00");
	world_do(w, "finish P1 1 2020-02-28");
	assert_int_equal(chain_of(w)->link[1]->deadline_date, 20200327);
	/* two suspensions that touch are one */
	world_do(w, "suspend P1 2 2020-02-24");
	world_until(w, "2020-03-03T09:00");
	world_do(w, "resume P1 2");
	assert_int_equal(chain_of(w)->link[1]->deadline_date, 20200331);
}

static void suspensions_go_in_as_an_opening_balance(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_until(w, "2020-02-03T09:00");
	world_import(w, CHAINS,
		     HEADER "P1,1,可研,审批,east,李四,,,5wd,2020-02-03\n"
			    "P1,2,初设,审批,east,李四,,,5wd,2020-02-03\n");
	world_until(w, "2020-03-09T09:00");
	world_import_ask(w, PROGRESS,
			 "project,no,state,stops\nP1,1,未启动,2020-02-10;2020-02-05\n");
	assert_string_equal(w->reply->problem[0]->code, "progress.dates");
	world_import_ask(w, PROGRESS, "project,no,state,stops\nP1,1,未启动,2020-02-10\n");
	assert_string_equal(w->reply->problem[0]->code, "progress.dates");
	world_import_ask(w, PROGRESS,
			 "project,no,state,stops\nP1,1,未启动,2020-02-10;2020-04-05\n");
	assert_string_equal(w->reply->problem[0]->code, "date.future");
	world_import(w, PROGRESS,
		     "project,no,state,stops\n"
		     "P1,1,未启动,2020-02-05;2020-02-07;2020-02-10;2020-02-14\n");
	assert_int_equal(chain_of(w)->link[0]->deadline_date, 20200218);
	assert_int_equal(chain_of(w)->link[1]->deadline_date, 20200210);
}

static void the_day_of_a_cancellation_goes_out_and_in(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_until(w, "2020-02-03T09:00");
	world_import(w, CHAINS,
		     HEADER "P1,1,前期评估,审批,east,李四,,,10wd,2020-02-03\n"
			    "P1,2,可研批复,审批,east,李四,,1,5wd,\n"
			    "P1,3,初设批复,审批,east,李四,,,5wd,\n");
	world_until(w, "2020-03-30T09:00");
	world_import(w, PROGRESS, "project,no,state,cancelled\nP1,1,取消,2020-03-30\n");
	assert_int_equal(chain_of(w)->link[1]->deadline_date, 20200407);
	world_import_ask(w, PROGRESS, "project,no,state,cancelled\nP1,3,未启动,2020-03-30\n");
	assert_string_equal(w->reply->problem[0]->code, "progress.dates");
	world_import_ask(w, PROGRESS, "project,no,state,extended_on\nP1,3,未启动,2020-03-30\n");
	assert_string_equal(w->reply->problem[0]->code, "progress.dates");
}

/* Nor does what is unfinished before it: the clocks behind it stand on a day, not on today. */
static void what_is_done_on_an_unknown_day_holds_up_nothing(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_until(w, "2020-02-03T09:00");
	world_import(w, CHAINS,
		     HEADER "P1,1,可研,审批,east,李四,,,待定,2020-02-03\n"
			    "P1,2,初设,审批,east,李四,,1,5wd,\n"
			    "P1,3,交底,审批,east,李四,,2,2wd,\n"
			    "P1,4,主体,实施,east,李四,,2,30cd,\n");
	world_import(w, PROGRESS, "project,no,state,started,finished\nP1,2,办结,,\n");
	world_do(w, "start P1 3");
	world_do(w, "start P1 4");
	assert_int_equal(deadline(w, 2), 20200205);
	assert_int_equal(deadline(w, 3), 20200304);
	world_until(w, "2020-03-20T09:00");
	assert_int_equal(deadline(w, 2), 20200205);
	assert_int_equal(deadline(w, 3), 20200304);
	world_expect(w, "02-03 09:00 note P1/3 W00 due 02-05\n"
			"02-04 00:00 superseded P1/3 W00\n"
			"02-04 00:00 yellow P1/3 W01 due 02-05\n"
			"02-06 00:00 red P1/3 W01 due 02-05\n"
			"02-26 00:00 note P1/4 W00 due 03-04\n"
			"02-28 00:00 again P1/4 W00\n"
			"03-05 00:00 superseded P1/4 W00\n"
			"03-05 00:00 yellow P1/4 W02 due 03-04\n"
			"03-19 00:00 red P1/4 W02 due 03-04\n");
	/* what becomes known of the days before it counts */
	world_do(w, "finish P1 1 2020-03-18");
	assert_int_equal(deadline(w, 2), 20200320);
	assert_int_equal(deadline(w, 3), 20200417);
	world_expect(w, "03-20 09:00 moved P1/3 W01\n"
			"03-20 09:00 yellow P1/3 W01 due 03-20\n"
			"03-20 09:00 moved P1/4 W02\n");
}

/* 2020-05-01 to 05-05 are days off. */
static void a_limit_that_ends_on_a_day_off_rolls_by_class(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, CHAINS,
		     HEADER "P1,1,可研,审批,east,李四,,,1m,2020-04-01\n"
			    "P1,2,配套,服务,east,李四,,,30cd,\n"
			    "P1,3,基础,实施,east,李四,,,30cd,\n"
			    "P1,4,封顶,节点,east,李四,,,1m,\n"
			    "P1,5,环评,审批,east,李四,,,2020-05-01,\n");
	assert_int_equal(deadline(w, 0), 20200506); /* 民法典 203 */
	assert_int_equal(deadline(w, 1), 20200506);
	assert_int_equal(deadline(w, 2), 20200501);
	assert_int_equal(deadline(w, 3), 20200501);
	assert_int_equal(deadline(w, 4), 20200501);
	world_import(w, PARAMETERS,
		     "key,scope,of,value\nplan.roll.approval,project,P1,none\n"
		     "plan.roll.construction,default,,next\n");
	assert_int_equal(deadline(w, 0), 20200501);
	assert_int_equal(deadline(w, 2), 20200506);
	/* a file of an older version: the default that was shipped then is nobody's choice */
	world_import(w, PARAMETERS, "key,scope,of,value\nplan.roll,default,,none\n");
	assert_int_equal(deadline(w, 2), 20200506);
	world_import(w, PARAMETERS, "key,scope,of,value\nplan.roll,project,P1,next\n");
	assert_int_equal(deadline(w, 0), 20200506);
	assert_int_equal(deadline(w, 3), 20200506);
	assert_int_equal(deadline(w, 4), 20200501);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_late_link_cannot_finish_before_today),
	    TEST(a_date_before_its_prerequisites_is_remarked_by_the_import),
	    TEST(no_earliest_date_lies_in_the_past),
	    TEST(what_waits_for_a_suspended_link_is_unknown),
	    TEST(followers_of_a_cancelled_link_start_that_day),
	    TEST(a_start_that_becomes_known_later_counts_the_suspension),
	    TEST(suspensions_go_in_as_an_opening_balance),
	    TEST(the_day_of_a_cancellation_goes_out_and_in),
	    TEST(what_is_done_on_an_unknown_day_holds_up_nothing),
	    TEST(a_limit_that_ends_on_a_day_off_rolls_by_class),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
