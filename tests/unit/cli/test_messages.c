#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/frame/messages.h"

/* "{1}: {2}: {3}" */
static void says(const char *a, const char *b, const char *c, const char *want)
{
	const char *const arg[] = {a, b, c};
	char *text = message_text_in("usage.value", false, arg, 3);

	assert_string_equal(text, want);
	free(text);
}

/* A public key may end with a colon. */
static void what_an_argument_says_is_never_cut(void **state)
{
	(void)state;
	says("a", "b", "key:", "a: b: key:");
	says("a", "b", "x ", "a: b: x ");
	says("a", "b", "", "a: b");
	says("a", "", "", "a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_an_argument_says_is_never_cut)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
