#include "model/core/record.h"

#include "proto/limits.h"
#include "store/db/txn.h"

void *record_unpack(struct txn *t, struct bytes value, const ProtobufCMessageDescriptor *d,
		    struct arena *a)
{
	ProtobufCMessage *m = protobuf_c_message_unpack(d, arena_pb(a), value.size, value.data);

	/* The value's checksum was correct, so unpacking fails for lack of memory, or because a bug
	 * wrote a bad value. */
	if (!m)
		txn_fail(t, -ENOMEM);
	return m;
}

void *record_get(struct txn *t, enum table table, struct bytes key,
		 const ProtobufCMessageDescriptor *d, struct arena *a)
{
	struct bytes value;

	if (!txn_get(t, table, key, &value))
		return NULL;
	return record_unpack(t, value, d, a);
}

bool record_fits(const void *message)
{
	return protobuf_c_message_get_packed_size(message) <= VALUE_MAX;
}

void record_put(struct txn *t, enum table table, struct bytes key, const void *message)
{
	uint8_t buf[VALUE_MAX];

	if (!record_fits(message)) {
		txn_fail(t, -EMSGSIZE);
		return;
	}
	txn_put(t, table, key, BYTES(buf, protobuf_c_message_pack(message, buf)));
}
