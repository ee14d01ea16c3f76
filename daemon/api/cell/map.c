#include "api/cell/map.h"

#include <string.h>

#define FIRST_CAPACITY 64

static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261U;

	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 16777619U;
	/* The low bits of FNV are weak, and the table uses only those. */
	h ^= h >> 15;
	h *= 0x85ebca6bU;
	return h ^ h >> 13;
}

/* The slot of the key, or the free slot where it would go. */
static struct import_slot *find(struct import_slot *slot, size_t capacity, const char *key,
				uint32_t h)
{
	size_t i = h & (capacity - 1);

	while (slot[i].key && (slot[i].hash != h || strcmp(slot[i].key, key) != 0))
		i = (i + 1) & (capacity - 1);
	return &slot[i];
}

static bool grow(struct import_map *m)
{
	size_t capacity = m->capacity ? 2 * m->capacity : FIRST_CAPACITY;
	struct import_slot *slot = arena_alloc(m->arena, capacity * sizeof *slot);

	if (!slot)
		return false;
	for (size_t i = 0; i < m->capacity; i++)
		if (m->slot[i].key)
			*find(slot, capacity, m->slot[i].key, m->slot[i].hash) = m->slot[i];
	m->slot = slot;
	m->capacity = capacity;
	return true;
}

uint32_t *import_map_put(struct import_map *m, const char *key, bool *ret_new)
{
	uint32_t h = hash(key);
	struct import_slot *s;

	if (2 * m->n >= m->capacity && !grow(m))
		return NULL;
	s = find(m->slot, m->capacity, key, h);
	if (ret_new)
		*ret_new = !s->key;
	if (!s->key) {
		*s = (struct import_slot){.key = key, .hash = h};
		m->n++;
	}
	return &s->value;
}

uint32_t *import_map_get(const struct import_map *m, const char *key)
{
	struct import_slot *s;

	if (m->capacity == 0)
		return NULL;
	s = find(m->slot, m->capacity, key, hash(key));
	return s->key ? &s->value : NULL;
}
