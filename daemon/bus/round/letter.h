/* A peer and one message of his, or to him: a request on its way through a round, parked or
 * deferred; a reply in the outbox. Owns both; moved, never copied. */
#pragma once

#include <stdbool.h>

#include <zmq.h>

#include "base/err.h"
#include "proto/bytes.h"

struct letter {
	void *socket;	   /* where it came in; the reply leaves there */
	bool local;	   /* the admin socket */
	bool delimiter;	   /* an empty frame stands before the message: a REQ client */
	zmq_msg_t peer;	   /* his routing id */
	zmq_msg_t message; /* a request's keeps the User-Id */
};

void letter_init(struct letter *l);
void letter_done(struct letter *l);
/* All of it, into memory that was not initialised; `from` stays empty, to be done. */
void letter_move(struct letter *to, struct letter *from);
/* An answer: takes the request's peer over, copies the bytes. On -ENOMEM nothing has moved. */
int letter_answer(struct letter *ret, struct letter *request, struct bytes bytes);
struct bytes letter_bytes(struct letter *l);
