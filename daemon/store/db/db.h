/* The one LMDB environment: tables of tables.def, one writer, one thread.
 *
 * A txn carries a sticky error: after the first failure each call is a no-op and commit
 * fails with it, so callers check once, at the end (txn_error, or txn_commit). Values carry
 * a crc32c over key and value, checked on each get. Views (`struct bytes`) live until the
 * next put or del of the transaction.
 * Errors: -EBADMSG stored bytes are damaged, -ENOSPC/-EIO from the disk: fatal, the process
 * leaves and the start recovers. */
#pragma once

#include "base/err.h"
#include "proto/bytes.h"

enum table {
#define TABLE(name, kind, meaning) TABLE_##name,
#include "store/db/tables.def"
#undef TABLE
	TABLE_MAX_,
};

enum table_kind { TABLE_KIND_STATE, TABLE_KIND_INDEX, TABLE_KIND_SCHEDULE, TABLE_KIND_ASIDE };

const char *table_name(enum table t);
enum table_kind table_kind(enum table t);

struct db;
struct txn;

struct db_config {
	const char *dir;    /* holds data.mdb; made if missing, mode 0700 */
	uint64_t map_bytes; /* 0 = MAP_BYTES_DEFAULT; never less than the file has */
	bool read_only;	    /* verify's reader */
	bool sync;	    /* false only for scratch environments of verify */
};

/* Refuses network file systems and unknown schema numbers (-EPROTO). */
int db_open(struct db **ret, const struct db_config *c);
struct db *db_free(struct db *db);
DEFINE_CLEANUP(struct db *, db_free)

/* The thread that begins a write transaction must end it. */
int txn_begin(struct txn **ret, struct db *db, bool write);
int txn_commit(struct txn *t);	      /* ends it whatever happens; fully synced */
struct txn *txn_abort(struct txn *t); /* NULL-safe */
DEFINE_CLEANUP(struct txn *, txn_abort)
int txn_error(const struct txn *t);
void txn_fail(struct txn *t, int r); /* makes r (< 0) the sticky error */

/* False: not there, or the sticky error is set. */
bool txn_get(struct txn *t, enum table table, struct bytes key, struct bytes *ret);
bool txn_has(struct txn *t, enum table table, struct bytes key);
void txn_put(struct txn *t, enum table table, struct bytes key, struct bytes value);
void txn_del(struct txn *t, enum table table, struct bytes key); /* absent is fine */
uint64_t txn_count(struct txn *t, enum table table);		 /* entries */

/* Small fixed values. */
uint32_t txn_get_u32(struct txn *t, enum table table, struct bytes key); /* 0 = absent */
void txn_put_u32(struct txn *t, enum table table, struct bytes key, uint32_t v);

/* Entries whose key begins with `prefix`, in key order; after `from` (exclusive) if it is
 * not empty. A scan copies its place, so the table may be written between two steps. The value
 * lives until the next put or step, the key (in the scan itself) until the next step. Ends on
 * the sticky error.
 *     struct scan s = scan_start(t, TABLE_link, key_bytes(k));
 *     while (scan_next(&s)) use(s.key, s.value);  */
struct scan {
	struct txn *txn;
	enum table table;
	uint64_t id; /* whose the table's cursor is */
	size_t prefix_size;
	size_t last_size;
	uint8_t prefix[512];
	uint8_t last[512];
	struct bytes key, value;
};
struct scan scan_start(struct txn *t, enum table table, struct bytes prefix);
struct scan scan_after(struct txn *t, enum table table, struct bytes prefix, struct bytes from);
bool scan_next(struct scan *s);
/* The last entry under `prefix`; false if none. */
bool txn_last(struct txn *t, enum table table, struct bytes prefix, struct bytes *ret_key,
	      struct bytes *ret_value);

/* SM3 over (table name, key, value) of all STATE tables in order. */
int db_state_hash(struct txn *t, uint8_t ret[32]);
/* First STATE table and key that differ; *ret_table = TABLE_MAX_ when none does. `key` points
 * into a transaction. */
int db_compare(struct txn *a, struct txn *b, enum table *ret_table, struct bytes *ret_key);

/* Compacting, fsynced copy into dir/data.mdb (dir must exist). For a helper thread: does not
 * wait for the writer. */
int db_copy(struct db *db, const char *dir);
/* Reserves room behind data.mdb so that a checkpoint passes on a full disk; STATUS_FULL when
 * it is full already. */
int db_reserve(struct db *db, uint64_t bytes);
void db_readahead(struct db *db);
