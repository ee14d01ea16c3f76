/* A year of changes by chance to what tallies count: reports in time, late and corrected, plans,
 * memberships, transfers of projects, mergers and renames of units in mid-year. After each month
 * the tallies equal a recount by verify, and one of this file's own from figures, plans and
 * memberships; rankings keep their rules; what was published stays as it was. DUBAN_SEED=N repeats
 * a year, DUBAN_SEEDS=N walks N of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/noun/treport.h"
#include "lib/order/torder.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "model/list/member.h"
#include "model/office/unit.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "model/report/figure.h"
#include "model/report/period.h"
#include "text/date.h"

enum { PROJECTS = 9, CHANGES_A_WEEK = 4, PUBLISHED_AFTER = 18, TEXT = 400, CHANGES = 7 };

static const char *const units[] = {"east", "site", "west", "north", "works", "roads"};
enum { UNITS = sizeof units / sizeof *units };

struct tally_walk {
	struct world *w;
	uint64_t dice;
	date_t today;
	char *published[12];	/* as they were shown first */
	uint32_t done[CHANGES]; /* of each kind of change */
};

static uint32_t below(struct tally_walk *x, uint32_t n)
{
	x->dice ^= x->dice << 13;
	x->dice ^= x->dice >> 7;
	x->dice ^= x->dice << 17;
	return (uint32_t)(x->dice >> 33) % n;
}

static uint32_t last_month(const struct tally_walk *x)
{
	uint32_t month = date_ymd(x->today) / 100;

	return month % 100 == 1 ? month - 89 : month - 1;
}

/* ---- changes; what is refused changes nothing, and that is checked, too */

static void put(struct tally_walk *x, Duban__ImportKind kind, const char *csv)
{
	as(x->w, "", 0);
	(void)world_import_ask(x->w, kind, csv);
}

static void some_report(struct tally_walk *x)
{
	char project[8];
	uint32_t p = below(x, PROJECTS);
	bool correction = below(x, 4) == 0;
	Duban__Request *q;

	(void)snprintf(project, sizeof project, "P%u", p);
	as_office(x->w);
	q = report(project, correction ? REPORT_FORM(CORRECTION) : 0, last_month(x),
		   1000 + below(x, 900000));
	if (world_ask(x->w, q)->status == DUBAN__STATUS__STATUS_OK)
		(void)world_ask(x->w, judge(x->w->reply->report->report->num, PASS, 0));
}

static void some_transfer(struct tally_walk *x)
{
	char text[TEXT];

	(void)snprintf(text, sizeof text, "code,unit\nP%u,%s\n", below(x, PROJECTS),
		       units[below(x, UNITS)]);
	put(x, IMPORT_KIND(PROJECTS), text);
}

static void some_place(struct tally_walk *x)
{
	static const char *const columns[] = {"category", "batch", "total(元)", "plan(元)"};
	uint32_t c = below(x, 4);
	char text[TEXT];

	(void)snprintf(text, sizeof text, "code,%s\nP%u,%u00%s\n", columns[c], below(x, PROJECTS),
		       1 + below(x, 3), c < 2 ? "类" : "000");
	put(x, IMPORT_KIND(PROJECTS), text);
}

static void some_member(struct tally_walk *x)
{
	char text[TEXT], day[DATE_TEXT_MAX];
	uint32_t p = below(x, PROJECTS);

	(void)date_text(x->today, day);
	if (below(x, 2))
		(void)snprintf(text, sizeof text, "project,list,joined\nP%u,甲,%s\n", p, day);
	else
		(void)snprintf(text, sizeof text,
			       "project,list,left,leave_reason,leave_document,leave_approver\n"
			       "P%u,甲,%s,调整,2号,王某\n",
			       p, day);
	put(x, IMPORT_KIND(MEMBERS), text);
}

/* A unit is renamed, or becomes a part of another one (合并): its projects count for that county.
 */
static void some_unit(struct tally_walk *x)
{
	char text[TEXT];
	uint32_t u = below(x, UNITS);

	if (below(x, 2))
		(void)snprintf(text, sizeof text, "id,name\n%s,%s第%u次更名\n", units[u], units[u],
			       below(x, 1000));
	else
		(void)snprintf(text, sizeof text, "id,parent\n%s,%s\n", units[u],
			       below(x, 2) ? units[below(x, UNITS)] : "-");
	put(x, IMPORT_KIND(UNITS), text);
}

static void some_life(struct tally_walk *x)
{
	static const char *const columns[] = {"started", "library", "completed"};
	char text[TEXT], day[DATE_TEXT_MAX];

	(void)date_text(x->today, day);
	(void)snprintf(text, sizeof text, "project,%s\nP%u,%s\n", columns[below(x, 3)],
		       below(x, PROJECTS), day);
	put(x, IMPORT_KIND(LIVES), text);
}

static void (*const changes[])(struct tally_walk *x) = {
    some_report, some_report, some_transfer, some_place, some_member, some_unit, some_life};

static void some_change(struct tally_walk *x)
{
	uint32_t i = below(x, CHANGES);

	changes[i](x);
	x->done[i] += x->w->reply->status == DUBAN__STATUS__STATUS_OK;
}

/* ---- the recount */

struct counted {
	uint32_t members;
	int64_t plan, cumulative;
};

/* What a project adds to its unit's numbers of a month, from the records themselves. */
static bool counts(struct tally_walk *x, uint32_t p, uint32_t unit, uint32_t month,
		   struct counted *io)
{
	struct txn *t = engine_txn(x->w->engine);
	struct arena *a = x->w->arena;
	date_t end = period_last_day(month);
	struct year_plans plans;
	struct figures figures;
	const Duban__Plan *plan;
	char code[8];
	const Duban__Project *of;

	(void)snprintf(code, sizeof code, "P%u", p);
	of = project_get(t, a, project_by_code(t, code));
	assert_non_null(of);
	if (of->unit != unit || !member_counts_on(t, a, of, "甲", end))
		return false;
	assert_int_equal(year_plans_load(t, a, of->num, month / 100, &plans), 0);
	assert_int_equal(
	    figures_load(t, a, of->num, (struct months){month / 100 * 100 + 1, month}, &figures),
	    0);
	plan = year_plan_on(&plans, end);
	io->members++;
	io->plan += plan && plan->amount ? plan->amount->fen : 0;
	for (size_t i = 0; i < figures.n; i++)
		io->cumulative +=
		    figures.figure[i]->invested ? figures.figure[i]->invested->fen : 0;
	return true;
}

static void recount(struct tally_walk *x, uint32_t month)
{
	char text[TEXT];

	clock_verify(x->w);
	as_office(x->w);
	(void)snprintf(text, sizeof text, "list=甲 month=%u by=unit", month);
	for (size_t u = 0; u < UNITS; u++) {
		const Duban__ListFiguresReply *b =
		    torder_ok(x->w, "list_figures", text)->list_figures;
		uint32_t num = unit_by_id(engine_txn(x->w->engine), units[u]);
		struct counted own = {.members = 0}, told = {.members = 0};

		for (size_t i = 0; i < b->n_months; i++)
			if (strcmp(b->months[i]->group, units[u]) == 0)
				told =
				    (struct counted){b->months[i]->members, b->months[i]->plan->fen,
						     b->months[i]->cumulative->fen};
		for (uint32_t p = 0; p < PROJECTS; p++)
			(void)counts(x, p, num, month, &own);
		assert_int_equal(told.members, own.members);
		assert_int_equal(told.plan, own.plan);
		assert_int_equal(told.cumulative, own.cumulative);
	}
}

/* ---- rankings */

static void ranks_keep_their_rules(const Duban__RankingShowReply *b)
{
	uint32_t top = 0, bottom = 0;

	for (size_t i = 0; i < b->n_row; i++) {
		const Duban__RankingRow *r = b->row[i];

		assert_true((r->rank == 0) == (r->projects == 0));
		if (i && r->rank)
			assert_true(r->rank == (uint32_t)i + 1 || r->rank == b->row[i - 1]->rank);
		if (i && !b->row[i - 1]->rank)
			assert_int_equal(r->rank, 0); /* those without projects stand last */
		top += r->place == DUBAN__RANKING_PLACE__RANKING_PLACE_TOP;
		bottom += r->place == DUBAN__RANKING_PLACE__RANKING_PLACE_BOTTOM;
		if (r->place == DUBAN__RANKING_PLACE__RANKING_PLACE_TOP)
			assert_true(r->rank <= 3);
	}
	assert_true(top + bottom <= b->n_row);
}

/* The packed reply, as hexadecimal. The caller frees it. */
static char *shown(struct tally_walk *x, uint32_t month)
{
	const Duban__RankingShowReply *b;
	uint8_t *bytes;
	char text[TEXT], *hex;
	size_t size;

	(void)snprintf(text, sizeof text, "list=甲 board=county month=%u", month);
	as_office(x->w);
	b = torder_ok(x->w, "ranking_show", text)->ranking_show;
	ranks_keep_their_rules(b);
	size = duban__ranking_show_reply__get_packed_size(b);
	bytes = malloc(size + 1);
	hex = malloc(size * 2 + 1);
	assert_true(bytes && hex);
	duban__ranking_show_reply__pack(b, bytes);
	*hex = 0;
	for (size_t i = 0; i < size; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	free(bytes);
	return hex;
}

static void publish(struct tally_walk *x, uint32_t month)
{
	char text[TEXT], *before = shown(x, month);

	(void)snprintf(text, sizeof text,
		       "list=甲 board=county month=%u document=1号 approver=王某", month);
	(void)torder_ok(x->w, "ranking_publish", text);
	free(before);
	x->published[month % 100 - 1] = shown(x, month);
}

/* ---- the year */

static void begin(struct tally_walk *x)
{
	char text[PROJECTS * 80 + 80] = "code,name,unit,category,stage,total,plan,year,list\n";

	city(x->w);
	world_import(x->w, IMPORT_KIND(UNITS), "id,name,kind,parent\nnorth,北湖区,county,\n");
	for (uint32_t p = 0; p < PROJECTS; p++)
		(void)snprintf(text + strlen(text), sizeof text - strlen(text),
			       "P%u,第%u个项目,%s,工业,在建,100000000,%u0000000,2020,甲\n", p, p,
			       units[p % UNITS], 1 + p % 4);
	world_import(x->w, IMPORT_KIND(PROJECTS), text);
}

/* At that hour of the day; what the changes before left to be counted anew is done by then. */
static void until(struct tally_walk *x, const char *hour)
{
	char when[DATE_TEXT_MAX + 8], text[DATE_TEXT_MAX];

	(void)snprintf(when, sizeof when, "%s %s", date_text(x->today, text), hour);
	as(x->w, "", 0);
	world_until(x->w, when);
}

static void a_year(uint64_t seed)
{
	struct tally_walk x = {.dice = seed * 2654435761u + 88172645463325252u};
	void *w = NULL;

	_Static_assert(sizeof changes / sizeof *changes == CHANGES, "one place each");
	print_message("seed %llu\n", (unsigned long long)seed);
	assert_int_equal(world_setup(&w), 0);
	x.w = w;
	begin(&x);
	for (date_t day = date_of(2020, 2, 3); day <= date_of(2020, 12, 28); day += 7) {
		x.today = day;
		until(&x, "09:00");
		for (int i = 0; i < CHANGES_A_WEEK; i++)
			some_change(&x);
		if (date_ymd(day) % 100 > PUBLISHED_AFTER &&
		    !x.published[last_month(&x) % 100 - 1]) {
			recount(&x, last_month(&x));
			until(&x, "09:30");
			publish(&x, last_month(&x));
		}
	}
	for (uint32_t i = 0; i < 12; i++) {
		char *now = x.published[i] ? shown(&x, 202001 + i) : NULL;

		if (now)
			assert_string_equal(now, x.published[i]);
		free(now);
		free(x.published[i]);
	}
	for (size_t i = 0; i < CHANGES; i++)
		assert_true(x.done[i] > 3);
	assert_int_equal(world_teardown(&w), 0);
}

static void tallies_equal_a_recount_whatever_changes(void **state)
{
	const char *one = getenv("DUBAN_SEED"), *many = getenv("DUBAN_SEEDS");
	uint64_t n = many ? strtoull(many, NULL, 10) : 2;

	(void)state;
	if (one)
		a_year(strtoull(one, NULL, 10));
	for (uint64_t i = 0; i < n && !one; i++)
		a_year(i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tallies_equal_a_recount_whatever_changes)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
