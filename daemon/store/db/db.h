/* The LMDB environment that holds the tables of tables.def. One writer, one thread.
 *
 * A txn carries a sticky error: after the first failure each call does nothing and the commit fails
 * with it, so callers check once, at the end (txn_error or txn_commit). A crc32c over key and value
 * is stored with each value and checked on each get. Views (`struct bytes`) are valid until the
 * next put or del of the transaction. Errors: -EBADMSG stored bytes are damaged, -ENOSPC/-EIO from
 * the disk. They are fatal: the process exits, and the next start recovers. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/cleanup.h"

struct db;
struct txn;

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
	const char *dir;      /* holds data.mdb; created if missing, mode 0700 */
	uint64_t map_bytes;   /* 0 = MAP_BYTES_DEFAULT; raised to the file's size */
	bool read_only;	      /* for verify: nothing is made or changed */
	bool sync;	      /* fsync each commit; false only for scratch stores */
	bool alone;	      /* nobody else can open it: no lock file is made */
	uint32_t *ret_schema; /* out or NULL: the schema number in the file, set with -EPROTO too */
};

/* Raise it when the form of a table changes. A file with an older number is rebuilt from the
 * journal. */
#define DB_SCHEMA 6

/* Refuses network file systems and any schema number but ours (-EPROTO). -ENOSPC: no room for the
 * lock file. */
int db_open(struct db **ret, const struct db_config *c);
/* Why this thread's last db_open failed: which file, whose it is. "" if the code says it all. */
const char *db_open_fault(void);
struct db *db_free(struct db *db);
DEFINE_CLEANUP(struct db *, db_free)

/* Read-only, and without a lock (there was no lock file, or it may not be written): was the store
 * written to since `t` began? Then what `t` reads may be pages of different times. */
bool db_overtaken(struct db *db, struct txn *t);

/* Writes a compacted, fsynced copy to dir/data.mdb (dir must exist). May run in a helper thread: it
 * does not wait for the writer. */
int db_copy(struct db *db, const char *dir);
/* Reserves disk space after the end of data.mdb so that a checkpoint succeeds on a full disk.
 * STATUS_FULL: the disk is full already. */
int db_reserve(struct db *db, uint64_t bytes);
void db_readahead(struct db *db);
