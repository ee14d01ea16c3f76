#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/words.h"

static void words_are_found_whole(void **state)
{
	(void)state;
	assert_true(text_starts("总投资额", "总投资"));
	assert_false(text_starts("总", "总投资"));
	assert_true(text_ends("合计数", "数"));
	assert_false(text_ends("数", "合计数"));
	assert_true(text_among("无|待定", "待定", strlen("待定")));
	assert_false(text_among("无|待定", "待", strlen("待")));
	assert_false(text_among("", "待", strlen("待")));
	/* the first matching word of the list, not the longest */
	assert_int_equal(text_starts_any("总投资额", "总投资|总投资额"), strlen("总投资"));
	assert_int_equal(text_starts_any("投资", "总投资|总投资额"), 0);
	assert_int_equal(text_ends_any("投资/万元", "元|万元"), strlen("元"));
	assert_true(text_contains_any("年度计划投资", "总|计划"));
	assert_false(text_contains_any("年度", "总|计划"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_are_found_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
