/* The cursors that scans share in their transaction, one per table. */
#pragma once

#include <lmdb.h>

#include "store/db/db.h"

struct txn;

/* The table's cursor, opened at first use. NULL: failed, the sticky error is set. */
MDB_cursor *txn_cursor(struct txn *t, enum table table);
