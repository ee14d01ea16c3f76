#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/crc32c.h"
#include "base/data.h"
#include "base/hash.h"

static void assert_hex(const uint8_t *digest, const char *hex)
{
	char text[2 * HASH_SIZE + 1];

	for (int i = 0; i < HASH_SIZE; i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
	assert_string_equal(text, hex);
}

#define SM3_ABC "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

/* GB/T 32905-2016, appendix A */
static void sm3_gives_the_standards_digests(void **state)
{
	uint8_t digest[HASH_SIZE];

	(void)state;
	assert_int_equal(sm3_of(BYTES_STR("abc"), BYTES(NULL, 0), digest), 0);
	assert_hex(digest, SM3_ABC);
	assert_int_equal(sm3_of(BYTES_STR("abcdabcdabcdabcdabcdabcdabcdabcd"),
				BYTES_STR("abcdabcdabcdabcdabcdabcdabcdabcd"), digest),
			 0);
	assert_hex(digest, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

static void a_running_digest_is_used_again(void **state)
{
	_cleanup_(sm3_freep) struct sm3 *s = NULL;
	uint8_t digest[HASH_SIZE];

	(void)state;
	assert_int_equal(sm3_new(&s), 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(sm3_start(s), 0);
		assert_int_equal(sm3_add(s, BYTES_STR("a")), 0);
		assert_int_equal(sm3_add(s, BYTES(NULL, 0)), 0);
		assert_int_equal(sm3_add(s, BYTES_STR("bc")), 0);
		assert_int_equal(sm3_end(s, digest), 0);
		assert_hex(digest, SM3_ABC);
	}
	/* sm3_start() discards an unfinished hash */
	assert_int_equal(sm3_start(s), 0);
	assert_int_equal(sm3_add(s, BYTES_STR("xyz")), 0);
	assert_int_equal(sm3_start(s), 0);
	assert_int_equal(sm3_add(s, BYTES_STR("abc")), 0);
	assert_int_equal(sm3_end(s, digest), 0);
	assert_hex(digest, SM3_ABC);
}

static void crc32c_gives_the_known_values(void **state)
{
	static const uint8_t zero[32];

	(void)state;
	assert_int_equal(crc32c(0, BYTES_STR("123456789")), 0xe3069283);
	assert_int_equal(crc32c_portable(0, BYTES_STR("123456789")), 0xe3069283);
	/* RFC 3720, B.4 */
	assert_int_equal(crc32c(0, BYTES(zero, 32)), 0x8a9136aa);
	assert_int_equal(crc32c(0, BYTES(NULL, 0)), 0);
}

static void both_ways_of_crc32c_agree_at_every_length_and_alignment(void **state)
{
	uint8_t data[400];

	(void)state;
	srand(1);
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)rand();
	for (size_t from = 0; from < 9; from++)
		for (size_t n = 0; n + from <= sizeof data; n++) {
			struct bytes b = BYTES(data + from, n);

			assert_int_equal(crc32c((uint32_t)n, b), crc32c_portable((uint32_t)n, b));
		}
}

static void crc32c_goes_on_piece_by_piece(void **state)
{
	(void)state;
	for (size_t cut = 0; cut <= 9; cut++) {
		uint32_t crc = crc32c(0, BYTES("123456789", cut));

		assert_int_equal(crc32c(crc, BYTES(&"123456789"[cut], 9 - cut)), 0xe3069283);
	}
}

static void the_shipped_data_is_inside(void **state)
{
	struct bytes calendar = data_calendar(), parameters = data_parameters();

	(void)state;
	assert_true(calendar.size > 1000 && parameters.size > 100);
	assert_int_equal(((const char *)calendar.data)[calendar.size], 0);
	assert_non_null(strchr(calendar.data, ','));
	assert_non_null(strstr(parameters.data, "W01"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sm3_gives_the_standards_digests),
	    cmocka_unit_test(a_running_digest_is_used_again),
	    cmocka_unit_test(crc32c_gives_the_known_values),
	    cmocka_unit_test(both_ways_of_crc32c_agree_at_every_length_and_alignment),
	    cmocka_unit_test(crc32c_goes_on_piece_by_piece),
	    cmocka_unit_test(the_shipped_data_is_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
