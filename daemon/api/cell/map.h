/* A map from text to a number, for the rows of one file. Keys are not copied, nothing is ever
 * removed, memory comes from the arena. Open addressing, at most half full. */
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

/* Returns the place of the key's value; for a new key (*ret_new, may be NULL) it is added with
 * value 0. Valid until the next put. NULL: no memory. */
uint32_t *import_map_put(struct import_map *m, const char *key, bool *ret_new);
/* NULL: the key is not in the map. */
uint32_t *import_map_get(const struct import_map *m, const char *key);
