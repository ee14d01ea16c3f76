/* A socket that listens, and how many are connected to it. At the limit the listener is taken
 * away until some have left: callers then wait in the kernel, and the descriptors that journal
 * and store need are never eaten up by strangers. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "base/err.h"
#include "bus/socket.h"

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
