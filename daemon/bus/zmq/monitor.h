/* Events of a socket's connections, from libzmq's socket monitor. */
#pragma once

#include "base/err.h"

/* *ret: a PAIR socket that receives the given ZMQ_EVENT_* events of `socket`. Close it after
 * monitor_stop() and before closing `socket`. */
int monitor_start(void **ret, void *context, void *socket, int events);
void monitor_stop(void *socket);

/* The next event, as ZMQ_EVENT_*; 0 when there is none. */
int monitor_next(void *monitor);
