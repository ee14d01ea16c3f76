/* A small file that is there whole or not at all: written beside, synced, renamed, and the
 * folder synced, so that it survives a power cut the moment file_write() returns. */
#pragma once

#include <stdbool.h>

#include "proto/bytes.h"

/* Mode 0600. `replace` false: -EEXIST if `path` is there. Else 0 or -errno; on failure what was
 * there before is still there. */
int file_write(const char *path, struct bytes content, bool replace);
