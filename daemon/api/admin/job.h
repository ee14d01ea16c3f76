/* Long jobs that run beside the event loop. */
#pragma once

#include "proto/api.pb-c.h"

struct job_order;
struct request;

/* Starts the job, or asks about it: the request is parked until it ends. 0: *ret is its result.
 * STATUS_NOT_FOUND: see job_order.known. Sets the problem of other verdicts. */
int job_run(struct request *rq, struct job_order *order, Duban__JobReply **ret);
