/* Creates the server sockets, and is the only place that does. A door is one of the daemon's
 * three endpoints. Each socket gets its limits, and the two network sockets get CURVE and an
 * enforced ZAP domain. */
#pragma once

#include "base/err.h"

enum door {
	DOOR_COMMANDS, /* ROUTER: commands, queries, fetch */
	DOOR_FEED,     /* XPUB: the live feed */
	DOOR_ADMIN,    /* ROUTER without CURVE, inside the 0700 data folder */
	DOOR_MAX_,
};

/* "commands", "feed" or "admin"; also the ZAP domain. */
const char *door_name(enum door door);

/* `secret` is the server's secret key in Z85; not used by DOOR_ADMIN. */
int socket_new(void **ret, void *context, enum door door, const char *secret);
void socket_close(void *socket); /* does nothing for NULL */

/* Sets the ZAP domain and enforces it. Both are needed: with only one of them libzmq accepts every
 * CURVE key. The ZAP handler must be bound first. */
int socket_set_zap(void *socket, const char *domain);

/* Accepts connections on the listening descriptor, which the caller closes. */
int socket_listen(void *socket, int fd);

int socket_set_int(void *socket, int option, int value);
