/* Moves of a link, as far as other requests make them too: a finish that was reported counts
 * once the office confirms it. */
#pragma once

#include "proto/model.pb-c.h"

struct request;

/* The finish that a confirmed report asks for. Says why it cannot be. */
int link_finish_reported(struct request *rq, const Duban__Project *p, const Duban__Report *r);
