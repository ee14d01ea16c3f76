/* What making chains and telling of them share. */
#pragma once

#include "api/core/private.h"
#include "model/chain/template.h"

/* Out of the command's events: the chains made, what still needs a date, the approvals' days
 * against the cap. */
int chain_new_answer(struct request *rq, const void *body);
