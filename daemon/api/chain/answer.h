/* The reply to a new chain: its links, those without a date, and the working days of its
 * approvals. */
#pragma once

struct request;

/* Out of the command's events: the chains made, what still needs a date, the approvals' days
 * against the cap. */
int chain_new_answer(struct request *rq, const void *body);
