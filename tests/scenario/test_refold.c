/* A store written by an older duband is converted when it is opened: its journal is folded again,
 * telephone numbers are kept, and an interrupted conversion starts again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "engine/core/recover.h"
#include "engine/core/refold.h"
#include "lib/tschema.h"
#include "lib/ttemp.h"
#include "lib/world/tkept.h"
#include "lib/world/world.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/state.h"
#include "store/db/txn.h"

/* Its number says schema 2. */
static int setup(void **state)
{
	struct kept *k = kept_new();

	tschema_set(k->dir, 2);
	*state = k;
	return 0;
}

static int teardown(void **state)
{
	kept_free(*state);
	return 0;
}

/* Checks that nothing changed. */
static struct world *open_same(const struct kept *o)
{
	struct world *w = kept_open_same(o);
	uint32_t person = 0;
	struct bytes contact;
	struct scan s;

	s = scan_start(engine_txn(w->engine), TABLE_contact, BYTES("", 0));
	while (scan_next(&s)) {
		contact = s.value;
		person +=
		    memmem(contact.data, contact.size, KEPT_PHONE, strlen(KEPT_PHONE)) != NULL;
	}
	assert_int_equal(person, 1);
	return w;
}

static void went_over(const struct kept *o, bool refolded)
{
	struct world *w = open_same(o);
	struct engine_refold f;

	assert_int_equal(engine_refolded(w->engine, &f), refolded);
	if (refolded) {
		assert_int_equal(f.schema, 2);
		assert_int_equal(f.events, o->seq);
	}
	assert_true(kept_has(o, "data.mdb.old"));
	assert_false(kept_has(o, "data.mdb.schema-2"));
	/* the clock goes on */
	world_work(w);
	world_until(w, "2020-03-02T09:00");
	world_free(w);
}

static void the_journal_is_folded_anew(void **state)
{
	went_over(*state, true);
}

static void the_next_start_is_a_plain_one(void **state)
{
	const struct kept *o = *state;
	struct engine_refold f;
	struct world *w;

	world_free(open_same(o));
	w = open_same(o);
	assert_false(engine_refolded(w->engine, &f));
	world_free(w);
}

static void a_start_that_ended_after_the_rename_begins_again(void **state)
{
	const struct kept *o = *state;

	kept_move(o, "data.mdb", "data.mdb.schema-2");
	went_over(o, true);
}

static void a_start_that_ended_in_the_fold_begins_again(void **state)
{
	const struct kept *o = *state;
	struct db_config c = {.dir = o->dir, .sync = true};
	struct db *db;

	kept_move(o, "data.mdb", "data.mdb.schema-2");
	assert_int_equal(db_open(&db, &c), 0);
	db_free(db);
	went_over(o, true);
}

static void a_start_that_ended_before_the_last_rename_has_nothing_to_fold(void **state)
{
	const struct kept *o = *state;

	world_free(open_same(o));
	kept_move(o, "data.mdb.old", "data.mdb.schema-2");
	went_over(o, false);
}

static void refused(const struct kept *o, const char *why)
{
	struct engine_config c = {.dir = o->dir,
				  .zone = "Asia/Shanghai",
				  .zone_minutes = 480,
				  .simulated = true,
				  .segment_bytes = 1024 * 1024,
				  .map_bytes = 1024LL * 1024 * 1024,
				  .reserve_bytes = 1};
	struct engine *e = NULL;

	assert_true(engine_open(&e, &c) < 0);
	assert_null(e);
	if (!strstr(engine_open_fault(), why))
		fail_msg("it says: %s", engine_open_fault());
}

static void a_journal_that_lacks_events_is_noticed(void **state)
{
	const struct kept *o = *state;

	kept_move(o, "journal", "elsewhere");
	refused(o, "restore the journal");
	refused(o, "restore the journal");
	assert_true(kept_has(o, "data.mdb.schema-2"));
	kept_move(o, "elsewhere", "journal");
	went_over(o, true);
}

static void a_newer_store_is_left_alone(void **state)
{
	const struct kept *o = *state;
	char aside[64];

	tschema_set(o->dir, DB_SCHEMA + 1);
	refused(o, "newer duband");
	assert_true(kept_has(o, "data.mdb"));
	(void)snprintf(aside, sizeof aside, "data.mdb.schema-%d", DB_SCHEMA + 1);
	assert_false(kept_has(o, aside));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_journal_is_folded_anew),
	    TEST(the_next_start_is_a_plain_one),
	    TEST(a_start_that_ended_after_the_rename_begins_again),
	    TEST(a_start_that_ended_in_the_fold_begins_again),
	    TEST(a_start_that_ended_before_the_last_rename_has_nothing_to_fold),
	    TEST(a_journal_that_lacks_events_is_noticed),
	    TEST(a_newer_store_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
