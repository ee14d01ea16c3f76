/* The part of link moves that other requests need: a reported finish counts once the office
 * confirms it. */
#pragma once

#include "proto/model.pb-c.h"

struct request;

/* Drafts the finish that a confirmed report asks for, or reports why it cannot be done. */
int link_finish_reported(struct request *rq, const Duban__Project *p, const Duban__Report *r);
