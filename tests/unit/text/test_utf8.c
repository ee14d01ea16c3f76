#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/utf8.h"

static void text_is_cut_between_characters(void **state)
{
	static const struct {
		const char *text;
		size_t max, n;
	} rows[] = {
	    {"", 0, 0},
	    {"abc", 0, 0},
	    {"abc", 2, 2},
	    {"abc", 3, 3},
	    {"abc", 9, 3},
	    {"南昌", 2, 0},
	    {"南昌", 3, 3},
	    {"南昌", 5, 3},
	    {"南昌", 6, 6},
	    {"a南", 3, 1},
	    {"\xF0\xA0\x80\x80", 3, 0},
	    {"é", 1, 0},
	    {"\x80\x80", 1, 0}, /* no UTF-8 at all */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(utf8_cut(rows[i].text, rows[i].max), rows[i].n);
}

static void no_step_goes_beyond_the_end(void **state)
{
	(void)state;
	assert_int_equal(utf8_step(""), 0);
	assert_int_equal(utf8_step("a"), 1);
	assert_int_equal(utf8_step("é"), 2);
	assert_int_equal(utf8_step("南"), 3);
	assert_int_equal(utf8_step("\xF0\xA0\x80\x80"), 4);
	assert_int_equal(utf8_step("\xe5\x8d"), 2);
	assert_int_equal(utf8_step("\xf0"), 1);
	assert_int_equal(utf8_length("泾县 a"), 4);
	assert_int_equal(utf8_length("南\xe5"), 2);
	assert_int_equal(utf8_length(""), 0);
}

static void full_width_marks_are_ascii_ones(void **state)
{
	(void)state;
	assert_int_equal(utf8_half_width("！"), '!');
	assert_int_equal(utf8_half_width("０"), '0');
	assert_int_equal(utf8_half_width("Ａ"), 'A');
	assert_int_equal(utf8_half_width("～"), '~');
	assert_int_equal(utf8_half_width("，"), ',');
	assert_int_equal(utf8_half_width("。"), 0);
	assert_int_equal(utf8_half_width("￥"), 0);
	assert_int_equal(utf8_half_width("a"), 0);
	assert_int_equal(utf8_half_width("\xef\xbc"), 0);
	assert_int_equal(utf8_half_width(""), 0);
}

static void blanks_are_of_many_widths(void **state)
{
	(void)state;
	assert_int_equal(utf8_blank(" "), 1);
	assert_int_equal(utf8_blank("\t"), 1);
	assert_int_equal(utf8_blank("\n"), 1);
	assert_int_equal(utf8_blank("\u00a0"), 2);
	assert_int_equal(utf8_blank("\u2002"), 3);
	assert_int_equal(utf8_blank("\u200b"), 3);
	assert_int_equal(utf8_blank("\u202f"), 3);
	assert_int_equal(utf8_blank("\u3000"), 3);
	assert_int_equal(utf8_blank("\ufeff"), 3);
	assert_int_equal(utf8_blank("\u200c"), 0);
	assert_int_equal(utf8_blank("南"), 0);
	assert_int_equal(utf8_blank("\xe3\x80"), 0);
	assert_int_equal(utf8_blank(""), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_is_cut_between_characters),
	    cmocka_unit_test(no_step_goes_beyond_the_end),
	    cmocka_unit_test(full_width_marks_are_ascii_ones),
	    cmocka_unit_test(blanks_are_of_many_widths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
