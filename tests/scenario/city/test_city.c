/* The sample city: its control totals equal the published ones, and a year of it works. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/keeper/invariants.h"
#include "lib/noun/tstage.h"
#include "lib/world/world.h"
#include "proto/limits.h"

#define CITY SOURCE_DIR "/tests/data/nanchang2020/"
#define YI INT64_C(10000000000) /* 亿元 in fen */

static void load(struct world *w)
{
	world_import_file(w, DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS, CITY "units.csv");
	world_import_file(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PEOPLE, CITY "people.csv");
	world_import_file(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS, CITY "projects.csv");
}

static const Duban__GroupTotal *group(Duban__GroupTotal *const *g, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(g[i]->name, name) == 0)
			return g[i];
	fail_msg("no group %s", name);
	return NULL;
}

static void control_totals_are_the_published_ones(void **state)
{
	struct world *w = *state;
	const Duban__ImportTotals *t;
	const Duban__GroupTotal *key;

	load(w);
	assert_non_null(w->reply->import);
	t = w->reply->import->done->totals;
	assert_non_null(t);
	assert_int_equal(t->projects, 586);
	assert_int_equal(t->withdrawn, 9);
	assert_int_equal(t->implementing, 472);
	assert_int_equal(t->planned_starts, 164);
	assert_int_equal(t->early, 114);
	assert_int_equal(t->total->fen, 103167 * YI / 10);
	assert_int_equal(t->plan->fen, 15598 * YI / 10);
	assert_int_equal(group(t->batch, t->n_batch, "第一批")->projects, 579);
	assert_int_equal(group(t->batch, t->n_batch, "第二批")->projects, 16);
	key = group(t->list, t->n_list, "市重点推进");
	assert_int_equal(key->projects, 100);
	assert_int_equal(key->total->fen, 30459 * YI / 10);
	assert_int_equal(key->plan->fen, 5616 * YI / 10);
}

static void importing_again_changes_nothing(void **state)
{
	struct world *w = *state;
	const Duban__ImportDone *d;

	load(w);
	world_import_file(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS, CITY "projects.csv");
	d = w->reply->import->done;
	assert_int_equal(d->rows, 595);
	assert_int_equal(d->unchanged, 595);
	assert_int_equal(d->created + d->updated, 0);
	assert_int_equal(d->absent_count, 0);
}

/* ---- one definition of who counts on a list on a day */

struct counted_list {
	size_t projects;
	int64_t total, plan;
};

static struct counted_list projects_of(struct world *w, const char *list)
{
	Duban__ProjectListRequest b = DUBAN__PROJECT_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct counted_list n = {0};
	char after[CODE_MAX + 1] = "";

	b.after = after;
	b.list = (char *)(uintptr_t)list;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_LIST;
	q.project_list = &b;
	do {
		const Duban__ProjectListReply *r = world_ok(w, &q)->project_list;

		for (size_t i = 0; i < r->n_project; i++) {
			n.total += r->project[i]->total->fen;
			n.plan += r->project[i]->plan->fen;
		}
		n.projects += r->n_project;
		(void)snprintf(after, sizeof after, "%s", r->next);
	} while (*after);
	return n;
}

static size_t shown(struct world *w, const char *list, uint32_t day)
{
	Duban__SheetRequest b = DUBAN__SHEET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint8_t after[256];
	size_t n = 0;

	b.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_MEMBERS;
	b.list = (char *)(uintptr_t)list;
	b.at_date = day;
	q.body_case = DUBAN__REQUEST__BODY_SHEET;
	q.sheet = &b;
	do {
		const Duban__SheetReply *r = world_ok(w, &q)->sheet;

		n += r->n_row;
		b.after = (ProtobufCBinaryData){.data = after, .len = r->next.len};
		assert_true(r->next.len <= sizeof after);
		if (r->next.len)
			memcpy(after, r->next.data, r->next.len);
	} while (b.after.len);
	return n;
}

static const Duban__ImportTotals *totals(struct world *w, const char *list, uint32_t day)
{
	Duban__ListTotalsRequest b = DUBAN__LIST_TOTALS_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.list = (char *)(uintptr_t)list;
	b.at_date = day;
	q.body_case = DUBAN__REQUEST__BODY_LIST_TOTALS;
	q.list_totals = &b;
	return world_ok(w, &q)->list_totals->totals;
}

static const Duban__ListMonth *figures(struct world *w, const char *list, uint32_t month)
{
	Duban__ListFiguresRequest b = DUBAN__LIST_FIGURES_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.list = (char *)(uintptr_t)list;
	b.year = month / 100;
	q.body_case = DUBAN__REQUEST__BODY_LIST_FIGURES;
	q.list_figures = &b;
	return world_ok(w, &q)->list_figures->months[month % 100 - 1];
}

static Duban__Request *list_leave(const char *project, const char *list)
{
	static Duban__ListLeaveRequest b;
	static Duban__Request q;

	duban__list_leave_request__init(&b);
	duban__request__init(&q);
	b.project = (char *)(uintptr_t)project;
	b.list = (char *)(uintptr_t)list;
	b.reason = (char *)(uintptr_t) "因故";
	b.approver = (char *)(uintptr_t) "市长";
	q.body_case = DUBAN__REQUEST__BODY_LIST_LEAVE;
	q.list_leave = &b;
	return &q;
}

static void all_agree(struct world *w, uint32_t day, size_t projects, int64_t plan)
{
	const Duban__ImportTotals *t = totals(w, "市重大重点", day);
	const Duban__ListMonth *m;

	assert_int_equal(t->projects, projects);
	assert_int_equal(t->plan->fen, plan);
	assert_int_equal(group(t->list, t->n_list, "市重大重点")->projects, projects);
	assert_int_equal(group(t->list, t->n_list, "市重大重点")->plan->fen, plan);
	m = figures(w, "市重大重点", day / 100);
	assert_int_equal(m->members, projects);
	assert_int_equal(m->plan->fen, plan);
	assert_int_equal(shown(w, "市重大重点", day), projects);
}

/* The nine that the file calls 退出 count nowhere. In March one withdraws and one leaves; in
 * February both still count, wherever and whenever it is asked. */
static void a_list_has_the_same_number_wherever_it_is_asked(void **state)
{
	struct world *w = *state;
	int64_t plan = 15598 * YI / 10;
	struct counted_list now;

	load(w);
	world_until(w, "2020-03-10T09:00");
	now = projects_of(w, "市重大重点");
	assert_int_equal(now.projects, 586);
	assert_int_equal(now.total, 103167 * YI / 10);
	assert_int_equal(now.plan, plan);
	assert_int_equal(shown(w, "市重大重点", 0), 586);
	all_agree(w, 20200229, 586, plan);
	assert_int_equal(totals(w, "", 0)->projects, 586);
	assert_int_equal(totals(w, "市重大重点", 0)->withdrawn, 9);

	world_ok(w, stage_move("NC2020-014", DUBAN__STAGE__STAGE_WITHDRAWN,
			       "reason=资金无着 approver=领导小组"));
	world_ok(w, list_leave("NC2020-016", "市重大重点"));
	now = projects_of(w, "市重大重点");
	assert_int_equal(now.projects, 584);
	assert_int_equal(now.plan, plan - (7100 + 2700) * INT64_C(1000000));
	assert_int_equal(shown(w, "市重大重点", 0), 584);
	world_until(w, "2020-04-01T09:00");
	all_agree(w, 20200229, 586, plan);
	all_agree(w, 20200331, 584, now.plan);
	assert_int_equal(totals(w, "市重大重点", 20200309)->projects, 586);
	assert_int_equal(totals(w, "市重大重点", 20200310)->projects, 584);
	assert_int_equal(totals(w, "市重大重点", 20200310)->withdrawn, 10);
	assert_int_equal(totals(w, "", 20200310)->projects, 585); /* it left the list only */
}

static void half_a_year_of_the_city_keeps_every_invariant(void **state)
{
	struct world *w = *state;
	char *broken;

	w->check = false;
	load(w);
	world_import_file(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS, CITY "chains.csv");
	for (int month = 2; month <= 7; month++) {
		char when[32];

		(void)snprintf(when, sizeof when, "2020-%02d-01T08:00", month);
		world_until(w, when);
		broken = engine_invariants(w->engine);
		if (broken)
			fail_msg("invariant: %s", broken);
	}
	assert_true(strlen(w->log) > 1000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(control_totals_are_the_published_ones),
	    TEST(importing_again_changes_nothing),
	    TEST(a_list_has_the_same_number_wherever_it_is_asked),
	    TEST(half_a_year_of_the_city_keeps_every_invariant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
