/* A message together with the peer that sent it or will receive it: a request in a round, parked
 * or deferred, or a reply in the outbox. Owns both frames; it is moved, never copied. */
#pragma once

#include <stdbool.h>

#include <zmq.h>

#include "base/err.h"
#include "proto/bytes.h"

struct letter {
	void *socket;	   /* the request came from it; the reply goes to it */
	bool local;	   /* it is the admin socket */
	bool delimiter;	   /* an empty frame comes before the message, as REQ clients send it */
	zmq_msg_t peer;	   /* routing id */
	zmq_msg_t message; /* a request's message carries the User-Id */
};

void letter_init(struct letter *l);
void letter_done(struct letter *l);
/* Moves `from` to `to`, which must not be initialised. `from` is empty afterwards and still needs
 * letter_done(). */
void letter_move(struct letter *to, struct letter *from);
/* Makes a reply: takes over the request's peer and copies the bytes. On -ENOMEM `request` is
 * unchanged. */
int letter_answer(struct letter *ret, struct letter *request, struct bytes bytes);
struct bytes letter_bytes(struct letter *l);
