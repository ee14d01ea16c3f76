/* Segment files: their names, what is known of each in memory, and plain file I/O. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

#define SPARE_NAME "spare"
#define SEGMENT_NAME_MAX 32
#define INDEX_STEP (64 * 1024)

struct place_of {
	uint64_t seq, offset; /* a frame whose first event has this seq begins at this offset */
};

struct segment {
	uint64_t first, last; /* seqs; last = first - 1 while empty */
	uint64_t end;	      /* offset of the end of the last durable frame */
	bool sealed, indexed;
	/* Its header and footer were not read whole: `prev` and `end` are not known, and `last` is
	 * what the next segment says. The file may be missing. */
	bool unsettled;
	bool damaged; /* at damaged_at, when it was read last */
	uint64_t damaged_at;
	uint8_t prev[HASH_SIZE];
	struct place_of *index; /* one entry about every INDEX_STEP bytes */
	size_t n_index, cap_index;
};

char *segment_name(uint64_t first, char buf[SEGMENT_NAME_MAX]);
/* *ret: the first seqs of all segments in the folder, ascending (malloc). */
int segment_list(int dir_fd, uint64_t **ret, size_t *ret_n);
int segment_index(struct segment *s, uint64_t seq, uint64_t offset);

/* Transfer all bytes or fail: a short write is -ENOSPC, a short read -EBADMSG. */
int file_write(int fd, const void *p, size_t size, uint64_t offset);
int file_read(int fd, void *p, size_t size, uint64_t offset);
int file_zero(int fd, uint64_t from, uint64_t to);
int file_sync(int fd);	/* fdatasync: the data and the metadata needed to read it */
int file_fsync(int fd); /* fsync: also needed after truncating or renaming */
/* Extends the file with zeros. STATUS_FULL: no space, and the file is unchanged. */
int file_lengthen(int fd, uint64_t from, uint64_t to);
int file_size(int fd, uint64_t *ret);
