/* A copy of the sealed segments for a backup, made while the daemon runs. */
#pragma once

#include <stdint.h>

/* Copies the journal of from_dir into to_dir/journal, fsynced and opening as a store's: sealed
 * segments, and of the open one the whole frames written so far, so that a db copied before
 * is never ahead of it. -ENODATA if that does not reach up_to_seq. For a helper thread. */
int journal_copy_sealed(const char *from_dir, const char *to_dir, uint64_t up_to_seq);
