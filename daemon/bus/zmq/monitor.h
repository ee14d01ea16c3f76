/* What happens to a socket's connections, by libzmq's own monitor. */
#pragma once

#include "base/err.h"

/* A PAIR that tells the given ZMQ_EVENT_*s of `socket`; the caller closes it after
 * monitor_stop and before the socket. */
int monitor_start(void **ret, void *context, void *socket, int events);
void monitor_stop(void *socket);

/* The next event; 0 when none waits. */
int monitor_next(void *monitor);
