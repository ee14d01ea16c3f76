#include "bus/zmtp/table.h"

#include <stdlib.h>
#include <string.h>

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
	p->lane = &t->local;
	p->lane->peers++;
	t->peers++;
	return p;
}

struct peer *table_oldest(const struct peer_table *t, bool shunned)
{
	struct peer *oldest = NULL;

	for (size_t i = 0; i < t->n_slots; i++) {
		struct peer *p = t->slot[i];

		if (p->fd >= 0 && p->state != PEER_OPEN && (p->state == PEER_SHUNNED) == shunned &&
		    (!oldest || p->deadline < oldest->deadline))
			oldest = p;
	}
	return oldest;
}

static void queue(struct peer_table *t, struct lane *l)
{
	if (l->queued)
		return;
	l->queued = true;
	l->next = NULL;
	if (t->last)
		t->last->next = l;
	else
		t->first = l;
	t->last = l;
}

static void unqueue(struct peer_table *t, struct lane *l)
{
	struct lane *before = NULL, *at = l->queued ? t->first : NULL;

	while (at && at != l) {
		before = at;
		at = at->next;
	}
	if (!at)
		return;
	if (before)
		before->next = l->next;
	else
		t->first = l->next;
	if (t->last == l)
		t->last = before;
	l->queued = false;
}

void table_turn(struct peer_table *t, struct lane *l)
{
	unqueue(t, l);
	if (l->first)
		queue(t, l);
}

void table_ready(struct peer_table *t, struct peer *p)
{
	struct lane *l = p->lane;

	if (p->ready)
		return;
	p->ready = true;
	p->next = NULL;
	if (l->last)
		l->last->next = p;
	else
		l->first = p;
	l->last = p;
	queue(t, l);
}

void table_unready(struct peer_table *t, struct peer *p)
{
	struct lane *l = p->lane;
	struct peer *before = NULL, *at = p->ready ? l->first : NULL;

	while (at && at != p) {
		before = at;
		at = at->next;
	}
	if (!at)
		return;
	if (before)
		before->next = p->next;
	else
		l->first = p->next;
	if (l->last == p)
		l->last = before;
	p->next = NULL;
	p->ready = false;
	if (!l->first)
		unqueue(t, l);
}

/* The last connection frees its lane. */
static void leave(struct peer_table *t, struct lane *l)
{
	struct lane **at = &t->known;

	if (--l->peers > 0 || l == &t->local)
		return;
	unqueue(t, l);
	while (*at != l)
		at = &(*at)->next_known;
	*at = l->next_known;
	if (t->serving == l)
		t->serving = NULL;
	free(l);
}

static struct lane *find(const struct peer_table *t, const struct account *a,
			 const uint8_t address[ADDRESS_SIZE])
{
	struct lane *l = t->known;

	while (l && (l->account != a || (!a && memcmp(l->address, address, ADDRESS_SIZE) != 0)))
		l = l->next_known;
	return l;
}

int table_join(struct peer_table *t, struct peer *p, const uint8_t address[ADDRESS_SIZE])
{
	struct lane *l = find(t, p->hold.account, address);
	bool ready = p->ready;

	if (!l) {
		l = calloc(1, sizeof *l);
		if (!l)
			return -ENOMEM;
		l->account = p->hold.account;
		if (!p->hold.account)
			memcpy(l->address, address, ADDRESS_SIZE);
		l->next_known = t->known;
		t->known = l;
	}
	l->peers++;
	table_unready(t, p);
	leave(t, p->lane);
	p->lane = l;
	if (ready)
		table_ready(t, p);
	return 0;
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
	leave(t, p->lane);
	peer_end(p);
}

void table_done(struct peer_table *t)
{
	for (size_t i = 0; i < t->n_slots; i++) {
		if (t->slot[i]->fd >= 0)
			table_end(t, t->slot[i]);
		free(t->slot[i]);
	}
	free(t->slot);
	*t = (struct peer_table){0};
}
