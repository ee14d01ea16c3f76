/* Scans: walking the entries of a table in the order of their keys. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "store/db/db.h"

struct txn;

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
