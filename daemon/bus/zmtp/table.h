/* The connections of a server: their places, which of them may have a message, and to which
 * something is to be sent. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "bus/zmtp/peer.h"
#include "bus/zmtp/socket.h"

/* The connections of one principal, or of the strangers from one address. Those that may have a
 * message wait in its queue, and the lanes with such wait in the table's, so that many connections
 * get no more turns than one. Local connections are all one lane. */
struct lane {
	struct account *account;       /* NULL: of strangers, or local */
	uint8_t address[ADDRESS_SIZE]; /* of strangers */
	size_t peers;
	struct peer *first, *last;
	bool queued;
	struct lane *next;	 /* in the table's queue */
	struct lane *next_known; /* in the list of all */
	/* of the round that it was served in last, see share.h: */
	uint64_t round;
	size_t served;
	usec_t spent;
	bool light; /* it asks for little, and did in the one before */
};

struct peer_table {
	struct peer **slot; /* n_slots of them; an unused one has fd -1 */
	size_t n_slots, room, peers;
	struct lane local;
	struct lane *known;		 /* the others */
	struct lane *first, *last;	 /* the queue */
	struct lane *serving;		 /* whose message the host has; NULL: it has none */
	struct peer *dirty, *dirty_last; /* those to which something is to be sent, in order */
};

/* An id is never used again for another connection. NULL: it has ended. */
struct peer *table_peer(const struct peer_table *t, uint64_t id);
uint64_t table_id(const struct peer *p);

/* An unused place; its peer counts from now on. NULL: no memory. */
struct peer *table_add(struct peer_table *t);
/* Ends the connection and takes it out of both lists. */
void table_end(struct peer_table *t, struct peer *p);

/* Of those that are shunned, or of those that have not shown their key yet, the one that has waited
 * longest; NULL: there is none. */
struct peer *table_oldest(const struct peer_table *t, bool shunned);

/* It changes into the lane of its account; if it has none, of its address. 0 or -ENOMEM. */
int table_join(struct peer_table *t, struct peer *p, const uint8_t address[ADDRESS_SIZE]);
/* Puts the peer at the end of its lane's queue, unless it is there; takes it out. */
void table_ready(struct peer_table *t, struct peer *p);
void table_unready(struct peer_table *t, struct peer *p);
/* Another lane is next. */
void table_turn(struct peer_table *t, struct lane *l);
/* Notes a peer whose `dirty` was `was` before something was added. */
void table_note(struct peer_table *t, struct peer *p, bool was);
/* The next one to be flushed, taken from the list; NULL: none. */
struct peer *table_take_dirty(struct peer_table *t);

/* Ends all connections. */
void table_done(struct peer_table *t);
