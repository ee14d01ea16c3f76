/* Stored files (佐证), beside the journal: DIR/evidence/<2 hex>/<SM3 hex>, never changed. One is
 * on disk, whole and synced, before an event names it; one that no event names is harmless.
 * Example: evidence/66/66c7f0f4...b14a8e (64 digits). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

#define BLOB_FOLDER "evidence"

/* One on its way in: written and hashed as its pieces come, the disk at work every
 * BLOB_SYNC_STEP, so that the last sync finds at most BLOB_SYNC_BEHIND to do.
 * DIR/evidence/upload-N.new until it is kept; a crash leaves it there, the next draft of that
 * number writes it over. */
#define BLOB_SYNC_STEP (1024 * 1024)
#define BLOB_SYNC_BEHIND (8 * 1024 * 1024)

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

int blob_sync_folder(const char *path);
/* Its name is in its parent for good before anything stands in it. */
int blob_make_folder(const char *path, const char *parent);
