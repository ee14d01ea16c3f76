/* Shared by blob.c and draft.c: the paths of a stored file. */
#pragma once

#include <limits.h>
#include <stdint.h>

#include "proto/limits.h"

struct blob_place {
	char top[PATH_MAX], folder[PATH_MAX], path[PATH_MAX];
};
int blob_place(const char *dir, const uint8_t digest[HASH_SIZE], struct blob_place *ret);
