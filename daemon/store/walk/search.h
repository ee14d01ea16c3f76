/* Finds the next whole frame after a damaged place of a segment. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"

struct frame;

struct frame_search {
	int fd;
	uint64_t from, end; /* offsets; the frame lies between them */
	uint64_t above;	    /* its first seq is larger */
	const uint8_t *epoch;
};
/* Frames begin on a FRAME_ALIGN boundary, and a found one is complete, so it cannot be a part of a
 * frame before it: the text of an event holds no NUL byte, every header does. What the disk cannot
 * read is passed over. */
int frame_search(const struct frame_search *s, struct frame *ret, uint64_t *ret_offset,
		 bool *ret_found);
