/* Untrusted bytes: wire_check() must report the right fault for each kind of damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "proto/api.pb-c.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/wire.h"
#include "unit/proto/wire_bytes.h"

#define _cleanup_packed_ _cleanup_(packed_freep)

static enum wire_fault check_request(const struct packed *p)
{
	return wire_check(&duban__request__descriptor, packed_bytes(p));
}

/* ---- rows */

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

static void check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		/* a copy of the exact size, so that ASan detects a read beyond the end */
		_cleanup_free_ uint8_t *copy = malloc(rows[i].size ? rows[i].size : 1);
		assert_non_null(copy);
		memcpy(copy, rows[i].bytes, rows[i].size);
		enum wire_fault f =
		    wire_check(&duban__request__descriptor, BYTES(copy, rows[i].size));
		if (f != rows[i].expected)
			fail_msg("line %d: %s, not %s", rows[i].line, wire_fault_code(f),
				 wire_fault_code(rows[i].expected));
	}
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof rows / sizeof *(rows))

/* Request: 1 version, 2 request_id, 3 for_unit, 25 (ca 01) link_start, 60 (e2 03) fetch,
 * 31 (fa 01) report_submit, 50 (92 03) backup, 26 (d2 01) link_finish */
static void a_tag_or_number_that_is_none_is_refused(void **state)
{
	(void)state;
	static const struct row rows[] = {
	    ROW("", WIRE_FINE),
	    ROW("\x08\x01", WIRE_FINE),
	    ROW("\x08", WIRE_TRUNCATED),
	    ROW("\x80", WIRE_TRUNCATED),
	    ROW("\x00", WIRE_BAD_TAG), /* field 0 */
	    ROW("\x02\x00", WIRE_BAD_TAG),
	    ROW("\x0b", WIRE_BAD_TAG), /* a group of a known field */
	    ROW("\x0c", WIRE_BAD_TAG),
	    ROW("\x7b\x7c", WIRE_BAD_TAG), /* a group of an unknown one */
	    ROW("\x7e", WIRE_BAD_TAG),	   /* wire types 6 and 7 do not exist */
	    ROW("\x7f", WIRE_BAD_TAG),
	    ROW("\x80\x80\x80\x80\x80\x01", WIRE_BAD_TAG), /* a tag of more than 32 bits */
	    ROW("\xf8\xff\xff\xff\x1f\x01", WIRE_BAD_TAG),
	    ROW("\xf8\xff\xff\xff\x0f\x01", WIRE_FINE), /* the highest field number */
	    ROW("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", WIRE_BAD_TAG), /* 11 bytes */
	    ROW("\x78\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", WIRE_FINE),	   /* 2^64 - 1 */
	    ROW("\x78\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", WIRE_BAD_TAG),	   /* 2^64 */
	    ROW("\x08\xff\xff\xff\xff\x0f", WIRE_FINE), /* 2^32 - 1 into a uint32 */
	    ROW("\x08\x80\x80\x80\x80\x10", WIRE_BAD_TAG),
	};
	CHECK_ROWS(rows);
}

static void a_wrong_wire_type_is_refused(void **state)
{
	(void)state;
	static const struct row rows[] = {
	    ROW("\x0a\x01\x01", WIRE_BAD_TAG),		   /* version as a string */
	    ROW("\x0d\x01\x00\x00\x00", WIRE_BAD_TAG),	   /* version as fixed32 */
	    ROW("\x10\x01", WIRE_BAD_TAG),		   /* request_id as a number */
	    ROW("\xc8\x01\x01", WIRE_BAD_TAG),		   /* link_start as a number */
	    ROW("\xe2\x03\x02\x0a\x00", WIRE_FINE),	   /* fetch { cursor {} } */
	    ROW("\xe2\x03\x02\x08\x01", WIRE_BAD_TAG),	   /* fetch { cursor as a number } */
	    ROW("\x92\x04\x02\x08\x01", WIRE_FINE),	   /* warning_list { all: true } */
	    ROW("\x92\x04\x03\x08\x80\x01", WIRE_BAD_TAG), /* all: 128 */
	};
	CHECK_ROWS(rows);
}

static void a_length_beyond_the_end_is_truncated(void **state)
{
	(void)state;
	static const struct row rows[] = {
	    ROW("\x1a", WIRE_TRUNCATED),
	    ROW("\x1a\x05"
		"ab",
		WIRE_TRUNCATED),
	    ROW("\x1a\x80", WIRE_TRUNCATED),
	    ROW("\x1a\xff\xff\xff\xff\x0f"
		"a",
		WIRE_TRUNCATED),				     /* 4 GiB */
	    ROW("\x1a\xff\xff\xff\xff\x1f", WIRE_BAD_TAG),	     /* more than 32 bits */
	    ROW("\xca\x01\x02\x0a\x03", WIRE_TRUNCATED),	     /* inner beyond the outer */
	    ROW("\xca\x01\x02\x0a\x03\x0a\x01\x41", WIRE_TRUNCATED), /* though bytes follow */
	    ROW("\x7d\x01\x02\x03", WIRE_TRUNCATED),		     /* fixed32 of three bytes */
	    ROW("\x79\x01\x02\x03\x04\x05\x06\x07", WIRE_TRUNCATED),
	};
	CHECK_ROWS(rows);
}

static void what_may_come_once_comes_once(void **state)
{
	(void)state;
	static const struct row rows[] = {
	    ROW("\x08\x01\x08\x01", WIRE_DUPLICATE_FIELD),
	    ROW("\x12\x01x\x08\x01\x12\x01x", WIRE_DUPLICATE_FIELD),
	    ROW("\xca\x01\x00\xca\x01\x00", WIRE_DUPLICATE_FIELD), /* link_start twice */
	    ROW("\xca\x01\x00\xd2\x01\x00", WIRE_DUPLICATE_FIELD), /* start and finish */
	    ROW("\xd2\x01\x00\x08\x01\xca\x01\x00", WIRE_DUPLICATE_FIELD),
	    /* fetch { filter { level level unit } } */
	    ROW("\xe2\x03\x06\x12\x04\x10\x01\x10\x02", WIRE_FINE),
	    ROW("\xe2\x03\x08\x12\x06\x1a\x01u\x1a\x01u", WIRE_DUPLICATE_FIELD),
	    /* an unknown field may repeat */
	    ROW("\x78\x01\x78\x01", WIRE_FINE),
	};
	CHECK_ROWS(rows);
}

static void an_enum_outside_its_list_is_refused(void **state)
{
	(void)state;
	static const struct row rows[] = {
	    ROW("\xe2\x03\x04\x12\x02\x10\x03", WIRE_FINE), /* red */
	    ROW("\xe2\x03\x04\x12\x02\x10\x00",
		WIRE_FINE), /* the invalid 0 is left to the handler */
	    ROW("\xe2\x03\x04\x12\x02\x10\x04", WIRE_BAD_ENUM),
	    ROW("\xe2\x03\x05\x12\x03\x10\xe7\x07", WIRE_BAD_ENUM),
	    ROW("\xe2\x03\x07\x12\x05\x12\x03\x01\x02\x03", WIRE_FINE), /* packed */
	    ROW("\xe2\x03\x07\x12\x05\x12\x03\x01\x02\x63", WIRE_BAD_ENUM),
	    ROW("\xe2\x03\x0d\x12\x0b\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
		WIRE_BAD_ENUM), /* -1 */
	    /* 2^32 + 1 would be cut to 1 */
	    ROW("\xe2\x03\x08\x12\x06\x10\x81\x80\x80\x80\x10", WIRE_BAD_ENUM),
	};
	CHECK_ROWS(rows);
}

static void strings_are_checked_where_they_stand_and_bytes_are_not(void **state)
{
	(void)state;
	static const struct row rows[] = {
	    ROW("\x1a\x03"
		"a\x00"
		"b",
		WIRE_BAD_CHARACTER),
	    ROW("\x1a\x02\xc0\xaf", WIRE_BAD_UTF8),
	    ROW("\xca\x01\x06\x0a\x04\x0a\x02\xff\xfe", WIRE_BAD_UTF8), /* link.project */
	    ROW("\xca\x01\x07\x0a\x05\x0a\x03\xe2\x80\xae", WIRE_BAD_CHARACTER),
	    ROW("\xe2\x03\x05\x12\x03\x0a\x01\n", WIRE_BAD_CHARACTER), /* repeated string */
	    ROW("\x12\x04\x00\xff\xfe\n", WIRE_FINE),		       /* request_id */
	};
	CHECK_ROWS(rows);
}

/* ---- floods */

/* message node { node child = 1; repeated uint32 n = 2; }: no .proto file has a recursive type, but
 * one could be added by mistake. */
static ProtobufCMessageDescriptor node;
static const ProtobufCFieldDescriptor node_fields[] = {
    {.name = "child",
     .id = 1,
     .label = PROTOBUF_C_LABEL_NONE,
     .type = PROTOBUF_C_TYPE_MESSAGE,
     .descriptor = &node},
    {.name = "n", .id = 2, .label = PROTOBUF_C_LABEL_REPEATED, .type = PROTOBUF_C_TYPE_UINT32},
};
static const ProtobufCIntRange node_ranges[] = {{1, 0}, {0, 2}};
static ProtobufCMessageDescriptor node = {
    .magic = PROTOBUF_C__MESSAGE_DESCRIPTOR_MAGIC,
    .short_name = "Node",
    .n_fields = 2,
    .fields = node_fields,
    .n_field_ranges = 1,
    .field_ranges = node_ranges,
};

static enum wire_fault check_nested(unsigned levels)
{
	/* written from the inside out: each level's header goes before the previous one */
	size_t room = 8 * (size_t)levels + 8, at = room;
	_cleanup_free_ uint8_t *b = malloc(room);
	assert_non_null(b);
	for (unsigned i = 1; i < levels; i++) {
		uint8_t header[8] = {0x0a};
		size_t n = 1, size = room - at;
		for (; size >= 0x80; size >>= 7)
			header[n++] = (uint8_t)(size | 0x80);
		header[n++] = (uint8_t)size;
		at -= n;
		memcpy(b + at, header, n);
	}
	return wire_check(&node, BYTES(b + at, room - at));
}

static void nesting_ends_at_the_limit(void **state)
{
	(void)state;
	assert_int_equal(check_nested(1), WIRE_FINE);
	assert_int_equal(check_nested(WIRE_DEPTH_MAX), WIRE_FINE);
	assert_int_equal(check_nested(WIRE_DEPTH_MAX + 1), WIRE_TOO_DEEP);
	assert_int_equal(check_nested(16000), WIRE_TOO_DEEP);
	assert_int_equal(check_nested(60000), WIRE_TOO_DEEP);
}

/* The real types have a fixed depth: deeper nesting can only be in the contents of unknown fields.
 */
static void nesting_of_unknown_fields_is_never_followed(void **state)
{
	(void)state;
	_cleanup_packed_ struct packed *p = packed_new();
	for (int i = 0; i < 2000; i++)
		wrap(p, 15);
	assert_int_equal(check_request(p), WIRE_FINE);
	wrap(p, 60);
	assert_int_equal(check_request(p), WIRE_FINE);
}

static enum wire_fault check_rows_of_import(unsigned n)
{
	_cleanup_packed_ struct packed *p = packed_new();
	for (unsigned i = 0; i < n; i++)
		put_bytes(p, 3, "", 0);
	wrap(p, 20);
	return check_request(p);
}

static void a_flood_of_elements_is_refused(void **state)
{
	(void)state;
	_cleanup_packed_ struct packed *p = packed_new();
	assert_int_equal(check_rows_of_import(WIRE_ELEMENTS_MAX - 1), WIRE_FINE);
	assert_int_equal(check_rows_of_import(WIRE_ELEMENTS_MAX), WIRE_TOO_MANY_ELEMENTS);
	assert_int_equal(check_rows_of_import(100000), WIRE_TOO_MANY_ELEMENTS);
	for (int i = 0; i < 200000; i++)
		put_varint(p, 1);
	wrap(p, 2); /* levels, packed */
	wrap(p, 2);
	wrap(p, 60);
	assert_int_equal(check_request(p), WIRE_TOO_MANY_ELEMENTS);
}

/* Otherwise a client could not read a full page of the smallest events. */
static void a_reply_may_hold_a_full_page(void **state)
{
	(void)state;
	_cleanup_packed_ struct packed *p = packed_new();
	static const char item[] = "\x0a\x20" /* 32 bytes: shorter than any event */
				   "................................"
				   "\x12\x08unit_put\x22\x01u";
	while (p->size < WIRE_PAGE_MAX)
		put_bytes(p, 1, item, sizeof item - 1);
	wrap(p, 60);
	assert_int_equal(wire_check(&duban__reply__descriptor, packed_bytes(p)), WIRE_FINE);
	p->size = 0;
	for (int i = 0; i < WIRE_REPLY_ELEMENTS_MAX; i++)
		put_bytes(p, 1, "", 0);
	wrap(p, 60);
	assert_int_equal(wire_check(&duban__reply__descriptor, packed_bytes(p)),
			 WIRE_TOO_MANY_ELEMENTS);
}

static void a_flood_of_unknown_fields_is_refused(void **state)
{
	(void)state;
	_cleanup_packed_ struct packed *p = packed_new();
	for (int i = 0; i < WIRE_UNKNOWN_MAX; i++)
		put_text(p, 1000 + (unsigned)i, "from a later version");
	assert_int_equal(check_request(p), WIRE_FINE);
	put_number(p, 15, 1);
	assert_int_equal(check_request(p), WIRE_UNKNOWN_FIELDS);
	/* unknown fields in nested messages count too */
	p->size = 0;
	for (int i = 0; i < WIRE_UNKNOWN_MAX + 1; i++) {
		put_tag(p, 3, 2);
		put_raw(p, "\x02\x78\x01", 3);
	}
	wrap(p, 20);
	assert_int_equal(check_request(p), WIRE_UNKNOWN_FIELDS);
}

static void a_name_of_two_megabytes_is_too_large(void **state)
{
	(void)state;
	_cleanup_packed_ struct packed *p = packed_new();
	_cleanup_free_ char *name = malloc(2 * 1024 * 1024);
	assert_non_null(name);
	memset(name, 'n', 2 * 1024 * 1024);
	put_bytes(p, 3, name, 2 * 1024 * 1024);
	assert_int_equal(check_request(p), WIRE_TOO_LARGE);
	p->size = 0;
	put_bytes(p, 3, name, WIRE_MESSAGE_MAX - 4);
	assert_int_equal(p->size, WIRE_MESSAGE_MAX);
	assert_int_equal(check_request(p), WIRE_FINE);
	p->size++;
	assert_int_equal(check_request(p), WIRE_TOO_LARGE);
}

static void every_fault_has_its_own_code(void **state)
{
	(void)state;
	for (int i = 0; i < WIRE_FAULT_MAX_; i++) {
		assert_memory_equal(wire_fault_code((enum wire_fault)i), "wire.", 5);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(wire_fault_code((enum wire_fault)i),
						wire_fault_code((enum wire_fault)j));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_tag_or_number_that_is_none_is_refused),
	    cmocka_unit_test(a_wrong_wire_type_is_refused),
	    cmocka_unit_test(a_length_beyond_the_end_is_truncated),
	    cmocka_unit_test(what_may_come_once_comes_once),
	    cmocka_unit_test(an_enum_outside_its_list_is_refused),
	    cmocka_unit_test(strings_are_checked_where_they_stand_and_bytes_are_not),
	    cmocka_unit_test(nesting_ends_at_the_limit),
	    cmocka_unit_test(nesting_of_unknown_fields_is_never_followed),
	    cmocka_unit_test(a_flood_of_elements_is_refused),
	    cmocka_unit_test(a_reply_may_hold_a_full_page),
	    cmocka_unit_test(a_flood_of_unknown_fields_is_refused),
	    cmocka_unit_test(a_name_of_two_megabytes_is_too_large),
	    cmocka_unit_test(every_fault_has_its_own_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
