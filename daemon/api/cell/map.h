/* A map from text to a number, for the rows of one file: keys are not copied, nothing is
 * ever taken out, the memory is the arena's. Open addressing, at most half full. */
#pragma once

#include "base/arena.h"

struct import_slot {
	const char *key; /* NULL: free */
	uint32_t hash, value;
};

struct import_map {
	struct arena *arena;
	struct import_slot *slot;
	size_t n, capacity;
};

/* The value's place, made with 0 if the key is new (*ret_new, may be NULL); valid until the
 * next put. NULL: no memory. */
uint32_t *import_map_put(struct import_map *m, const char *key, bool *ret_new);
/* NULL: not there. */
uint32_t *import_map_get(const struct import_map *m, const char *key);
