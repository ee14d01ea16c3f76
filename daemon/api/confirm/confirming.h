/* A pending command in the hands of a second person: who may see and decide it, and the proposed
 * command as a request of its own, in the name of who proposed it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "api/core/api.h"
#include "api/core/command.h"
#include "api/core/request.h"
#include "api/records/upload.h"
#include "proto/api.pb-c.h"
#include "proto/model.pb-c.h"

struct handler;

/* The pending command, if the caller may see it: it is its own, the caller could confirm it, or is
 * an auditor. NOT_FOUND with a problem. */
int pending_find(struct request *rq, uint32_t num, Duban__Pending **ret);
bool pending_seen(struct request *rq, const Duban__Pending *p);
/* Is the caller who proposed it? */
bool pending_own(const struct request *rq, const Duban__Pending *p);
/* Refuses a caller who may not decide it: the right is lacking, it is the same person, or it does
 * not wait any more. */
int pending_check(struct request *rq, const Duban__Pending *p);
int pending_check_waits(struct request *rq, const Duban__Pending *p);
/* Adds the event that says how it ended. */
int pending_end(struct request *rq, const Duban__Pending *p, Duban__PendingState state,
		char *reason);

struct confirming {
	Duban__Pending *pending;
	const struct handler *handler;
	struct caller caller; /* who proposed it */
	struct upload_rows rows;
	struct request request; /* the proposed one; its reply is `reply` */
	struct request_as as;
	Duban__Reply reply;
	Duban__Confirmation confirmed;
};
/* In the arena. `whole`: with the rows of its upload, and only if who proposed it still may. */
int confirming_new(struct request *rq, Duban__Pending *p, bool whole, struct confirming **ret);
/* Decides it as it would be now: its events are in c->request.event. A verdict's problems are in
 * c->reply. */
int confirming_decide(struct request *rq, struct confirming *c);
/* The reply of `confirm`, `confirm show` and `confirm refuse`, with what c->reply says (NULL:
 * nothing). *ret is in the reply. */
int confirming_reply(struct request *rq, const Duban__Pending *p, const struct confirming *c,
		     Duban__PendingReply **ret);
