/* The inverse of an import's events: what it made is removed, what it changed is restored. */
#pragma once

#include "proto/event.pb-c.h"

struct request;

/* Drafts the inverse events in reverse order and counts them; a verdict with problems if an event
 * has no inverse. */
int import_inverse(struct request *rq, Duban__Event *const *event, size_t n,
		   Duban__ImportReverted *done);
