/* The sample city: its control totals equal the published ones, and a year of it works. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/keeper/invariants.h"
#include "lib/world/world.h"

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
	    TEST(half_a_year_of_the_city_keeps_every_invariant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
