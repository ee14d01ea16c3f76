#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/hex.h"

static void bytes_are_written_and_read_back(void **state)
{
	uint8_t all[256], back[256];
	char text[2 * sizeof all + 1];

	(void)state;
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (uint8_t)i;
	assert_ptr_equal(hex_text(BYTES(all, sizeof all), text), text);
	assert_int_equal(strlen(text), 2 * sizeof all);
	assert_memory_equal(text, "000102030405060708090a0b", 24);
	assert_true(hex_parse(text, back, sizeof back));
	assert_memory_equal(all, back, sizeof all);
	assert_string_equal(hex_text(BYTES(NULL, 0), text), "");
}

static void only_so_many_digits_are_taken(void **state)
{
	static const char *const bad[] = {"",	  "0",	  "00f",  "00ff0", "00ff00",
					  "0x0f", "00 f", "00fg", "-0ff",  "00f\xef"};
	uint8_t b[2];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(hex_parse(bad[i], b, sizeof b));
	assert_true(hex_parse("00fF", b, sizeof b));
	assert_int_equal(b[1], 0xff);
	assert_int_equal(hex_digit('a'), 10);
	assert_int_equal(hex_digit('F'), 15);
	assert_int_equal(hex_digit('g'), -1);
	assert_int_equal(hex_digit('\0'), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bytes_are_written_and_read_back),
	    cmocka_unit_test(only_so_many_digits_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
