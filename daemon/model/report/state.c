#include "model/report/state.h"

#include "base/sm.h"
#include "proto/enums.h"

static const struct sm_row table[] = {
    {REPORT_STATE(PENDING), REPORT_MOVE_REVIEW, REPORT_STATE(REVIEWED)},
    {REPORT_STATE(PENDING), REPORT_MOVE_RETURN, REPORT_STATE(RETURNED)},
    {REPORT_STATE(PENDING), REPORT_MOVE_REPLACE, REPORT_STATE(REPLACED)},
    {REPORT_STATE(REVIEWED), REPORT_MOVE_CONFIRM, REPORT_STATE(CONFIRMED)},
    {REPORT_STATE(REVIEWED), REPORT_MOVE_RETURN, REPORT_STATE(RETURNED)},
    {REPORT_STATE(REVIEWED), REPORT_MOVE_REPLACE, REPORT_STATE(REPLACED)},
    {REPORT_STATE(RETURNED), REPORT_MOVE_REPLACE, REPORT_STATE(REPLACED)},
};

int report_next(int state, enum report_move move)
{
	return SM_NEXT(table, state, (int)move);
}

const char *report_move_name(enum report_move move)
{
	static const char *const names[REPORT_MOVE_MAX_] = {"", "review", "confirm", "return",
							    "replace"};

	return move > 0 && move < REPORT_MOVE_MAX_ ? names[move] : "";
}

bool report_waits(int state)
{
	return state == REPORT_STATE(PENDING) || state == REPORT_STATE(REVIEWED);
}
