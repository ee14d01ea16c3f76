/* What each move of a project requires (R2). A guard reports everything that is missing. */
#pragma once

#include "proto/model.pb-c.h"

struct request;
struct stage_change;

/* Does the state table allow the move, and are the conditions of all its guards met? Each one that
 * is not is a problem in the reply; CONFLICT. Called when the report comes in, and again when the
 * office confirms it. */
int stage_change_check(struct request *rq, const Duban__Project *p, const struct stage_change *m);
