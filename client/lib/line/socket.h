/* The two ZeroMQ sockets of a line: the DEALER with all its limits, and its monitor. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <zmq.h>

#include "duban/connection.h"
#include "proto/bytes.h"

struct line_socket {
	void *dealer, *monitor; /* both or none */
	bool reached;		/* the transport is connected */
	unsigned number;	/* of this opening: a closed monitor's name is free only later */
};

/* One attempt to connect; `keys` NULL = without. 0 or -1 with errno. */
int line_socket_open(struct line_socket *s, void *context, const char *address,
		     const struct duban_connection *keys);
/* Copes with half-opened ones; leaves `s` empty. */
void line_socket_close(struct line_socket *s);

/* The next thing the monitor has to say; false: nothing now, or closed. */
bool line_socket_event(struct line_socket *s, uint16_t *ret_event, uint32_t *ret_value);

bool line_socket_send(struct line_socket *s, struct bytes bytes);
/* True: `ret` holds a message's first frame, to be closed by the caller. */
bool line_socket_receive(struct line_socket *s, zmq_msg_t *ret);
