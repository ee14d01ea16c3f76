#include "model/collection/state.h"

#include "base/sm.h"

#define S(x) DUBAN__COLLECTION_STATE__COLLECTION_STATE_##x
#define M(x) COLLECTION_MOVE_##x

static const struct sm_row table[] = {
    {S(INVALID), M(OPEN), S(OPEN)},	    {S(OPEN), M(FREEZE), S(FROZEN)},
    {S(FROZEN), M(OPEN), S(OPEN)},	    {S(FROZEN), M(MATCH), S(MATCHING)},
    {S(MATCHING), M(APPROVE), S(APPROVED)},
};

int collection_next(int state, enum collection_move move)
{
	return SM_NEXT(table, state, (int)move);
}

const char *collection_move_name(enum collection_move move)
{
	static const char *const names[COLLECTION_MOVE_MAX_] = {"", "open", "freeze", "match",
								"approve"};

	return move > 0 && move < COLLECTION_MOVE_MAX_ ? names[move] : "";
}
