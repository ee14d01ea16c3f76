#include "model/proposal/state.h"

#include "base/sm.h"
#include "proto/enums.h"

static const struct sm_row table[] = {
    {PROPOSAL_STATE(OPEN), PROPOSAL_MOVE_ACCEPT, PROPOSAL_STATE(ACCEPTED)},
    {PROPOSAL_STATE(OPEN), PROPOSAL_MOVE_REFUSE, PROPOSAL_STATE(REFUSED)},
    {PROPOSAL_STATE(OPEN), PROPOSAL_MOVE_LAPSE, PROPOSAL_STATE(LAPSED)},
};

Duban__ProposalState proposal_next(Duban__ProposalState from, enum proposal_move move)
{
	return (Duban__ProposalState)SM_NEXT(table, (int)from, (int)move);
}
