/* Stored files (佐证), beside the journal: DIR/evidence/<2 hex>/<SM3 hex>, never changed. One is
 * on disk, whole and synced, before an event names it; one that no event names is harmless.
 * Example: evidence/66/66c7f0f4...b14a8e (64 digits). */
#pragma once

#include "base/err.h"
#include "proto/bytes.h"
#include "proto/limits.h"

#define BLOB_FOLDER "evidence"

/* The pieces one after the other; `digest` is theirs. One that is there already, whole, is
 * left alone. STATUS_FULL: no room, nothing is left behind. */
int blob_put(const char *dir, const uint8_t digest[HASH_SIZE], const struct bytes *piece,
	     size_t n_piece);
/* Up to `size` bytes from `from` on; *ret_n = 0 at the end. -ENOENT: it is not there. */
struct blob_range {
	uint64_t from;
	void *buf;
	size_t size;
};
int blob_read(const char *dir, const uint8_t digest[HASH_SIZE], const struct blob_range *range,
	      size_t *ret_n);
/* Is it there, of that size and with that digest? */
int blob_check(const char *dir, const uint8_t digest[HASH_SIZE], uint64_t size, bool *ret_fine);
/* All of them into the folder `to`, which is another store's or a backup's. */
int blob_copy_all(const char *dir, const char *to);
