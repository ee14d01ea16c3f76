#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/width.h"

static void tables_of_every_script_line_up(void **state)
{
	static const struct {
		const char *text;
		size_t width;
	} rows[] = {
	    {"", 0},
	    {"abc", 3},
	    {"南昌", 4},
	    {"（1）", 5},
	    {"，。、：；！？", 14},
	    {"“”", 2},
	    {"１２０．５", 10},
	    {"￥", 2},
	    {"㈠㎡", 4},
	    {"𠀀", 2},
	    /* of ambiguous width: as terminals draw them in a UTF-8 locale */
	    {"—", 1},
	    {"…", 1},
	    {"·", 1},
	    {"×→①▲●", 5},
	    /* combining or zero-width characters */
	    {"é", 1},
	    {"e\xCC\x81", 1},
	    {"a\u200bb", 2},
	    {"\ufeff", 0},
	    {"☀\ufe0f", 1},
	    {"\a\n", 0},
	    /* emoji */
	    {"🚧", 2},
	    {"🚀🟢🧱", 6},
	    /* missing in the table that was used before libunistring */
	    {"ﾊﾟ", 2},
	    {"힣", 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		print_message("'%s'\n", rows[i].text);
		assert_int_equal(text_width(rows[i].text), rows[i].width);
	}
}

static void damaged_text_still_has_a_width(void **state)
{
	(void)state;
	assert_int_equal(text_width("a\xff"
				    "b"),
			 3);
	assert_int_equal(text_width("\xe5\x8d"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tables_of_every_script_line_up),
	    cmocka_unit_test(damaged_text_still_has_a_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
