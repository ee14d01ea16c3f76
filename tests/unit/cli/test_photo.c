/* What kind of picture a photo is, and how large, from the first bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/publication/photo.h"

#define LOOK(bytes, io) photo_look((const uint8_t *)(bytes), sizeof(bytes) - 1, io)

static void a_png_says_its_size_in_its_head(void **state)
{
	static const char png[] = "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x02\x80\0\0\x01\xE0";
	struct photo p = {};

	(void)state;
	assert_true(LOOK(png, &p));
	assert_string_equal(p.ending, "png");
	assert_int_equal(p.width, 640);
	assert_int_equal(p.height, 480);
	assert_false(photo_look((const uint8_t *)png, sizeof png - 2, &p));
}

static void a_jpeg_says_it_in_its_frame(void **state)
{
	/* a JFIF segment before it, as cameras write it */
	static const char jpeg[] = "\xFF\xD8\xFF\xE0\0\x04\1\2\xFF\xC2\0\x11\x08\x01\xE0\x02\x80\3";
	static const char no_frame[] = "\xFF\xD8\xFF\xE0\0\x04\1\2\xFF\xD9\0\0\0\0\0\0\0";
	static const char too_long[] = "\xFF\xD8\xFF\xE0\x40\x04\1\2\xFF\xC0\0\x11\x08\1\1\1\1";
	struct photo p = {};

	(void)state;
	assert_true(LOOK(jpeg, &p));
	assert_string_equal(p.ending, "jpeg");
	assert_int_equal(p.width, 640);
	assert_int_equal(p.height, 480);
	assert_false(LOOK(no_frame, &p));
	assert_false(LOOK(too_long, &p));
}

static void nothing_else_is_a_photo(void **state)
{
	static const char flat[] = "\xFF\xD8\xFF\xC0\0\x11\x08\0\0\x02\x80\3";
	struct photo p = {};

	(void)state;
	assert_false(LOOK("", &p));
	assert_false(LOOK("%PDF-1.4 and more than enough bytes", &p));
	assert_false(LOOK("\xFF\xD8", &p));
	assert_false(LOOK(flat, &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_png_says_its_size_in_its_head),
	    cmocka_unit_test(a_jpeg_says_it_in_its_frame),
	    cmocka_unit_test(nothing_else_is_a_photo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
