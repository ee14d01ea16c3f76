/* Greetings, frames and metadata of ZMTP 3, right and wrong ones. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "bus/zmtp/frame.h"

static void a_greeting_is_checked_as_far_as_it_has_come(void **state)
{
	static const struct {
		size_t at;
		uint8_t byte;
		int result; /* with this byte in an otherwise right greeting */
	} rows[] = {{0, 0x00, -EPROTO}, {8, 9, 0},   {9, 0x00, -EPROTO}, {10, 2, -EPROTO},
		    {10, 4, 0},		{11, 77, 0}, {12, 'c', -EPROTO}, {17, 'X', -EPROTO},
		    {31, 'x', -EPROTO}, {32, 0, 0},  {63, 1, 0}};
	uint8_t b[GREETING_SIZE];

	(void)state;
	greeting_write(b, "CURVE");
	for (size_t n = 0; n <= sizeof b; n++)
		assert_int_equal(greeting_check(BYTES(b, n), "CURVE"), 0);
	assert_int_equal(greeting_check(BYTES(b, sizeof b), "NULL"), -EPROTO);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		greeting_write(b, "CURVE");
		b[rows[i].at] = rows[i].byte;
		assert_int_equal(greeting_check(BYTES(b, sizeof b), "CURVE"), rows[i].result);
		/* before the byte has come nothing is wrong */
		assert_int_equal(greeting_check(BYTES(b, rows[i].at), "CURVE"), 0);
	}
}

#define ROW(text) text, sizeof(text) - 1

static void frames_are_whole_short_or_wrong(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		ssize_t taken;
		size_t body;
		bool more, command;
	} rows[] = {
	    {ROW(""), 0, 0, false, false},
	    {ROW("\0"), 0, 0, false, false},
	    {ROW("\0\0"), 2, 0, false, false},
	    {ROW("\0\3abc"), 5, 3, false, false},
	    {ROW("\0\3ab"), 0, 0, false, false},
	    {ROW("\1\1a"), 3, 1, true, false},
	    {ROW("\4\1a"), 3, 1, false, true},
	    {ROW("\2\0\0\0\0\0\0\0\2ab"), 11, 2, false, false},
	    {ROW("\2\0\0\0\0\0\0\0"), 0, 0, false, false},
	    {ROW("\2\0\0\0\0\0\0\0\2a"), 0, 0, false, false},
	    {ROW("\6\0\0\0\0\0\0\0\1a"), 10, 1, false, true},
	    {ROW("\5\1a"), -EPROTO, 0, false, false},  /* a command has one part */
	    {ROW("\10\1a"), -EPROTO, 0, false, false}, /* a reserved bit */
	    {ROW("\0\13"), -EMSGSIZE, 0, false, false},
	    {ROW("\2\0\0\0\0\0\0\0\13"), -EMSGSIZE, 0, false, false},
	    {ROW("\2\377\377\377\377\377\377\377\377"), -EMSGSIZE, 0, false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct zmtp_frame f = {0};

		assert_int_equal(frame_read(BYTES(rows[i].bytes, rows[i].n), 10, &f),
				 rows[i].taken);
		if (rows[i].taken <= 0)
			continue;
		assert_int_equal(f.body.size, rows[i].body);
		assert_int_equal(f.more, rows[i].more);
		assert_int_equal(f.command, rows[i].command);
	}
}

static void what_is_written_is_read(void **state)
{
	static const size_t sizes[] = {0, 1, 255, 256, 65536};
	static uint8_t b[FRAME_HEAD_MAX + 65536];

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct zmtp_frame f = {.more = i % 2, .body = BYTES(b, sizes[i])}, got;
		size_t head = frame_head(b, &f);

		assert_int_equal(frame_read(BYTES(b, head + sizes[i]), sizeof b, &got),
				 head + sizes[i]);
		assert_int_equal(got.body.size, sizes[i]);
		assert_int_equal(got.more, f.more);
	}
}

static void metadata_is_found_or_damaged(void **state)
{
	uint8_t b[64];
	size_t n = metadata_put(b, sizeof b, "Socket-Type", "DEALER");
	struct bytes value;

	(void)state;
	n += metadata_put(b + n, sizeof b - n, "Identity", "");
	assert_true(metadata_find(BYTES(b, n), "socket-type", &value));
	assert_true(bytes_equal(value, BYTES_STR("DEALER")));
	assert_true(metadata_find(BYTES(b, n), "Identity", &value));
	assert_non_null(value.data);
	assert_int_equal(value.size, 0);
	assert_true(metadata_find(BYTES(b, n), "Resource", &value));
	assert_null(value.data);
	for (size_t cut = 1; cut < 22; cut++)
		assert_false(metadata_find(BYTES(b, cut), "x", &value));
	b[12] = 1; /* a value of 16 MiB */
	assert_false(metadata_find(BYTES(b, n), "x", &value));
	b[0] = 0;
	assert_false(metadata_find(BYTES(b, n), "x", &value));
	assert_int_equal(metadata_put(b, 10, "Socket-Type", "DEALER"), 0);
}

static void a_command_has_a_name(void **state)
{
	struct bytes data;

	(void)state;
	assert_true(command_is(BYTES_STR("\4PINGab"), "PING", &data));
	assert_true(bytes_equal(data, BYTES_STR("ab")));
	assert_false(command_is(BYTES_STR("\4PONG"), "PING", &data));
	assert_false(command_is(BYTES_STR("\5PING"), "PING", &data));
	assert_false(command_is(BYTES_STR("\4PIN"), "PING", &data));
	assert_false(command_is(BYTES("", 0), "PING", &data));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_greeting_is_checked_as_far_as_it_has_come),
	    cmocka_unit_test(frames_are_whole_short_or_wrong),
	    cmocka_unit_test(what_is_written_is_read),
	    cmocka_unit_test(metadata_is_found_or_damaged),
	    cmocka_unit_test(a_command_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
