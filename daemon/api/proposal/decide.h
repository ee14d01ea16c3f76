/* The event by which a proposal is decided. */
#pragma once

#include "model/proposal/state.h"
#include "proto/event.pb-c.h"

struct request;

/* Adds it to the draft. `words`: reason, 文号, what was made. -ENOMEM. */
int proposal_decide(struct request *rq, const Duban__Proposal *p, enum proposal_move move,
		    const Duban__ProposalDecided *words);
