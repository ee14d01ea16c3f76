/* The cursors that scans keep in their transaction. */
#pragma once

#include <lmdb.h>

#include "store/db/db.h"

struct txn;

/* The table's cursor, opened at first use; NULL sets the sticky error. */
MDB_cursor *txn_cursor(struct txn *t, enum table table);
