/* Scans: walking the entries of a table in the order of their keys. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "store/db/db.h"

struct txn;

/* Visits the entries whose key begins with `prefix`, in key order; only those after `from`
 * (exclusive) if it is not empty. The scan keeps a copy of its position, so the table may be
 * written between two steps. The value is valid until the next put or step, the key (stored in the
 * scan) until the next step. The scan ends when the sticky error is set.
 *     struct scan s = scan_start(t, TABLE_link, key_bytes(k));
 *     while (scan_next(&s)) use(s.key, s.value); */
struct scan {
	struct txn *txn;
	enum table table;
	uint64_t id; /* compared with the cursor's owner */
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
