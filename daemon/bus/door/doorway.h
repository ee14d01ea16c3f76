/* A listening socket with a limit of connections, so that peers cannot use up the descriptors
 * that the journal and the state database need. At the limit a socket filter makes the kernel
 * drop the packets of new peers, who retry by themselves, until enough connections have ended.
 * zmq_unbind() is no alternative: it ends the existing connections. Local (ipc) endpoints have
 * no limit. */
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
	int fd; /* listening; the caller closes it */
	size_t peers_max;
};

int doorway_new(struct doorway **ret, const struct doorway_config *c);
/* Stops counting connections. Call it before the socket is closed. */
struct doorway *doorway_free(struct doorway *d);
DEFINE_CLEANUP(struct doorway *, doorway_free)

size_t doorway_peers(const struct doorway *d);
bool doorway_is_open(const struct doorway *d); /* false: at the limit */
