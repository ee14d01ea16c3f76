/* Lists over a year: joining, leaving and applying; in which months a member counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "lib/world/wrecord.h"

#define LISTS DUBAN__IMPORT_KIND__IMPORT_KIND_LISTS
#define MEMBERS DUBAN__IMPORT_KIND__IMPORT_KIND_MEMBERS
#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS
#define CATEGORIES DUBAN__IMPORT_KIND__IMPORT_KIND_CATEGORIES
#define INVALID DUBAN__STATUS__STATUS_INVALID
#define CONFLICT DUBAN__STATUS__STATUS_CONFLICT
#define NOT_FOUND DUBAN__STATUS__STATUS_NOT_FOUND
#define DENIED DUBAN__STATUS__STATUS_DENIED
#define S(x) DUBAN__APPLICATION_STATE__APPLICATION_STATE_##x
#define TEXT(s) ((char *)(uintptr_t)(s))

/* A code of the national platform (old style). */
#define CODED "2018-360102-48-01-012345"

static Duban__Request *join(const char *project, const char *list, uint32_t at, const char *reason)
{
	static Duban__ListJoinRequest b;
	static Duban__Request q;

	duban__list_join_request__init(&b);
	duban__request__init(&q);
	b.project = TEXT(project);
	b.list = TEXT(list);
	b.at_date = at;
	b.reason = TEXT(reason);
	q.body_case = DUBAN__REQUEST__BODY_LIST_JOIN;
	q.list_join = &b;
	return &q;
}

static Duban__Request *leave(const char *project, const char *list, uint32_t at, const char *who)
{
	static Duban__ListLeaveRequest b;
	static Duban__Request q;

	duban__list_leave_request__init(&b);
	duban__request__init(&q);
	b.project = TEXT(project);
	b.list = TEXT(list);
	b.at_date = at;
	b.reason = TEXT("因故");
	b.approver = TEXT(who);
	q.body_case = DUBAN__REQUEST__BODY_LIST_LEAVE;
	q.list_leave = &b;
	return &q;
}

static Duban__Request *apply(const char *project, const char *list, Duban__ApplicationState to,
			     const char *document)
{
	static Duban__ListApplyRequest b;
	static Duban__Request q;

	duban__list_apply_request__init(&b);
	duban__request__init(&q);
	b.project = TEXT(project);
	b.list = TEXT(list);
	b.state = to;
	b.document = TEXT(document);
	q.body_case = DUBAN__REQUEST__BODY_LIST_APPLY;
	q.list_apply = &b;
	return &q;
}

static Duban__ListCheckReply *check(struct world *w, const char *list)
{
	Duban__ListCheckRequest b = DUBAN__LIST_CHECK_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.list = TEXT(list);
	q.body_case = DUBAN__REQUEST__BODY_LIST_CHECK;
	q.list_check = &b;
	return world_ok(w, &q)->list_check;
}

static void a_list_takes_only_those_that_have_what_it_asks_for(void **state)
{
	static const char *const lacks[] = {
	    "list.lacks.total",	   "list.lacks.code",	    "list.lacks.leader",
	    "list.lacks.chain",	   "list.lacks.six.leader", "list.lacks.six.responsible",
	    "list.lacks.six.team", "list.lacks.six.scheme", "list.lacks.six.crew",
	};
	struct world *w = *state;

	world_city(w);
	world_import(w, LISTS,
		     "name,min_total,needs_code,needs_leader,needs_six,needs_chain\n"
		     "重点推进,150000000元,是,是,是,是\n宽,,,,,\n");
	world_refused(w, join("P1", "重点推进", 20200102, "推荐"), CONFLICT, lacks[0]);
	assert_int_equal(w->reply->n_problem, sizeof lacks / sizeof *lacks);
	for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++)
		assert_string_equal(w->reply->problem[i]->code, lacks[i]);
	world_ok(w, join("P1", "宽", 20200102, "推荐"));
	/* the same project with nothing missing */
	world_import(w, PROJECTS,
		     "code,name,unit,category,stage,total,plan,year,leader_county,responsible_main,"
		     "team,scheme,crew\n" CODED
		     ",三号项目,east,工业,在建,150000000,1000000,2020,张三,李四,班子,方案,队伍\n");
	world_refused(w, join(CODED, "重点推进", 0, "推荐"), CONFLICT, "list.lacks.chain");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS,
		     "project,no,name,class,unit,leader,person,limit,chain_start\n" CODED
		     ",1,施工许可,审批,east,张三,李四,5wd,2020-01-02\n");
	world_ok(w, join(CODED, "重点推进", 0, "推荐"));
}

static void coming_and_going_keeps_its_order(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, LISTS, "name,elsewhere,authority\n丙,否,\n省重点,是,省发改委\n");
	world_until(w, "2020-06-01T09:00");
	world_refused(w, join("P1", "丙", 0, ""), INVALID, "text.empty");
	world_refused(w, join("P1", "丁", 0, "推荐"), NOT_FOUND, "list.unknown");
	world_refused(w, join("P1", "省重点", 0, "推荐"), CONFLICT, "list.elsewhere");
	world_refused(w, join("P1", "丙", 20200602, "推荐"), INVALID, "date.future");
	world_refused(w, leave("P1", "丙", 0, "市长"), CONFLICT, "list.not_member");
	world_ok(w, join("P1", "丙", 20200301, "推荐"));
	world_refused(w, join("P1", "丙", 0, "推荐"), CONFLICT, "list.member_already");
	world_refused(w, leave("P1", "丙", 0, ""), INVALID, "text.empty");
	world_refused(w, leave("P1", "丙", 20200229, "市长"), INVALID, "list.left_before_joined");
	world_ok(w, leave("P1", "丙", 20200501, "市长"));
	world_refused(w, join("P1", "丙", 20200430, "再次"), INVALID, "list.before_last_spell");
	world_ok(w, join("P1", "丙", 20200501, "再次"));
	wrecord_expect(w, MEMBERS, "丙",
		       "P1,丙,2020-03-01,推荐,,,2020-05-01,因故,市长\n"
		       "P1,丙,2020-05-01,再次\n");
	/* what a projects file says of lists is still accepted; a project can leave a plain label
	 * too */
	world_import(w, PROJECTS, "code,list\nP1,甲;丙\n");
	world_ok(w, leave("P1", "甲", 0, "市长"));
	wrecord_expect(w, MEMBERS, "乙", "P1,乙,2020-01-02,,,,2020-06-01\n");
	world_import(w, PROJECTS,
		     "code,name,unit,category,stage,total,plan,year\n"
		     "P3,三号项目,east,工业,退出,1000000,0,2020\n");
	world_refused(w, join("P3", "丙", 0, "推荐"), CONFLICT, "project.closed");
}

static void an_application_goes_its_steps_and_ends_in_membership(void **state)
{
	struct world *w = *state;
	const char *list = "省大中型";

	world_city(w);
	world_import(w, LISTS, "name,elsewhere,authority\n丙,否,\n省大中型,是,省发改委\n");
	world_refused(w, apply("P1", "丙", S(PROPOSED), ""), CONFLICT, "list.ours");
	world_refused(w, apply("P1", list, S(SUBMITTED), "洪重字1号"), CONFLICT,
		      "list.no_such_step");
	world_ok(w, apply("P1", list, S(PROPOSED), ""));
	world_refused(w, apply("P1", list, S(SUBMITTED), ""), INVALID, "text.empty");
	world_ok(w, apply("P1", list, S(SUBMITTED), "洪重字1号"));
	world_until(w, "2020-02-03T09:00");
	world_ok(w, apply("P1", list, S(REJECTED), ""));
	wrecord_expect(w, MEMBERS, list, "P1,省大中型,,,,,,,,,rejected,2020-02-03\n");
	world_ok(w, apply("P1", list, S(PROPOSED), ""));
	world_ok(w, apply("P1", list, S(SUBMITTED), "洪重字9号"));
	world_refused(w, apply("P1", list, S(SELECTED), ""), INVALID, "text.empty");
	world_ok(w, apply("P1", list, S(SELECTED), "赣发改5号"));
	wrecord_expect(
	    w, MEMBERS, list,
	    "P1,省大中型,2020-02-03,,省发改委,赣发改5号,,,,,selected,2020-02-03,赣发改5号\n");
	world_refused(w, apply("P1", list, S(PROPOSED), ""), CONFLICT, "list.member_already");
	world_ok(w, leave("P1", list, 0, "省发改委"));
	world_ok(w, apply("P1", list, S(PROPOSED), ""));
}

static void a_county_proposes_its_own_and_no_more(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, LISTS, "name,elsewhere\n省重点,是\n");
	w->caller = (struct caller){
	    .principal = 0, .role = DUBAN__ROLE__ROLE_COUNTY, .unit = 2, .name = "east"};
	world_refused(w, apply("P2", "省重点", S(PROPOSED), ""), NOT_FOUND, "project.unknown");
	world_ok(w, apply("P1", "省重点", S(PROPOSED), ""));
	world_refused(w, apply("P1", "省重点", S(SUBMITTED), "文"), DENIED, "list.office_applies");
	world_refused(w, join("P1", "省重点", 0, "推荐"), DENIED, "role.denied");
}

static void check_names_what_each_member_lacks(void **state)
{
	struct world *w = *state;
	Duban__ListCheckReply *r;

	world_city(w);
	world_import(w, PROJECTS,
		     "code,leader_city,responsible_first,team,scheme\nP1,张三,李四,班子,方案\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS,
		     "project,no,name,class,unit,leader,person,limit,chain_start\n"
		     "P1,1,施工许可,审批,east,张三,李四,2020-06-30,2020-01-02\n");
	r = check(w, "甲");
	assert_int_equal(r->members, 2);
	assert_int_equal(r->n_row, 2);
	assert_string_equal(r->row[0]->project, "P1");
	assert_int_equal(r->row[0]->n_lack, 2);
	assert_string_equal(r->row[0]->lack[0], "code");
	assert_string_equal(r->row[0]->lack[1], "six.crew");
	assert_int_equal(r->row[1]->n_lack, 8); /* all except a total: no list requires one */
}

static void an_opening_balance_of_memberships_comes_in_and_goes_out_again(void **state)
{
	static const char file[] =
	    "project,list,joined,join_reason,join_approver,join_document,left,leave_reason,"
	    "leave_approver,leave_document,application,application_date,application_document\n"
	    "P1,丙,2019-12-01,复建,,,,,,,,,\n"
	    "P1,丙,2019-03-01,批次,市长,1号,2019-09-01,停建,市长,2号,,,\n"
	    "P1,甲,2019-06-01,首批,,,,,,,,,\n"
	    "P1,省重点,,,,,,,,,上报,2019-11-01,3号\n";
	struct world *w = *state;

	world_city(w);
	world_import(w, PROJECTS, "code,list\nP1,甲\n");
	world_import(w, MEMBERS, file);
	wrecord_expect(w, MEMBERS, "丙",
		       "P1,丙,2019-03-01,批次,市长,1号,2019-09-01,停建,市长,2号\n"
		       "P1,丙,2019-12-01,复建\n");
	world_import(w, MEMBERS, file); /* again: no change */
	assert_int_equal(w->reply->import->done->unchanged, 3);
	assert_int_equal(w->reply->last_seq - w->reply->first_seq, 0);
	wrecord_expect(w, MEMBERS, "甲", "P1,甲,2019-06-01,首批\nP2,甲,2020-01-02\n");
	wrecord_expect(w, MEMBERS, "省重点", "P1,省重点,,,,,,,,,submitted,2019-11-01,3号\n");
	/* a spell with texts of its own is not replaced */
	world_import_ask(w, MEMBERS, "project,list,joined\nP1,丙,2019-08-01\n");
	assert_string_equal(w->reply->problem[0]->code, "member.overlaps");
	world_import_ask(w, MEMBERS, "project,list,joined,left\nP1,丁,2019-08-02,2019-08-01\n");
	assert_string_equal(w->reply->problem[0]->code, "member.left_before_joined");
	world_restart(w, false);
	wrecord_expect(w, MEMBERS, "甲", "P1,甲,2019-06-01,首批\nP2,甲,2020-01-02\n");
}

static void lists_outlive_a_crash(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, LISTS, "name,needs_leader\n丙,否\n");
	world_ok(w, join("P1", "丙", 0, "推荐"));
	world_restart(w, false);
	world_ok(w, leave("P1", "丙", 0, "市长"));
	world_restart(w, true);
	wrecord_expect(w, MEMBERS, "丙", "P1,丙,2020-01-02,推荐,,,2020-01-02,因故,市长\n");
	world_rows(w, LISTS, "丙,,no,,no,no,no,no,no,no,no\n");
}

static void set_parameter(struct world *w, const char *category, const char *value)
{
	Duban__ParamSetRequest b = DUBAN__PARAM_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.key = TEXT("W01.y_before_wd");
	b.value = TEXT(value);
	b.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY;
	b.scope_name = TEXT(category);
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	q.param_set = &b;
	world_ok(w, &q);
	world_work(w);
}

static void a_category_s_parameter_holds_for_all_below_it(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS,
		     "project,no,name,class,unit,leader,person,limit,chain_start\n"
		     "P1,1,施工许可,审批,east,张三,李四,2020-01-10,2020-01-02\n");
	world_do(w, "start P1 1");
	world_expect(w, "");
	/* six working days before: applies only when 工业 is below 产业 */
	world_import(w, CATEGORIES, "name,parent\n产业,\n");
	set_parameter(w, "产业", "6");
	world_expect(w, "");
	world_import(w, CATEGORIES, "name,parent\n工业,产业\n");
	world_expect(w, "01-02 09:00 yellow P1/1 W01 due 01-10\n");
	/* the nearest category counts */
	set_parameter(w, "工业", "1");
	world_expect(w, "01-02 09:00 moved P1/1 W01\n");
	world_import_ask(w, CATEGORIES, "name,parent\n产业,工业\n");
	assert_string_equal(w->reply->problem[0]->code, "category.cycle");
	world_import_ask(w, CATEGORIES, "name,parent\n市政,没有\n");
	assert_string_equal(w->reply->problem[0]->code, "category.unknown_parent");
	world_rows(w, CATEGORIES, "产业,,no\n工业,产业,no\n");
}

/* ---- what a list grants its members */

static Duban__Request *promise(Duban__Request *q, uint32_t by, const char *document)
{
	q->list_join->promise_date = by;
	q->list_join->document = TEXT(document);
	return q;
}

static void what_a_list_with_fast_track_lets_follow_is_promised_and_followed(void **state)
{
	struct world *w = *state;
	Duban__ListCheckReply *r;
	Duban__ListJoinReply *j;

	world_city(w);
	world_import(w, LISTS,
		     "name,min_total,needs_leader,needs_six,fast_track,linked_leader\n"
		     "重点推进,1000元,是,是,是,是\n慢,,是,,否,\n大,9999999999元,是,,是,\n");
	world_refused(w, promise(join("P1", "慢", 0, "推荐"), 20200301, "承诺1号"), CONFLICT,
		      "list.no_fast_track");
	/* properties of the project itself cannot follow later */
	world_refused(w, promise(join("P1", "大", 0, "推荐"), 20200301, "承诺1号"), CONFLICT,
		      "list.lacks.total");
	world_refused(w, join("P1", "重点推进", 0, "推荐"), CONFLICT, "list.lacks.leader");
	assert_string_equal(w->reply->problem[w->reply->n_problem - 1]->code, "list.may_promise");
	world_refused(w, promise(join("P1", "重点推进", 0, "推荐"), 20200301, ""), INVALID,
		      "text.empty");
	world_refused(w, promise(join("P1", "重点推进", 0, "推荐"), 20200102, "承诺1号"), INVALID,
		      "list.promise_early");
	world_refused(w, promise(join("P1", "重点推进", 0, "推荐"), 20200230, "承诺1号"), INVALID,
		      "date.impossible");
	j = world_ok(w, promise(join("P1", "重点推进", 0, "推荐"), 20200301, "承诺1号"))->list_join;
	assert_true(j->fast_track && j->linked_leader && !j->timely_reward);
	assert_int_equal(j->promised_date, 20200301);
	/* also code and chain, and the leaders of city, county and unit: not required to join */
	assert_int_equal(j->n_lack, 11);
	wrecord_expect(w, MEMBERS, "重点推进",
		       "P1,重点推进,2020-01-02,推荐,,承诺1号,,,,,,,,leader;six.leader;"
		       "six.responsible;six.team;six.scheme;six.crew,2020-03-01\n");
	world_import(w, PROJECTS, "code,leader_city,team,scheme\nP1,张三,班子,方案\n");
	r = check(w, "重点推进");
	assert_int_equal(r->row[0]->n_promised, 2); /* six.responsible, six.crew */
	assert_string_equal(r->row[0]->promised[1], "six.crew");
	assert_int_equal(r->row[0]->promised_date, 20200301);
	assert_int_equal(r->overdue, 0);
	world_until(w, "2020-03-01T23:00");
	assert_int_equal(check(w, "重点推进")->overdue, 0);
	world_until(w, "2020-03-02T00:01");
	assert_int_equal(check(w, "重点推进")->overdue, 1);
	assert_true(check(w, "重点推进")->row[0]->overdue);
	world_restart(w, false);
	world_import(w, PROJECTS, "code,responsible_main,crew\nP1,李四,队伍\n");
	assert_int_equal(check(w, "重点推进")->overdue, 0);
	assert_int_equal(check(w, "重点推进")->row[0]->n_promised, 0);
	world_ok(w, leave("P1", "重点推进", 0, "市长"));
	world_refused(w, promise(join("P1", "重点推进", 0, "再次"), 20200401, "承诺2号"), CONFLICT,
		      "list.nothing_promised");
}

static void a_promise_comes_in_and_goes_out_with_its_spell(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_import(w, MEMBERS,
		     "project,list,joined,promised,promised_date\n"
		     "P1,丙,2019-03-01,挂点领导;六个一：施工队伍;chain,2019-06-30\n");
	wrecord_expect(w, MEMBERS, "丙",
		       "P1,丙,2019-03-01,,,,,,,,,,,leader;six.crew;chain,2019-06-30\n");
	world_import_ask(w, MEMBERS, "project,list,joined,promised\nP2,丙,2019-03-01,leader\n");
	assert_string_equal(w->reply->problem[0]->code, "list.promise_halved");
	world_import_ask(w, MEMBERS,
			 "project,list,joined,promised,promised_date\n"
			 "P2,丙,2019-03-01,钱,2019-06-30\n");
	assert_string_equal(w->reply->problem[0]->code, "list.unknown_lack");
	world_import_ask(w, MEMBERS,
			 "project,list,joined,promised,promised_date\n"
			 "P2,丙,2019-03-01,leader,2019-03-01\n");
	assert_string_equal(w->reply->problem[0]->code, "list.promise_early");
}

static void a_project_has_what_its_lists_give(void **state)
{
	Duban__ProjectShowRequest b = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;
	Duban__ProjectRow *p;

	world_city(w);
	world_import(w, LISTS, "name,fast_track,timely_reward\n甲,是,\n丙,,是\n");
	b.project = TEXT("P1");
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
	q.project_show = &b;
	p = world_ok(w, &q)->project_show->project;
	assert_true(p->fast_track && !p->linked_leader && !p->timely_reward);
	world_ok(w, join("P1", "丙", 0, "推荐"));
	assert_true(world_ok(w, &q)->project_show->project->timely_reward);
	world_ok(w, leave("P1", "甲", 0, "市长"));
	assert_false(world_ok(w, &q)->project_show->project->fast_track);
}

static void members_of_a_day_are_those_at_its_end(void **state)
{
	static const struct {
		uint32_t day;
		size_t n;
	} row[] = {{20200229, 0}, {20200301, 1}, {20200430, 1},
		   {20200501, 0}, {20200601, 1}, {0, 1}};
	Duban__SheetRequest b = DUBAN__SHEET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;

	world_city(w);
	world_import(w, LISTS, "name\n丙\n");
	world_until(w, "2020-06-01T09:00");
	world_ok(w, join("P1", "丙", 20200301, "推荐"));
	world_ok(w, leave("P1", "丙", 20200501, "市长"));
	world_ok(w, join("P1", "丙", 20200601, "再次"));
	b.kind = MEMBERS;
	b.list = TEXT("丙");
	q.body_case = DUBAN__REQUEST__BODY_SHEET;
	q.sheet = &b;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		b.at_date = row[i].day;
		assert_int_equal(world_ok(w, &q)->sheet->n_row, row[i].n);
	}
	b.former = true; /* both spells */
	assert_int_equal(world_ok(w, &q)->sheet->n_row, 2);
}

/* P1 leaves on 1 June, P2 on the last day of June: a project that was a member at the end of a
 * month counts in it. */
static void who_was_a_member_at_a_month_s_end_counts_in_its_figures(void **state)
{
	static const struct {
		uint32_t members;
		int64_t plan;
	} month[] = {{2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {1, 1}, {0, 0}, {1, 1}};
	Duban__ListFiguresRequest b = DUBAN__LIST_FIGURES_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct world *w = *state;
	Duban__ListFiguresReply *r;

	world_city(w);
	world_import(w, LISTS, "name\n丙\n");
	world_import(w, PROJECTS, "code,plan\nP1,1200元\nP2,1200元\n");
	world_ok(w, join("P1", "丙", 0, "推荐"));
	world_ok(w, join("P2", "丙", 0, "推荐"));
	world_until(w, "2020-09-01T09:00");
	world_ok(w, leave("P1", "丙", 20200601, "市长"));
	world_ok(w, leave("P2", "丙", 20200701, "市长"));
	world_ok(w, join("P2", "丙", 20200831, "再次"));
	b.list = TEXT("丙");
	q.body_case = DUBAN__REQUEST__BODY_LIST_FIGURES;
	q.list_figures = &b;
	r = world_ok(w, &q)->list_figures;
	assert_int_equal(r->n_months, 8); /* September is not over */
	for (size_t i = 0; i < r->n_months; i++) {
		assert_int_equal(r->months[i]->month, 202001 + i);
		assert_int_equal(r->months[i]->members, month[i].members);
		assert_int_equal(r->months[i]->plan->fen, month[i].plan * 120000);
		assert_int_equal(r->months[i]->expected->fen,
				 month[i].plan * 10000 * (int64_t)(i + 1));
	}
	assert_string_equal(r->months[6]->done_percent, ""); /* nothing to compare with */
	assert_string_equal(r->months[7]->done_percent, "0");
	b.unit = TEXT("east");
	r = world_ok(w, &q)->list_figures;
	assert_int_equal(r->months[4]->members, 1);
	assert_int_equal(r->months[5]->members, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_list_takes_only_those_that_have_what_it_asks_for),
	    TEST(coming_and_going_keeps_its_order),
	    TEST(an_application_goes_its_steps_and_ends_in_membership),
	    TEST(a_county_proposes_its_own_and_no_more),
	    TEST(check_names_what_each_member_lacks),
	    TEST(an_opening_balance_of_memberships_comes_in_and_goes_out_again),
	    TEST(lists_outlive_a_crash),
	    TEST(what_a_list_with_fast_track_lets_follow_is_promised_and_followed),
	    TEST(a_promise_comes_in_and_goes_out_with_its_spell),
	    TEST(a_project_has_what_its_lists_give),
	    TEST(members_of_a_day_are_those_at_its_end),
	    TEST(who_was_a_member_at_a_month_s_end_counts_in_its_figures),
	    TEST(a_category_s_parameter_holds_for_all_below_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
