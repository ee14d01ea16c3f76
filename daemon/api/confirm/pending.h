/* A command that needs a second person becomes a pending one: its request is stored in place of
 * what it would have done, with the rows of its upload. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/model.pb-c.h"

struct handler;
struct request;

/* What is kept for pending commands is deleted when they are over. */
struct pendings {
	bool tidied;
	usec_t again_at; /* then the next one expires */
};
/* To be called at the start of each request; cheap if nothing has changed. */
void pendings_tidy(struct request *rq);
/* One was made or is over. */
void pendings_changed(struct request *rq);

/* Puts a pending command in the place of the draft in rq->event. `packed`: the request as it came.
 */
int pending_draft(struct request *rq, struct bytes packed);
/* rq->event is the pending command: the reply, and STATUS_WAITING. */
int pending_waits(struct request *rq);
/* The same for a repeated request: what became of it, if it does not wait any more. */
int pending_repeat(struct request *rq, const struct handler *h);

/* A pending command's number as an argument of a problem; NULL: no memory. */
char *pending_number(struct request *rq, uint32_t n);
/* The request of a pending command; NULL: no memory. */
Duban__Request *pending_request(struct request *rq, const Duban__Pending *p);
/* For a list or reply; NULL: no memory. */
Duban__PendingRow *pending_row(struct request *rq, const Duban__Pending *p);
/* *ret empty: it has none, or they are lost. */
struct upload_rows;
int pending_rows(struct request *rq, const Duban__Pending *p, struct upload_rows *ret);
