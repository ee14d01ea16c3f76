/* A server socket that ZeroMQ's clients connect to: ROUTER or XPUB of ZMTP 3.1, with CURVE, or
 * without it for local sockets. Any number of connections are one source of the event loop, which
 * the host serves in rounds: it takes messages by zmtp_server_next(), one of each connection in
 * turn, adds replies, and sends them all by zmtp_server_flush().
 *
 * Why not libzmq's own server side: docs/security.md. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <systemd/sd-event.h>

#include "base/err.h"
#include "bus/zmtp/curve.h"
#include "proto/bytes.h"

struct zmtp_server;

struct zmtp_config {
	sd_event *event;
	const char *type;	       /* "ROUTER" or "XPUB" */
	const struct curve_keys *keys; /* must outlive the server; NULL: no CURVE */
	size_t message_max;	       /* of what a peer sends */
	size_t waiting_max;	       /* bytes that may wait to be sent to one peer */
	size_t peers_max;
	/* 0: the key is admitted. DENIED: refused. < 0: ends the loop. */
	int (*admit)(void *user, const uint8_t key[CURVE_KEY_SIZE]);
	/* Messages wait: take some by zmtp_server_next(). Called again while more wait. */
	int (*readable)(void *user);
	/* A connection or message was refused. `who`: its address, valid during the call. */
	void (*refused)(void *user, const char *who, const char *why);
	/* No more connections fit (true), or some do again (false). May be NULL. */
	void (*full)(void *user, bool full);
	void *user;
};

/* A message, and the connection it came from. */
struct zmtp_message {
	uint64_t peer; /* for zmtp_server_send(); never used again for another connection */
	uint8_t key[CURVE_KEY_SIZE]; /* the admitted one; zeros without CURVE */
	bool delimiter;		     /* an empty part came first: the reply begins with one, too */
	struct bytes body;	     /* valid until the next call */
};

int zmtp_server_new(struct zmtp_server **ret, const struct zmtp_config *c);
struct zmtp_server *zmtp_server_free(struct zmtp_server *s);
DEFINE_CLEANUP(struct zmtp_server *, zmtp_server_free)

/* Accepts connections on `fd`, which stays the caller's. */
int zmtp_server_listen(struct zmtp_server *s, int fd);
/* Takes over a connected stream socket as a peer. 0, -EMFILE: peers_max, or another -errno. */
int zmtp_server_adopt(struct zmtp_server *s, int fd);

/* The next message. -EAGAIN: none now. Any other < 0 is fatal. */
int zmtp_server_next(struct zmtp_server *s, struct zmtp_message *ret);
/* Does a message wait, or the kernel say that something has come? */
bool zmtp_server_pending(struct zmtp_server *s);

/* Adds a reply. -EHOSTUNREACH: the peer is gone; -ENOBUFS: it does not read what waits for it. */
int zmtp_server_send(struct zmtp_server *s, uint64_t peer, bool delimiter, struct bytes body);
/* Of XPUB: adds a message of two parts for everybody who asked for the topic; who does not read
 * what waits loses it. */
void zmtp_server_publish(struct zmtp_server *s, struct bytes topic, struct bytes body);
void zmtp_server_flush(struct zmtp_server *s);

/* Asks admit() again about each connection and ends those that are refused, and those made under a
 * key of ours that is not served any more. < 0: fatal. */
int zmtp_server_review(struct zmtp_server *s);

size_t zmtp_server_peers(const struct zmtp_server *s);
size_t zmtp_server_topics(const struct zmtp_server *s); /* subscriptions of all peers */
bool zmtp_server_is_full(const struct zmtp_server *s);
