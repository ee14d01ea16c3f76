/* The handle of duban.h. */
#pragma once

#include <stdbool.h>

#include "client/lib/line/line.h"
#include "duban/call.h"
#include "proto/cleanup.h"

struct duban {
	unsigned call_timeout_ms, try_timeout_ms;
	struct line *line;
	uint8_t request_id[DUBAN_REQUEST_ID]; /* of the last call */
	struct duban_failure failure;
};

/* The connection that the options name: read from the file, or made for the admin socket. */
int client_connection(const struct duban_options *options, struct duban_connection *ret,
		      struct duban_failure *failure);
/* duban_open() with a connection that is known already. */
int client_open(const struct duban_options *options, const struct duban_connection *c,
		struct duban **ret, struct duban_failure *failure);

/* Sends packed bytes that carry d->request_id; results as duban_call(). */
int client_ask(struct duban *d, struct bytes request, struct duban_reply **ret);

DEFINE_CLEANUP(struct duban *, duban_close)
