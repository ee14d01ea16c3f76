/* 豁免: days that do not count. Over a flood of some days the lamps go out and light again to the
 * day, for clocks in working days, calendar days and months, for fixed dates, with a suspension in
 * between, for an area, a list, a project and a link. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "lib/world/world_export.h"
#include "lib/world/world_log.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define TEXT(s) ((char *)(uintptr_t)(s))
#define CHAIN "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
#define EXEMPT                                                                                     \
	"id,kind,unit,list,project,link,from,until,rules,reason,document,approver,approver_unit\n"
#define BY "洪水,洪府办1号,市长,office\n"

static void exempt(struct world *w, const char *row)
{
	char csv[512];

	(void)snprintf(csv, sizeof csv, EXEMPT "%s," BY, row);
	world_import(w, K(EXEMPTIONS), csv);
	world_work(w);
}

/* An approval of P1 that takes 5 working days from 01-02: due on 01-09. */
static void approval(struct world *w)
{
	world_city(w);
	world_import(w, K(CHAINS), CHAIN "P1,1,立项,审批,east,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
}

static void working_days_go_on_where_they_stood(void **state)
{
	struct world *w = *state;

	approval(w);
	exempt(w, "f,flood,east,,,,2020-01-06,2020-01-10,");
	world_until(w, "2020-01-17T00:00");
	/* one day had gone (01-03), four are left from 01-13 on */
	world_expect(w, "01-11 00:00 note P1/1 W00 due 01-16\n"
			"01-13 00:00 again P1/1 W00\n"
			"01-15 00:00 superseded P1/1 W00\n"
			"01-15 00:00 yellow P1/1 W01 due 01-16\n"
			"01-17 00:00 red P1/1 W01 due 01-16\n");
}

/* A link whose own unit is in another area than its project has the days of both. */
static void the_days_of_the_project_and_of_the_links_own_unit_add_up(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(CHAINS), CHAIN "P1,1,立项,审批,west,李四,张三,,5wd,2020-01-02\n");
	exempt(w, "p,flood,,,P1,,2020-01-06,2020-01-07,");
	exempt(w, "u,flood,west,,,,2020-01-08,2020-01-09,");
	world_do(w, "start P1 1");
	world_until(w, "2020-01-16T00:00");
	/* due on 01-09 without them, and four working days were exempted */
	world_expect(w, "01-10 00:00 note P1/1 W00 due 01-15\n"
			"01-14 00:00 superseded P1/1 W00\n"
			"01-14 00:00 yellow P1/1 W01 due 01-15\n"
			"01-16 00:00 red P1/1 W01 due 01-15\n");
}

static void a_lamp_that_is_lit_goes_out_and_its_days_late_stand(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(CHAINS), CHAIN "P1,1,主体,实施,east,李四,张三,,10cd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-01-14T09:00");
	world_expect(w, "01-05 00:00 note P1/1 W00 due 01-12\n"
			"01-08 00:00 again P1/1 W00\n"
			"01-13 00:00 superseded P1/1 W00\n"
			"01-13 00:00 yellow P1/1 W02 due 01-12\n");
	/* told a day before: until it begins the link is as late as it was */
	exempt(w, "f,flood,east,,,,2020-01-15,2020-01-20,");
	world_expect(w, "");
	world_until(w, "2020-02-02T00:00");
	world_expect(w, "01-15 00:00 exempted P1/1 W02\n"
			"01-21 00:00 yellow P1/1 W02 due 01-18\n"
			"02-02 00:00 red P1/1 W02 due 01-18\n");
}

static void months_and_fixed_dates_wait_from_the_last_exempted_day(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(PROJECTS),
		     "code,name,unit,category,stage,total,year,planned_start\n"
		     "P3,三号项目,east,工业,计划新开工,100,2020,2020-02\n");
	world_import(w, K(CHAINS), CHAIN "P2,1,主体,实施,east,李四,张三,,2020-01-08,2020-01-02\n");
	world_do(w, "start P2 1");
	world_expect(w, "01-02 09:00 note P2/1 W00 due 01-08\n");
	exempt(w, "f,flood,east,,,,2020-01-06,2020-01-12,");
	exempt(w, "g,flood,,,P3,,2020-02-20,2020-03-20,");
	world_until(w, "2020-01-27T00:00");
	world_expect(w, "01-03 00:00 again P2/1 W00\n"
			"01-06 00:00 exempted P2/1 W00\n"
			"01-13 00:00 yellow P2/1 W02 due 01-12\n"
			"01-27 00:00 red P2/1 W02 due 01-12\n");
	world_expect_project(w, "");
	world_import(w, K(PARAMETERS),
		     "key,value,scope\nW07.on,no,default\nW08.on,no,default\nW09.on,no,default\n"
		     "W22.on,no,default\n");
	world_until(w, "2020-05-21T00:00");
	/* planned for February: a month for yellow, two more for red */
	world_expect_project(w, "03-21 00:00 yellow P3/0 W04 due 03-20\n"
				"05-21 00:00 red P3/0 W04 due 03-20\n");
}

static void days_of_a_suspension_count_once(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(CHAINS), CHAIN "P1,1,立项,审批,east,李四,张三,,10wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_until(w, "2020-01-06T09:00");
	world_do(w, "suspend P1 1");
	exempt(w, "f,flood,east,,,,2020-01-08,2020-01-15,");
	world_until(w, "2020-01-10T09:00");
	world_do(w, "resume P1 1");
	/* 01-07 to 01-10 suspended, 01-13 to 01-15 only exempted: seven days more than 01-16 */
	world_until(w, "2020-01-23T00:00");
	world_expect(w, "01-21 00:00 note P1/1 W00 due 02-03\n"
			"01-23 00:00 superseded P1/1 W00\n"
			"01-23 00:00 yellow P1/1 W01 due 02-03\n");
	world_until(w, "2020-02-04T00:00");
	world_expect(w, "02-04 00:00 red P1/1 W01 due 02-03\n");
}

static void a_suspended_link_goes_dark_too(void **state)
{
	struct world *w = *state;

	approval(w);
	world_until(w, "2020-01-08T09:00");
	world_do(w, "suspend P1 1");
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n");
	exempt(w, "f,flood,east,,,,2020-01-08,2020-01-10,");
	world_expect(w, "01-08 09:00 exempted P1/1 W01\n");
	world_until(w, "2020-01-14T09:00");
	world_expect(w, "");
}

static Duban__Warning *lamp(struct world *w, uint32_t rule, uint32_t occurrence)
{
	const Duban__Subject of = subject_of_link(1, 2020, 1);

	return warning_get(engine_txn(w->engine), w->arena, &of, rule, occurrence);
}

static void set_for_past_days_it_clears_what_they_lit_and_says_so(void **state)
{
	struct world *w = *state;
	const Duban__ImportDone *done;

	approval(w);
	world_until(w, "2020-01-14T09:00");
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n"
			"01-10 00:00 red P1/1 W01 due 01-09\n");
	exempt(w, "f,flood,east,,,,2020-01-06,2020-01-10,");
	done = w->reply->import->done;
	assert_int_equal(done->n_remark, 2); /* the other: a name is kept as text */
	assert_string_equal(done->remark[0]->code, "exemption.past");
	assert_non_null(strstr(done->remark[0]->arg[1], "f (1)"));
	/* two reminders of the new deadline are due already */
	world_expect(w, "01-14 09:00 note P1/1 W00 due 01-16\n"
			"01-14 09:00 exempted P1/1 W01\n");
	assert_int_equal(lamp(w, 1, 1)->exemption, 1);
	assert_int_equal(lamp(w, 1, 1)->level, DUBAN__LEVEL__LEVEL_RED);
	world_until(w, "2020-01-17T00:00");
	world_expect(w, "01-15 00:00 superseded P1/1 W00\n"
			"01-15 00:00 yellow P1/1 W01 due 01-16\n"
			"01-17 00:00 red P1/1 W01 due 01-16\n");
	assert_int_equal(lamp(w, 1, 2)->inputs->exempted_days, 5);
}

static Duban__Request *ending(const char *at)
{
	static Duban__ExemptionEndRequest b;
	static Duban__Request q;

	duban__exemption_end_request__init(&b);
	duban__request__init(&q);
	b.exemption = TEXT("f");
	b.at_date = (uint32_t)strtoul(at, NULL, 10);
	b.reason = TEXT("退水");
	b.document = TEXT("洪府办2号");
	q.body_case = DUBAN__REQUEST__BODY_EXEMPTION_END;
	q.exemption_end = &b;
	return &q;
}

static void shortened_or_revoked_the_days_count_again(void **state)
{
	struct world *w = *state;

	approval(w);
	exempt(w, "f,flood,east,,,,2020-01-06,2020-01-20,");
	world_until(w, "2020-01-14T09:00");
	world_expect(w, "");
	/* 01-13 is the first day that counts again: due on 01-16 as in the first test */
	(void)world_ok(w, ending("20200113"));
	world_work(w);
	world_expect(w, "01-14 09:00 note P1/1 W00 due 01-16\n");
	world_until(w, "2020-01-15T09:00");
	world_expect(w, "01-15 00:00 superseded P1/1 W00\n"
			"01-15 00:00 yellow P1/1 W01 due 01-16\n");
	world_refused(w, ending("20200201"), STATUS_CONFLICT, "exemption.over");
	/* revoked: it never was */
	(void)world_ok(w, ending("20200101"));
	world_work(w);
	world_expect(w, "01-15 09:00 red P1/1 W01 due 01-09\n");
}

static void a_list_covers_a_project_while_it_is_on_it(void **state)
{
	struct world *w = *state;
	Duban__ListLeaveRequest b = DUBAN__LIST_LEAVE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	world_city(w);
	world_import(w, K(CHAINS),
		     CHAIN "P1,1,立项,审批,east,李四,张三,,5wd,2020-01-02\n"
			   "P2,1,立项,审批,west,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_do(w, "start P2 1");
	exempt(w, "f,epidemic,,甲,,,2020-01-06,2020-01-17,");
	world_until(w, "2020-01-13T09:00");
	b.project = TEXT("P1");
	b.list = TEXT("甲");
	b.reason = TEXT("调整");
	b.approver = TEXT("市长");
	b.document = TEXT("3号");
	q.body_case = DUBAN__REQUEST__BODY_LIST_LEAVE;
	q.list_leave = &b;
	(void)world_ok(w, &q);
	world_until(w, "2020-01-23T00:00");
	/* P1 left on 01-13: due 01-16; P2 stays: 01-03, then 01-19 (a working Sunday) to 01-22 */
	world_expect(w, "01-13 09:00 note P1/1 W00 due 01-16\n"
			"01-15 00:00 superseded P1/1 W00\n"
			"01-15 00:00 yellow P1/1 W01 due 01-16\n"
			"01-17 00:00 red P1/1 W01 due 01-16\n"
			"01-18 00:00 note P2/1 W00 due 01-22\n"
			"01-19 00:00 again P2/1 W00\n"
			"01-21 00:00 superseded P2/1 W00\n"
			"01-21 00:00 yellow P2/1 W01 due 01-22\n"
			"01-23 00:00 red P2/1 W01 due 01-22\n");
}

/* An area covers the units below it, and the links of its units in other units' projects. */
static void an_area_covers_its_units_and_their_links(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(UNITS), "id,name,kind,parent\ntown,南山镇,owner,east\n");
	world_import(w, K(CHAINS),
		     CHAIN "P2,1,立项,审批,west,李四,张三,,5wd,2020-01-02\n"
			   "P2,2,供水,审批,town,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P2 1");
	world_do(w, "start P2 2");
	exempt(w, "f,flood,east,,,,2020-01-03,2020-01-10,");
	world_until(w, "2020-01-11T00:00");
	world_expect(w, "01-03 00:00 note P2/1 W00 due 01-09\n"
			"01-06 00:00 again P2/1 W00\n"
			"01-08 00:00 superseded P2/1 W00\n"
			"01-08 00:00 yellow P2/1 W01 due 01-09\n"
			"01-10 00:00 red P2/1 W01 due 01-09\n"
			"01-11 00:00 note P2/2 W00 due 01-17\n");
}

/* The link of a unit in another's project has the project's exemptions and its unit's: so many that
 * the list of the project's is neither empty nor full. */
static void a_link_of_another_unit_has_both_kinds(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(CHAINS), CHAIN "P2,1,供水,审批,east,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P2 1");
	exempt(w, "a,flood,,,P2,,2020-01-03,2020-01-03,");
	exempt(w, "b,flood,,,P2,,2020-01-06,2020-01-06,");
	exempt(w, "c,flood,west,,,,2020-01-07,2020-01-07,");
	exempt(w, "d,flood,east,,,,2020-01-08,2020-01-08,");
	exempt(w, "e,flood,east,,,,2020-01-09,2020-01-10,");
	world_until(w, "2020-01-16T00:00");
	/* all six working days, 01-03 to 01-10, do not count; the five begin on 01-13 */
	world_expect(w, "01-11 00:00 note P2/1 W00 due 01-17\n"
			"01-14 00:00 again P2/1 W00\n"
			"01-16 00:00 superseded P2/1 W00\n"
			"01-16 00:00 yellow P2/1 W01 due 01-17\n");
}

static void a_link_and_named_rules_alone(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, K(CHAINS),
		     CHAIN "P1,1,立项,审批,east,李四,张三,,5wd,2020-01-02\n"
			   "P1,2,环评,审批,east,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_do(w, "start P1 2");
	exempt(w, "f,flood,,,P1,2,2020-01-06,2020-01-10,W01");
	world_until(w, "2020-01-13T00:00");
	/* W00 is not named; the deadline stays, the rule waits from the last exempted day */
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-03 00:00 note P1/2 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-06 00:00 again P1/2 W00\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n"
			"01-08 00:00 superseded P1/2 W00\n"
			"01-10 00:00 red P1/1 W01 due 01-09\n"
			"01-11 00:00 yellow P1/2 W01 due 01-10\n"
			"01-13 00:00 red P1/2 W01 due 01-10\n");
}

static void refused(struct world *w, const char *row, const char *code)
{
	char csv[512];
	const Duban__Reply *r;

	(void)snprintf(csv, sizeof csv, EXEMPT "%s\n", row);
	r = world_import_ask(w, K(EXEMPTIONS), csv);
	assert_int_equal(r->status, STATUS_INVALID);
	assert_string_equal(r->problem[0]->code, code);
}

static void what_is_not_for_exactly_one_or_not_approved_above_is_refused(void **state)
{
	struct world *w = *state;

	world_city(w);
	refused(w, "f,flood,,,,,2020-01-06,2020-01-10,,洪水,1号,市长,office", "exemption.no_scope");
	refused(w, "f,flood,east,甲,,,2020-01-06,2020-01-10,,洪水,1号,市长,office",
		"exemption.several_scopes");
	refused(w, "f,flood,east,,,3,2020-01-06,2020-01-10,,洪水,1号,市长,office",
		"exemption.link_of_what");
	refused(w, "f,flood,,,P1,3,2020-01-06,2020-01-10,,洪水,1号,市长,office",
		"exemption.unknown_link");
	refused(w, "f,flood,east,,,,2020-01-06,2020-01-10,,洪水,1号,区长,east",
		"exemption.approver_below");
	refused(w, "f,flood,east,,,,2020-01-06,2020-01-05,,洪水,1号,市长,office",
		"exemption.until_before_from");
	refused(w, "f,flood,east,,,,2020-01-06,2024-01-05,,洪水,1号,市长,office",
		"exemption.too_long");
	refused(w, "f,flood,east,,,,2020-01-06,2020-01-10,W99,洪水,1号,市长,office",
		"rule.unknown");
}

static void what_went_out_and_which_links_stand_is_shown(void **state)
{
	struct world *w = *state;
	Duban__ExemptionShowRequest b = DUBAN__EXEMPTION_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	const Duban__ExemptionShowReply *r;

	approval(w);
	world_until(w, "2020-01-14T09:00");
	exempt(w, "f,flood,east,,,,2020-01-06,2020-01-10,");
	b.exemption = TEXT("f");
	q.body_case = DUBAN__REQUEST__BODY_EXEMPTION_SHOW;
	q.exemption_show = &b;
	r = world_ok(w, &q)->exemption_show;
	assert_int_equal(r->n_warning, 1);
	assert_string_equal(r->warning[0]->id, "W01-1-2020-1-1");
	assert_int_equal(r->n_stopped, 1);
	assert_int_equal(r->stopped[0]->exempted_days, 5);
	assert_int_equal(r->stopped[0]->due_date, 20200116);
	b.exemption = TEXT("g");
	world_refused(w, &q, STATUS_NOT_FOUND, "exemption.unknown");
}

/* Two years are open: a link of the old year's chain, late over the turn, stands in both. */
static void over_the_turn_of_the_year_it_counts_on(void **state)
{
	struct world *w = *state;
	Duban__YearCloseRequest b = DUBAN__YEAR_CLOSE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	world_city(w);
	world_until(w, "2020-12-22T09:00");
	world_import(w, K(PARAMETERS), "key,value,scope\nW00.on,no,default\nW03.on,no,default\n");
	world_import(w, K(CHAINS), CHAIN "P1,1,主体,实施,east,李四,张三,,10cd,2020-12-21\n");
	exempt(w, "f,epidemic,east,,,,2020-12-28,2021-01-14,");
	/* 10 days of which 6 had gone: four more from 01-15 on */
	world_until(w, "2021-01-13T09:00");
	world_expect(w, "");
	b.year = 2020;
	b.without_reports = true;
	q.body_case = DUBAN__REQUEST__BODY_YEAR_CLOSE;
	q.year_close = &b;
	(void)world_ok(w, &q);
	world_work(w);
	world_expect(w, "");
	world_until(w, "2021-02-02T00:00");
	world_expect(w, "01-19 00:00 yellow P1/1 W02 due 01-18\n"
			"02-02 00:00 red P1/1 W02 due 01-18\n");
}

static void what_is_exported_is_imported_again(void **state)
{
	struct world *w = *state, *other;

	approval(w);
	exempt(w, "f,flood,east,,,,2020-01-06,2020-01-20,");
	exempt(w, "g,flood,,,P1,1,2020-01-06,2020-01-10,W01;W03");
	(void)world_ok(w, ending("20200103"));
	other = world_moved(w, "2020-01-02T09:00");
	(void)world_free(other);
}

#define T(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    T(working_days_go_on_where_they_stood),
	    T(the_days_of_the_project_and_of_the_links_own_unit_add_up),
	    T(a_lamp_that_is_lit_goes_out_and_its_days_late_stand),
	    T(months_and_fixed_dates_wait_from_the_last_exempted_day),
	    T(days_of_a_suspension_count_once),
	    T(a_suspended_link_goes_dark_too),
	    T(set_for_past_days_it_clears_what_they_lit_and_says_so),
	    T(shortened_or_revoked_the_days_count_again),
	    T(a_list_covers_a_project_while_it_is_on_it),
	    T(an_area_covers_its_units_and_their_links),
	    T(a_link_of_another_unit_has_both_kinds),
	    T(a_link_and_named_rules_alone),
	    T(what_is_not_for_exactly_one_or_not_approved_above_is_refused),
	    T(what_went_out_and_which_links_stand_is_shown),
	    T(over_the_turn_of_the_year_it_counts_on),
	    T(what_is_exported_is_imported_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
