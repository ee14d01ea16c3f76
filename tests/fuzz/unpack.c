#include "fuzz/unpack.h"

#include <stdlib.h>

#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/wire.h"
#include "proto/wire_name.h"

static size_t allocated;

static void *budget_alloc(void *user, size_t size)
{
	(void)user;
	allocated += size + 16;
	return malloc(size);
}

static void budget_free(void *user, void *p)
{
	(void)user;
	free(p);
}

static ProtobufCAllocator budget = {budget_alloc, budget_free, NULL};

static void require(bool holds)
{
	if (!holds)
		abort();
}

void fuzz_message(const ProtobufCMessageDescriptor *d, struct bytes bytes)
{
	_cleanup_free_ uint8_t *again = NULL;
	if (wire_check(d, bytes) != WIRE_FINE)
		return;
	allocated = 0;
	ProtobufCMessage *m = protobuf_c_message_unpack(d, &budget, bytes.size, bytes.data);
	require(m != NULL);
	require(allocated <= WIRE_ARENA_MAX);
	(void)wire_body_name(m);
	size_t size = protobuf_c_message_get_packed_size(m);
	again = malloc(size ? size : 1);
	require(again != NULL && protobuf_c_message_pack(m, again) == size);
	/* packed again, a list that came unpacked is in packed form, which may be longer */
	enum wire_fault f = wire_check(d, BYTES(again, size));
	require(f == WIRE_FINE || (f == WIRE_TOO_LARGE && size > bytes.size));
	protobuf_c_message_free_unpacked(m, &budget);
}
