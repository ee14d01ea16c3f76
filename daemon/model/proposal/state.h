/* The moves of a proposal; the diagram is in proposal.h. */
#pragma once

#include "proto/model.pb-c.h"

enum proposal_move {
	PROPOSAL_MOVE_INVALID = 0,
	PROPOSAL_MOVE_ACCEPT,
	PROPOSAL_MOVE_REFUSE,
	PROPOSAL_MOVE_LAPSE,
};

/* 0: the move is not allowed. */
Duban__ProposalState proposal_next(Duban__ProposalState from, enum proposal_move move);
