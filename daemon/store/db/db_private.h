/* Inside of the db: environment and transaction, shared by db.c, txn.c, scan.c and state.c.
 * The only header that shows LMDB. */
#pragma once

#include <pthread.h>

#include <lmdb.h>

#include "store/db/db.h"

#define VALUE_CRC_SIZE 4

struct db {
	MDB_env *env;
	MDB_dbi dbi[TABLE_MAX_];
	bool read_only;
	bool writing;
	int error;	      /* of a failed commit: no further write transaction */
	uint64_t reserved_to; /* end of the room taken behind data.mdb */
};

/* The cursor of a table, kept from step to step: seeking again costs a descent. It stands on
 * the last entry that scan `owner` gave while the table has not been written since. */
struct place {
	MDB_cursor *cursor;
	uint64_t owner;
	uint64_t writes;
};

struct txn {
	struct db *db;
	MDB_txn *txn;
	pthread_t thread;
	bool write;
	int error;
	uint64_t scans;
	uint64_t writes[TABLE_MAX_];
	struct place places[TABLE_MAX_];
	uint8_t value[VALUE_MAX + VALUE_CRC_SIZE];
};

/* LMDB's codes become negative errnos here and nowhere else. */
int db_errno(int rc);

/* True for success; else the error becomes sticky. */
bool txn_check(struct txn *t, int rc);
/* The table's cursor, opened at first use; NULL sets the sticky error. */
MDB_cursor *txn_cursor(struct txn *t, enum table table);
/* Cuts the checksum off a stored value; false (and -EBADMSG is sticky) when it does not hold. */
bool txn_open_value(struct txn *t, MDB_val key, MDB_val value, struct bytes *ret);
