/* A store whose data.mdb is damaged or gone is built again from its journal when it is opened; what
 * is wrong in a store that is open is found by its weekly check; verify names what folding gives
 * and what it does not. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "engine/core/refold.h"
#include "engine/keeper/keeper.h"
#include "engine/keeper/state_check.h"
#include "lib/ttemp.h"
#include "lib/world/tkept.h"
#include "lib/world/world.h"
#include "store/db/db.h"
#include "store/db/guard.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/state.h"
#include "store/db/txn.h"
#include "store/db/txn_private.h"

#define PAGE 4096U

static int setup(void **state)
{
	struct kept *k = kept_new();

	*state = k;
	return 0;
}

static int teardown(void **state)
{
	kept_free(*state);
	return 0;
}

static uint64_t contacts(struct engine *e)
{
	return txn_count(engine_txn(e), TABLE_contact);
}

static void was_built_again(const struct kept *d, const char *why, uint64_t phones)
{
	struct world *w = kept_open_same(d);
	struct engine_refold f;

	assert_true(engine_refolded(w->engine, &f));
	assert_int_equal(f.schema, 0);
	assert_int_equal(f.events, d->seq);
	if (!strstr(f.why, why))
		fail_msg("it says: %s", f.why);
	assert_int_equal(f.contacts_got, phones);
	assert_int_equal(contacts(w->engine), phones);
	assert_int_equal(f.contacts_lost, phones == 0);
	assert_false(kept_has(d, SUSPECT_FILE));
	assert_false(kept_has(d, "data.mdb.damaged"));
	/* the clock goes on */
	world_work(w);
	world_until(w, "2020-03-02T09:00");
	world_free(w);
	/* once */
	w = world_new_at(d->dir, KEPT_START);
	assert_false(engine_refolded(w->engine, &f));
	world_free(w);
}

/* Changes a bit of each page behind the heads, or of one. */
static void flip(const struct kept *d, size_t from, size_t n)
{
	size_t size;
	uint8_t *image = ttemp_read(kept_path(d, "data.mdb"), &size);

	for (size_t at = from * PAGE; at < size && at < (from + n) * PAGE; at += PAGE)
		image[at + 14] ^= 4;
	ttemp_write(kept_path(d, "data.mdb"), image, size);
	free(image);
}

static void a_damaged_file_is_built_again(void **state)
{
	const struct kept *d = *state;

	flip(d, 2, SIZE_MAX / PAGE - 2);
	was_built_again(d, "data.mdb is damaged: page ", 0);
	assert_true(kept_has(d, "data.mdb.damaged-2020-02-03"));
	assert_int_equal(engine_drop_damaged(d->dir), 0);
	assert_false(kept_has(d, "data.mdb.damaged-2020-02-03"));
}

static void a_file_that_is_gone_is_built_again(void **state)
{
	const struct kept *d = *state;

	assert_int_equal(unlink(kept_path(d, "data.mdb")), 0);
	was_built_again(d, "there was no data.mdb", 0);
}

/* The file is whole, but the process that used it said no. */
static void a_file_that_is_not_trusted_is_built_again_and_keeps_its_numbers(void **state)
{
	const struct kept *d = *state;

	assert_int_equal(engine_rebuild_next(d->dir, "somebody asked for it"), 0);
	was_built_again(d, "somebody asked for it", 2);
}

static void a_start_that_ended_after_the_rename_begins_again(void **state)
{
	const struct kept *d = *state;

	assert_int_equal(engine_rebuild_next(d->dir, "first of two"), 0);
	kept_move(d, "data.mdb", "data.mdb.damaged");
	was_built_again(d, "first of two", 2);
}

static void a_new_file_that_is_damaged_too_does_not_replace_the_one_with_the_numbers(void **state)
{
	const struct kept *d = *state;

	assert_int_equal(engine_rebuild_next(d->dir, "first of two"), 0);
	kept_move(d, "data.mdb", "data.mdb.damaged");
	ttemp_write(kept_path(d, "data.mdb"), "no heads", 8);
	was_built_again(d, "first of two", 2);
}

static void a_start_that_ended_before_the_last_rename_has_nothing_to_fold(void **state)
{
	const struct kept *d = *state;
	struct engine_refold f;
	struct world *w;

	assert_int_equal(engine_rebuild_next(d->dir, "once"), 0);
	world_free(kept_open_same(d));
	kept_move(d, "data.mdb.damaged-2020-02-03", "data.mdb.damaged");
	w = kept_open_same(d);
	assert_false(engine_refolded(w->engine, &f));
	assert_int_equal(contacts(w->engine), 2);
	assert_true(kept_has(d, "data.mdb.damaged-2020-02-03"));
	world_free(w);
}

/* ---- while it is open */

static int check_all(struct world *w)
{
	bool ended = false;
	int r = 0;

	for (unsigned i = 0; i < 1000 && !r && !ended; i++)
		r = engine_check_state(w->engine, &ended);
	return ended || r ? r : 1;
}

/* As if a row of the table had been lost by the tree alone. */
static void a_wrong_state_is_found_within_a_week_and_built_again(void **state)
{
	const struct kept *d = *state;
	struct world *w = kept_open_same(d);

	assert_int_equal(check_all(w), 1); /* its week is not over: nothing is read */
	engine_txn(w->engine)->sums.of[TABLE_link].a++;
	w->check = false;
	world_until(w, "2020-02-10T08:59");
	assert_int_equal(check_all(w), 1);
	assert_false(engine_distrusts(w->engine));
	world_until(w, "2020-02-10T09:00");
	assert_int_equal(check_all(w), -EBADMSG);
	assert_true(engine_distrusts(w->engine));
	assert_string_equal(engine_distrust_reason(w->engine),
			    "the rows of the table link do not add up to its sum");
	assert_int_equal(engine_rebuild_next(d->dir, engine_distrust_reason(w->engine)), 0);
	world_free(w);
	w = world_new_at(d->dir, KEPT_START);
	w->requests = 1000; /* other ids than those of the world before it */
	assert_int_equal(check_all(w), 1);
	world_until(w, "2020-02-17T09:00");
	assert_int_equal(check_all(w), 0);
	world_free(w);
}

/* ---- verify */

static void verify_says(const struct kept *d, const char *what)
{
	_cleanup_free_ char *text = NULL;
	uint8_t hash[HASH_SIZE];
	uint64_t seq;
	bool ok;

	assert_int_equal(engine_verify(d->dir, &ok, &seq, hash, &text), 0);
	assert_false(ok);
	if (!strstr(text, what) || !strstr(text, "dubanctl rebuild"))
		fail_msg("it says: %s", text);
}

/* As a fault of the program would: the sums know of it, the journal does not. */
static void lose_first(const struct kept *d, enum table table)
{
	struct db_config c = {.dir = d->dir, .sync = true};
	struct key k = {.size = 0};
	struct scan s;
	struct txn *t;
	struct db *db;

	assert_int_equal(db_open(&db, &c), 0);
	assert_int_equal(txn_begin(&t, db, true), 0);
	s = scan_start(t, table, BYTES("", 0));
	assert_true(scan_next(&s));
	key_raw(&k, s.key);
	txn_del(t, table, key_bytes(&k));
	assert_int_equal(txn_commit(t), 0);
	db_free(db);
}

static void verify_compares_what_is_derived_from_the_journal(void **state)
{
	const struct kept *d = *state;

	lose_first(d, TABLE_project_event);
	verify_says(d, "table project_event differs from the journal's at key ");
}

static void verify_checks_the_time_heap(void **state)
{
	const struct kept *d = *state;

	lose_first(d, TABLE_due);
	verify_says(d, "an armed subject has no due row");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_damaged_file_is_built_again),
	    TEST(a_file_that_is_gone_is_built_again),
	    TEST(a_file_that_is_not_trusted_is_built_again_and_keeps_its_numbers),
	    TEST(a_start_that_ended_after_the_rename_begins_again),
	    TEST(a_new_file_that_is_damaged_too_does_not_replace_the_one_with_the_numbers),
	    TEST(a_start_that_ended_before_the_last_rename_has_nothing_to_fold),
	    TEST(a_wrong_state_is_found_within_a_week_and_built_again),
	    TEST(verify_compares_what_is_derived_from_the_journal),
	    TEST(verify_checks_the_time_heap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
