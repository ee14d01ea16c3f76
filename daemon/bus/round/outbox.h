/* Replies that wait until their round is durable. A reply that cannot be delivered, because the
 * peer is gone or its queue is full, is dropped and counted; the client then repeats the request
 * under the same request id and gets the same answer. */
#pragma once

#include <stdint.h>

#include "bus/round/letter.h"

struct outbox;

int outbox_new(struct outbox **ret);
struct outbox *outbox_free(struct outbox *o);
DEFINE_CLEANUP(struct outbox *, outbox_free)

/* Adds a reply to `request`. Copies the bytes. */
int outbox_add(struct outbox *o, const struct letter *request, struct bytes reply);
/* Sends all replies in order, without blocking. */
void outbox_flush(struct outbox *o);
size_t outbox_bytes(const struct outbox *o);
uint64_t outbox_dropped(const struct outbox *o);
