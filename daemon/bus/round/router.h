/* A ROUTER and its callers: reads requests in bounded rounds. A client sends one payload frame
 * (DEALER) or an empty delimiter and a payload (REQ); anything else is dropped. */
#pragma once

#include <systemd/sd-event.h>

#include "bus/round/rounds.h"
#include "bus/zmq/socket.h"

struct router;

struct router_config {
	sd_event *event;
	void *context;
	enum door door;	    /* DOOR_COMMANDS or DOOR_ADMIN */
	const char *secret; /* not for DOOR_ADMIN */
	struct rounds *rounds;
	struct denials *denials;
};

/* Makes the socket; nothing listens yet. */
int router_new(struct router **ret, const struct router_config *c);
struct router *router_free(struct router *r);
DEFINE_CLEANUP(struct router *, router_free)

void *router_socket(struct router *r);
bool router_pending(struct router *r); /* does a request wait? */
