/* A connection attempt to a CURVE socket, for the tests of bus/: connects with a new or a given key
 * and tells, by libzmq's socket monitor, whether it was admitted. Runs the loop of the server
 * sockets meanwhile. */
#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <systemd/sd-event.h>
#include <zmq.h>

enum knock { KNOCK_LET_IN, KNOCK_TURNED_AWAY, KNOCK_NOTHING };

struct keys {
	char public[41], secret[41];
};

/* The socket to connect to. `type` must fit it, because libzmq checks this: ZMQ_DEALER for a
 * ROUTER, ZMQ_SUB for an XPUB. */
struct knock_at {
	int type;
	const char *endpoint, *server_key;
};

static inline int monitor_event(void *monitor)
{
	zmq_msg_t m;
	uint16_t event = 0;

	zmq_msg_init(&m);
	if (zmq_msg_recv(&m, monitor, ZMQ_DONTWAIT) >= 0) {
		memcpy(&event, zmq_msg_data(&m), sizeof event);
		zmq_msg_close(&m);
		zmq_msg_init(&m);
		zmq_msg_recv(&m, monitor, 0);
	}
	zmq_msg_close(&m);
	return event;
}

static inline enum knock knock(sd_event *loop, void *context, const struct knock_at *at,
			       const struct keys *k)
{
	void *client = zmq_socket(context, at->type), *monitor = zmq_socket(context, ZMQ_PAIR);
	enum knock result = KNOCK_NOTHING;
	int linger = 0, ivl = -1;
	static int number;
	char watch[32];

	zmq_setsockopt(client, ZMQ_LINGER, &linger, sizeof linger);
	zmq_setsockopt(client, ZMQ_RECONNECT_IVL, &ivl, sizeof ivl);
	zmq_setsockopt(client, ZMQ_CURVE_SERVERKEY, at->server_key, 41);
	zmq_setsockopt(client, ZMQ_CURVE_PUBLICKEY, k->public, 41);
	zmq_setsockopt(client, ZMQ_CURVE_SECRETKEY, k->secret, 41);
	/* a new name each time: libzmq frees the last one later, in another thread */
	snprintf(watch, sizeof watch, "inproc://knock-%d", number++);
	zmq_socket_monitor(client, watch,
			   ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
			       ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
			       ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL);
	zmq_connect(monitor, watch);
	zmq_connect(client, at->endpoint);
	for (int i = 0; i < 1000 && result == KNOCK_NOTHING; i++) {
		int event = monitor_event(monitor);

		if (event)
			result = event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED ? KNOCK_LET_IN
									: KNOCK_TURNED_AWAY;
		else
			(void)sd_event_run(loop, 10000);
	}
	zmq_socket_monitor(client, NULL, 0);
	zmq_close(monitor);
	zmq_close(client);
	return result;
}
