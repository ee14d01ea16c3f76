#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/z85.h"

static void the_example_of_the_rfc(void **state)
{
	static const uint8_t bytes[] = {0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B};
	uint8_t back[8];
	char text[11];

	(void)state;
	assert_string_equal(z85_text(bytes, sizeof bytes, text), "HelloWorld");
	assert_true(z85_parse(text, back, sizeof back));
	assert_memory_equal(back, bytes, sizeof bytes);
}

static void each_byte_comes_back(void **state)
{
	uint8_t bytes[256], back[256];
	char text[321];

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (uint8_t)(255 - i);
	assert_true(z85_parse(z85_text(bytes, sizeof bytes, text), back, sizeof back));
	assert_memory_equal(back, bytes, sizeof bytes);
}

static void other_texts_are_refused(void **state)
{
	static const char *const wrong[] = {"",		  "HelloWorl",	 "HelloWorlds",
					    "Hello orld", "Hello\"orld", "HelloWor\xC3\xA9",
					    "#####00000", "%nSc100000"};
	uint8_t back[8];

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(z85_parse(wrong[i], back, sizeof back));
	assert_true(z85_parse("%nSc000000", back, sizeof back)); /* 2^32 - 1 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_example_of_the_rfc),
	    cmocka_unit_test(each_byte_comes_back),
	    cmocka_unit_test(other_texts_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
