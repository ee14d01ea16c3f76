/* The two ZeroMQ sockets of a line: the DEALER with its limits set, and its monitor. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <zmq.h>

#include "duban/connection.h"
#include "proto/bytes.h"

struct line_socket {
	void *dealer, *monitor; /* both or neither */
	bool reached;		/* the transport is connected */
	unsigned number; /* makes the monitor's name unique: the name of a closed one becomes free
			    only later */
};

/* Starts one attempt to connect; `keys` NULL = without CURVE. 0 or -1 with errno. */
int line_socket_open(struct line_socket *s, void *context, const char *address,
		     const struct duban_connection *keys);
/* Also closes a socket that was opened only in part; clears `s`. */
void line_socket_close(struct line_socket *s);

/* Reads the next event of the monitor; false: none waits, or the monitor is closed. */
bool line_socket_event(struct line_socket *s, uint16_t *ret_event, uint32_t *ret_value);

bool line_socket_send(struct line_socket *s, struct bytes bytes);
/* true: `ret` holds the first frame of a message; the caller closes it. */
bool line_socket_receive(struct line_socket *s, zmq_msg_t *ret);
