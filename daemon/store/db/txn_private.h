/* Inside of a transaction, shared by the files of store/db. Shows LMDB. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <lmdb.h>

struct bytes;
struct db;

#define VALUE_CRC_SIZE 4

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

/* True for success; else the error becomes sticky. */
bool txn_check(struct txn *t, int rc);
/* Cuts the checksum off a stored value; false (and -EBADMSG is sticky) when it does not hold. */
bool txn_open_value(struct txn *t, MDB_val key, MDB_val value, struct bytes *ret);
