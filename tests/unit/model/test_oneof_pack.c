/* What is packed by runs of fields is what protobuf-c packs: for every case of every message with a
 * large oneof, with what stands before and after the case by its tag. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/core/oneof_pack.h"
#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"

enum { BYTES_MAX = 4096 };

static const char *const twice[] = {"one", "two"};

/* A value that is not the default, so that it is packed. */
static void set_plain(uint8_t *m, const ProtobufCFieldDescriptor *f)
{
	static const uint8_t bytes[] = {1, 2, 3};

	if (f->label == PROTOBUF_C_LABEL_REPEATED) {
		if (f->type != PROTOBUF_C_TYPE_STRING)
			return;
		*(size_t *)(void *)(m + f->quantifier_offset) = 2;
		*(const char *const **)(void *)(m + f->offset) = twice;
	} else if (f->type == PROTOBUF_C_TYPE_STRING) {
		*(const char **)(void *)(m + f->offset) = "text";
	} else if (f->type == PROTOBUF_C_TYPE_BYTES) {
		*(ProtobufCBinaryData *)(void *)(m + f->offset) =
		    (ProtobufCBinaryData){sizeof bytes, (uint8_t *)(uintptr_t)bytes};
	} else if (f->type == PROTOBUF_C_TYPE_UINT32 || f->type == PROTOBUF_C_TYPE_ENUM) {
		*(uint32_t *)(void *)(m + f->offset) = 300;
	} else if (f->type == PROTOBUF_C_TYPE_UINT64 || f->type == PROTOBUF_C_TYPE_INT64) {
		*(uint64_t *)(void *)(m + f->offset) = 1ull << 40;
	}
}

static void same(const ProtobufCMessage *m)
{
	uint8_t want[BYTES_MAX], got[BYTES_MAX];
	size_t n = protobuf_c_message_get_packed_size(m);

	assert_true(n <= BYTES_MAX);
	assert_int_equal(oneof_packed_size(m), n);
	assert_int_equal(protobuf_c_message_pack(m, want), n);
	assert_int_equal(oneof_pack(m, got), n);
	assert_memory_equal(got, want, n);
}

/* Each case in turn, beside all other fields. */
static size_t every_case(const ProtobufCMessageDescriptor *d)
{
	uint8_t *m = calloc(1, d->sizeof_message), *body = calloc(1, BYTES_MAX);
	ProtobufCMessage *whole = (ProtobufCMessage *)(void *)m;
	size_t cases = 0;

	assert_non_null(m);
	assert_non_null(body);
	d->message_init(whole);
	same(whole);
	for (unsigned i = 0; i < d->n_fields; i++)
		if (!(d->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
			set_plain(m, &d->fields[i]);
	same(whole);
	for (unsigned i = 0; i < d->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &d->fields[i];
		const ProtobufCMessageDescriptor *of = f->descriptor;

		if (!(f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) || f->type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		assert_true(of->sizeof_message <= BYTES_MAX);
		of->message_init((ProtobufCMessage *)(void *)body);
		for (unsigned k = 0; k < of->n_fields; k++)
			if (!(of->fields[k].flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
				set_plain(body, &of->fields[k]);
		*(unsigned *)(void *)(m + f->quantifier_offset) = f->id;
		*(void **)(void *)(m + f->offset) = body;
		same(whole);
		cases++;
	}
	free(body);
	free(m);
	return cases;
}

static void every_case_is_packed_as_by_protobuf(void **state)
{
	(void)state;
	assert_true(every_case(&duban__event__descriptor) > 100);
	assert_true(every_case(&duban__reply__descriptor) > 50);
	/* one with no oneof at all */
	assert_int_equal(every_case(&duban__money__descriptor), 0);
}

static void fields_that_are_not_known_stand_last(void **state)
{
	ProtobufCMessageUnknownField odd = {.tag = 100000,
					    .wire_type = PROTOBUF_C_WIRE_TYPE_VARINT,
					    .len = 1,
					    .data = (uint8_t *)(uintptr_t) "\1"};
	Duban__Event e = DUBAN__EVENT__INIT;
	Duban__LinkReturned b = DUBAN__LINK_RETURNED__INIT;

	(void)state;
	e.seq = 7;
	e.body_case = DUBAN__EVENT__BODY_LINK_RETURNED;
	e.link_returned = &b;
	e.base.n_unknown_fields = 1;
	e.base.unknown_fields = &odd;
	same(&e.base);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case_is_packed_as_by_protobuf),
	    cmocka_unit_test(fields_that_are_not_known_stand_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
