/* Replies in the codings that phones and centres use, and what is no text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/notify/text/recode.h"
#include "proto/status.h"

static void replies_are_read_by_what_arrives(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		bool ucs2;
		const char *text; /* NULL: none */
	} rows[] = {
	    {"收到12", 8, false, "收到12"},
	    {"\xca\xd5\xb5\xbd\x31\x32", 6, false, "收到12"}, /* GBK */
	    {"\x65\x36\x52\x30\x00\x31", 6, true, "收到1"},   /* UTF-16BE */
	    {"\xd8\x42\xdf\xb7", 4, true, "𠮷"},	      /* a pair */
	    {"\x95\x32\x82\x36", 4, false, "𠀀"},	      /* GB18030, four bytes */
	    {"1\n2", 3, false, "1\n2"},
	    {"", 0, false, ""},
	    {"\x65\x36\x52", 3, true, NULL}, /* half a unit */
	    {"\xd8\x42", 2, true, NULL},     /* half a pair */
	    {"a\0b", 3, false, NULL},	     /* a NUL */
	    {"\0a\0\0", 4, true, NULL},
	    {"\xca", 1, false, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *text = NULL;

		print_message("row %zu\n", i);
		assert_int_equal(recode_text(rows[i].bytes, rows[i].size, rows[i].ucs2, &text),
				 rows[i].text ? 0 : STATUS_INVALID);
		if (rows[i].text)
			assert_string_equal(text, rows[i].text);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(replies_are_read_by_what_arrives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
