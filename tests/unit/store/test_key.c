#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/db/db.h"
#include "store/db/key.h"

static int order(const struct key *a, const struct key *b)
{
	size_t n = a->size < b->size ? a->size : b->size;
	int c = memcmp(a->data, b->data, n);

	return c ? (c > 0) - (c < 0) : (a->size > b->size) - (a->size < b->size);
}

static uint64_t random_u64(void)
{
	uint64_t v = 0;

	for (int i = 0; i < 5; i++)
		v = v << 15 ^ (uint64_t)rand();
	/* random width, so that small and large numbers are equally frequent */
	return v >> (rand() % 64);
}

static void the_example_of_the_header_holds(void **state)
{
	static const uint8_t expected[] = {0, 0, 0, 0x11, 0, 0, 7, 0xe4, 0, 0, 0, 3};
	struct key *k = key_u32(key_u32(key_u32(KEY(), 17), 2020), 3);

	(void)state;
	assert_int_equal(k->size, sizeof expected);
	assert_memory_equal(k->data, expected, sizeof expected);
}

static void numbers_sort_as_numbers(void **state)
{
	(void)state;
	srand(7);
	for (int i = 0; i < 20000; i++) {
		uint64_t a = random_u64(), b = random_u64();
		int as_numbers = (a > b) - (a < b);
		uint32_t c = (uint32_t)a, d = (uint32_t)b;

		assert_int_equal(order(key_u64(KEY(), a), key_u64(KEY(), b)), as_numbers);
		assert_int_equal(order(key_u32(KEY(), c), key_u32(KEY(), d)), (c > d) - (c < d));
		assert_int_equal(
		    order(key_time(KEY(), (usec_t)(a >> 1)), key_time(KEY(), (usec_t)(b >> 1))),
		    (a >> 1 > b >> 1) - (a >> 1 < b >> 1));
	}
}

static void random_text(char *s, int max)
{
	int n = rand() % (max + 1);

	for (int i = 0; i < n; i++)
		s[i] = (char)("\x01-AZaz\x7f\xe5\xff"[rand() % 9]);
	s[n] = 0;
}

/* Texts of different lengths sort correctly although other parts follow: "a" + x < "ab" + y. */
static void composite_keys_sort_part_by_part(void **state)
{
	(void)state;
	srand(11);
	for (int i = 0; i < 20000; i++) {
		char s[5], t[5];
		uint32_t a = (uint32_t)rand() % 4, b = (uint32_t)rand() % 4;
		int text, expected;

		random_text(s, 4);
		random_text(t, 4);
		text = strcmp(s, t);
		expected = text ? (text > 0) - (text < 0) : (a > b) - (a < b);
		assert_int_equal(
		    order(key_u32(key_text(KEY(), s), a), key_u32(key_text(KEY(), t), b)),
		    expected);
	}
}

static void what_was_written_is_read_back(void **state)
{
	struct key *k = KEY();
	struct key_reader r;

	(void)state;
	key_u8(k, 7);
	key_text(k, "九龙湖");
	key_u64(key_u32(k, 0xfedcba98), 0x0123456789abcdef);
	key_time(key_text(k, ""), 1582819200000000);
	r = (struct key_reader){.rest = key_bytes(k), .ok = true};
	assert_int_equal(key_read_u8(&r), 7);
	assert_string_equal(key_read_text(&r), "九龙湖");
	assert_int_equal(key_read_u32(&r), 0xfedcba98);
	assert_true(key_read_u64(&r) == 0x0123456789abcdef);
	assert_string_equal(key_read_text(&r), "");
	assert_true(key_read_time(&r) == 1582819200000000);
	assert_true(r.ok && r.rest.size == 0);
}

static void a_short_key_reads_as_nothing_and_says_so(void **state)
{
	struct key *k = key_u32(KEY(), 5);

	(void)state;
	for (size_t n = 0; n < 4; n++) {
		struct key_reader r = {.rest = BYTES(k->data, n), .ok = true};

		assert_int_equal(key_read_u32(&r), 0);
		assert_false(r.ok);
		assert_int_equal(key_read_u8(&r), 0); /* keeps failing */
		assert_string_equal(key_read_text(&r), "");
	}
	/* a text without a terminator, and a time before 1970 */
	struct key_reader r = {.rest = BYTES("abc", 3), .ok = true};
	assert_string_equal(key_read_text(&r), "");
	assert_false(r.ok);
	r = (struct key_reader){.rest = key_bytes(key_u64(KEY(), UINT64_MAX)), .ok = true};
	assert_true(key_read_time(&r) == 0 && !r.ok);
	r = (struct key_reader){.rest = BYTES(NULL, 0), .ok = true};
	assert_string_equal(key_read_text(&r), "");
	assert_false(r.ok);
}

static void what_does_not_fit_leaves_it_empty_for_good(void **state)
{
	char text[KEY_MAX + 2];
	struct key *k = KEY();

	(void)state;
	memset(text, 'a', sizeof text);
	text[KEY_MAX] = 0;
	key_text(key_u8(k, 1), text);
	assert_int_equal(k->size, 0);
	key_u32(k, 5);
	assert_int_equal(k->size, 0);
	text[KEY_MAX - 1] = 0;
	assert_int_equal(key_text(KEY(), text)->size, KEY_MAX);
}

static void every_table_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < TABLE_MAX_; i++) {
		assert_true(table_name((enum table)i)[0]);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(table_name((enum table)i),
						table_name((enum table)k));
	}
	assert_int_equal(table_kind(TABLE_project), TABLE_KIND_STATE);
	assert_int_equal(table_kind(TABLE_due), TABLE_KIND_SCHEDULE);
	assert_int_equal(table_kind(TABLE_contact), TABLE_KIND_ASIDE);
	assert_string_equal(table_name(TABLE_MAX_), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_example_of_the_header_holds),
	    cmocka_unit_test(numbers_sort_as_numbers),
	    cmocka_unit_test(composite_keys_sort_part_by_part),
	    cmocka_unit_test(what_was_written_is_read_back),
	    cmocka_unit_test(a_short_key_reads_as_nothing_and_says_so),
	    cmocka_unit_test(what_does_not_fit_leaves_it_empty_for_good),
	    cmocka_unit_test(every_table_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
