/* One ZeroMQ socket as a source of an sd-event loop. ZMQ_FD is edge-triggered and any call on
 * the socket may eat the edge, so what counts is ZMQ_EVENTS, read before each sleep of the
 * loop (a prepare callback); the descriptor itself only wakes it up. The handler reads a
 * bounded number of messages; what it leaves is found again in the next turn, after the
 * other sources had theirs. Free before zmq_close. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "base/err.h"

struct zmq_source;

/* Called while a message waits. < 0 ends the loop with that error. */
typedef int (*zmq_source_handler)(void *user);

int zmq_source_new(struct zmq_source **ret, sd_event *event, void *socket,
		   zmq_source_handler handler, void *user);
struct zmq_source *zmq_source_free(struct zmq_source *s);
DEFINE_CLEANUP(struct zmq_source *, zmq_source_free)

/* Does a message wait? */
bool zmq_source_pending(struct zmq_source *s);

/* errno of a failed ZeroMQ call as a negative errno; its own numbers become -EIO. */
int zmq_error(void);
