#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/lib/watch/cursor.h"
#include "lib/ttemp.h"
#include "proto/cleanup.h"

/* Each byte of the file, in turn, with one bit turned. */
static void a_cursor_file_with_a_wrong_byte_is_refused(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "cursor");
	struct cursor_place place = {.at = {.seq = 12, .epoch = {1}, .hash = {2}}, .acked = 345},
			    got;
	size_t size;

	assert_int_equal(cursor_save(path, &place), 0);
	_cleanup_free_ char *text = ttemp_read(path, &size);
	assert_int_equal(cursor_load(path, &got), 0);
	assert_true(got.acked == 345 && got.at.seq == 12 && got.at.hash[0] == 2);
	for (size_t i = 0; i < size; i++) {
		text[i] ^= 1;
		ttemp_write(path, text, size);
		assert_int_equal(cursor_load(path, &got), -EBADMSG);
		text[i] ^= 1;
	}
	ttemp_write(path, text, size - 1);
	assert_int_equal(cursor_load(path, &got), -EBADMSG);
	/* that of an older duban */
	static const char older[] = "duban-cursor 1\nepoch -\nseq 5\nhash -\nacked 7\n";
	ttemp_write(path, older, sizeof older - 1);
	assert_int_equal(cursor_load(path, &got), 0);
	assert_true(got.acked == 7);
	assert_int_equal(unlink(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_cursor_file_with_a_wrong_byte_is_refused, ttemp_setup,
					    ttemp_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
