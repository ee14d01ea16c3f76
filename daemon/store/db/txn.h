/* Transactions. The first error sticks: later calls do nothing, and txn_error or txn_commit
 * returns it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "store/db/db.h"

struct db;
struct txn;

/* The thread that begins a write transaction must end it. */
int txn_begin(struct txn **ret, struct db *db, bool write);
int txn_commit(struct txn *t);	      /* ends the transaction in any case; syncs */
struct txn *txn_abort(struct txn *t); /* NULL-safe */
DEFINE_CLEANUP(struct txn *, txn_abort)
int txn_error(const struct txn *t);
void txn_fail(struct txn *t, int r); /* makes r (< 0) the sticky error */

/* False: not there, or the sticky error is set. */
bool txn_get(struct txn *t, enum table table, struct bytes key, struct bytes *ret);
bool txn_has(struct txn *t, enum table table, struct bytes key);
void txn_put(struct txn *t, enum table table, struct bytes key, struct bytes value);
void txn_del(struct txn *t, enum table table, struct bytes key); /* no error if absent */
/* Removes a row that was seen. In a damaged tree a scan can meet a row that its key does not lead
 * to: whoever works rows off would meet it for ever. Absent: -EBADMSG. */
void txn_take(struct txn *t, enum table table, struct bytes key);
uint64_t txn_count(struct txn *t, enum table table); /* entries */

/* Small fixed values. */
uint32_t txn_get_u32(struct txn *t, enum table table, struct bytes key); /* 0 = absent */
void txn_put_u32(struct txn *t, enum table table, struct bytes key, uint32_t v);
