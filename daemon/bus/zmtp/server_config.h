/* What the host of a server says to it, and what it is given. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <systemd/sd-event.h>

#include "bus/zmtp/curve.h"
#include "proto/bytes.h"

struct account;

struct zmtp_config {
	sd_event *event;
	const char *type;	       /* "ROUTER" or "XPUB" */
	const struct curve_keys *keys; /* must outlive the server; NULL: no CURVE */
	size_t message_max;	       /* of what a peer sends */
	size_t waiting_max;	       /* bytes that may wait to be sent to one peer */
	size_t peers_max;
	/* 0: the key is admitted, and *ret is the account of its principal, which must outlive the
	 * server; NULL, as it is before the call: none. DENIED: refused. < 0: ends the loop. */
	int (*admit)(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret);
	/* Messages wait: take some by zmtp_server_next(). Called again while more wait. */
	int (*readable)(void *user);
	/* A connection or message was refused, but not by a limit of its principal, which its
	 * account counts. `who`: its address, valid during the call. */
	void (*refused)(void *user, const char *who, const char *why);
	/* No more connections fit (true), or some do again (false). May be NULL. */
	void (*full)(void *user, bool full);
	void *user;
};

/* A message, and the connection it came from. */
struct zmtp_message {
	uint64_t peer; /* for zmtp_server_send(); never used again for another connection */
	struct account *account;     /* of the sender, as admit() gave it */
	uint8_t key[CURVE_KEY_SIZE]; /* the admitted one; zeros without CURVE */
	bool delimiter;		     /* an empty part came first: the reply begins with one, too */
	bool prompt;		     /* the reply goes out first: the sender asks for little */
	struct bytes body;	     /* valid until the next call */
};
