/* Replies that wait for their round to be durable. What cannot be delivered (peer gone, its
 * queue full) is dropped and counted: the client asks again under the same request id. */
#pragma once

#include <stdint.h>

#include "bus/round/letter.h"

struct outbox;

int outbox_new(struct outbox **ret);
struct outbox *outbox_free(struct outbox *o);
DEFINE_CLEANUP(struct outbox *, outbox_free)

/* Takes the request's peer over on success; copies the bytes. */
int outbox_add(struct outbox *o, struct letter *request, struct bytes reply);
/* Sends all, in order, never waiting. */
void outbox_flush(struct outbox *o);
size_t outbox_bytes(const struct outbox *o);
uint64_t outbox_dropped(const struct outbox *o);
