/* What 收到 takes on: a lamp is acknowledged (认领), an order signed for (签收). */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"

struct request;

/* Is it still there to be taken on, by who was told? Not if it is another's by now. */
bool received_can_take(struct request *rq, const Duban__Notice *n, const Duban__NoticeItem *item);
/* Adds the event. */
int received_take(struct request *rq, const Duban__Notice *n, const Duban__NoticeItem *item);
/* For the answer: an event that received_take() added names what was taken on. */
int received_told(struct request *rq, const Duban__Event *ev, Duban__NoticeReplyReply *io);
