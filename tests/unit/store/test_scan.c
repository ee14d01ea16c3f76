#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct world {
	char *dir;
	struct db *db;
	struct txn *t;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	struct db_config c = {.map_bytes = 64 << 20, .sync = true};

	assert_non_null(w);
	w->dir = ttemp_new();
	c.dir = w->dir;
	assert_int_equal(db_open(&w->db, &c), 0);
	assert_int_equal(txn_begin(&w->t, w->db, true), 0);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	txn_abort(w->t);
	db_free(w->db);
	ttemp_remove(w->dir);
	free(w);
	return 0;
}

static void put2(struct txn *t, uint32_t a, uint32_t b)
{
	uint32_t value = a * 1000 + b;

	txn_put(t, TABLE_link, key_bytes(key_u32(key_u32(KEY(), a), b)), BYTES(&value, 4));
}

/* The second number of the key. Asserts that the value belongs to the key. */
static uint32_t second(const struct scan *s)
{
	struct key_reader r = {.rest = s->key, .ok = true};
	uint32_t a = key_read_u32(&r), b = key_read_u32(&r), value;

	assert_true(r.ok && s->value.size == 4);
	memcpy(&value, s->value.data, 4);
	assert_int_equal(value, a * 1000 + b);
	return b;
}

static void a_prefix_gives_its_entries_in_order_and_no_others(void **state)
{
	struct txn *t = ((struct world *)*state)->t;
	struct scan s;
	uint32_t n;

	for (uint32_t a = 0; a < 20; a++)
		for (uint32_t b = 25; b-- > 0;)
			put2(t, a, b);
	put2(t, UINT32_MAX, 1);
	for (uint32_t a = 0; a < 20; a++) {
		n = 0;
		s = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), a)));
		while (scan_next(&s))
			assert_int_equal(second(&s), n++);
		assert_int_equal(n, 25);
		assert_false(scan_next(&s)); /* still at the end */
	}
	s = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), 77)));
	assert_false(scan_next(&s));
	s = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), UINT32_MAX)));
	assert_true(scan_next(&s));
	assert_false(scan_next(&s));
	n = 0;
	s = scan_start(t, TABLE_link, BYTES(NULL, 0));
	while (scan_next(&s))
		n++;
	assert_int_equal(n, 501);
	s = scan_start(t, TABLE_report, BYTES(NULL, 0));
	assert_false(scan_next(&s));
	assert_int_equal(txn_error(t), 0);
}

static void a_page_begins_after_the_last_ones_key(void **state)
{
	struct txn *t = ((struct world *)*state)->t;
	struct bytes prefix = key_bytes(key_u32(KEY(), 1));
	struct scan s;

	put2(t, 0, 9);
	for (uint32_t b = 0; b < 10; b += 2)
		put2(t, 1, b);
	put2(t, 2, 0);
	s = scan_after(t, TABLE_link, prefix, key_bytes(key_u32(key_u32(KEY(), 1), 4)));
	assert_true(scan_next(&s));
	assert_int_equal(second(&s), 6);
	/* starts after the key, even if the key has been deleted */
	s = scan_after(t, TABLE_link, prefix, key_bytes(key_u32(key_u32(KEY(), 1), 5)));
	assert_true(scan_next(&s));
	assert_int_equal(second(&s), 6);
	s = scan_after(t, TABLE_link, prefix, key_bytes(key_u32(key_u32(KEY(), 1), 8)));
	assert_false(scan_next(&s));
	/* a start before the prefix begins with the prefix; one after it ends at once */
	s = scan_after(t, TABLE_link, prefix, key_bytes(key_u32(KEY(), 0)));
	assert_true(scan_next(&s));
	assert_int_equal(second(&s), 0);
	s = scan_after(t, TABLE_link, prefix, key_bytes(key_u32(KEY(), 2)));
	assert_false(scan_next(&s));
}

static void a_table_may_be_written_between_two_steps(void **state)
{
	struct txn *t = ((struct world *)*state)->t;
	uint32_t n = 0;
	struct scan s;

	for (uint32_t b = 0; b < 1000; b++)
		put2(t, 1, b * 2);
	s = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), 1)));
	while (scan_next(&s)) {
		assert_int_equal(second(&s), n * 2);
		if (n % 3 == 0)
			txn_del(t, TABLE_link, s.key); /* the current row */
		if (n % 5 == 0)
			put2(t, 0, n); /* before the prefix */
		if (n % 7 == 0)
			put2(t, 2, n); /* after the prefix */
		txn_put(t, TABLE_progress, s.key, BYTES_STR("elsewhere"));
		n++;
	}
	assert_int_equal(n, 1000);
	assert_int_equal(txn_error(t), 0);
}

static void what_is_put_ahead_is_met_and_what_is_deleted_ahead_is_not(void **state)
{
	struct txn *t = ((struct world *)*state)->t;
	struct scan s;

	put2(t, 1, 10);
	put2(t, 1, 30);
	put2(t, 1, 40);
	s = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), 1)));
	assert_true(scan_next(&s));
	put2(t, 1, 20);
	txn_del(t, TABLE_link, key_bytes(key_u32(key_u32(KEY(), 1), 30)));
	assert_true(scan_next(&s));
	assert_int_equal(second(&s), 20);
	assert_true(scan_next(&s));
	assert_int_equal(second(&s), 40);
	assert_false(scan_next(&s));
}

static void scans_of_one_table_do_not_disturb_each_other(void **state)
{
	struct txn *t = ((struct world *)*state)->t;
	struct scan outer, inner;
	uint32_t n = 0, m;

	for (uint32_t a = 0; a < 5; a++)
		for (uint32_t b = 0; b < 20; b++)
			put2(t, a, b);
	outer = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), 3)));
	while (scan_next(&outer)) {
		struct bytes k, v;

		assert_int_equal(second(&outer), n++);
		m = 0;
		inner = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), n % 5)));
		while (m < 7 && scan_next(&inner))
			assert_int_equal(second(&inner), m++);
		assert_true(txn_last(t, TABLE_link, BYTES(NULL, 0), &k, &v));
		assert_true(txn_get(t, TABLE_link, outer.key, &v));
	}
	assert_int_equal(n, 20);
}

static void the_last_entry_under_a_prefix_is_found(void **state)
{
	struct txn *t = ((struct world *)*state)->t;
	static const uint8_t all_ff[4] = {0xff, 0xff, 0xff, 0xff};
	struct bytes k, v;

	assert_false(txn_last(t, TABLE_link, BYTES(NULL, 0), &k, &v));
	put2(t, 1, 5);
	put2(t, 1, 9);
	put2(t, 3, 2);
	assert_true(txn_last(t, TABLE_link, key_bytes(key_u32(KEY(), 1)), &k, &v));
	assert_true(bytes_equal(k, key_bytes(key_u32(key_u32(KEY(), 1), 9))));
	assert_true(txn_last(t, TABLE_link, key_bytes(key_u32(KEY(), 3)), &k, &v));
	assert_true(bytes_equal(k, key_bytes(key_u32(key_u32(KEY(), 3), 2))));
	assert_false(txn_last(t, TABLE_link, key_bytes(key_u32(KEY(), 0)), &k, &v));
	assert_false(txn_last(t, TABLE_link, key_bytes(key_u32(KEY(), 2)), &k, &v));
	assert_false(txn_last(t, TABLE_link, BYTES(all_ff, 4), &k, &v));
	put2(t, UINT32_MAX, 7);
	assert_true(txn_last(t, TABLE_link, BYTES(all_ff, 4), &k, &v));
	assert_true(txn_last(t, TABLE_link, BYTES(NULL, 0), &k, &v));
	assert_true(bytes_equal(k, key_bytes(key_u32(key_u32(KEY(), UINT32_MAX), 7))));
	assert_int_equal(txn_error(t), 0);
}

/* Random writes and steps of several scans are compared with a model, an array of flags. */
static void random_writes_and_steps_agree_with_a_plain_model(void **state)
{
	enum { N = 400, SCANS = 4 };
	struct txn *t = ((struct world *)*state)->t;
	bool there[N] = {false};
	struct scan scans[SCANS];
	int at[SCANS];

	srand(3);
	for (int i = 0; i < SCANS; i++) {
		scans[i] = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), 1)));
		at[i] = -1;
	}
	for (int step = 0; step < 30000; step++) {
		int b = rand() % N, i = rand() % SCANS, next;

		if (rand() % 3 == 0) {
			there[b] = rand() % 2;
			if (there[b])
				put2(t, 1, (uint32_t)b);
			else
				txn_del(t, TABLE_link,
					key_bytes(key_u32(key_u32(KEY(), 1), (uint32_t)b)));
			continue;
		}
		for (next = at[i] + 1; next < N && !there[next];)
			next++;
		if (next < N) {
			assert_true(scan_next(&scans[i]));
			assert_int_equal(second(&scans[i]), next);
			at[i] = next;
		} else {
			assert_false(scan_next(&scans[i]));
			scans[i] = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), 1)));
			at[i] = -1;
		}
	}
	assert_int_equal(txn_error(t), 0);
}

/* As in a circle of pages: the step leads to a key that is not behind the last one. */
static void a_step_back_is_damage_and_ends_the_scan(void **state)
{
	struct txn *t = ((struct world *)*state)->t;
	struct scan s;

	for (uint32_t b = 0; b < 10; b++)
		put2(t, 1, b);
	s = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), 1)));
	assert_true(scan_next(&s));
	assert_true(scan_next(&s));
	s.last[s.last_size - 1] = 7; /* the next one is 2 */
	assert_false(scan_next(&s));
	assert_int_equal(txn_error(t), -EBADMSG);
}

static void a_row_that_was_seen_must_be_there_to_be_taken(void **state)
{
	struct txn *t = ((struct world *)*state)->t;

	put2(t, 1, 1);
	txn_take(t, TABLE_link, key_bytes(key_u32(key_u32(KEY(), 1), 1)));
	assert_int_equal(txn_error(t), 0);
	assert_int_equal(txn_count(t, TABLE_link), 0);
	txn_take(t, TABLE_link, key_bytes(key_u32(key_u32(KEY(), 1), 1)));
	assert_int_equal(txn_error(t), -EBADMSG);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_prefix_gives_its_entries_in_order_and_no_others),
	    TEST(a_page_begins_after_the_last_ones_key),
	    TEST(a_table_may_be_written_between_two_steps),
	    TEST(what_is_put_ahead_is_met_and_what_is_deleted_ahead_is_not),
	    TEST(scans_of_one_table_do_not_disturb_each_other),
	    TEST(the_last_entry_under_a_prefix_is_found),
	    TEST(a_step_back_is_damage_and_ends_the_scan),
	    TEST(a_row_that_was_seen_must_be_there_to_be_taken),
	    TEST(random_writes_and_steps_agree_with_a_plain_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
