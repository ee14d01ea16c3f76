#include "model/list/adjustment_state.h"

#include "base/sm.h"
#include "proto/enums.h"

static const struct sm_row table[] = {
    {ADJUSTMENT_STATE(PROPOSED), ADJUSTMENT_MOVE_APPROVE, ADJUSTMENT_STATE(APPROVED)},
    {ADJUSTMENT_STATE(PROPOSED), ADJUSTMENT_MOVE_REFUSE, ADJUSTMENT_STATE(REFUSED)},
    {ADJUSTMENT_STATE(REFUSED), ADJUSTMENT_MOVE_PROPOSE, ADJUSTMENT_STATE(PROPOSED)},
};

Duban__AdjustmentState adjustment_next(Duban__AdjustmentState from, enum adjustment_move move)
{
	return (Duban__AdjustmentState)SM_NEXT(table, (int)from, (int)move);
}
