/* The store's folder while the daemon holds it, and the process's limits. */
#pragma once

#include <stddef.h>

#include "base/err.h"

/* Makes the folder (0700) if missing and locks it. -EWOULDBLOCK: another duband has it.
 * INVALID: others may write into it. The lock lasts as long as the descriptor. */
int folder_lock(const char *dir, int *ret_fd);

/* Raises the number of open files as far as allowed; *ret_peers: how many connections a door
 * may have so that journal and state always find a descriptor. */
int folder_raise_files(size_t *ret_peers);
