/* One request's memory: taken piece by piece, freed as a whole. A budget bounds it: what
 * would pass it fails, the arena stays usable. Not for several threads. */
#pragma once

#include <google/protobuf-c/protobuf-c.h>

#include "base/err.h"
#include "proto/bytes.h"

struct arena;

int arena_new(struct arena **ret, size_t budget);
struct arena *arena_free(struct arena *a);
DEFINE_CLEANUP(struct arena *, arena_free)

/* Forgets all pieces, keeps the first block. */
void arena_reset(struct arena *a);

/* Zeroed, aligned to 16. NULL when memory or budget is out. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_dup(struct arena *a, const void *p, size_t size);
char *arena_str(struct arena *a, const char *s);
char *arena_strn(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Grows an array of `n` elements so that one more fits; returns the (perhaps moved) array,
 * NULL when out. Start with NULL, 0. Capacity is a power of two derived from n. */
void *arena_grow(struct arena *a, void *array, size_t n, size_t element);

/* The same of an array that did not begin here (an unpacked message's): always moved, with room
 * for just one more. */
void *arena_longer(struct arena *a, const void *array, size_t n, size_t element);

/* For protobuf-c's unpack; its free does nothing. */
ProtobufCAllocator *arena_pb(struct arena *a);
