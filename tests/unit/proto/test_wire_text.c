/* Untrusted text: only printable UTF-8 without invisible characters is accepted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/wire.h"

struct row {
	int line;
	const char *bytes;
	size_t size;
	enum wire_fault expected;
};

#define ROW(literal, verdict)                                                                      \
	{                                                                                          \
		__LINE__, literal, sizeof literal - 1, verdict                                     \
	}

static void text_is_printable_utf8(void **state)
{
	(void)state;
	static const struct row rows[] = {
	    ROW("", WIRE_FINE),
	    ROW("Nanchang 2020", WIRE_FINE),
	    ROW("\xe5\x8d\x97\xe6\x98\x8c", WIRE_FINE), /* 南昌 */
	    ROW("\xf0\xa0\x80\x80", WIRE_FINE),		/* beyond the first plane */
	    ROW("\xf4\x8f\xbf\xbd", WIRE_FINE),		/* U+10FFFD */
	    ROW("\xc2\xa0\xe3\x80\x80", WIRE_FINE),	/* wide spaces */
	    ROW("\xf4\x90\x80\x80", WIRE_BAD_UTF8),	/* U+110000 */
	    ROW("\xf8\x88\x80\x80\x80", WIRE_BAD_UTF8), /* five bytes */
	    ROW("\xc0\xaf", WIRE_BAD_UTF8),		/* over-long / */
	    ROW("\xc1\xbf", WIRE_BAD_UTF8),
	    ROW("\xe0\x80\xaf", WIRE_BAD_UTF8),
	    ROW("\xe0\x9f\xbf", WIRE_BAD_UTF8),
	    ROW("\xf0\x80\x80\xaf", WIRE_BAD_UTF8),
	    ROW("\xf0\x8f\xbf\xbf", WIRE_BAD_UTF8),
	    ROW("\xed\xa0\x80", WIRE_BAD_UTF8), /* surrogates */
	    ROW("\xed\xbf\xbf", WIRE_BAD_UTF8),
	    ROW("\xed\x9f\xbf", WIRE_FINE),
	    ROW("\xee\x80\x80", WIRE_FINE), /* private use: occurs in old files */
	    ROW("\x80", WIRE_BAD_UTF8),
	    ROW("\xff", WIRE_BAD_UTF8),
	    ROW("\xfe", WIRE_BAD_UTF8),
	    ROW("a\xe5\x8d", WIRE_BAD_UTF8), /* cut */
	    ROW("\xe5\x8d"
		"a",
		WIRE_BAD_UTF8),
	    ROW("\xc4\xcf\xb2\xfd", WIRE_BAD_UTF8), /* 南昌 in GB 18030 */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (wire_check_text(BYTES(rows[i].bytes, rows[i].size)) != rows[i].expected)
			fail_msg("line %d", rows[i].line);
}

static void text_has_no_hidden_character(void **state)
{
	(void)state;
	static const uint32_t bad[] = {0x00,   0x01,   0x09,   0x0a,   0x0d,   0x1b,   0x1f,
				       0x7f,   0x80,   0x85,   0x9f,   0x61c,  0x200e, 0x200f,
				       0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
				       0x2066, 0x2067, 0x2068, 0x2069, 0xfeff};
	static const uint32_t good[] = {0x20,	0x7e,	0xa0,	0x61b,	0x61d,	0x200d, 0x2010,
					0x2027, 0x202f, 0x2065, 0x206a, 0xfefe, 0xff01, 0x3000};
	for (size_t i = 0; i < sizeof bad / sizeof *bad + sizeof good / sizeof *good; i++) {
		bool is_bad = i < sizeof bad / sizeof *bad;
		uint32_t c = is_bad ? bad[i] : good[i - sizeof bad / sizeof *bad];
		char text[8] = "a";
		size_t n = 1;
		if (c < 0x80) {
			text[n++] = (char)c;
		} else if (c < 0x800) {
			text[n++] = (char)(0xc0 | c >> 6);
			text[n++] = (char)(0x80 | (c & 0x3f));
		} else {
			text[n++] = (char)(0xe0 | c >> 12);
			text[n++] = (char)(0x80 | (c >> 6 & 0x3f));
			text[n++] = (char)(0x80 | (c & 0x3f));
		}
		if (wire_check_text(BYTES(text, n)) != (is_bad ? WIRE_BAD_CHARACTER : WIRE_FINE))
			fail_msg("U+%04X", c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_is_printable_utf8),
	    cmocka_unit_test(text_has_no_hidden_character),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
