#include "model/collection/state.h"

#include "base/sm.h"
#include "proto/enums.h"

static const struct sm_row table[] = {
    {COLLECTION_STATE(INVALID), COLLECTION_MOVE_OPEN, COLLECTION_STATE(OPEN)},
    {COLLECTION_STATE(OPEN), COLLECTION_MOVE_FREEZE, COLLECTION_STATE(FROZEN)},
    {COLLECTION_STATE(FROZEN), COLLECTION_MOVE_OPEN, COLLECTION_STATE(OPEN)},
    {COLLECTION_STATE(FROZEN), COLLECTION_MOVE_MATCH, COLLECTION_STATE(MATCHING)},
    {COLLECTION_STATE(MATCHING), COLLECTION_MOVE_APPROVE, COLLECTION_STATE(APPROVED)},
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
