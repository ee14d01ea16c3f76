/* The self-test of an endpoint, before it accepts connections: checks that the socket which will
 * serve refuses a client with a random key. The client connects over a temporary endpoint. */
#pragma once

#include <systemd/sd-event.h>

#include "base/err.h"
#include "bus/zmq/socket.h"

/* Runs the loop for at most SELF_TEST_MS. 0: the client was refused. -EACCES: it was let in.
 * -ETIMEDOUT: neither happened in time. After both errors the endpoint must not be opened.
 * `secret` is the server's secret key in Z85. */
int selftest_door(sd_event *event, void *context, void *socket, enum door door, const char *secret);
