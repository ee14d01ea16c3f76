/* A socket that listens, and how many are connected to it. At the limit the kernel drops new
 * callers' packets until some have left (they try again by themselves), so that strangers
 * never eat up the descriptors that journal and store need. zmq_unbind would not do: it ends
 * the connections that are there. Local (ipc) doors have no limit. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "base/err.h"
#include "bus/zmq/socket.h"

struct doorway;

struct doorway_config {
	sd_event *event;
	void *context;
	void *socket;
	enum door door;
	int fd; /* listening; stays the caller's */
	size_t peers_max;
};

int doorway_new(struct doorway **ret, const struct doorway_config *c);
/* Stops watching; the socket goes on until it is closed. Free before that. */
struct doorway *doorway_free(struct doorway *d);
DEFINE_CLEANUP(struct doorway *, doorway_free)

size_t doorway_peers(const struct doorway *d);
bool doorway_is_open(const struct doorway *d); /* false: full */
