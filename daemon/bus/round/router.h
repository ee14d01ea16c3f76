/* A ROUTER socket whose requests are read in rounds of bounded size. A client sends one payload
 * frame (DEALER) or an empty delimiter and a payload (REQ); other messages are dropped. */
#pragma once

#include <systemd/sd-event.h>

#include "bus/round/rounds.h"
#include "bus/zmtp/server.h"

struct router;

struct router_config {
	sd_event *event;
	enum door door;		       /* DOOR_COMMANDS or DOOR_ADMIN */
	const struct curve_keys *keys; /* not used by DOOR_ADMIN; must outlive the router */
	size_t peers_max;
	struct rounds *rounds;
	struct denials *denials;
	/* as zmtp_config */
	int (*admit)(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret);
	void *user;
};

/* Creates the socket, which does not listen yet. */
int router_new(struct router **ret, const struct router_config *c);
struct router *router_free(struct router *r);
DEFINE_CLEANUP(struct router *, router_free)

struct zmtp_server *router_server(struct router *r);
bool router_pending(struct router *r); /* an unread request waits */
