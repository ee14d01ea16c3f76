/* The transaction as the files of store/db share it. Exposes LMDB. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <lmdb.h>

#include "proto/bytes.h"
#include "proto/limits.h"
#include "store/db/sums.h"

struct db;

#define VALUE_CRC_SIZE 4

/* The cursor of a table. It is kept between the steps of a scan, since seeking again costs a
 * descent. It is on the last entry that the scan `owner` returned, as long as the table has not
 * been written since (`writes` equals the transaction's count). */
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
	struct table_sums sums; /* of a write transaction: as they will be committed */
	struct place places[TABLE_MAX_];
	uint8_t value[VALUE_MAX + VALUE_CRC_SIZE];
};

/* True if rc is success; otherwise its error becomes sticky. */
bool txn_check(struct txn *t, int rc);
/* The checksum that the stored value ends with; false: it is not that of key and value. */
bool value_crc_fits(struct bytes key, struct bytes value, uint32_t *ret);
/* Removes the checksum from a stored value. False: it does not match, -EBADMSG becomes sticky. */
bool txn_open_value(struct txn *t, MDB_val key, MDB_val value, struct bytes *ret);
