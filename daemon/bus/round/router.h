/* A ROUTER socket whose requests are read in rounds of bounded size. A client sends one payload
 * frame (DEALER) or an empty delimiter and a payload (REQ); other messages are dropped. */
#pragma once

#include <systemd/sd-event.h>

#include "bus/round/rounds.h"
#include "bus/zmq/socket.h"

struct router;

struct router_config {
	sd_event *event;
	void *context;
	enum door door;	    /* DOOR_COMMANDS or DOOR_ADMIN */
	const char *secret; /* server's key in Z85; not used by DOOR_ADMIN */
	struct rounds *rounds;
	struct denials *denials;
};

/* Creates the socket, which does not listen yet. */
int router_new(struct router **ret, const struct router_config *c);
struct router *router_free(struct router *r);
DEFINE_CLEANUP(struct router *, router_free)

void *router_socket(struct router *r);
bool router_pending(struct router *r); /* an unread request waits */
