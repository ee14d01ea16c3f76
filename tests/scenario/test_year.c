/* The turn of a year: what is carried, what stays, and that late links remain late. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/link/link.h"
#include "model/office/unit.h"
#include "model/project/project.h"

#define PLANS DUBAN__IMPORT_KIND__IMPORT_KIND_PLANS
#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS
#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS
#define SHEET DUBAN__IMPORT_KIND__IMPORT_KIND_SHEET
#define TARGETS DUBAN__IMPORT_KIND__IMPORT_KIND_TARGETS

#define S(x) DUBAN__LINK_STATE__LINK_STATE_##x

static Duban__Request *closing(uint32_t year, bool dry_run, uint32_t after)
{
	static Duban__Request q;
	static Duban__YearCloseRequest b;

	duban__request__init(&q);
	duban__year_close_request__init(&b);
	b.year = year;
	b.dry_run = dry_run;
	b.after = after;
	b.without_reports = true; /* most projects of this city report nothing */
	q.body_case = DUBAN__REQUEST__BODY_YEAR_CLOSE;
	q.year_close = &b;
	return &q;
}

static Duban__YearShowReply *show(struct world *w, uint32_t year)
{
	Duban__YearShowRequest b = DUBAN__YEAR_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.year = year;
	q.body_case = DUBAN__REQUEST__BODY_YEAR_SHOW;
	q.year_show = &b;
	return world_ok(w, &q)->year_show;
}

static Duban__Project *project(struct world *w, const char *code)
{
	struct txn *t = engine_txn(w->engine);

	return project_get(t, w->arena, project_by_code(t, code));
}

static void verify_holds(struct world *w)
{
	Duban__VerifyRequest b = DUBAN__VERIFY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Reply *p;

	q.body_case = DUBAN__REQUEST__BODY_VERIFY;
	q.verify = &b;
	p = world_ok(w, &q);
	if (!p->job->ok)
		fail_msg("verify: %s", p->job->text);
}

/* Every kind of link at the end of a year: running and late, waiting, fixed and overdue, a point in
 * time, planned for later, after a cancelled one, extended, suspended, returned, open. */
static void links(struct world *w)
{
	world_import(w, CHAINS,
		     "project,no,name,class,unit,leader,person,after,limit,chain_start,begin\n"
		     "P1,1,立项,审批,east,,张三,,5wd,2020-01-06,\n"
		     "P1,2,基坑,实施,east,,张三,1,10cd,,\n"
		     "P1,3,主体,实施,east,,张三,2,2m,,\n"
		     "P1,4,供电,服务,east,,张三,,2020-11-30,,\n"
		     "P1,5,封顶,节点,east,,张三,3,0,,\n"
		     "P1,6,验收,审批,east,,张三,,5wd,,2021-03-01\n"
		     "P1,7,绿化,实施,east,,张三,1,3cd,,\n"
		     "P1,8,道路,实施,east,,张三,7,20cd,,\n"
		     "P1,9,环评,审批,east,,张三,1,15wd,,\n"
		     "P1,10,能评,审批,east,,张三,1,15wd,,\n"
		     "P1,11,开工,节点,east,,张三,1,0,,\n"
		     "P1,12,交地,审批,east,,张三,2;9,8wd,,2020-03-01\n"
		     "P1,13,移交,服务,east,,张三,1,待定,,\n");
	world_until(w, "2020-01-20T09:00");
	world_do(w, "finish P1 1 2020-01-20");
	world_do(w, "start P1 2 2020-01-20");
	world_do(w, "cancel P1 7");
	world_do(w, "extend P1 9 2021-02-10");
	world_until(w, "2020-12-28T09:00");
	world_do(w, "suspend P1 10 2020-12-25");
}

static void open_year(struct world *w)
{
	world_city(w);
	links(w);
	world_until(w, "2021-01-13T10:00");
}

/* The links' open warnings, one per line, without their year. */
static char *lamps(struct world *w)
{
	Duban__WarningListRequest b = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__WarningListReply *list;
	char *text = calloc(1, 16384);
	size_t len = 0;

	assert_non_null(text);
	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	list = world_ok(w, &q)->warning_list;
	for (uint32_t no = 1; no <= 99; no++)
		for (size_t i = 0; i < list->n_warning; i++) {
			const Duban__WarningRow *r = list->warning[i];

			if (r->link == no)
				len += (size_t)snprintf(text + len, 16384 - len,
							"%s/%u %s level %d due %u since %lld\n",
							r->project, r->link, r->rule, (int)r->level,
							r->due_date, (long long)r->since_at);
		}
	return text;
}

static void same_lamps(struct world *x, struct world *y, const char *when)
{
	char *a = lamps(x), *b = lamps(y);

	if (strcmp(a, b) != 0)
		fail_msg("%s:\nnot carried:\n%scarried:\n%s", when, a, b);
	free(a);
	free(b);
}

static void nothing_late_is_forgiven(void **state)
{
	static const char *const days[] = {
	    "2021-01-14T09:00", "2021-02-01T09:00", "2021-02-12T09:00", "2021-03-02T09:00",
	    "2021-03-09T09:00", "2021-04-01T09:00", "2021-06-01T09:00", "2021-09-01T09:00"};
	struct world *kept = world_new("2020-01-02T09:00", true);
	struct world *turned = world_new("2020-01-02T09:00", true);
	char *at_turn;

	(void)state;
	open_year(kept);
	open_year(turned);
	world_ok(turned, closing(2020, false, 0));
	at_turn = lamps(turned);
	assert_true(strlen(at_turn) > 100); /* some warnings are open */
	free(at_turn);
	same_lamps(kept, turned, "at once");
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		world_until(kept, days[i]);
		world_until(turned, days[i]);
		same_lamps(kept, turned, days[i]);
		if (i == 2) {
			world_do(kept, "finish P1 2 2021-02-12");
			world_do(turned, "finish P1 2 2021-02-12");
			same_lamps(kept, turned, "link 2 finished");
		}
		if (i == 3) {
			world_do(kept, "resume P1 10 2021-03-01");
			world_do(turned, "resume P1 10 2021-03-01");
			world_do(kept, "finish P1 9 2021-03-02");
			world_do(turned, "finish P1 9 2021-03-02");
			same_lamps(kept, turned, "link 10 resumed, 9 finished");
		}
		if (i == 5) {
			world_do(kept, "finish P1 3 2021-04-01");
			world_do(turned, "finish P1 3 2021-04-01");
			same_lamps(kept, turned, "link 3 finished");
		}
	}
	verify_holds(turned);
	world_free(kept);
	world_free(turned);
}

static int state_of(struct world *w, uint32_t year, uint32_t no)
{
	struct txn *t = engine_txn(w->engine);
	Duban__LinkProgress *p = progress_get(t, w->arena, project_by_code(t, "P1"), year, no);

	return p ? (int)p->state : 0;
}

static void open_links_go_on_with_a_reference(void **state)
{
	struct world *w = *state;
	struct txn *t;
	Duban__YearCloseReply *b;
	Duban__Link *l;
	uint32_t p1;

	open_year(w);
	world_import(w, CHAINS,
		     "project,year,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "P1,2021,2,新的,实施,east,,张三,,10cd,2021-03-01\n");
	b = world_ok(w, closing(2020, true, 0))->year_close;
	assert_int_equal(b->projects, 2);
	assert_int_equal(b->links, 11);
	assert_int_equal(b->unplanned, 2);
	assert_int_equal(project(w, "P1")->year, 2020);
	b = world_ok(w, closing(2020, false, 0))->year_close;
	assert_int_equal(b->projects, 2);
	assert_int_equal(b->links, 11);
	assert_int_equal(b->next, 0);
	t = engine_txn(w->engine);
	p1 = project_by_code(t, "P1");
	assert_int_equal(state_of(w, 2020, 1), S(DONE));
	assert_int_equal(state_of(w, 2020, 2), S(CARRIED));
	assert_int_equal(state_of(w, 2020, 7), S(CANCELLED));
	assert_int_equal(state_of(w, 2021, 1), 0);
	assert_int_equal(state_of(w, 2021, 2), S(NOT_STARTED)); /* the new link keeps its number */
	assert_int_equal(state_of(w, 2021, 14), S(ACTIVE));
	assert_int_equal(state_of(w, 2021, 10), S(SUSPENDED));
	l = link_get(t, w->arena, p1, 2021, 14);
	assert_string_equal(l->name, "基坑");
	assert_int_equal(l->carried_year, 2020);
	assert_int_equal(l->carried_no, 2);
	assert_int_equal(l->n_after, 0);
	l = link_get(t, w->arena, p1, 2021, 3);
	assert_int_equal(l->n_after, 1);
	assert_int_equal(l->after[0], 14);
	l = link_get(t, w->arena, p1, 2021, 12);
	assert_int_equal(l->n_after, 2);
	l = link_get(t, w->arena, p1, 2021, 13);
	assert_int_equal(l->limit->kind, DUBAN__LIMIT_KIND__LIMIT_KIND_OPEN);
	assert_int_equal(l->begin_date, 0); /* the clock is no planned begin */
	assert_int_equal(l->carried_clock_date, 20200120);
	world_refused(w, world_move(w, "start P1 1"), STATUS_NOT_FOUND, "link.unknown");
	world_restart(w, false);
	assert_int_equal(state_of(w, 2021, 14), S(ACTIVE));
	verify_holds(w);
}

static void the_plan_of_the_new_year_holds_or_there_is_none(void **state)
{
	struct world *w = *state;

	open_year(w);
	world_import(w, PROJECTS,
		     "code,name,unit,stage,total,plan,year\n"
		     "C1,完工的,east,完工,100,100,2020\nC2,完工有计划,east,完工,100,100,2020\n"
		     "X1,退出的,east,退出,100,100,2020\nF1,早已在明年,east,在建,100,100,2021\n");
	world_import(w, PLANS,
		     "project,year,amount,document,planned_finish,adopted\n"
		     "P1,2021,300万元,一号,2021-10,2021-01-05\n"
		     "C2,2021,1万元,一号,,2021-01-05\n");
	world_ok(w, closing(2020, false, 0));
	assert_int_equal(project(w, "P1")->year, 2021);
	assert_int_equal(project(w, "P1")->plan->fen, 300000000);
	assert_int_equal(project(w, "P1")->planned_finish_month, 202110);
	assert_int_equal(project(w, "P2")->year, 2021);
	assert_null(project(w, "P2")->plan);
	/* no plan yet: the planned month of completion is kept */
	assert_int_equal(project(w, "P2")->planned_finish_month, 202112);
	assert_int_equal(project(w, "C1")->year, 2020);
	assert_int_equal(project(w, "C2")->year, 2021);
	assert_int_equal(project(w, "X1")->year, 2020);
	assert_int_equal(show(w, 2020)->year->state, DUBAN__YEAR_STATE__YEAR_STATE_CLOSED);
	assert_int_equal(show(w, 2020)->year->carried_projects, 3);
	assert_int_equal(show(w, 2020)->projects, 1); /* C1 */
	assert_int_equal(show(w, 2021)->projects, 4);
	assert_int_equal(show(w, 2021)->unplanned, 1); /* P2 */
	assert_int_equal(show(w, 2021)->year->state, DUBAN__YEAR_STATE__YEAR_STATE_OPEN);
}

static void a_year_is_closed_once_in_its_turn_and_after_its_december(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_until(w, "2021-01-04T09:00");
	world_refused(w, closing(2020, false, 0), STATUS_CONFLICT, "year.december_open");
	world_until(w, "2021-01-13T09:00");
	world_refused(w, closing(2021, false, 0), STATUS_CONFLICT, "year.december_open");
	world_refused(w, closing(0, false, 0), STATUS_INVALID, "year.impossible");
	world_import(w, PROJECTS,
		     "code,name,unit,stage,total,plan,year\nO1,旧的,east,在建,100,100,2019\n");
	world_refused(w, closing(2020, false, 0), STATUS_CONFLICT, "year.earlier_open");
	world_ok(w, closing(2019, false, 0));
	assert_int_equal(project(w, "O1")->year, 2020);
	world_ok(w, closing(2020, false, 0));
	assert_int_equal(project(w, "O1")->year, 2021);
	world_refused(w, closing(2020, false, 0), STATUS_CONFLICT, "year.already_closed");
}

static void what_is_not_judged_yet_is_named_first(void **state)
{
	struct world *w = *state;
	struct caller local;
	Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Money money = DUBAN__MONEY__INIT;

	world_city(w);
	world_until(w, "2021-01-05T09:00");
	local = w->caller;
	w->caller = (struct caller){.principal = 7,
				    .role = DUBAN__ROLE__ROLE_COUNTY,
				    .unit = unit_by_id(engine_txn(w->engine), "east"),
				    .name = "county"};
	money.fen = 100;
	b.project = (char *)(uintptr_t) "P1";
	b.period_month = 202012;
	b.invested = &money;
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &b;
	world_ok(w, &q);
	w->caller = local;
	world_until(w, "2021-01-13T09:00");
	world_refused(w, closing(2020, false, 0), STATUS_CONFLICT, "year.report_pending");
	assert_int_equal(show(w, 2020)->pending_reports, 1);
	assert_int_equal(show(w, 2021)->pending_reports, 0);
	assert_int_equal(project(w, "P1")->year, 2020);
}

static Duban__Request *strictly(uint32_t year, bool dry_run, uint32_t after)
{
	Duban__Request *q = closing(year, dry_run, after);

	q->year_close->without_reports = false;
	return q;
}

/* A December that was not reported cannot be reported after the close, so the close names it. */
static void a_december_that_was_not_reported_is_named_and_needs_a_word(void **state)
{
	struct world *w = *state;
	Duban__ReportReviewRequest review = DUBAN__REPORT_REVIEW_REQUEST__INIT;
	Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__ReportVerdict verdict = DUBAN__REPORT_VERDICT__INIT, *verdicts = &verdict;
	Duban__Money money = DUBAN__MONEY__INIT;
	Duban__Request q;

	world_city(w);
	world_import(w, PROJECTS,
		     "code,name,unit,stage,total,plan,year\n"
		     "R1,储备的,east,谋划储备,100,,2020\n"
		     "D1,完工的,east,完工,100,100,2020\n"
		     "W1,退出的,east,退出,100,100,2020\n");
	world_until(w, "2021-01-13T09:00");
	assert_int_equal(show(w, 2020)->missing_reports, 2);
	for (int dry_run = 0; dry_run < 2; dry_run++) {
		world_refused(w, strictly(2020, dry_run, 0), STATUS_CONFLICT,
			      "year.report_missing");
		assert_int_equal(w->reply->n_problem, 2);
		assert_string_equal(w->reply->problem[0]->arg[0], "P1");
	}
	/* a close that begins with a later page gets the same reply */
	world_refused(w, strictly(2020, false, 1), STATUS_CONFLICT, "year.report_missing");
	assert_int_equal(project(w, "P1")->year, 2020);
	duban__request__init(&q);
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &b;
	b.project = (char *)(uintptr_t) "P1";
	b.period_month = 202012;
	b.invested = &money;
	verdict.report = world_ok(w, &q)->report->report->num;
	verdict.verdict = DUBAN__VERDICT__VERDICT_PASS;
	review.verdict = &verdicts;
	review.n_verdict = 1;
	duban__request__init(&q);
	q.body_case = DUBAN__REQUEST__BODY_REPORT_REVIEW;
	q.report_review = &review;
	world_ok(w, &q);
	world_refused(w, strictly(2020, false, 0), STATUS_CONFLICT, "year.report_missing");
	assert_int_equal(w->reply->n_problem, 1);
	assert_string_not_equal(w->reply->problem[0]->arg[0], "P1");
	assert_int_equal(world_ok(w, closing(2020, true, 0))->year_close->missing_reports, 1);
	assert_int_equal(world_ok(w, closing(2020, false, 0))->year_close->missing_reports, 1);
	/* year * 100 overflows 32 bits and would give a valid year */
	world_refused(w, closing(2021 + (1u << 30), false, 0), STATUS_INVALID, "year.impossible");
}

static void a_closed_year_does_not_change(void **state)
{
	struct world *w = *state;
	Duban__Request *q;

	open_year(w);
	world_ok(w, closing(2020, false, 0));
	q = world_move(w, "return P1 1");
	q->link_return->link->year = 2020;
	world_refused(w, q, STATUS_CONFLICT, "year.closed");
	assert_string_equal(
	    world_import_ask(w, PLANS, "project,year,amount\nP1,2020,1万元\n")->problem[0]->code,
	    "year.closed");
	assert_string_equal(
	    world_import_ask(w, TARGETS, "year,indicator,kind,value\n2020,甲,数量,1\n")
		->problem[0]
		->code,
	    "year.closed");
	assert_string_equal(
	    world_import_ask(w, CHAINS,
			     "project,year,no,name,class,unit,leader,person,after,limit\n"
			     "P1,2020,20,新的,实施,east,,张三,,10cd\n")
		->problem[0]
		->code,
	    "year.closed");
}

static const char *project_problem(struct world *w, const char *csv)
{
	return world_import_ask(w, PROJECTS, csv)->problem[0]->code;
}

/* It would stay there for ever, since the year is not carried again. */
static void no_project_comes_into_a_closed_year(void **state)
{
	struct world *w = *state;

	open_year(w);
	world_import(w, PROJECTS,
		     "code,name,unit,stage,total,plan,year\nD1,完工的,east,完工,100,100,2020\n");
	world_ok(w, closing(2020, false, 0));
	assert_string_equal(project_problem(w, "code,year\nP1,2020\n"), "year.closed");
	assert_string_equal(
	    project_problem(w, "code,name,unit,stage,year\nN1,新的,east,前期,2020\n"),
	    "year.closed");
	/* a project that has ended stays in it with its old plan */
	assert_int_equal(project(w, "D1")->year, 2020);
	assert_string_equal(project_problem(w, "code,plan\nD1,200\n"), "year.closed");
	world_import(w, PROJECTS, "code,name,plan,year\nD1,更名,100,2020\n");
	assert_string_equal(project(w, "D1")->name, "更名");
	/* nor by an office's own workbook */
	assert_string_equal(
	    world_import_ask(w, SHEET, "code,name,total,year\n,新的,100,2020\n")->problem[0]->code,
	    "year.closed");
	assert_string_equal(
	    world_import_ask(w, SHEET, "code,name,plan,year\n,更名,200,2020\n")->problem[0]->code,
	    "year.closed");
	world_import(w, SHEET, "code,name,total,plan,year\n,更名,300,100,2020\n");
	assert_int_equal(project(w, "D1")->total->fen, 30000);
}

static void a_large_city_goes_over_page_by_page(void **state)
{
	struct world *w = *state;
	char csv[65536] = "code,name,unit,stage,total,plan,year\n";
	size_t len = strlen(csv);
	Duban__YearCloseReply *b;
	uint32_t next, again;

	world_city(w);
	for (int i = 0; i < 450; i++)
		len += (size_t)snprintf(csv + len, sizeof csv - len,
					"M%d,项目,east,在建,100,100,2020\n", i);
	w->check = false;
	world_import(w, PROJECTS, csv);
	world_until(w, "2021-01-13T09:00");
	b = world_ok(w, closing(2020, true, 0))->year_close;
	assert_int_equal(b->projects, 400);
	b = world_ok(w, closing(2020, false, 0))->year_close;
	assert_int_equal(b->projects, 400);
	next = b->next;
	assert_int_not_equal(next, 0);
	assert_int_equal(show(w, 2020)->year->state, DUBAN__YEAR_STATE__YEAR_STATE_OPEN);
	world_restart(w, false);
	/* a project that was added meanwhile, before the page's position */
	world_import(w, PROJECTS,
		     "code,name,unit,stage,total,plan,year\nM0,项目,east,在建,100,100,2020\n");
	b = world_ok(w, closing(2020, false, next))->year_close;
	again = b->projects;
	assert_int_equal(b->next, 0);
	assert_int_equal(again, 53);
	w->check = true;
	assert_int_equal(show(w, 2020)->projects, 0);
	assert_int_equal(show(w, 2020)->year->carried_projects, 453);
	assert_int_equal(show(w, 2020)->year->state, DUBAN__YEAR_STATE__YEAR_STATE_CLOSED);
}

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_late_is_forgiven),
	    T(open_links_go_on_with_a_reference),
	    T(the_plan_of_the_new_year_holds_or_there_is_none),
	    T(a_year_is_closed_once_in_its_turn_and_after_its_december),
	    T(what_is_not_judged_yet_is_named_first),
	    T(a_december_that_was_not_reported_is_named_and_needs_a_word),
	    T(a_closed_year_does_not_change),
	    T(no_project_comes_into_a_closed_year),
	    T(a_large_city_goes_over_page_by_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
