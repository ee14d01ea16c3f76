/* The connections of a server: their places, which of them may have a message, and to which
 * something is to be sent. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "bus/zmtp/peer.h"

struct peer_table {
	struct peer **slot; /* n_slots of them; an unused one has fd -1 */
	size_t n_slots, room, peers;
	struct peer *first, *last;	 /* the queue of those that may have a message */
	struct peer *dirty, *dirty_last; /* those to which something is to be sent, in order */
	struct peer_owners owners;
};

/* An id is never used again for another connection. NULL: it has ended. */
struct peer *table_peer(const struct peer_table *t, uint64_t id);
uint64_t table_id(const struct peer *p);

/* An unused place; its peer counts from now on. NULL: no memory. */
struct peer *table_add(struct peer_table *t);
/* Ends the connection and takes it out of both lists. */
void table_end(struct peer_table *t, struct peer *p);

/* Puts the peer at the end of the queue, unless it is there; takes it out. */
void table_ready(struct peer_table *t, struct peer *p);
void table_unready(struct peer_table *t, struct peer *p);
/* Notes a peer whose `dirty` was `was` before something was added. */
void table_note(struct peer_table *t, struct peer *p, bool was);
/* The next one to be flushed, taken from the list; NULL: none. */
struct peer *table_take_dirty(struct peer_table *t);

/* Ends all connections. */
void table_done(struct peer_table *t);
