/* How a journal is opened or made. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"

struct journal_config {
	const char *dir; /* the store's folder; segments lie in dir/journal */
	uint64_t segment_bytes;
	uint8_t epoch[EPOCH_SIZE];
	/* A fresh store: epoch is given, dir/journal must not exist (it appears whole or not at
	 * all). Else the epoch is read and checked. */
	bool create;
	bool read_only;		/* verify, dossiers: never writes, stops before a torn tail */
	uint64_t synced_seq;	/* the last checkpoint's */
	uint64_t reserve_bytes; /* free space kept on the disk; 0 = SPACE_RESERVE_BYTES */
};
