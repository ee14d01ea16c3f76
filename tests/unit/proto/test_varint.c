#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/varint.h"

static void numbers_go_there_and_back(void **state)
{
	static const struct {
		uint64_t value;
		size_t n;
	} rows[] = {{0, 1},	{1, 1},	    {127, 1},	     {128, 2},	       {300, 2},
		    {16383, 2}, {16384, 3}, {UINT32_MAX, 5}, {1ULL << 63, 10}, {UINT64_MAX, 10}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t b[VARINT_MAX];
		const uint8_t *at = b;
		uint64_t back = 7;

		assert_int_equal(varint_put(b, rows[i].value), rows[i].n);
		assert_int_equal(varint_take(&at, b + rows[i].n, 64, &back), VARINT_FINE);
		assert_true(back == rows[i].value);
		assert_ptr_equal(at, b + rows[i].n);
		at = b;
		assert_int_equal(varint_take(&at, b + rows[i].n - 1, 64, &back), VARINT_TRUNCATED);
	}
}

static void a_number_has_no_more_bits_than_its_field(void **state)
{
	static const struct {
		uint8_t b[11];
		size_t n;
		unsigned bits;
		enum varint verdict;
	} rows[] = {
	    {{0xff, 0xff, 0xff, 0xff, 0x0f}, 5, 32, VARINT_FINE},
	    {{0xff, 0xff, 0xff, 0xff, 0x1f}, 5, 32, VARINT_TOO_LONG},
	    {{0x80, 0x80, 0x80, 0x80, 0x80, 0x00}, 6, 32, VARINT_TOO_LONG},
	    {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02}, 10, 64, VARINT_TOO_LONG},
	    {{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0},
	     11,
	     64,
	     VARINT_TOO_LONG},
	    {{0x80, 0x00}, 2, 32, VARINT_FINE}, /* protobuf allows more bytes than needed */
	    {{0}, 0, 32, VARINT_TRUNCATED},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const uint8_t *at = rows[i].b;
		uint64_t v;

		assert_int_equal(varint_take(&at, rows[i].b + rows[i].n, rows[i].bits, &v),
				 rows[i].verdict);
		assert_true(at <= rows[i].b + rows[i].n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_go_there_and_back),
	    cmocka_unit_test(a_number_has_no_more_bits_than_its_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
