/* One connection to a server socket: its bytes in and out, its handshake, its messages. The server
 * (server.h) owns it, says when its descriptor is ready, and judges its key.
 *
 *	state		what the peer may send		then
 *	PEER_GREETING	64 bytes of greeting		PEER_HANDSHAKE
 *	PEER_HANDSHAKE	CURVE: HELLO, INITIATE		PEER_OPEN if the key is admitted
 *			NULL: READY			PEER_OPEN
 *	PEER_OPEN	messages, PING, subscriptions
 *	PEER_SHUNNED	anything: it is not read; the server closes it at its deadline, not at
 *			once, because libzmq knocks again at once
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "bus/zmtp/buffer.h"
#include "bus/zmtp/curve.h"
#include "bus/zmtp/hold.h"
#include "bus/zmtp/topics.h"
#include "text/usec.h"

enum peer_state { PEER_GREETING, PEER_HANDSHAKE, PEER_OPEN, PEER_SHUNNED };

/* What all connections of a server have in common. */
struct peer_rules {
	const struct curve_keys *keys; /* NULL: the mechanism NULL, for local sockets */
	const char *type;	       /* our Socket-Type: ROUTER or XPUB */
	size_t message_max;	       /* bytes of a message that a peer sends */
	size_t waiting_max;	       /* bytes that may wait to be sent to a peer */
	/* 0: the key is admitted, *ret is its principal's account. DENIED: not. < 0: fatal. */
	int (*admit)(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret);
	void *user;
	uint8_t *scratch; /* shared by all, of `scratch_size` bytes: peer_scratch_size() */
	size_t scratch_size;
};

struct peer {
	struct lane *lane; /* of table.h */
	struct peer *next; /* in the lane's queue of those that are ready */
	bool ready;
	bool held_back; /* it may have a message, which is not read yet */
	uint32_t index, generation;
	int fd;
	enum peer_state state;
	usec_t deadline; /* monotonic, of the handshake or of being shunned; USEC_NEVER: none */
	struct curve curve;
	struct hold hold; /* of an open connection with CURVE */
	struct buffer in, out;
	bool dirty; /* `out` has grown since the last peer_flush() */
	struct peer *next_dirty;
	/* of the message that is being read: */
	uint32_t parts;
	bool delimiter, odd;
	struct topics topics;
};

/* A whole message. `body` lies in the rules' scratch: valid until the next call. */
struct peer_message {
	bool delimiter; /* an empty part came before it, as REQ sends */
	struct bytes body;
};

enum peer_step {
	PEER_BLOCKED, /* nothing more can be read now */
	PEER_MOVED,   /* a step of the handshake or a command was done: call again */
	PEER_MESSAGE, /* a message was read */
	PEER_ODD,     /* a message was read that is not one payload: it is dropped */
};

size_t peer_scratch_size(size_t message_max);
/* Takes over fd, which does not block. 0 or -ENOMEM. */
int peer_begin(struct peer *p, const struct peer_rules *rules, int fd, usec_t deadline);
void peer_end(struct peer *p);

/* Reads and does one thing. Results >= 0 are of enum peer_step. -ECONNRESET: the peer is gone;
 * -EPROTO, -EMSGSIZE: it breaks the protocol; -EACCES: its key is not admitted, and it was told;
 * -EUSERS: its principal has too many connections; -EDQUOT: too much memory is held for it;
 * -ENOMEM; each means that the connection must end. Any other < 0 is fatal and comes from
 * admit(). */
int peer_step(struct peer *p, const struct peer_rules *rules, struct peer_message *ret);
/* Adds a message of one part, or of two (`topic` first), to what waits. -ENOBUFS: too much waits
 * already, for it or its principal, -EMSGSIZE: a part is too long; nothing was added then. */
int peer_send(struct peer *p, const struct peer_rules *rules, const struct bytes *part, size_t n);
/* Sends what the socket takes. -ECONNRESET: the peer is gone. */
int peer_flush(struct peer *p);
