/* Project codes: real ones of both styles, and texts that only look like codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/project/code.h"

static const struct {
	const char *code, *kind;
} rows[] = {
    /* real, since 2020-11: domain.md 4.1 */
    {"2109-360100-04-01-785867", "gb40058"}, /* 南昌洪州大桥 */
    {"2403-350300-04-01-699629", "gb40058"},
    {"2601-411600-04-01-956929", "gb40058"},
    {"2603-141124-89-05-346948", "gb40058"},
    {"2411-130202-89-01-637015", "gb40058"},
    /* real, before that */
    {"2020-360100-78-01-037883", "old"}, /* 南昌朱桥东路 */
    {"2020-330327-48-01-167360", "old"},
    {"2020-451421-88-03-016343", "old"},
    {"2017-130000-01-01-00001", "old"}, /* 23 characters */
    {"2015-130000-01-01-000001", "old"},
    /* invented: the check digit is wrong */
    {"2609-330100-04-01-100001", "bad"},
    /* one digit changed, two adjacent digits exchanged */
    {"2109-360100-04-01-785868", "bad"},
    {"2109-360100-04-01-785876", "bad"},
    {"2109-360100-04-02-785867", "bad"},
    {"2190-360100-04-01-785867", "bad"},
    /* no such month, no such year in the old style; the new style with a digit missing */
    {"2100-360100-04-01-785867", "bad"},
    {"2113-360100-04-01-785867", "bad"},
    {"2014-360100-78-01-037883", "bad"},
    {"2021-360100-78-01-037883", "bad"},
    {"1920-360100-78-01-037883", "bad"},
    {"2109-360100-04-01-78586", "bad"},
    /* other shapes: the office's own keys */
    {"", "own"},
    {"P1", "own"},
    {"X2020-017", "own"},
    {"2109-360100-04-01-7858670", "own"},
    {"2109-360100-04-01-7858", "own"},
    {"2109360100040178586700", "own"},
    {"2109-36010-04-01-785867", "own"},
    {"2109_360100_04_01_785867", "own"},
    {"2109-360100-04-01-78586A", "own"},
    {"2109-360100-04-01-785867-1", "own"},
};

static void each_code_is_known_for_what_it_is(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(project_code_kind(rows[i].code), rows[i].kind) != 0) {
			print_error("%s: %s, not %s\n", rows[i].code,
				    project_code_kind(rows[i].code), rows[i].kind);
			wrong++;
		}
	assert_int_equal(wrong, 0);
}

static void both_styles_are_valid_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(project_code_valid(rows[i].code),
				 strcmp(rows[i].kind, "gb40058") == 0 ||
				     strcmp(rows[i].kind, "old") == 0);
}

/* MOD 11,10 finds every single wrong digit. */
static void any_one_digit_wrong_is_found(void **state)
{
	static const char real[] = "2109-360100-04-01-785867";

	(void)state;
	for (size_t i = 4; i < sizeof real - 1; i++)
		for (char c = '0'; real[i] != '-' && c <= '9'; c++) {
			char code[sizeof real];

			memcpy(code, real, sizeof real);
			code[i] = c;
			assert_string_equal(project_code_kind(code),
					    c == real[i] ? "gb40058" : "bad");
		}
}

static void what_is_wrong_with_a_code_is_said(void **state)
{
	static const struct {
		const char *code;
		enum code_fault fault;
		char digit;
	} all[] = {
	    {"2109-360100-04-01-785867", CODE_FINE, 0},
	    {"2109-360100-04-01-785868", CODE_CHECK_DIGIT, '7'},
	    {"2609-330100-04-01-100001", CODE_CHECK_DIGIT, '4'},
	    {"2020-360100-78-01-037883", CODE_FINE, 0}, /* the old style has no check digit */
	    {"2017-130000-01-01-00001", CODE_FINE, 0},
	    {"2020-000052-48-01-037883", CODE_FINE, 0}, /* a central body */
	    {"2020-660000-48-01-037883", CODE_FINE, 0}, /* 新疆生产建设兵团 */
	    {"2020-160100-78-01-037883", CODE_REGION, 0},
	    {"2109-990100-04-01-785867", CODE_REGION, 0},
	    {"2113-360100-04-01-785867", CODE_TIME, 0},
	    {"2021-360100-78-01-037883", CODE_TIME, 0},
	    {"2109-360100-04-01-78586", CODE_TIME, 0},
	    {"NC2020-001", CODE_FINE, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char digit = 0;

		assert_int_equal(project_code_fault(all[i].code, &digit), all[i].fault);
		assert_int_equal(digit, all[i].digit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_code_is_known_for_what_it_is),
	    cmocka_unit_test(what_is_wrong_with_a_code_is_said),
	    cmocka_unit_test(both_styles_are_valid_and_nothing_else),
	    cmocka_unit_test(any_one_digit_wrong_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
