#include "bus/zmtp/owner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bus/core/limits.h"

int owner_join(struct peer_owners *all, const uint8_t key[CURVE_KEY_SIZE], struct peer_owner **ret)
{
	struct peer_owner *o = all->first;

	while (o && memcmp(o->key, key, CURVE_KEY_SIZE) != 0)
		o = o->next;
	if (o && o->connections >= CONNECTIONS_PER_KEY)
		return -EUSERS;
	if (!o) {
		o = calloc(1, sizeof *o);
		if (!o)
			return -ENOMEM;
		memcpy(o->key, key, CURVE_KEY_SIZE);
		o->next = all->first;
		all->first = o;
	}
	o->connections++;
	*ret = o;
	return 0;
}

void owner_leave(struct peer_owners *all, struct peer_owner *o, size_t waiting)
{
	struct peer_owner **at = &all->first;

	if (!o)
		return;
	o->waiting -= waiting;
	if (--o->connections > 0)
		return;
	while (*at != o)
		at = &(*at)->next;
	*at = o->next;
	free(o);
}

bool owner_may_wait(const struct peer_owner *o, size_t bytes)
{
	return !o || o->waiting + bytes <= WAITING_PER_KEY;
}

void owner_waits(struct peer_owner *o, size_t bytes)
{
	if (o)
		o->waiting += bytes;
}

void owner_has_read(struct peer_owner *o, size_t bytes)
{
	if (o)
		o->waiting -= bytes;
}
