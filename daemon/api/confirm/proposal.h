/* A command that needs a second person becomes a proposal: its request is stored in place of what
 * it would have done, with the rows of its upload. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/model.pb-c.h"

struct handler;
struct request;

/* What is kept for proposals is deleted when they are over. */
struct proposals {
	bool tidied;
	usec_t again_at; /* then the next one expires */
};
/* To be called at the start of each request; cheap if nothing has changed. */
void proposals_tidy(struct request *rq);
/* One was made or is over. */
void proposals_changed(struct request *rq);

/* Puts a proposal in the place of the draft in rq->event. `packed`: the request as it came. */
int proposal_draft(struct request *rq, struct bytes packed);
/* rq->event is the proposal: the reply, and STATUS_WAITING. */
int proposal_waits(struct request *rq);
/* The same for a repeated request: what became of it, if it does not wait any more. */
int proposal_repeat(struct request *rq, const struct handler *h);

/* A proposal's number as an argument of a problem; NULL: no memory. */
char *proposal_number(struct request *rq, uint32_t n);
/* The request of a proposal; NULL: no memory. */
Duban__Request *proposal_request(struct request *rq, const Duban__Proposal *p);
/* For a list or reply; NULL: no memory. */
Duban__ProposalRow *proposal_row(struct request *rq, const Duban__Proposal *p);
/* *ret empty: it has none, or they are lost. */
struct upload_rows;
int proposal_rows(struct request *rq, const Duban__Proposal *p, struct upload_rows *ret);
