/* What blob.c and blob_draft.c share: where a stored file stands. */
#pragma once

#include <limits.h>

#include "store/blob/blob.h"

struct blob_place {
	char top[PATH_MAX], folder[PATH_MAX], path[PATH_MAX];
};
int blob_place(const char *dir, const uint8_t digest[HASH_SIZE], struct blob_place *ret);

int blob_sync_folder(const char *path);
/* Its name is in its parent for good before anything stands in it. */
int blob_make_folder(const char *path, const char *parent);
