#include "model/link/state.h"

#include "base/sm.h"
#include "proto/enums.h"

static const struct sm_row table[] = {
    {LINK_STATE(NOT_STARTED), LINK_MOVE_START, LINK_STATE(ACTIVE)},
    {LINK_STATE(NOT_STARTED), LINK_MOVE_ACCEPT, LINK_STATE(ACTIVE)},
    {LINK_STATE(NOT_STARTED), LINK_MOVE_FINISH, LINK_STATE(DONE)},
    {LINK_STATE(NOT_STARTED), LINK_MOVE_EXTEND, LINK_STATE(NOT_STARTED)},
    {LINK_STATE(NOT_STARTED), LINK_MOVE_SUSPEND, LINK_STATE(SUSPENDED)},
    {LINK_STATE(NOT_STARTED), LINK_MOVE_CANCEL, LINK_STATE(CANCELLED)},
    {LINK_STATE(NOT_STARTED), LINK_MOVE_CARRY, LINK_STATE(CARRIED)},
    {LINK_STATE(ACTIVE), LINK_MOVE_ACCEPT, LINK_STATE(ACTIVE)},
    {LINK_STATE(ACTIVE), LINK_MOVE_FINISH, LINK_STATE(DONE)},
    {LINK_STATE(ACTIVE), LINK_MOVE_EXTEND, LINK_STATE(ACTIVE)},
    {LINK_STATE(ACTIVE), LINK_MOVE_SUSPEND, LINK_STATE(SUSPENDED)},
    {LINK_STATE(ACTIVE), LINK_MOVE_CANCEL, LINK_STATE(CANCELLED)},
    {LINK_STATE(ACTIVE), LINK_MOVE_CARRY, LINK_STATE(CARRIED)},
    {LINK_STATE(SUSPENDED), LINK_MOVE_RESUME, LINK_STATE(ACTIVE)},
    {LINK_STATE(SUSPENDED), LINK_MOVE_FINISH, LINK_STATE(DONE)},
    {LINK_STATE(SUSPENDED), LINK_MOVE_CANCEL, LINK_STATE(CANCELLED)},
    {LINK_STATE(SUSPENDED), LINK_MOVE_CARRY, LINK_STATE(CARRIED)},
    {LINK_STATE(DONE), LINK_MOVE_RETURN, LINK_STATE(ACTIVE)},
};

int link_next(int state, enum link_move move, bool started)
{
	int to = SM_NEXT(table, state, (int)move);

	if (move == LINK_MOVE_RESUME && to && !started)
		return LINK_STATE(NOT_STARTED);
	return to;
}

const char *link_move_name(enum link_move move)
{
	static const char *const names[LINK_MOVE_MAX_] = {"",	    "start",   "finish", "return",
							  "extend", "suspend", "resume", "cancel",
							  "carry",  "accept"};

	return move > 0 && move < LINK_MOVE_MAX_ ? names[move] : "";
}
