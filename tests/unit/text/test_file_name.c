/* A name that one person gives and another's machine writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/limits.h"
#include "text/file_name.h"

static const struct {
	const char *name;
	bool fits;
} rows[] = {
    {"现场.jpg", true},
    {"a b (1).pdf", true},
    {"x", true},
    {"a..b", true},
    {"", false},
    {".", false},
    {"..", false},
    {".bashrc", false},
    {"a/b", false},
    {"/etc/x", false},
    {"a\\b", false},
    {"C:\\x", false},
    {"a\nb", false},
    {"a\x7f", false},
    {"a\xc2\x85z", false},	    /* C1 */
    {"gpj\xe2\x80\xae.exe", false}, /* right-to-left override */
    {"\xff\xfe", false},	    /* no UTF-8 */
};

static void only_a_files_own_name_fits(void **state)
{
	char longest[FILE_NAME_MAX + 2];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (file_name_fits(rows[i].name) != rows[i].fits)
			fail_msg("\"%s\"", rows[i].name);
	memset(longest, 'n', sizeof longest);
	longest[FILE_NAME_MAX] = '\0';
	assert_true(file_name_fits(longest));
	longest[FILE_NAME_MAX] = 'n';
	longest[FILE_NAME_MAX + 1] = '\0';
	assert_false(file_name_fits(longest));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_a_files_own_name_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
