/* Copies the journal for a backup while the daemon runs. */
#pragma once

#include <stdint.h>

/* Where the journal is damaged. */
struct journal_copied {
	char file[40]; /* the segment's name */
	uint64_t offset;
	const char *what; /* a word of store/journal/damage.h */
};
/* Copies the journal of from_dir into to_dir/journal, fsynced and ready to open: the sealed
 * segments, and the frames of the open segment that are complete so far. So a db that was copied
 * before is never ahead of the journal's copy. -ENODATA: the copy does not reach up_to_seq.
 * STATUS_DAMAGED: *ret says where; what was copied is of no use. May run in a helper thread. */
int journal_copy_sealed(const char *from_dir, const char *to_dir, uint64_t up_to_seq,
			struct journal_copied *ret);
