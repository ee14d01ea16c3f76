/* The live feed: an XPUB of [topic][event bytes] after each durable group, and a heartbeat with
 * the head. A hint for plain subscribers: it may drop; who must not miss uses FETCH. libzmq
 * cannot cut a live peer off, so when a principal that may subscribe is revoked the socket is
 * closed and a new one takes the same listener over: who still may comes back by itself. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <systemd/sd-event.h>

#include "proto/cleanup.h"

struct engine;

struct publisher;

struct publisher_config {
	sd_event *event;
	void *context;
	struct engine *engine;
	const char *secret; /* lives as long as the publisher */
	size_t peers_max;
};

/* Makes the socket; nothing listens yet. */
int publisher_new(struct publisher **ret, const struct publisher_config *c);
struct publisher *publisher_free(struct publisher *p);
DEFINE_CLEANUP(struct publisher *, publisher_free)

void *publisher_socket(struct publisher *p);
/* From now on and after each reopening; the descriptor stays the caller's. */
int publisher_listen(struct publisher *p, int fd);

/* What the last engine_sync made durable. */
int publisher_publish(struct publisher *p);
