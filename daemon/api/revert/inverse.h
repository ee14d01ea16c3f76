/* The events of an import turned round: what it made goes, what it changed is as it was. */
#pragma once

#include "proto/event.pb-c.h"

struct request;

/* Drafts them in reverse and counts; a verdict with problems when one cannot be turned. */
int import_inverse(struct request *rq, Duban__Event *const *event, size_t n,
		   Duban__ImportReverted *done);
