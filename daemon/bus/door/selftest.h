/* Proof that a door is closed, before it opens: a throw-away key knocks at the very socket that
 * will serve, over an endpoint bound for the moment. */
#pragma once

#include <systemd/sd-event.h>

#include "base/err.h"
#include "bus/zmq/socket.h"

/* Runs the loop meanwhile, at most SELF_TEST_MS. 0: turned away. -EACCES: let in;
 * -ETIMEDOUT: no verdict came. Both mean: do not open. `secret` is the server's, in Z85. */
int selftest_door(sd_event *event, void *context, void *socket, enum door door, const char *secret);
