#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "bus/door/peek.h"
#include "proto/api.pb-c.h"

static size_t pack_reply(uint8_t *buf)
{
	Duban__Reply reply = DUBAN__REPLY__INIT;
	uint8_t id[16] = "0123456789abcde";

	reply.version = 1;
	reply.request_id = (ProtobufCBinaryData){.len = sizeof id, .data = id};
	reply.status = DUBAN__STATUS__STATUS_DENIED;
	reply.seq = 12345678901234;
	return duban__reply__pack(&reply, buf);
}

static void the_id_of_a_message_is_found_behind_other_fields(void **state)
{
	uint8_t buf[256];
	struct bytes message = BYTES(buf, pack_reply(buf)), id;

	(void)state;
	assert_true(peek_bytes(message, 2, &id));
	assert_true(bytes_equal(id, BYTES("0123456789abcde", 16)));
	assert_false(peek_bytes(message, 3, &id));
	assert_false(peek_bytes(message, 9, &id));
}

static void every_cut_of_it_is_survived(void **state)
{
	uint8_t buf[256];
	size_t n = pack_reply(buf);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct bytes b;

		/* a heap copy, so that the sanitizer detects a read beyond the end */
		uint8_t *cut = malloc(i ? i : 1);

		memcpy(cut, buf, i);
		(void)peek_bytes(BYTES(cut, i), 9, &b);
		free(cut);
	}
}

static void lies_about_lengths_are_not_believed(void **state)
{
	static const uint8_t far[] = {0x12, 0xff, 0xff, 0xff, 0xff, 0xff,
				      0xff, 0xff, 0xff, 0xff, 0x01};
	static const uint8_t endless[] = {0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
					  0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
	static const uint8_t group[] = {0x13, 0x14};
	struct bytes b;

	(void)state;
	assert_false(peek_bytes(BYTES(far, sizeof far), 2, &b));
	assert_false(peek_bytes(BYTES(endless, sizeof endless), 2, &b));
	assert_false(peek_bytes(BYTES(group, sizeof group), 2, &b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_id_of_a_message_is_found_behind_other_fields),
	    cmocka_unit_test(every_cut_of_it_is_survived),
	    cmocka_unit_test(lies_about_lengths_are_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
