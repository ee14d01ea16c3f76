/* The numbers: what a month of a list says by groups, to whom, and what moves it; rankings, and
 * what lacks before a month is closed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/treport.h"
#include "lib/order/torder.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"

#define MEMBERS "project,list,joined\nA,甲,2020-01-02\nB,甲,2020-01-02\nC,甲,2020-01-02\n"

static void listed(struct world *w)
{
	city(w);
	world_import(w, IMPORT_KIND(MEMBERS), MEMBERS);
}

static void until(struct world *w, const char *when)
{
	as(w, "", 0);
	world_until(w, when);
}

static void reported(struct world *w, const char *project, uint32_t month, int64_t fen)
{
	as(w, strcmp(project, "C") == 0 ? "west" : "site", ROLE(UNIT));
	confirm(w, monthly(w, project, month, fen));
}

/* The row of the group in that month; NULL: there is none. */
static const Duban__ListMonth *row(struct world *w, const char *by, const char *group,
				   uint32_t month)
{
	const Duban__ListFiguresReply *b;
	char text[160];

	(void)snprintf(text, sizeof text, "list=甲 month=%u%s%s", month, *by ? " by=" : "", by);
	b = torder_ok(w, "list_figures", text)->list_figures;
	for (size_t i = 0; i < b->n_months; i++)
		if (strcmp(b->months[i]->group, group) == 0)
			return b->months[i];
	return NULL;
}

static void all_groups_add_up_to_the_whole(void **state)
{
	static const char *const by[] = {"unit", "category", "sector", "band", "batch"};
	struct world *w = *state;

	listed(w);
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 500);
	reported(w, "C", 202001, 700);
	until(w, "2020-03-10 09:00");
	reported(w, "C", 202002, 40); /* January's book is shut */
	as_office(w);
	for (size_t k = 0; k < sizeof by / sizeof *by; k++) {
		int64_t sum = 0;
		char text[80];
		const Duban__ListFiguresReply *b;

		(void)snprintf(text, sizeof text, "list=甲 month=202002 by=%s", by[k]);
		b = torder_ok(w, "list_figures", text)->list_figures;
		for (size_t i = 0; i < b->n_months; i++)
			sum += b->months[i]->cumulative->fen;
		assert_int_equal(sum, 1200);
	}
	assert_int_equal(row(w, "", "", 202001)->members, 3);
	assert_int_equal(row(w, "", "", 202001)->unreported, 1);
	assert_int_equal(row(w, "", "", 202002)->unreported, 2);
	assert_int_equal(row(w, "unit", "site", 202001)->members, 2);
	assert_int_equal(row(w, "unit", "site", 202002)->invested->fen, 0);
	assert_int_equal(row(w, "unit", "west", 202002)->invested->fen, 0); /* booked in March */
	assert_int_equal(row(w, "sector", "works", 202002)->members, 1);
	assert_int_equal(row(w, "band", "1亿-5亿", 202002)->members, 3);
	clock_verify(w);
}

/* Who reads a part gets the part, by the same definitions. */
static void a_county_gets_the_numbers_of_its_own(void **state)
{
	struct world *w = *state;

	listed(w);
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 500);
	reported(w, "C", 202001, 700);
	until(w, "2020-03-10 09:00");
	as(w, "east", ROLE(COUNTY));
	assert_int_equal(row(w, "", "", 202001)->members, 2);
	assert_int_equal(row(w, "", "", 202001)->cumulative->fen, 500);
	assert_int_equal(row(w, "unit", "site", 202001)->cumulative->fen, 500);
	assert_null(row(w, "unit", "west", 202001));
	assert_int_equal(row(w, "sector", "works", 202001)->unreported, 1);
}

/* A project counts where it is now, with all its months. */
static void a_project_takes_its_months_with_it(void **state)
{
	struct world *w = *state;

	listed(w);
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 500);
	until(w, "2020-03-10 09:00");
	world_import(w, IMPORT_KIND(PROJECTS), "code,unit,category\nA,west,农业\n");
	as_office(w);
	assert_int_equal(row(w, "unit", "site", 202001)->members, 1);
	assert_int_equal(row(w, "unit", "site", 202001)->cumulative->fen, 0);
	assert_int_equal(row(w, "unit", "west", 202001)->cumulative->fen, 500);
	assert_int_equal(row(w, "category", "农业", 202001)->plan->fen, 2000000000);
	clock_verify(w);
}

/* Each of what places it, alone. */
static void whatever_places_a_project_moves_it(void **state)
{
	static const char *const changes[] = {"code,category\nA,农业\n", "code,batch\nA,第二批\n",
					      "code,sector\nA,works\n", "code,total\nA,30000元\n",
					      "code,plan\nA,3000万元\n"};
	struct world *w = *state;

	listed(w);
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 500);
	as(w, "", 0);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		world_import(w, IMPORT_KIND(PROJECTS), changes[i]);
		clock_verify(w);
	}
	world_import(w, IMPORT_KIND(MEMBERS),
		     "project,list,joined,left\nA,甲,2020-01-02,2020-02-02\n");
	as_office(w);
	assert_int_equal(row(w, "batch", "第二批", 202001)->members, 1);
	clock_verify(w);
}

/* A link's deadline follows the calendar, also when a notice comes later. */
static void a_holiday_moves_a_deadline_into_another_month(void **state)
{
	struct world *w = *state;

	listed(w);
	world_import(w, IMPORT_KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "A,1,用地批复,审批,site,李四,,,5wd,2020-01-20\n");
	until(w, "2020-01-21 09:00");
	as_office(w);
	torder_refused(w, "list_figures", "list=甲 month=202001", "month.not_over");
	as(w, "", 0);
	world_import(w, IMPORT_KIND(CALENDAR),
		     "date,kind,name,source\n2020-01-30,工作日,调班,洪府发1\n"
		     "2020-01-31,工作日,调班,洪府发1\n");
	until(w, "2020-03-10 09:00");
	as_office(w);
	assert_int_equal(row(w, "", "", 202001)->links_due, 2);
	assert_int_equal(row(w, "", "", 202001)->links_on_time, 0);
	clock_verify(w);
}

/* The same lamps as `clearing rate` counts. */
static void lamps_are_those_of_the_clearing_rate(void **state)
{
	struct world *w = *state;
	uint32_t raised, cleared;

	listed(w);
	world_import(w, IMPORT_KIND(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "A,1,用地批复,审批,site,李四,,,5wd,2020-01-02\n");
	until(w, "2020-02-20 09:00");
	world_do(w, "finish A 1");
	until(w, "2020-03-10 09:00");
	as_office(w);
	(void)torder_ok(w, "clearing_rate", "from_date=20200101 to_date=20200229 list=甲");
	raised = w->reply->clearing_rate->row[0]->raised;
	cleared = w->reply->clearing_rate->row[0]->cleared;
	assert_true(raised > cleared && cleared > 0);
	assert_int_equal(row(w, "", "", 202002)->lamps_raised, raised);
	assert_int_equal(row(w, "", "", 202002)->lamps_cleared, cleared);
	clock_verify(w);
}

static void a_planned_start_stays_planned_after_it(void **state)
{
	static const struct {
		uint32_t planned, to_date, started, early, starts;
	} month[] = {
	    {1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {1, 0, 1, 1, 1}, {1, 0, 1, 1, 1}, {1, 1, 1, 1, 1}};
	struct world *w = *state;

	city(w);
	world_import(w, IMPORT_KIND(PROJECTS),
		     "code,name,unit,category,stage,total,plan,year,planned_start,list\n"
		     "D,丁项目,west,工业,在建,100000000,20000000,2020,2020-05,甲\n");
	until(w, "2020-06-10 09:00");
	world_import(w, IMPORT_KIND(LIVES), "project,started\nD,2020-03-16\n");
	as_office(w);
	for (uint32_t i = 0; i < sizeof month / sizeof *month; i++) {
		const Duban__ListMonth *m = row(w, "", "", 202001 + i);

		assert_int_equal(m->planned_year, month[i].planned);
		assert_int_equal(m->planned_to_date, month[i].to_date);
		assert_int_equal(m->started, month[i].started);
		assert_int_equal(m->early, month[i].early);
		assert_int_equal(m->starts, month[i].starts);
	}
	assert_string_equal(row(w, "", "", 202005)->start_rate, "100");
	assert_string_equal(row(w, "", "", 202003)->start_rate_to_date, ""); /* none was due */
	clock_verify(w);
}

static void a_base_stands_for_the_year_before(void **state)
{
	struct world *w = *state;

	listed(w);
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 600000000); /* 10 % of 6,000,000,000 */
	until(w, "2020-02-20 09:00");
	as_office(w);
	assert_string_equal(row(w, "", "", 202001)->year_on_year, "");
	torder_ok(w, "record_set",
		  "kind=year_bases cell{column=list value=甲} cell{column=month value=2019-01} "
		  "cell{column=plan value=1000元} cell{column=completed value=80元} "
		  "cell{column=source value=年报}");
	assert_string_equal(row(w, "", "", 202001)->rate, "10");
	assert_string_equal(row(w, "", "", 202001)->year_on_year, "2");
	assert_string_equal(row(w, "unit", "site", 202001)->year_on_year, "");
}

static const Duban__RankingRow *ranked(struct world *w, const char *more, size_t i)
{
	const Duban__RankingShowReply *b;
	char text[160];

	(void)snprintf(text, sizeof text, "list=甲 board=county month=202001%s", more);
	b = torder_ok(w, "ranking_show", text)->ranking_show;
	assert_int_equal(b->n_row, 2);
	return b->row[i];
}

static void a_published_ranking_stays(void **state)
{
	struct world *w = *state;
	uint32_t num;

	listed(w);
	until(w, "2020-02-03 09:00");
	reported(w, "A", 202001, 500);
	reported(w, "C", 202001, 200);
	as_office(w);
	torder_refused(w, "ranking_publish",
		       "list=甲 board=county month=202001 document=1号 approver=王某",
		       "ranking.not_locked");
	torder_refused(w, "ranking_show", "list=甲 board=county month=202002", "month.not_over");
	torder_refused(w, "ranking_show", "list=甲 month=202001", "ranking.no_board");
	until(w, "2020-02-11 09:00");
	as_office(w);
	/* 500 of two plans against 200 of one */
	assert_string_equal(ranked(w, "", 0)->unit, "east");
	assert_string_equal(ranked(w, "", 0)->rate_exact, "5/40000000");
	torder_ok(w, "ranking_publish",
		  "list=甲 board=county month=202001 document=1号 approver=王某");
	torder_refused(w, "ranking_publish",
		       "list=甲 board=county month=202001 document=2号 approver=王某",
		       "ranking.published");
	world_import(w, IMPORT_KIND(UNITS), "id,name\neast,新东湖区\n");
	world_import(w, IMPORT_KIND(PROJECTS), "code,unit\nA,west\n");
	assert_string_equal(ranked(w, "", 0)->name, "东湖区");
	assert_string_equal(ranked(w, "", 0)->rate_exact, "5/40000000");
	assert_int_equal(ranked(w, "", 0)->published_date, 20200211);
	assert_string_equal(ranked(w, " fresh=1", 0)->unit, "west");
	assert_string_equal(ranked(w, " fresh=1", 1)->name, "新东湖区");
	num = (uint32_t)torder_ok(w, "ranking_list", "")->ranking_list->n_row;
	assert_int_equal(num, 1);
	clock_verify(w);
}

static void what_lacks_before_a_month_is_closed(void **state)
{
	const Duban__CloseShowReply *b;
	struct world *w = *state;

	listed(w);
	until(w, "2020-02-03 09:00");
	reported(w, "C", 202001, 700);
	as_site(w);
	(void)monthly(w, "A", 202001, 500);
	as_office(w);
	b = torder_ok(w, "close_show", "month=202001 list=甲")->close_show;
	assert_int_equal(b->n_row, 2);
	assert_int_equal(b->locked_date, 20200208);
	assert_string_equal(b->row[0]->unit, "site");
	assert_int_equal(b->row[0]->projects, 2);
	assert_int_equal(b->row[0]->unreported, 1);
	assert_string_equal(b->row[0]->lacking[0], "B");
	assert_int_equal(b->row[0]->waiting, 1);
	assert_int_equal(b->row[0]->expected->fen, 500);
	assert_int_equal(b->row[0]->invested->fen, 0);
	assert_int_equal(b->row[1]->confirmed, 1);
	assert_int_equal(b->row[1]->gap->fen, 700);
	as(w, "west", ROLE(COUNTY));
	b = torder_ok(w, "close_show", "month=202001")->close_show;
	assert_int_equal(b->n_row, 1);
	assert_string_equal(b->row[0]->unit, "west");
}

/* Before last year is closed each number says to which of the two open years it belongs: the table
 * in docs/nouns/figures.md. */
static void two_open_years_keep_their_numbers_apart(void **state)
{
	const Duban__ListMonth *m;
	struct world *w = *state;
	uint32_t raised;

	listed(w);
	world_import(w, IMPORT_KIND(PROJECTS),
		     "code,name,unit,category,stage,total,year,list\n"
		     "D,丁项目,west,工业,前期,100000000,2020,甲\n");
	until(w, "2021-01-05 09:00");
	world_import(
	    w, IMPORT_KIND(PLANS),
	    "project,year,kind,amount(元),planned_start,document,adopted\n"
	    "A,2021,original,3000,,1号,2020-12-20\nD,2021,original,9000,2021-01,1号,2020-12-20\n");
	reported(w, "A", 202012, 500);
	until(w, "2021-01-20 09:00");
	reported(w, "C", 202012, 40); /* December's book is shut */
	as_office(w);
	raised = row(w, "", "", 202012)->lamps_raised;
	assert_true(raised > 0);
	as(w, "", 0);
	world_do(w, "finish B 1");
	world_import(w, IMPORT_KIND(LIVES), "project,started\nD,2021-01-18\n");
	until(w, "2021-02-10 09:00");
	as_office(w);
	m = row(w, "", "", 202012);
	assert_int_equal(m->cumulative->fen, 500);
	assert_int_equal(m->plan->fen, 6000000000);
	assert_int_equal(m->planned_year, 0);
	assert_int_equal(m->starts, 0);
	assert_int_equal(m->links_due, 1);
	assert_int_equal(m->lamps_raised, raised);
	assert_int_equal(m->lamps_cleared, 0); /* cleared in the new year */
	m = row(w, "", "", 202101);
	assert_int_equal(m->cumulative->fen, 40);
	assert_int_equal(m->plan->fen, 1200000);
	assert_int_equal(m->planned_year, 1);
	assert_int_equal(m->started, 1);
	assert_int_equal(m->links_due, 0);
	assert_int_equal(m->lamps_cleared, 0);
	assert_int_equal(m->members, 4); /* goes on */
	clock_verify(w);
}

/* Whether a category is industrial is asked of those above it, too, and may be said late. */
static void the_share_of_industry_follows_the_categories(void **state)
{
	struct world *w = *state;

	listed(w);
	world_import(w, IMPORT_KIND(PROJECTS), "code,category\nA,新材料\n");
	until(w, "2020-02-03 09:00");
	as_office(w);
	assert_string_equal(row(w, "", "", 202001)->industry_share, "0");
	as(w, "", 0);
	world_import(w, IMPORT_KIND(CATEGORIES), "name,parent,industry\n产业,,yes\n新材料,产业,\n");
	until(w, "2020-02-03 09:01");
	clock_verify(w);
	as_office(w);
	assert_string_equal(row(w, "", "", 202001)->industry_share, "33.3");
	assert_string_equal(row(w, "unit", "west", 202001)->industry_share, "0");
	assert_string_equal(row(w, "category", "新材料", 202001)->industry_share, "100");
	assert_string_equal(row(w, "", "", 202001)->support_rate, "");
}

/* 支撑率: the plan by the target of completed investment, of this list before that of all. */
static void the_support_rate_is_of_the_target(void **state)
{
	struct world *w = *state;
	char targets[300];
	int64_t plan, west;

	listed(w);
	until(w, "2020-02-03 09:00");
	as_office(w);
	plan = row(w, "", "", 202001)->plan->fen / 100;
	west = row(w, "unit", "west", 202001)->plan->fen / 100;
	(void)snprintf(targets, sizeof targets,
		       "year,indicator,unit,kind,value,measure,list\n"
		       "2020,固投,,amount,%jd元,completed,\n"
		       "2020,固投,west,amount,%jd元,completed,\n"
		       "2020,甲固投,west,amount,%jd元,completed,甲\n",
		       (intmax_t)(2 * plan), (intmax_t)west, (intmax_t)(4 * west));
	as(w, "", 0);
	world_import(w, IMPORT_KIND(TARGETS), targets);
	as_office(w);
	assert_string_equal(row(w, "", "", 202001)->support_rate, "50");
	assert_string_equal(row(w, "unit", "west", 202001)->support_rate, "25");
	as(w, "west", ROLE(COUNTY));
	assert_string_equal(row(w, "unit", "west", 202001)->support_rate, "25");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(all_groups_add_up_to_the_whole),
	    TEST(a_county_gets_the_numbers_of_its_own),
	    TEST(a_project_takes_its_months_with_it),
	    TEST(whatever_places_a_project_moves_it),
	    TEST(a_holiday_moves_a_deadline_into_another_month),
	    TEST(lamps_are_those_of_the_clearing_rate),
	    TEST(a_planned_start_stays_planned_after_it),
	    TEST(a_base_stands_for_the_year_before),
	    TEST(a_published_ranking_stays),
	    TEST(the_share_of_industry_follows_the_categories),
	    TEST(the_support_rate_is_of_the_target),
	    TEST(two_open_years_keep_their_numbers_apart),
	    TEST(what_lacks_before_a_month_is_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
