/* The cursors that scans share in their transaction, one per table. */
#pragma once

#include <stdbool.h>

#include <lmdb.h>

#include "proto/bytes.h"
#include "store/db/db.h"

struct txn;

/* The table's cursor, opened at first use. NULL: failed, the sticky error is set. */
MDB_cursor *txn_cursor(struct txn *t, enum table table);
/* Is `key` after the one before it? True at the begin (`before` is empty). */
bool rises(struct bytes before, MDB_val key);
