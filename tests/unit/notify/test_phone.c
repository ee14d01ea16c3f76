/* Numbers as people write them, and what no text can be sent to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "client/notify/text/phone.h"

static void numbers_are_normalised_or_refused(void **state)
{
	static const struct {
		const char *written, *number, *fault;
	} rows[] = {
	    {"13800138000", "13800138000", NULL},
	    {"138-0013-8000", "13800138000", NULL},
	    {" 139 1234　5678 ", "13912345678", NULL},
	    {"+86 138 0013 8000", "13800138000", NULL},
	    {"+86（138）00138000", "13800138000", NULL},
	    {"8613800138000", "13800138000", NULL},
	    {"008613800138000", "13800138000", NULL},
	    {"１３８００１３８０００", "13800138000", NULL},
	    {"19912345678", "19912345678", NULL},
	    {"", NULL, "no telephone number"},
	    {" - ", NULL, "no telephone number"},
	    {"+852 9123 4567", NULL, "a foreign telephone number"},
	    {"0085291234567", NULL, "a foreign telephone number"},
	    {"0791-83886666", NULL, "not a mobile telephone number"},
	    {"12345678901", NULL, "not a mobile telephone number"},
	    {"1380013800", NULL, "not a mobile telephone number"},
	    {"138001380001", NULL, "not a mobile telephone number"},
	    {"0791-83886666转8012", NULL, "not a telephone number"},
	    {"13800138000;rm", NULL, "not a telephone number"},
	    {"138001380001380013800013800138000", NULL, "not a telephone number"},
	    {"1380+0138000", NULL, "not a telephone number"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char number[ADDRESS_BYTES] = "as it was";
		const char *fault = phone_normalise(rows[i].written, number);

		print_message("%s\n", rows[i].written);
		assert_string_equal(fault ? fault : "", rows[i].fault ? rows[i].fault : "");
		assert_string_equal(number, rows[i].number ? rows[i].number : "as it was");
	}
}

static void invented_numbers_are_for_files_alone(void **state)
{
	char number[ADDRESS_BYTES];

	(void)state;
	assert_null(phone_written("100-0000-0001", number));
	assert_string_equal(number, "10000000001");
	assert_non_null(phone_normalise("10000000001", number));
	assert_non_null(phone_written("20000000001", number));
	assert_non_null(phone_written("0791-83886666", number));
}

static void a_blotted_number_names_nobody(void **state)
{
	char text[ADDRESS_BYTES];

	(void)state;
	phone_blot("13800138000", text);
	assert_string_equal(text, "138****8000");
	phone_blot("1234567", text);
	assert_string_equal(text, "****");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_are_normalised_or_refused),
	    cmocka_unit_test(invented_numbers_are_for_files_alone),
	    cmocka_unit_test(a_blotted_number_names_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
