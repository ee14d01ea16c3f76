/* The server's side of CurveZMQ (RFC 26): the handshake and the boxes of one connection, on
 * libsodium. Every step is legal in exactly one state; after a failure the connection must be
 * closed, for the state is spent.
 *
 *	state			step			then
 *	CURVE_HELLO		curve_hello()		CURVE_INITIATE
 *	CURVE_INITIATE		curve_initiate()	CURVE_JUDGE: is the client's key admitted?
 *	CURVE_JUDGE		curve_ready()		CURVE_OPEN
 *	CURVE_OPEN		curve_unbox(), curve_box()
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/limits.h"

enum curve_state { CURVE_HELLO, CURVE_INITIATE, CURVE_JUDGE, CURVE_OPEN, CURVE_SPENT };

enum {
	CURVE_COOKIE_SIZE = 96,
	CURVE_WELCOME_SIZE = 168,
	CURVE_METADATA_MAX = 512,
	CURVE_READY_MAX = 30 + CURVE_METADATA_MAX,
	CURVE_BOX_OVER = 33, /* a box is so much longer than what is in it */
};

struct curve_server {
	uint8_t public[CURVE_KEY_SIZE], secret[CURVE_KEY_SIZE];
};

/* The keys that a server answers to: two while one is being changed for the other. */
struct curve_keys {
	struct curve_server key[2];
	size_t n;
};

struct curve {
	enum curve_state state;
	uint8_t client[CURVE_KEY_SIZE]; /* its lasting key, proven once the state is CURVE_JUDGE */
	uint8_t server[CURVE_KEY_SIZE]; /* our lasting key that its HELLO was meant for */
	uint8_t client_short[CURVE_KEY_SIZE];
	uint8_t short_public[CURVE_KEY_SIZE], short_secret[CURVE_KEY_SIZE];
	uint8_t cookie[CURVE_COOKIE_SIZE];
	uint8_t key[CURVE_KEY_SIZE]; /* shared by the two short keys */
	uint64_t taken, given;	     /* the last nonces */
};

/* Must succeed once before anything else here. 0 or -EIO: no random numbers. */
int curve_setup(void);
void curve_begin(struct curve *c);
/* Erases the keys. */
void curve_forget(struct curve *c);

bool curve_serves(const struct curve_keys *keys, const uint8_t public[CURVE_KEY_SIZE]);

/* HELLO: 0 and the WELCOME to be sent, or -EPROTO: malformed, or meant for another server's key. */
int curve_hello(struct curve *c, const struct curve_keys *keys, struct bytes command,
		uint8_t ret_welcome[CURVE_WELCOME_SIZE]);
/* INITIATE: 0 and the client's metadata, or -EPROTO. The vouch proves that c->client owns this
 * connection. */
int curve_initiate(struct curve *c, struct bytes command, uint8_t ret_metadata[CURVE_METADATA_MAX],
		   size_t *ret_size);
/* READY with our metadata, at most CURVE_METADATA_MAX; returns its length. */
size_t curve_ready(struct curve *c, struct bytes metadata, uint8_t ret[CURVE_READY_MAX]);

/* Opens a MESSAGE. `ret` has room for message.size - 32 bytes: the flags byte (frame.h), then
 * *ret_size bytes of body. 0 or -EPROTO: damaged, forged, or a nonce that was used before. */
int curve_unbox(struct curve *c, struct bytes message, uint8_t *ret, size_t *ret_size);
/* Makes a MESSAGE of body.size + CURVE_BOX_OVER bytes. `room` has body.size + 1 bytes. */
void curve_box(struct curve *c, uint8_t flags, struct bytes body, uint8_t *room, uint8_t *ret);
