/* Segment files: names, what is known of each in memory, plain I/O, and the spare, the next
 * one, that a thread keeps ready. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

#define SPARE_NAME "spare"
#define SEGMENT_NAME_MAX 32
#define INDEX_STEP (64 * 1024)

struct place_of {
	uint64_t seq, offset; /* a frame begins with this event here */
};

struct segment {
	uint64_t first, last; /* last = first - 1 while empty */
	uint64_t end;	      /* behind the last durable frame */
	bool sealed, indexed;
	uint8_t prev[HASH_SIZE];
	struct place_of *index; /* one frame every INDEX_STEP */
	size_t n_index, cap_index;
};

char *segment_name(uint64_t first, char buf[SEGMENT_NAME_MAX]);
/* The first seqs of all segments in the folder, ascending, malloc. */
int segment_list(int dir_fd, uint64_t **ret, size_t *ret_n);
int segment_index(struct segment *s, uint64_t seq, uint64_t offset);

/* All or an error: a short write is -EIO, a short read -EBADMSG. */
int file_write(int fd, const void *p, size_t size, uint64_t offset);
int file_read(int fd, void *p, size_t size, uint64_t offset);
int file_zero(int fd, uint64_t from, uint64_t to);
int file_sync(int fd);	/* data and what is needed to read it */
int file_fsync(int fd); /* all, sizes that shrank and names too */
/* With zeros; STATUS_FULL when there is no room, and the file is as before. */
int file_lengthen(int fd, uint64_t from, uint64_t to);
int file_size(int fd, uint64_t *ret);
