/* The sockets behind the doors, each with all its limits and, where strangers knock, with
 * CURVE and an enforced ZAP domain. The only place that makes a server socket. */
#pragma once

#include "base/err.h"

enum door {
	DOOR_COMMANDS, /* ROUTER: commands, questions, fetch */
	DOOR_FEED,     /* XPUB: the live feed */
	DOOR_ADMIN,    /* ROUTER without CURVE, inside the 0700 data folder */
	DOOR_MAX_,
};

/* "commands", "feed", "admin": the ZAP domain too. */
const char *door_name(enum door door);

/* `secret` is the server's secret key in Z85; not used by DOOR_ADMIN. */
int socket_new(void **ret, void *context, enum door door, const char *secret);
void socket_close(void *socket); /* NULL-safe */

/* Domain and enforcement belong together: with one of them missing CURVE lets everybody in.
 * ZAP's handler must be bound before. */
int socket_set_zap(void *socket, const char *domain);

/* Serves a listening descriptor, which stays the caller's. */
int socket_listen(void *socket, int fd);

int socket_set_int(void *socket, int option, int value);
