/* Options for opening or creating a journal. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"
#include "store/journal/damage.h"

struct journal_config {
	const char *dir; /* the store's folder; the segments are in dir/journal */
	uint64_t segment_bytes;
	uint8_t epoch[EPOCH_SIZE];
	/* For a fresh store: `epoch` is given and dir/journal must not exist; it appears complete
	 * or not at all. Otherwise the epoch is read from the journal and checked. */
	bool create;
	/* for verify and dossiers: never writes, stops before a torn tail */
	bool read_only;
	uint64_t synced_seq; /* of the last checkpoint */
	/* Told of damage that is met and does not end the start or the read that meets it; may be
	 * NULL. Not to be called back into the journal. */
	journal_damage_fn *tell;
	void *tell_user;
	uint64_t reserve_bytes; /* free disk space to keep; 0 = SPACE_RESERVE_BYTES */
};
