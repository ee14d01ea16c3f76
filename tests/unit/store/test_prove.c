/* A data.mdb that was changed behind LMDB's back is told, or answers as before. Nothing damaged is
 * kept: each image is made from a small store of this test, in its own folder. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/state.h"
#include "store/db/sum_walk.h"
#include "store/db/sums.h"
#include "store/db/txn.h"
#include "store/db/txn_private.h"
#include "store/pages/prove.h"
#include "store/pages/take_over.h"

#define ROWS 3000U
#define ROUNDS 12U
#define PAGE 4096U

struct store {
	char *dir, file[512];
	uint64_t seed;
};

static uint64_t roll(struct store *s)
{
	s->seed = s->seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return s->seed >> 33;
}

static struct db *open_db(const struct store *s)
{
	struct db_config c = {.dir = s->dir, .map_bytes = 256 << 20, .sync = true};
	struct db *db = NULL;

	if (db_open(&db, &c))
		fail_msg("seed %llu: %s", (unsigned long long)s->seed, db_open_fault());
	return db;
}

static struct txn *writer(struct db *db)
{
	struct txn *t = NULL;

	assert_int_equal(txn_begin(&t, db, true), 0);
	return t;
}

static int proven(const char *file, char why[256])
{
	why[0] = '\0';
	return pages_prove(file, why, 256);
}

static void is_whole(const char *file)
{
	char why[256];

	if (proven(file, why))
		fail_msg("%s", why);
}

/* Rows come, change their length and go, in some tables; most are short, a few take pages of their
 * own. */
static void change(struct store *s, struct txn *t)
{
	static const enum table some[] = {TABLE_link, TABLE_due, TABLE_contact, TABLE_request};
	static uint8_t value[VALUE_MAX];

	for (unsigned i = 0; i < ROWS / 4; i++) {
		enum table table = some[roll(s) % 4];
		struct bytes key = key_bytes(key_u32(key_u32(KEY(), 7), (uint32_t)roll(s) % ROWS));

		memset(value, (int)roll(s), 64);
		if (roll(s) % 4 == 0)
			txn_del(t, table, key);
		else
			txn_put(t, table, key,
				BYTES(value, roll(s) % (roll(s) % 100 ? 200 : VALUE_MAX)));
	}
	assert_int_equal(txn_error(t), 0);
}

static int setup(void **state)
{
	struct store *s = calloc(1, sizeof *s);

	assert_non_null(s);
	s->dir = ttemp_new();
	s->seed = 10;
	(void)snprintf(s->file, sizeof s->file, "%s/data.mdb", s->dir);
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct db *db = open_db(s);
		struct txn *t = writer(db);

		change(s, t);
		if (round % 3 == 2)
			txn_abort(t);
		else
			assert_int_equal(txn_commit(t), 0);
		db_free(db);
	}
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct store *s = *state;

	ttemp_remove(s->dir);
	free(s);
	return 0;
}

static void what_was_committed_is_whole(void **state)
{
	struct store *s = *state;
	char dir[600], file[700];
	struct db *db;

	is_whole(s->file);
	db = open_db(s);
	(void)snprintf(dir, sizeof dir, "%s/backup", s->dir);
	(void)snprintf(file, sizeof file, "%s/data.mdb", dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(db_copy(db, dir), 0);
	db_free(db);
	is_whole(file);
}

/* ---- images */

struct content {
	uint8_t hash[32];
	uint64_t rows;
};

/* What is found in the tables, in order and by key. */
static struct content content_of(const char *dir)
{
	struct db_config c = {.dir = dir, .read_only = true, .sync = true};
	struct content ret = {.rows = 0};
	struct db *db;
	struct txn *t;

	if (db_open(&db, &c))
		fail_msg("%s", db_open_fault());
	assert_int_equal(txn_begin(&t, db, false), 0);
	assert_int_equal(db_state_hash(t, ret.hash), 0);
	for (int i = 0; i < TABLE_MAX_; i++) {
		struct scan all = scan_start(t, (enum table)i, BYTES("", 0));

		while (scan_next(&all))
			ret.rows += txn_has(t, (enum table)i, all.key);
	}
	assert_int_equal(txn_error(t), 0);
	txn_abort(t);
	db_free(db);
	return ret;
}

/* One bit, at a place that is more often in the first bytes of a page: there is its structure. */
static void a_flipped_bit_is_told_or_changes_nothing(void **state)
{
	struct store *s = *state;
	struct content before = content_of(s->dir);
	unsigned told = 0, trials = 400;
	size_t size, at;
	uint8_t *image = ttemp_read(s->file, &size);

	for (unsigned i = 0; i < trials; i++) {
		uint8_t bit = (uint8_t)(1U << (roll(s) % 8));
		char why[256];

		at = roll(s) % (size / PAGE) * PAGE + roll(s) % (i % 2 ? 48 : PAGE);
		image[at] ^= bit;
		ttemp_write(s->file, image, size);
		if (proven(s->file, why)) {
			told++;
			assert_non_null(strstr(why, "data.mdb is damaged: "));
		} else {
			struct content after = content_of(s->dir);

			if (memcmp(&before, &after, sizeof before) != 0)
				fail_msg("bit %u of byte %zu", bit, at);
		}
		image[at] ^= bit;
	}
	print_message("%u of %u flips told, the others changed nothing\n", told, trials);
	assert_true(told > trials / 4);
	free(image);
}

static void a_shorter_file_is_told(void **state)
{
	struct store *s = *state;
	size_t size;
	uint8_t *image = ttemp_read(s->file, &size);
	char why[256];

	for (size_t keep = PAGE / 2; keep < size / 2; keep += size / 40) {
		ttemp_write(s->file, image, keep);
		assert_int_equal(proven(s->file, why), -EBADMSG);
	}
	free(image);
}

/* A page as it was some commits ago: each row in it is whole. */
static void an_old_page_is_told(void **state)
{
	struct store *s = *state;
	unsigned told = 0;
	size_t n_before, n, at;
	uint8_t *before = ttemp_read(s->file, &n_before), *after;
	struct content was, is;
	struct db *db = open_db(s);
	struct txn *t = writer(db);
	char why[256];

	change(s, t);
	assert_int_equal(txn_commit(t), 0);
	t = writer(db);
	change(s, t);
	assert_int_equal(txn_commit(t), 0);
	db_free(db);
	was = content_of(s->dir);
	after = ttemp_read(s->file, &n);
	for (at = 2UL * PAGE; at < n_before && at < n; at += PAGE) {
		uint8_t kept[PAGE];

		if (memcmp(after + at, before + at, PAGE) == 0)
			continue;
		memcpy(kept, after + at, PAGE);
		memcpy(after + at, before + at, PAGE);
		ttemp_write(s->file, after, n);
		memcpy(after + at, kept, PAGE);
		if (proven(s->file, why)) {
			told++;
			continue;
		}
		is = content_of(s->dir);
		assert_memory_equal(&was, &is, sizeof was);
	}
	print_message("%u old pages told\n", told);
	assert_true(told > 20);
	free(before);
	free(after);
}

/* ---- the sums */

/* The whole walk, a few rows at a time, while others write. */
static int walk(struct store *s, struct txn *t, struct db *db, bool writing, enum table *ret)
{
	_cleanup_(sum_walk_freep) struct sum_walk *w = NULL;
	bool done = false;
	int r = sum_walk_new(&w, db);

	while (!r && !done) {
		r = sum_walk_step(w, t, 97, &done, ret);
		if (writing && !r && roll(s) % 4 == 0)
			change(s, t);
	}
	return r;
}

static void the_walk_agrees_while_rows_come_and_go(void **state)
{
	struct store *s = *state;
	struct db *db = open_db(s);
	struct txn *t = writer(db);
	enum table at;

	assert_int_equal(walk(s, t, db, false, &at), 0);
	assert_int_equal(walk(s, t, db, true, &at), 0);
	assert_int_equal(txn_commit(t), 0);
	db_free(db);
	is_whole(s->file);
}

/* A row that LMDB lost or kept, as a wrong tree would have it. */
static void the_walk_finds_a_row_that_nobody_put(void **state)
{
	struct store *s = *state;
	struct db *db = open_db(s);
	struct txn *t = writer(db);
	struct table_sums kept = t->sums;
	enum table at = TABLE_MAX_;

	txn_put(t, TABLE_report, BYTES("x", 1), BYTES("y", 1));
	assert_int_equal(walk(s, t, db, false, &at), 0);
	t->sums = kept;
	assert_int_equal(walk(s, t, db, false, &at), -EBADMSG);
	assert_int_equal(at, TABLE_report);
	assert_int_equal(txn_error(t), -EBADMSG);
	txn_abort(t);
	db_free(db);
}

/* ---- saving rows */

static void rows_of_a_damaged_file_are_saved_as_far_as_they_can_be_read(void **state)
{
	struct store *s = *state, other = {.seed = 1};
	struct take_over whole = {.file = s->file}, part = {.file = s->file, .damaged = true};
	struct db *db;
	struct txn *t;
	size_t size;
	uint8_t *image = ttemp_read(s->file, &size);

	other.dir = ttemp_new();
	db = open_db(&other);
	t = writer(db);
	assert_int_equal(db_take_over(t, TABLE_contact, &whole), 0);
	assert_int_equal(whole.got, whole.had);
	assert_int_equal(txn_count(t, TABLE_contact), whole.had);
	/* every 40th page is gone, also of this table */
	for (size_t at = 4UL * PAGE; at < size; at += 40UL * PAGE)
		memset(image + at, 0xff, PAGE);
	ttemp_write(s->file, image, size);
	assert_int_equal(db_take_over(t, TABLE_contact, &part), 0);
	print_message("%llu of %llu rows saved\n", (unsigned long long)part.got,
		      (unsigned long long)whole.got);
	assert_true(part.got > 0 && part.got < whole.got);
	txn_abort(t);
	db_free(db);
	ttemp_remove(other.dir);
	free(image);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_was_committed_is_whole),
	    TEST(a_flipped_bit_is_told_or_changes_nothing),
	    TEST(a_shorter_file_is_told),
	    TEST(an_old_page_is_told),
	    TEST(the_walk_agrees_while_rows_come_and_go),
	    TEST(the_walk_finds_a_row_that_nobody_put),
	    TEST(rows_of_a_damaged_file_are_saved_as_far_as_they_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
