#include "model/link/state.h"

#include "base/sm.h"

#define S(x) DUBAN__LINK_STATE__LINK_STATE_##x
#define M(x) LINK_MOVE_##x

static const struct sm_row table[] = {
    {S(NOT_STARTED), M(START), S(ACTIVE)},
    {S(NOT_STARTED), M(FINISH), S(DONE)},
    {S(NOT_STARTED), M(EXTEND), S(NOT_STARTED)},
    {S(NOT_STARTED), M(SUSPEND), S(SUSPENDED)},
    {S(NOT_STARTED), M(CANCEL), S(CANCELLED)},
    {S(NOT_STARTED), M(CARRY), S(CARRIED)},
    {S(ACTIVE), M(FINISH), S(DONE)},
    {S(ACTIVE), M(EXTEND), S(ACTIVE)},
    {S(ACTIVE), M(SUSPEND), S(SUSPENDED)},
    {S(ACTIVE), M(CANCEL), S(CANCELLED)},
    {S(ACTIVE), M(CARRY), S(CARRIED)},
    {S(SUSPENDED), M(RESUME), S(ACTIVE)},
    {S(SUSPENDED), M(FINISH), S(DONE)},
    {S(SUSPENDED), M(CANCEL), S(CANCELLED)},
    {S(SUSPENDED), M(CARRY), S(CARRIED)},
    {S(DONE), M(RETURN), S(ACTIVE)},
};

int link_next(int state, enum link_move move, bool started)
{
	int to = SM_NEXT(table, state, (int)move);

	if (move == LINK_MOVE_RESUME && to && !started)
		return S(NOT_STARTED);
	return to;
}

const char *link_move_name(enum link_move move)
{
	static const char *const names[LINK_MOVE_MAX_] = {
	    "", "start", "finish", "return", "extend", "suspend", "resume", "cancel", "carry"};

	return move > 0 && move < LINK_MOVE_MAX_ ? names[move] : "";
}
