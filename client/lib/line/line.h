/* The line to the daemon: one DEALER socket and its monitor, made anew after each break. A
 * socket is one attempt: ZeroMQ's own reconnecting is off, since only the monitor's words tell
 * "nobody listens" from "wrong key", and these events pile up unread while nobody asks.
 *
 * A line belongs to one thread. Times are line_now() milliseconds. */
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
	unsigned try_ms; /* resend over a live connection after this long, doubling */
	int cancel_fd;	 /* readable = stop with DUBAN_E_CANCELLED; -1 = none */
};

uint64_t line_now(void);

/* `curve` false: the admin socket. Copies `c`. Does not connect yet. */
int line_new(struct line **ret, const struct duban_connection *c, bool curve);
struct line *line_free(struct line *l);

/* Connects until the keys are agreed, something definite is known or `deadline` is over. */
int line_connect(struct line *l, uint64_t deadline);

/* Sends and waits, connecting and sending again as needed. 0 and the reply, or < 0 with
 * line_failure(): OWN_KEY, SERVER_KEY, GARBAGE at once, TIMEOUT if it was sent, else what keeps
 * the line down. */
int line_ask(struct line *l, const struct line_question *q, struct duban_reply **ret);

const struct duban_failure *line_failure(const struct line *l);

DEFINE_CLEANUP(struct line *, line_free)
