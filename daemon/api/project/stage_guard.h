/* What each move of a project requires (R2). A guard reports everything that is missing. */
#pragma once

#include "proto/model.pb-c.h"

struct request;
struct stage_change;

/* Does the state table allow it, and do all its guards hold? Every one that does not is a
 * problem of the reply; CONFLICT. Asked when the report comes in, and again when the office
 * confirms it. */
int stage_change_check(struct request *rq, const Duban__Project *p, const struct stage_change *m);
