/* The live feed: an XPUB socket that sends [topic][event bytes] after each durable group, and a
 * heartbeat with the seq of the newest event (the head). It may drop messages; clients that must
 * not miss any use FETCH. libzmq cannot disconnect a single peer. So when a principal that may
 * subscribe is revoked, the socket is closed and a new one uses the same listening descriptor;
 * the other subscribers reconnect by themselves. */
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
	const char *secret; /* must outlive the publisher */
	size_t peers_max;
};

/* Creates the socket, which does not listen yet. */
int publisher_new(struct publisher **ret, const struct publisher_config *c);
struct publisher *publisher_free(struct publisher *p);
DEFINE_CLEANUP(struct publisher *, publisher_free)

void *publisher_socket(struct publisher *p);
/* Listens on fd from now on, also after the socket was replaced. The caller closes fd. */
int publisher_listen(struct publisher *p, int fd);

/* Sends the events that the last engine_sync() made durable. */
int publisher_publish(struct publisher *p);
