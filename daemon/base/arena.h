/* The memory of one request: allocated piece by piece, freed as a whole. An allocation that would
 * exceed the budget fails, and the arena stays usable. Not thread-safe. */
#pragma once

#include <google/protobuf-c/protobuf-c.h>

#include "base/err.h"
#include "proto/bytes.h"

struct arena;

int arena_new(struct arena **ret, size_t budget);
struct arena *arena_free(struct arena *a);
DEFINE_CLEANUP(struct arena *, arena_free)

/* Frees all pieces; keeps the first block for the next request. */
void arena_reset(struct arena *a);

/* The memory is zeroed and aligned to 16 bytes. NULL when memory or budget is exhausted. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_dup(struct arena *a, const void *p, size_t size);
char *arena_str(struct arena *a, const char *s);
char *arena_strn(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Makes room for one more element in an array of `n`; returns the array, which may have moved, or
 * NULL when memory or budget is exhausted. Start with NULL and 0. The capacity is not stored: it
 * is the power of two that follows from n, so grow the array by one element at a time. */
void *arena_grow(struct arena *a, void *array, size_t n, size_t element);

/* The same for an array that arena_grow() did not make, for example one in an unpacked message:
 * it is always copied, with room for exactly one more element. */
void *arena_longer(struct arena *a, const void *array, size_t n, size_t element);

/* An allocator for protobuf-c's unpack functions; its free does nothing. */
ProtobufCAllocator *arena_pb(struct arena *a);
