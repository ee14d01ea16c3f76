/* A server socket that ZeroMQ's clients connect to: ROUTER or XPUB of ZMTP 3.1, with CURVE, or
 * without it for local sockets. Any number of connections are one source of the event loop, which
 * the host serves in rounds: it takes messages by zmtp_server_next(), one of each principal in
 * turn, adds replies, and sends them all by zmtp_server_flush().
 *
 * Why not libzmq's own server side: docs/security.md. */
#pragma once

#include "base/err.h"
#include "bus/zmtp/server_config.h"

struct zmtp_server;

int zmtp_server_new(struct zmtp_server **ret, const struct zmtp_config *c);
struct zmtp_server *zmtp_server_free(struct zmtp_server *s);
DEFINE_CLEANUP(struct zmtp_server *, zmtp_server_free)

/* Accepts connections on `fd`, which stays the caller's. */
int zmtp_server_listen(struct zmtp_server *s, int fd);
/* Takes over a connected stream socket as a peer. 0, -EMFILE: peers_max, or another -errno. */
int zmtp_server_adopt(struct zmtp_server *s, int fd);

/* The next message of the round. -EAGAIN: none now; or several principals had some, and each that
 * has more has had its share of this round. Any other < 0 is fatal. */
int zmtp_server_next(struct zmtp_server *s, struct zmtp_message *ret);
/* Does a message wait, or the kernel say that something has come? */
bool zmtp_server_pending(struct zmtp_server *s);

/* Adds a reply. -EHOSTUNREACH: the peer is gone; -ENOBUFS: it does not read what waits for it. */
int zmtp_server_send(struct zmtp_server *s, uint64_t peer, bool delimiter, struct bytes body);
/* Of XPUB: adds a message of two parts for everybody who asked for the topic; who does not read
 * what waits loses it. */
void zmtp_server_publish(struct zmtp_server *s, struct bytes topic, struct bytes body);
void zmtp_server_flush(struct zmtp_server *s);

/* Ends the connections of an account. */
void zmtp_server_drop(struct zmtp_server *s, const struct account *a);
/* Asks admit() again about each connection and ends those that are refused, and those made under a
 * key of ours that is not served any more. < 0: fatal. */
int zmtp_server_review(struct zmtp_server *s);

size_t zmtp_server_peers(const struct zmtp_server *s);
size_t zmtp_server_topics(const struct zmtp_server *s); /* subscriptions of all peers */
bool zmtp_server_is_full(const struct zmtp_server *s);
