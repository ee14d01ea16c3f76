/* Messages that pass wire_check() can be unpacked, within the budget of the arena. */
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

static size_t allocated;

static void *count_alloc(void *user, size_t size)
{
	(void)user;
	allocated += size + 16;
	return malloc(size);
}

static void count_free(void *user, void *p)
{
	(void)user;
	free(p);
}

static ProtobufCAllocator counting = {count_alloc, count_free, NULL};

/* Works on a copy of the exact size, so that ASan detects a read beyond the end. */
static enum wire_fault check_and_unpack(const ProtobufCMessageDescriptor *d, const uint8_t *data,
					size_t size)
{
	_cleanup_free_ uint8_t *exact = malloc(size ? size : 1);
	assert_non_null(exact);
	memcpy(exact, data, size);
	enum wire_fault f = wire_check(d, BYTES(exact, size));
	if (f != WIRE_FINE)
		return f;
	allocated = 0;
	ProtobufCMessage *m = protobuf_c_message_unpack(d, &counting, size, exact);
	assert_non_null(m);
	assert_true(allocated <= WIRE_ARENA_MAX);
	protobuf_c_message_free_unpacked(m, &counting);
	return WIRE_FINE;
}

static void the_dearest_message_that_passes_fits_the_budget(void **state)
{
	(void)state;
	_cleanup_packed_ struct packed *p = packed_new();
	for (int i = 0; i < (WIRE_ELEMENTS_MAX - 1) / 2; i++) {
		put_tag(p, 3, 2);
		put_raw(p, "\x02\x12\x00", 3); /* a row of one empty cell */
	}
	for (int i = 0; i < WIRE_UNKNOWN_MAX; i++)
		put_number(p, 1000, 1);
	wrap(p, 20);
	assert_int_equal(wire_check(&duban__request__descriptor, packed_bytes(p)),
			 WIRE_TOO_MANY_ELEMENTS);
	p->size = 0;
	for (int i = 0; i < WIRE_ELEMENTS_MAX - 1; i++)
		put_bytes(p, 3, "", 0);
	wrap(p, 20);
	assert_int_equal(check_and_unpack(&duban__request__descriptor, p->data, p->size),
			 WIRE_FINE);
	p->size = 0;
	for (int i = 0; i < WIRE_ELEMENTS_MAX - 3; i++)
		put_varint(p, 1);
	wrap(p, 2);
	wrap(p, 2);
	wrap(p, 60);
	assert_int_equal(check_and_unpack(&duban__request__descriptor, p->data, p->size),
			 WIRE_FINE);
}

/* A fetch request with all types of fields: numbers, text, bytes, nested, repeated. */
static void put_fetch(struct packed *p)
{
	put_text(p, 1, "project_put");
	put_text(p, 1, "warning_raised");
	put_raw(p, "\x12\x02\x02\x03", 4); /* levels, packed */
	put_number(p, 2, 1);		   /* and one plain */
	put_text(p, 3, "xinjian");
	put_text(p, 4, "2020-001");
	wrap(p, 2);
	put_raw(p, "\x0a\x06\x0a\x02\xff\x00\x10\x07", 8); /* cursor */
	put_number(p, 3, 100);
	put_number(p, 4, 30000);
	wrap(p, 60);
}

static void put_sample(struct packed *p)
{
	put_fetch(p);
	put_number(p, 1, WIRE_VERSION);
	put_bytes(p, 2, "0123456789abcdef", REQUEST_ID_SIZE);
	put_text(p, 3, "\xe5\x8d\x97\xe6\x98\x8c");
	put_number(p, 900, 5);
}

static void a_message_cut_anywhere_is_truncated(void **state)
{
	(void)state;
	_cleanup_packed_ struct packed *p = packed_new();
	put_sample(p);
	assert_int_equal(check_and_unpack(&duban__request__descriptor, p->data, p->size),
			 WIRE_FINE);
	for (size_t n = 0; n < p->size; n++) {
		enum wire_fault f = check_and_unpack(&duban__request__descriptor, p->data, n);
		assert_true(f == WIRE_FINE || f == WIRE_TRUNCATED);
	}
	/* if the whole message is one field, it cannot be cut between two fields */
	p->size = 0;
	put_fetch(p);
	for (size_t n = 1; n < p->size; n++)
		assert_int_equal(check_and_unpack(&duban__request__descriptor, p->data, n),
				 WIRE_TRUNCATED);
}

static uint64_t random_next(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

static void mutate(struct packed *p, uint64_t *x)
{
	size_t at = random_next(x) % p->size;
	uint8_t byte = (uint8_t)random_next(x);
	switch (random_next(x) % 5) {
	case 0:
		p->data[at] = byte;
		break;
	case 1:
		p->data[at] ^= (uint8_t)(1u << (byte & 7));
		break;
	case 2: /* cut */
		p->size = at + 1;
		break;
	case 3: /* insert */
		memmove(p->data + at + 1, p->data + at, p->size - at);
		p->data[at] = byte;
		p->size++;
		break;
	default: /* again */
		put_raw(p, p->data + at, p->size - at);
	}
}

/* Random bytes and random changes of valid messages: nothing crashes, and every message that passes
 * the check can be unpacked. */
static void no_mutation_passes_and_fails_to_unpack(void **state)
{
	(void)state;
	static const ProtobufCMessageDescriptor *const types[] = {
	    &duban__request__descriptor, &duban__event__descriptor, &duban__reply__descriptor};
	_cleanup_packed_ struct packed *p = packed_new();
	uint64_t x = 0x9e3779b97f4a7c15;
	unsigned passed = 0, refused[WIRE_FAULT_MAX_] = {0};
	for (int i = 0; i < 30000; i++) {
		p->size = 0;
		put_sample(p);
		for (uint64_t n = random_next(&x) % 4 + 1; n > 0 && p->size < 4096; n--)
			mutate(p, &x);
		enum wire_fault f = check_and_unpack(types[i % 3], p->data, p->size);
		refused[f]++;
		passed += f == WIRE_FINE;
	}
	print_message("%u passed\n", passed);
	/* otherwise the test would not cover much */
	assert_true(passed > 100 && refused[WIRE_TRUNCATED] > 100 && refused[WIRE_BAD_TAG] > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_dearest_message_that_passes_fits_the_budget),
	    cmocka_unit_test(a_message_cut_anywhere_is_truncated),
	    cmocka_unit_test(no_mutation_passes_and_fails_to_unpack),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
