/* A message together with the connection that it came from or goes to: a request in a round, parked
 * or deferred, or a reply in the outbox. Owns its bytes; it is moved, never copied. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "proto/bytes.h"
#include "proto/limits.h"

struct account;
struct zmtp_message;
struct zmtp_server;

struct letter {
	struct zmtp_server *server;  /* the request came by it; the reply goes by it */
	uint64_t peer;		     /* the connection */
	struct account *account;     /* of the sender; NULL: not known yet, or a local one */
	bool local;		     /* it is the admin socket */
	bool prompt;		     /* the reply goes out before others */
	bool delimiter;		     /* an empty part comes before the message, as REQ sends */
	uint8_t key[CURVE_KEY_SIZE]; /* of the client, admitted; not used by the admin socket */
	uint8_t *data;
	size_t size;
};

/* A request; copies its bytes. 0 or -ENOMEM. */
int letter_take(struct letter *ret, struct zmtp_server *server, const struct zmtp_message *m);
void letter_done(struct letter *l);
/* Moves `from` to `to`. `from` is empty afterwards and still needs letter_done(). */
void letter_move(struct letter *to, struct letter *from);
/* Makes a reply to the request's connection and copies the bytes. 0 or -ENOMEM. */
int letter_answer(struct letter *ret, const struct letter *request, struct bytes bytes);
struct bytes letter_bytes(const struct letter *l);
