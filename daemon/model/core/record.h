/* Stored nouns: a protobuf message under a key of a table. Unpacked into an arena. */
#pragma once

#include "base/arena.h"
#include "proto/event.pb-c.h"
#include "store/db/db.h"
#include "store/db/key.h"

struct txn;

/* NULL: not there, or the txn's sticky error is set (no memory, damaged). */
void *record_get(struct txn *t, enum table table, struct bytes key,
		 const ProtobufCMessageDescriptor *d, struct arena *a);
/* A scan's value. NULL sets the sticky error. */
void *record_unpack(struct txn *t, struct bytes value, const ProtobufCMessageDescriptor *d,
		    struct arena *a);
void record_put(struct txn *t, enum table table, struct bytes key, const void *message);
/* Would it fit (VALUE_MAX)? Decide asks before, fold relies on it. */
bool record_fits(const void *message);
