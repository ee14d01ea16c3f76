/* The reply to `chain new`: its links, those without a date, and the working days of its
 * approvals. */
#pragma once

struct request;

/* Made from the command's events: the new chains, the links that still need a date, and the working
 * days of the approvals against the cap. */
int chain_new_answer(struct request *rq, const void *body);
