/* Moves of a link's clock that other requests need: what was asked for is done once it is approved.
 */
#pragma once

#include "proto/model.pb-c.h"

struct request;

/* Drafts the extension, suspension or cancellation that an approved request asks for, or reports
 * why it cannot be done. */
int link_clock_reported(struct request *rq, const Duban__Project *p, const Duban__Report *r);
