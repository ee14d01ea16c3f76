/* Stored records: a protobuf message under a key of a table. Unpacked into an arena. */
#pragma once

#include "base/arena.h"
#include "proto/event.pb-c.h"
#include "store/db/db.h"
#include "store/db/key.h"

struct txn;

/* NULL: there is no such record, or the txn's sticky error is set (no memory, damaged). */
void *record_get(struct txn *t, enum table table, struct bytes key,
		 const ProtobufCMessageDescriptor *d, struct arena *a);
/* Unpacks the value of a scan. NULL: the sticky error is set. */
void *record_unpack(struct txn *t, struct bytes value, const ProtobufCMessageDescriptor *d,
		    struct arena *a);
void record_put(struct txn *t, enum table table, struct bytes key, const void *message);
/* Does it fit into VALUE_MAX? Decide must check this; fold relies on it. */
bool record_fits(const void *message);
