/* The state hash and the comparison of two stores, as used by verify. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/state.h"
#include "store/db/txn.h"

static struct db *open_db(const char *dir)
{
	struct db_config c = {.dir = dir, .map_bytes = 64 << 20, .sync = true};
	struct db *db = NULL;

	assert_int_equal(db_open(&db, &c), 0);
	return db;
}

static struct txn *writer(struct db *db)
{
	struct txn *t = NULL;

	assert_int_equal(txn_begin(&t, db, true), 0);
	return t;
}

static struct bytes num(struct key *k, uint32_t v)
{
	return key_bytes(key_u32(k, v));
}
#define NUM(v) num(KEY(), v)

static void fill(struct db *db, uint32_t n)
{
	struct txn *t = writer(db);

	for (uint32_t i = 0; i < n; i++) {
		txn_put(t, TABLE_project, NUM(i), BYTES_STR("a project"));
		txn_put(t, TABLE_project_code, NUM(i * 7), NUM(i));
		txn_put(t, TABLE_due, NUM(i), BYTES(NULL, 0));
	}
	assert_int_equal(txn_commit(t), 0);
}

static void hash_of(struct db *db, uint8_t ret[32])
{
	struct txn *t;

	assert_int_equal(txn_begin(&t, db, false), 0);
	assert_int_equal(db_state_hash(t, ret), 0);
	txn_abort(t);
}

static void the_state_hash_depends_on_the_state_alone(void **state)
{
	_cleanup_free_ char *other = ttemp_path(*state, "other");
	_cleanup_(db_freep) struct db *a = open_db(*state), *b = open_db(other);
	uint8_t x[32], y[32];
	struct txn *t;

	fill(a, 500);
	/* the same rows by another way: another order, other commits, extra rows in between */
	fill(b, 700);
	t = writer(b);
	for (uint32_t i = 700; i-- > 500;) {
		txn_del(t, TABLE_project, NUM(i));
		txn_del(t, TABLE_project_code, NUM(i * 7));
	}
	assert_int_equal(txn_commit(t), 0);
	hash_of(a, x);
	hash_of(b, y);
	assert_memory_equal(x, y, 32); /* though their schedules differ */
	t = writer(b);
	txn_put(t, TABLE_contact, NUM(1), BYTES_STR("13800000000"));
	txn_put(t, TABLE_project_event, NUM(1), BYTES(NULL, 0));
	assert_int_equal(txn_commit(t), 0);
	hash_of(b, y);
	assert_memory_equal(x, y, 32);
	t = writer(b);
	txn_put(t, TABLE_unit, NUM(0), BYTES(NULL, 0));
	assert_int_equal(txn_commit(t), 0);
	hash_of(b, y);
	assert_memory_not_equal(x, y, 32);
}

static void compare(struct db *a, struct db *b, enum table table, uint32_t number)
{
	enum table found = TABLE_MAX_;
	struct bytes key = BYTES(NULL, 0);
	struct txn *s, *t;

	assert_int_equal(txn_begin(&s, a, false), 0);
	assert_int_equal(txn_begin(&t, b, false), 0);
	assert_int_equal(db_compare(s, t, &found, &key), 0);
	assert_int_equal(found, table);
	if (table != TABLE_MAX_)
		assert_true(bytes_equal(key, NUM(number)));
	assert_int_equal(db_compare(t, s, &found, &key), 0);
	assert_int_equal(found, table);
	txn_abort(s);
	txn_abort(t);
}

static void comparing_names_the_first_table_and_key_that_differ(void **state)
{
	_cleanup_free_ char *other = ttemp_path(*state, "other");
	_cleanup_(db_freep) struct db *a = open_db(*state), *b = open_db(other);
	struct txn *t;

	fill(a, 100);
	fill(b, 100);
	compare(a, b, TABLE_MAX_, 0);
	t = writer(b);
	txn_put(t, TABLE_warning, NUM(5), BYTES_STR("extra"));
	txn_del(t, TABLE_due, NUM(5));
	assert_int_equal(txn_commit(t), 0);
	compare(a, b, TABLE_warning, 5);
	t = writer(b);
	txn_put(t, TABLE_project, NUM(42), BYTES_STR("another"));
	assert_int_equal(txn_commit(t), 0);
	compare(a, b, TABLE_project, 42);
	t = writer(a);
	txn_del(t, TABLE_project, NUM(0));
	assert_int_equal(txn_commit(t), 0);
	compare(a, b, TABLE_project, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_state_hash_depends_on_the_state_alone),
	    TEST(comparing_names_the_first_table_and_key_that_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
