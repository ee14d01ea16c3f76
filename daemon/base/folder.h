/* The lock on the store's folder, and the process's limit of open files. */
#pragma once

#include <stddef.h>

#include "base/err.h"

/* Makes the folder (mode 0700) if missing and locks it. < 0: it cannot be used, `fault` (of `size`
 * bytes) says why, for people. Closing *ret_fd releases the lock. */
int folder_open(const char *dir, int *ret_fd, char *fault, size_t size);

/* Raises RLIMIT_NOFILE as far as allowed. *ret_peers: how many connections one endpoint may
 * accept so that the journal and the state database always get a descriptor. */
int folder_raise_files(size_t *ret_peers);
