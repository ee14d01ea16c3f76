/* Stored files (佐证), kept beside the journal as DIR/evidence/<2 hex>/<SM3 hex> and never changed.
 * A file is on disk, whole and synced, before an event names it. A file that no event names does no
 * harm. Example: evidence/66/66c7f0f4...b14a8e (64 digits). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

#define BLOB_FOLDER "evidence"

/* A draft is a file that is being received. It is hashed as its pieces arrive, and the kernel is
 * told to start writing every BLOB_SYNC_STEP bytes, so that the final sync has at most
 * BLOB_SYNC_BEHIND bytes left to write. Until it is kept it lies in DIR/evidence/upload-N.new. A
 * crash leaves it there; the next draft with that number overwrites it. */
#define BLOB_SYNC_STEP (1024 * 1024)
#define BLOB_SYNC_BEHIND (8 * 1024 * 1024)

/* Reads up to `size` bytes from offset `from`; *ret_n = 0 at the end of the file. -ENOENT: there is
 * no such file. */
struct blob_range {
	uint64_t from;
	void *buf;
	size_t size;
};
int blob_read(const char *dir, const uint8_t digest[HASH_SIZE], const struct blob_range *range,
	      size_t *ret_n);
/* *ret_what: what is wrong with the file, a word of store/journal/damage.h; NULL: it is there with
 * this size and this digest. */
int blob_check(const char *dir, const uint8_t digest[HASH_SIZE], uint64_t size,
	       const char **ret_what);
/* The file's name below the store: "evidence/66/66c7...". */
#define BLOB_NAME_SIZE (sizeof BLOB_FOLDER + 2 * HASH_SIZE + 4)
char *blob_name(const uint8_t digest[HASH_SIZE], char buf[BLOB_NAME_SIZE]);
/* That this process may not read the file, and whose it is (malloc); NULL: it may, or there is no
 * such file. */
char *blob_blame(const char *dir, const uint8_t digest[HASH_SIZE]);
/* Copies the files whose name is wanted into a new folder, synced. */
int blob_copy_folder(const char *from, const char *to, bool (*wanted)(const char *name));
/* Copies all stored files that can be read into the folder `to` (of another store or a backup). */
int blob_copy_all(const char *dir, const char *to);

int blob_sync_folder(const char *path);
/* Makes the folder and syncs its parent, so that the folder survives a crash before files are put
 * into it. 0 if it exists. */
int blob_make_folder(const char *path, const char *parent);
