/* A full year of the sample city: plans, monthly reports by forty units, reviews and returns, late
 * and corrected figures, 集中开工 followed until 入库, changes of a list, next year's list and the
 * close of the year. The expected results are computed here, independently of the daemon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "engine/keeper/invariants.h"
#include "lib/noun/tyear.h"
#include "lib/world/world.h"
#include "lib/world/world_export.h"
#include "model/core/counter.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/year/year.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"

#define CITY SOURCE_DIR "/tests/data/nanchang2020/"
#define KIND(k) DUBAN__IMPORT_KIND__IMPORT_KIND_##k

enum {
	PROJECTS_MAX = VERDICTS_MAX,
	UNITS_MAX = 80,
	CSV_BYTES = 256 * 1024,
	GATHERED = 10,
	ENTERED = 6
};

struct one {
	char code[CODE_MAX + 1];
	char unit[ID_MAX + 1], sector[ID_MAX + 1];
	int64_t plan;
	int64_t booked[13]; /* by month, as expected */
	int64_t march;
	uint32_t report; /* of the current month */
	bool late;
};

struct year {
	struct world *w;
	struct one one[PROJECTS_MAX]; /* 在建 */
	size_t n;
	char gathered[GATHERED][CODE_MAX + 1];
	char *csv;
	size_t len;
};

static void line(struct year *y, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void line(struct year *y, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	y->len += (size_t)vsnprintf(y->csv + y->len, CSV_BYTES - y->len, fmt, ap);
	va_end(ap);
	assert_true(y->len < CSV_BYTES);
}

static void begin_file(struct year *y, const char *header)
{
	y->len = 0;
	line(y, "%s\n", header);
}

static const char *unit_id(struct world *w, uint32_t num)
{
	Duban__Unit *u = unit_get(engine_txn(w->engine), w->arena, num);

	return u ? u->id : "";
}

/* ---- January: the units */

/* Each owner (业主) below a county or a department gets some of its projects. */
static void share_out(struct year *y)
{
	struct txn *t = engine_txn(y->w->engine);
	size_t given[UNITS_MAX * 2] = {0}, owners = 0;

	begin_file(y, "code,unit");
	for (uint32_t u = 1; u <= counter_last(t, "unit"); u++) {
		Duban__Unit *owner = unit_get(t, y->w->arena, u);
		size_t taken = 0;

		if (owner->kind != DUBAN__UNIT_KIND__UNIT_KIND_OWNER)
			continue;
		owners++;
		for (uint32_t p = 1; p <= counter_last(t, "project") && taken < 3; p++) {
			Duban__Project *one = project_get(t, y->w->arena, p);

			if (one->unit != owner->parent || one->stage != STAGE(BUILDING) ||
			    given[one->unit] > p)
				continue;
			line(y, "%s,%s\n", one->code, owner->id);
			given[one->unit] = p + 1;
			taken++;
		}
	}
	assert_true(owners >= 22);
	world_import(y->w, KIND(PROJECTS), y->csv);
}

static void remember(struct year *y)
{
	struct txn *t = engine_txn(y->w->engine);
	char seen[UNITS_MAX * 2] = {0};
	size_t units = 0, gathered = 0;

	for (uint32_t p = 1; p <= counter_last(t, "project"); p++) {
		Duban__Project *one = project_get(t, y->w->arena, p);
		struct one *o = &y->one[y->n];

		if (one->stage == STAGE(PLANNED_START) && gathered < GATHERED)
			(void)snprintf(y->gathered[gathered++], CODE_MAX + 1, "%s", one->code);
		if (one->stage != STAGE(BUILDING) || !one->plan)
			continue;
		assert_true(y->n < PROJECTS_MAX);
		*o = (struct one){.plan = one->plan->fen};
		(void)snprintf(o->code, sizeof o->code, "%s", one->code);
		(void)snprintf(o->unit, sizeof o->unit, "%s", unit_id(y->w, one->unit));
		(void)snprintf(o->sector, sizeof o->sector, "%s", unit_id(y->w, one->sector));
		units += !seen[one->unit];
		seen[one->unit] = 1;
		y->n++;
	}
	assert_true(units >= 40);
	assert_int_equal(gathered, GATHERED);
}

/* ---- a month's reports */

static int64_t amount(const struct one *o, size_t i, unsigned month)
{
	return o->plan / 12 / 100 * (int64_t)(60 + (i * 7 + month * 3) % 60);
}

static void hand_in_all(struct year *y, unsigned month)
{
	for (size_t i = 0; i < y->n; i++) {
		struct one *o = &y->one[i];

		as(y->w, o->unit, ROLE(UNIT));
		o->report = monthly(y->w, o->code, 202000 + month, amount(o, i, month));
		o->late = month < 12 && (i + month) % 37 == 0;
	}
}

static bool returned(size_t i, unsigned month)
{
	return (i + month) % 29 == 0;
}

/* Each department judges all its reports in one command; a returned report is submitted again. */
static void review_all(struct year *y, unsigned month)
{
	static struct verdicts v;
	char done[PROJECTS_MAX] = {0};

	for (size_t i = 0; i < y->n; i++) {
		if (done[i])
			continue;
		verdicts_begin(&v);
		for (size_t k = i; k < y->n; k++)
			if (strcmp(y->one[k].sector, y->one[i].sector) == 0) {
				verdicts_add(&v, y->one[k].report,
					     returned(k, month) ? RETURN : PASS);
				done[k] = 1;
			}
		as(y->w, y->one[i].sector, ROLE(SECTOR));
		world_ok(y->w, &v.q);
	}
	for (size_t i = 0; i < y->n; i++) {
		struct one *o = &y->one[i];

		if (!returned(i, month))
			continue;
		as(y->w, o->unit, ROLE(UNIT));
		o->report = monthly(y->w, o->code, 202000 + month, amount(o, i, month) / 2);
		as(y->w, o->sector, ROLE(SECTOR));
		world_ok(y->w, judge(o->report, PASS, 0));
	}
}

static void confirm_some(struct year *y, unsigned month, bool late)
{
	static struct verdicts v;

	verdicts_begin(&v);
	for (size_t i = 0; i < y->n; i++) {
		struct one *o = &y->one[i];
		int64_t fen = returned(i, month) ? amount(o, i, month) / 2 : amount(o, i, month);

		if (o->late != late)
			continue;
		verdicts_add(&v, o->report, PASS);
		/* after its month is locked, a report counts in the month that is open */
		o->booked[late ? month + 1 : month] += fen;
		if (month == 3)
			o->march = fen;
	}
	as_office(y->w);
	world_ok(y->w, &v.q);
	assert_int_equal(y->w->reply->report_review->confirmed, v.b.n_verdict);
}

static void until(struct year *y, unsigned year, unsigned month, const char *rest)
{
	char when[40];

	as(y->w, "", 0);
	(void)snprintf(when, sizeof when, "%u-%02u-%s", year, month, rest);
	world_until(y->w, when);
}

static void month_of_reports(struct year *y, unsigned month)
{
	unsigned next = month % 12 + 1, year = month == 12 ? 2021 : 2020;

	until(y, 2020, month, "25 10:00");
	hand_in_all(y, month);
	until(y, 2020, month, "28 10:00");
	review_all(y, month);
	until(y, year, next, "03 15:00");
	confirm_some(y, month, false);
	if (month < 12) {
		until(y, year, next, "20 15:00");
		confirm_some(y, month, true);
	}
}

static void sound(struct year *y)
{
	char *broken = engine_invariants(y->w->engine);

	if (broken)
		fail_msg("%s", broken);
}

/* ---- what else happens in a year */

static void gather(struct year *y)
{
	Duban__ProjectMoveRequest b = DUBAN__PROJECT_MOVE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	until(y, 2020, 3, "23 10:00");
	as_office(y->w);
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_MOVE;
	q.project_move = &b;
	b.to = STAGE(BUILDING);
	b.document = b.exemption = loose("先行开工批复〔2020〕7号");
	begin_file(y, "id,project,held,name,venue,place,leader");
	for (size_t i = 0; i < GATHERED; i++) {
		b.project = y->gathered[i];
		world_ok(y->w, &q);
		line(y, "2020Q1,%s,2020-03-23,一季度集中开工,%s,高新区,万例海\n", y->gathered[i],
		     i ? "分会场" : "主会场");
	}
	world_import(y->w, KIND(GATHERINGS), y->csv);
}

static void enter_library(struct year *y)
{
	static const char *const papers[] = {"filing", "contract", "unit_licence", "application",
					     "platform_page"};
	Duban__LibraryEnterRequest b = DUBAN__LIBRARY_ENTER_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	as_office(y->w);
	q.body_case = DUBAN__REQUEST__BODY_LIBRARY_ENTER;
	q.library_enter = &b;
	b.project = y->gathered[0];
	world_refused(y->w, &q, STATUS_CONFLICT, "library.paper_missing");
	begin_file(y, "project,paper,filed");
	for (size_t i = 0; i < ENTERED; i++)
		for (size_t k = 0; k < 5; k++)
			line(y, "%s,%s,2020-04-15\n", y->gathered[i], papers[k]);
	world_import(y->w, KIND(PAPERS), y->csv);
	for (size_t i = 0; i < ENTERED; i++) {
		b.project = y->gathered[i];
		world_ok(y->w, &q);
	}
}

static void correct_march(struct year *y)
{
	as(y->w, "", 0);
	for (size_t i = 0; i < 5; i++) {
		struct one *o = &y->one[i * 11 + 1];
		uint32_t num;

		as(y->w, o->unit, ROLE(UNIT));
		num = hand_in(y->w,
			      report(o->code, REPORT_FORM(CORRECTION), 202003, o->march / 10 * 9));
		as(y->w, o->sector, ROLE(SECTOR));
		world_ok(y->w, judge(num, PASS, 0));
		confirm(y->w, num);
		o->booked[7] += o->march / 10 * 9 - o->march;
	}
}

/* ---- next year's list */

/* Every third project continues with a plan; some units propose a new project. */
static void submit_candidates(struct year *y)
{
	for (size_t i = 0; i < y->n; i += 3) {
		begin_file(y, "year,code,name,unit,stage,total,plan,planned_start");
		line(y, "2021,%s,,,,,%lld元,\n", y->one[i].code, (long long)(y->one[i].plan / 200));
		if (i % 30 == 0)
			line(y,
			     "2021,NC2021-%03zu,新项目%zu,%s,计划新开工,2亿元,3000万元,2021-06\n",
			     i, i, y->one[i].unit);
		as(y->w, y->one[i].unit, ROLE(UNIT));
		world_import(y->w, KIND(CANDIDATES), y->csv);
	}
}

/* A department's sheet is exported and imported again with the answers. */
static void match_elements(struct year *y)
{
	world_ok(y->w, collection_asks(y->one[0].sector));
	world_refused(y->w, COLLECTION(APPROVE), STATUS_CONFLICT, "collection.awaited");
	begin_file(y, "year,code,element,result");
	for (size_t i = 0; i < y->n; i += 3)
		line(y, "2021,%s,用地,已落实\n", y->one[i].code);
	for (size_t i = 0; i < y->n; i += 30)
		line(y, "2021,NC2021-%03zu,用地,有条件落实\n", i);
	as(y->w, y->one[0].sector, ROLE(SECTOR));
	world_import(y->w, KIND(MATCHES), y->csv);
}

static void collect(struct year *y)
{
	until(y, 2020, 8, "21 10:00");
	as_office(y->w);
	world_ok(y->w, COLLECTION(OPEN));
	submit_candidates(y);
	as_office(y->w);
	world_ok(y->w, COLLECTION(FREEZE));
	as(y->w, y->one[0].sector, ROLE(SECTOR));
	begin_file(y, "year,code,unit,text");
	line(y, "2021,%s,%s,请核实总投资\n", y->one[0].code, y->one[0].sector);
	world_import(y->w, KIND(COMMENTS), y->csv);
	as_office(y->w);
	world_ok(y->w, COLLECTION(OPEN));
	begin_file(y, "year,code,unit,round,answer");
	line(y, "2021,%s,%s,1,已核实\n", y->one[0].code, y->one[0].sector);
	world_import(y->w, KIND(COMMENTS), y->csv);
	world_ok(y->w, COLLECTION(FREEZE));
	match_elements(y);
}

static size_t approve(struct year *y)
{
	as_office(y->w);
	world_ok(y->w, COLLECTION(APPROVE));
	return y->w->reply->last_seq - y->w->reply->first_seq;
}

/* ---- the close */

static void close_year(struct year *y, bool dry_run, uint32_t *ret_projects)
{
	Duban__YearCloseRequest b = DUBAN__YEAR_CLOSE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	as_office(y->w);
	b.year = 2020;
	b.dry_run = dry_run;
	q.body_case = DUBAN__REQUEST__BODY_YEAR_CLOSE;
	q.year_close = &b;
	b.without_reports = true; /* projects that never began never reported */
	do {
		Duban__YearCloseReply *r = world_ok(y->w, &q)->year_close;

		*ret_projects += r->projects;
		b.after = r->next;
	} while (b.after);
}

static void figures_are_as_reckoned(struct year *y)
{
	for (size_t i = 0; i < y->n; i++)
		for (unsigned m = 1; m <= 12; m++) {
			int64_t is = invested(y->w, y->one[i].code, 202000 + m);

			if (is != y->one[i].booked[m] && (is != -1 || y->one[i].booked[m]))
				fail_msg("%s %u: %lld, expected %lld", y->one[i].code, m,
					 (long long)is, (long long)y->one[i].booked[m]);
		}
}

static void verify_holds(struct year *y)
{
	Duban__VerifyRequest b = DUBAN__VERIFY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	as(y->w, "", 0);
	q.body_case = DUBAN__REQUEST__BODY_VERIFY;
	q.verify = &b;
	assert_true(world_ok(y->w, &q)->job->ok);
}

static void turn_the_year(struct year *y)
{
	uint32_t would = 0, did = 0;
	Duban__Project *p;

	until(y, 2021, 1, "12 10:00");
	close_year(y, true, &would);
	close_year(y, false, &did);
	assert_int_equal(would, did);
	assert_true(did > 500);
	p = project_get(engine_txn(y->w->engine), y->w->arena,
			project_by_code(engine_txn(y->w->engine), y->one[0].code));
	assert_int_equal(p->year, 2021);
	assert_int_equal(p->plan->fen, y->one[0].plan / 200 * 100);
	p = project_get(engine_txn(y->w->engine), y->w->arena,
			project_by_code(engine_txn(y->w->engine), y->one[1].code));
	assert_null(p->plan); /* 计划未下达 */
}

static void a_city_keeps_its_year(void **state)
{
	struct year *y = calloc(1, sizeof *y);
	struct world *other;

	(void)state;
	assert_true(y && (y->csv = malloc(CSV_BYTES)));
	y->w = world_new("2020-01-02 09:00", true);
	y->w->check = false;
	world_import_file(y->w, KIND(UNITS), CITY "units.csv");
	world_import_file(y->w, KIND(PEOPLE), CITY "people.csv");
	world_import_file(y->w, KIND(PROJECTS), CITY "projects.csv");
	share_out(y);
	library_before(y->w, "2019-12-31");
	remember(y);
	for (unsigned m = 1; m <= 12; m++) {
		if (m == 3)
			gather(y);
		if (m == 5) {
			enter_library(y);
			until(y, 2020, 5, "21 09:00");
			assert_int_equal(lamps_lit(y->w, "W05"), GATHERED - ENTERED);
		}
		if (m == 8) {
			list_turns(y->w, y->one[0].code);
			collect(y);
		}
		month_of_reports(y, m);
		if (m == 6)
			correct_march(y);
		if (m % 3 == 0)
			sound(y);
		if (m == 11)
			assert_true(approve(y) >= y->n / 3);
	}
	turn_the_year(y);
	figures_are_as_reckoned(y);
	sound(y);
	world_restart(y->w, false);
	figures_are_as_reckoned(y);
	verify_holds(y);
	as(y->w, "", 0);
	other = world_moved(y->w, "2021-01-12 10:00");
	assert_true(year_closed(engine_txn(other->engine), other->arena, 2020));
	world_free(other);
	world_free(y->w);
	free(y->csv);
	free(y);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_city_keeps_its_year)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
