#include "bus/zmtp/table.h"

#include <stdlib.h>

#include "proto/array.h"

enum { INDEX_BITS = 32 };

struct peer *table_peer(const struct peer_table *t, uint64_t id)
{
	uint32_t index = (uint32_t)id;
	struct peer *p = index < t->n_slots ? t->slot[index] : NULL;

	return p && p->fd >= 0 && p->generation == id >> INDEX_BITS ? p : NULL;
}

uint64_t table_id(const struct peer *p)
{
	return (uint64_t)p->generation << INDEX_BITS | p->index;
}

struct peer *table_add(struct peer_table *t)
{
	struct peer *p = NULL;

	for (size_t i = 0; t->peers < t->n_slots && i < t->n_slots && !p; i++)
		if (t->slot[i]->fd < 0)
			p = t->slot[i];
	if (!p) {
		if (array_grow(&t->slot, &t->room, t->n_slots + 1, sizeof(*t->slot)) < 0)
			return NULL;
		p = calloc(1, sizeof *p);
		if (!p)
			return NULL;
		p->index = (uint32_t)t->n_slots;
		t->slot[t->n_slots++] = p;
	}
	t->peers++;
	return p;
}

void table_ready(struct peer_table *t, struct peer *p)
{
	if (p->ready)
		return;
	p->ready = true;
	p->next = NULL;
	if (t->last)
		t->last->next = p;
	else
		t->first = p;
	t->last = p;
}

void table_unready(struct peer_table *t, struct peer *p)
{
	struct peer *before = NULL, *at = p->ready ? t->first : NULL;

	while (at && at != p) {
		before = at;
		at = at->next;
	}
	if (!at)
		return;
	if (before)
		before->next = p->next;
	else
		t->first = p->next;
	if (t->last == p)
		t->last = before;
	p->next = NULL;
	p->ready = false;
}

void table_note(struct peer_table *t, struct peer *p, bool was)
{
	if (was || !p->dirty)
		return;
	p->next_dirty = NULL;
	if (t->dirty)
		t->dirty_last->next_dirty = p;
	else
		t->dirty = p;
	t->dirty_last = p;
}

struct peer *table_take_dirty(struct peer_table *t)
{
	struct peer *p = t->dirty;

	if (p)
		t->dirty = p->next_dirty;
	return p;
}

static void forget_dirty(struct peer_table *t, const struct peer *p)
{
	struct peer *before = NULL, *at = t->dirty;

	while (at && at != p) {
		before = at;
		at = at->next_dirty;
	}
	if (!at)
		return;
	if (before)
		before->next_dirty = p->next_dirty;
	else
		t->dirty = p->next_dirty;
	if (t->dirty_last == p)
		t->dirty_last = before;
}

void table_end(struct peer_table *t, struct peer *p)
{
	table_unready(t, p);
	forget_dirty(t, p);
	t->peers--;
	peer_end(p, &t->owners);
}

void table_done(struct peer_table *t)
{
	for (size_t i = 0; i < t->n_slots; i++) {
		peer_end(t->slot[i], &t->owners);
		free(t->slot[i]);
	}
	free(t->slot);
	*t = (struct peer_table){0};
}
