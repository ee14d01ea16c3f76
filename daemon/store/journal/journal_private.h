/* The journal's struct, shared by journal.c (group), roll.c (space, next segment), recover.c and
 * image.c (start), reader.c and copy.c. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/limits.h"
#include "store/journal/damage.h"

struct mark;
struct segment;
struct sm3;
struct spare;

#define FAULT_MAX 640

struct journal {
	char *path; /* of the folder, for messages */
	int dir_fd;
	bool read_only;
	int failed; /* errno of a failed write or sync; set for good */
	uint64_t segment_bytes, reserve_bytes;
	uint8_t epoch[EPOCH_SIZE];
	struct segment *segments; /* the last one is open for writing unless fd < 0 */
	size_t n_segments, cap_segments;
	int fd;
	uint64_t size; /* of the open segment's file */
	uint64_t free; /* free disk space, read at the start of a group */
	uint8_t *group;
	size_t group_size, group_cap;
	uint32_t group_count;
	uint64_t head, durable;
	uint8_t head_hash[HASH_SIZE], durable_hash[HASH_SIZE];
	uint64_t unsynced;
	bool cut_kept;
	struct sm3 *sm3;
	struct spare *spare;
	journal_damage_fn *tell;
	void *tell_user;
	char fault[FAULT_MAX];
};

/* Stores the fault text for people and returns r. */
int journal_says(struct journal *j, int r, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* That this file of the journal cannot be opened, and why; returns r. */
int journal_blames(struct journal *j, const char *name, int r);
/* Remembers that this place of the segment is damaged (`what`) or whole again (NULL), and tells. */
void journal_tell(struct journal *j, struct segment *s, uint64_t offset, const char *what);
/* *ret = SM3(prev, event): the hash chain that cursors and standbys compare. */
int journal_chain(struct sm3 *sm3, const uint8_t prev[HASH_SIZE], struct bytes event,
		  uint8_t ret[HASH_SIZE]);
/* Records a failed write or sync and returns r. What is on the disk is unknown now, so nothing is
 * written any more. */
int journal_broken(struct journal *j, int r, const char *doing, uint64_t offset);
/* a frame of this size fits in the open segment */
bool journal_fits(const struct journal *j, uint64_t bytes);
struct segment *journal_add_segment(struct journal *j, const struct mark *header);
#define JOURNAL_RESTORE                                                                            \
	"Nothing was changed. Copy this segment from the last backup or a standby, or restore "    \
	"journal and data.mdb together"
