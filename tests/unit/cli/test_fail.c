/* How a failure is told: always with a message, in JSON too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "proto/cleanup.h"

static void an_empty_text_is_replaced_by_the_verdicts(void **state)
{
	struct cli c = {.json = true};
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *before = stdout;

	(void)state;
	setenv("DUBAN_LANG", "en", 1);
	stdout = open_memstream(&text, &size);
	assert_non_null(stdout);
	/* its message is nothing but what the daemon said */
	int r = cli_fail(&c, STATUS_DAMAGED, "job.failed", "", NULL);
	assert_int_equal(fclose(stdout), 0);
	stdout = before;
	assert_int_equal(r, STATUS_DAMAGED);
	assert_non_null(strstr(text, "\"message\":\"what this needs lies in a damaged file"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_empty_text_is_replaced_by_the_verdicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
