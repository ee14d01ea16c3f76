/* The one LMDB environment: tables of tables.def, one writer, one thread.
 *
 * A txn carries a sticky error: after the first failure each call is a no-op and commit
 * fails with it, so callers check once, at the end (txn_error, or txn_commit). Values carry
 * a crc32c over key and value, checked on each get. Views (`struct bytes`) live until the
 * next put or del of the transaction.
 * Errors: -EBADMSG stored bytes are damaged, -ENOSPC/-EIO from the disk: fatal, the process
 * leaves and the start recovers. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/cleanup.h"

struct db;

enum table {
#define TABLE(name, kind, meaning) TABLE_##name,
#include "store/db/tables.def"
#undef TABLE
	TABLE_MAX_,
};

enum table_kind { TABLE_KIND_STATE, TABLE_KIND_INDEX, TABLE_KIND_SCHEDULE, TABLE_KIND_ASIDE };

const char *table_name(enum table t);
enum table_kind table_kind(enum table t);

struct db_config {
	const char *dir;      /* holds data.mdb; made if missing, mode 0700 */
	uint64_t map_bytes;   /* 0 = MAP_BYTES_DEFAULT; never less than the file has */
	bool read_only;	      /* verify's reader */
	bool sync;	      /* false only for scratch environments of verify */
	uint32_t *ret_schema; /* NULL, or out: the number the file bears, set with -EPROTO too */
};

/* The number goes up when a table's form changes; an older file is made anew from the journal. */
#define DB_SCHEMA 3

/* Refuses network file systems and any schema number but ours (-EPROTO). */
int db_open(struct db **ret, const struct db_config *c);
struct db *db_free(struct db *db);
DEFINE_CLEANUP(struct db *, db_free)

/* Compacting, fsynced copy into dir/data.mdb (dir must exist). For a helper thread: does not
 * wait for the writer. */
int db_copy(struct db *db, const char *dir);
/* Reserves room behind data.mdb so that a checkpoint passes on a full disk; STATUS_FULL when
 * it is full already. */
int db_reserve(struct db *db, uint64_t bytes);
void db_readahead(struct db *db);
