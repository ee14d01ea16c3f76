/* What one key has at a server over all its connections: how many they are, and how many bytes it
 * has not read. Both are bounded, so that one key can neither take all places nor the memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

struct peer_owner {
	struct peer_owner *next;
	uint8_t key[CURVE_KEY_SIZE];
	size_t connections, waiting;
};

struct peer_owners {
	struct peer_owner *first;
};

/* One connection more. 0, -EUSERS: it has CONNECTIONS_PER_KEY, or -ENOMEM. */
int owner_join(struct peer_owners *all, const uint8_t key[CURVE_KEY_SIZE], struct peer_owner **ret);
/* One less; `waiting` bytes of it are dropped. The last one frees the owner. Does nothing for
 * NULL. */
void owner_leave(struct peer_owners *all, struct peer_owner *o, size_t waiting);
/* May so many bytes more wait for it? True for NULL: a local client. */
bool owner_may_wait(const struct peer_owner *o, size_t bytes);
void owner_waits(struct peer_owner *o, size_t bytes); /* they wait now; nothing for NULL */
void owner_has_read(struct peer_owner *o, size_t bytes);
