/* Replies that wait for their round to be durable. What cannot be delivered (peer gone, its
 * queue full) is dropped and counted: the client asks again under the same request id. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <zmq.h>

#include "base/err.h"
#include "proto/bytes.h"

/* Where a request came from and its reply goes. Owns `id`; moved, never copied. */
struct envelope {
	void *socket;
	bool local;	/* the admin socket */
	bool delimiter; /* an empty frame came before the payload: a REQ client */
	zmq_msg_t id;
};

void envelope_init(struct envelope *e);
void envelope_move(struct envelope *to, struct envelope *from);
void envelope_done(struct envelope *e);

struct outbox;

int outbox_new(struct outbox **ret);
struct outbox *outbox_free(struct outbox *o);
DEFINE_CLEANUP(struct outbox *, outbox_free)

/* Takes the envelope over on success; copies the bytes. */
int outbox_add(struct outbox *o, struct envelope *to, struct bytes reply);
/* Sends all, in order, never waiting. */
void outbox_flush(struct outbox *o);
size_t outbox_bytes(const struct outbox *o);
uint64_t outbox_dropped(const struct outbox *o);
