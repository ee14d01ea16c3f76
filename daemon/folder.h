/* The lock on the store's folder, and the process's limit of open files. */
#pragma once

#include <stddef.h>

#include "base/err.h"

/* Makes the folder (mode 0700) if missing and locks it. -EWOULDBLOCK: another duband holds the
 * lock. INVALID: group or others may write to the folder. Closing *ret_fd releases the lock. */
int folder_lock(const char *dir, int *ret_fd);

/* Why folder_lock failed with `r` < 0, for people (malloc): which file, whose it is. */
char *folder_blame(const char *dir, int r);

/* Raises RLIMIT_NOFILE as far as allowed. *ret_peers: how many connections one endpoint may
 * accept so that the journal and the state database always get a descriptor. */
int folder_raise_files(size_t *ret_peers);
