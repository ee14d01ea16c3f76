/* Bytes that come in or wait to go out on a connection: added at the end, taken from the front. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"

struct buffer {
	uint8_t *data;
	size_t at, end, room; /* what waits lies between `at` and `end` */
};

static inline struct bytes buffer_bytes(const struct buffer *b)
{
	return b->data ? BYTES(b->data + b->at, b->end - b->at) : BYTES("", 0);
}

/* The place for `n` bytes more; buffer_added() says how many were put there. NULL: no memory. */
uint8_t *buffer_place(struct buffer *b, size_t n);
/* The room that it has with place for `n` bytes more. */
size_t buffer_room_for(const struct buffer *b, size_t n);
void buffer_added(struct buffer *b, size_t n);
void buffer_taken(struct buffer *b, size_t n);
/* Frees the memory of an empty buffer that has grown. */
void buffer_shrink(struct buffer *b);
void buffer_done(struct buffer *b);
