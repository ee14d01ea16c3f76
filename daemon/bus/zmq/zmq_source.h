/* One ZeroMQ socket as a source of an sd-event loop. ZMQ_FD is edge-triggered and any call on the
 * socket may consume the edge. Therefore the descriptor only wakes the loop; a prepare callback
 * reads ZMQ_EVENTS before each sleep to find out whether messages wait. The handler should read a
 * bounded number of messages; it is called again in the next iteration for the rest, after the
 * other sources were served. Free before zmq_close(). */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "base/err.h"

struct zmq_source;

/* Called while messages wait. A result < 0 ends the loop with that error. */
typedef int (*zmq_source_handler)(void *user);

int zmq_source_new(struct zmq_source **ret, sd_event *event, void *socket,
		   zmq_source_handler handler, void *user);
struct zmq_source *zmq_source_free(struct zmq_source *s);
DEFINE_CLEANUP(struct zmq_source *, zmq_source_free)

/* Does a message wait? */
bool zmq_source_pending(struct zmq_source *s);

/* The errno of a failed ZeroMQ call, negative. ZeroMQ's own error numbers become -EIO. */
int zmq_error(void);
