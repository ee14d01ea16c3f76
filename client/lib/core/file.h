/* Writes small files atomically: to a temporary file, synced, renamed, and the folder synced. When
 * file_write() returns, the content survives a power cut. */
#pragma once

#include <stdbool.h>

#include "proto/bytes.h"

struct stat;

/* Mode 0600. `replace` false: -EEXIST if `path` exists. Else 0 or -errno; on failure the previous
 * content is kept. */
int file_write(const char *path, struct bytes content, bool replace);
/* Replaces the file by one with the owner, group and mode that `like` tells; -EPERM: this user may
 * not make such a one. */
int file_rewrite(const char *path, struct bytes content, const struct stat *like);
/* Appends to the file, made with mode 0600 if it is not there, and syncs it and its folder. 0 or
 * -errno. */
int file_append(const char *path, struct bytes content);
