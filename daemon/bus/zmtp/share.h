/* Whose turn it is in a round of a server: lanes in turn, and while several have requests none gets
 * more than a share of the round, so that nobody waits for all the requests of another. */
#pragma once

#include <stdbool.h>

#include "bus/zmtp/table.h"

struct round_share {
	uint64_t round;
	int handshakes, commands; /* steps that may still be done in this round */
	int unlooked;		  /* messages since the kernel was asked */
	usec_t unlooked_for;	  /* how long they took */
	size_t served;		  /* lanes that had a message in this round */
	size_t light;		  /* those of them that are light */
	usec_t handed_at; /* monotonic: when the host got the message that it has; 0: none */
};

/* A round begins. */
void share_begin(struct round_share *r, struct peer_table *t);
/* The lane to be served next; NULL: none in this round. `strangers`: those without an account have
 * not shown a key. */
struct lane *share_lane(const struct round_share *r, const struct peer_table *t, bool strangers);
/* When a lane that is not listened to is to be served again, of those in the queue; USEC_NEVER: all
 * are listened to, so nothing is to be waited for. */
usec_t share_pause(const struct peer_table *t);
/* Does the lane ask for little, now and in its last round? Then the others get small shares, so
 * that its reply, for which the round must end, does not wait for theirs. */
bool share_light(const struct lane *l);
/* Is the kernel to be asked who else has sent something? Not for each message. */
bool share_looks_again(struct round_share *r);
/* A step that was no message: of a handshake, or a command. */
void share_step(struct round_share *r, bool handshake);
/* The host gets a message of the lane; it is done with it. */
void share_message(struct round_share *r, struct peer_table *t, struct lane *l);
void share_done(struct round_share *r, struct peer_table *t);
