/* The connection to the daemon: one DEALER socket and its monitor, created again after each break.
 * A socket makes one attempt only. ZeroMQ's own reconnecting is off, because only the monitor's
 * events distinguish "nobody listens" from "wrong key", and with automatic reconnects these events
 * would pile up unread while no request is waiting.
 *
 * A line belongs to one thread. Times are in milliseconds of line_now(). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "duban/call.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"

struct line;

struct line_question {
	struct bytes bytes; /* a packed Request */
	const uint8_t *id;  /* its request id */
	uint64_t deadline;
	unsigned
	    try_ms;    /* before the first resend over a connection that is up; doubles each time */
	int cancel_fd; /* becomes readable = stop with DUBAN_E_CANCELLED; -1 = none */
};

uint64_t line_now(void);

/* `curve` false: the admin socket, without keys. Copies `c`. Does not connect yet. */
int line_new(struct line **ret, const struct duban_connection *c, bool curve);
struct line *line_free(struct line *l);

/* Connects until the handshake succeeds, an error that retrying cannot fix is known, or `deadline`
 * is over. */
int line_connect(struct line *l, uint64_t deadline);

/* Sends and waits, reconnecting and sending again as needed. 0 and the reply, or < 0 and
 * line_failure(): OWN_KEY, SERVER_KEY and GARBAGE at once; at the deadline TIMEOUT if the request
 * was sent, else the reason why the connection is down. */
int line_ask(struct line *l, const struct line_question *q, struct duban_reply **ret);

const struct duban_failure *line_failure(const struct line *l);

DEFINE_CLEANUP(struct line *, line_free)
