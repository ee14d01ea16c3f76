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

/* `path`: the connection file that `c` was read from; NULL: the admin socket, without keys. Copies
 * both. Does not connect yet. */
int line_new(struct line **ret, const struct duban_connection *c, const char *path);
struct line *line_free(struct line *l);

/* Connects until the handshake succeeds, an error that retrying cannot fix is known of every
 * endpoint, or `deadline` is over. */
int line_connect(struct line *l, uint64_t deadline);

/* Sends and waits, reconnecting and sending again as needed. 0 and the reply, or < 0 and
 * line_failure(): OWN_KEY and SERVER_KEY as soon as every endpoint says so, GARBAGE at once; at the
 * deadline TIMEOUT if the request was sent, else the reason why the connection is down. */
int line_ask(struct line *l, const struct line_question *q, struct duban_reply **ret);

const struct duban_failure *line_failure(const struct line *l);
/* As read, but with the server's next key once a reply has told it. */
const struct duban_connection *line_connection(const struct line *l);
const char *line_path(const struct line *l);
enum duban_key_change line_key_change(const struct line *l);
const char *line_endpoint(const struct line *l); /* in use, or tried last */

DEFINE_CLEANUP(struct line *, line_free)
