#include "model/report/state.h"

#include "base/sm.h"

#define S(x) DUBAN__REPORT_STATE__REPORT_STATE_##x
#define M(x) REPORT_MOVE_##x

static const struct sm_row table[] = {
    {S(PENDING), M(REVIEW), S(REVIEWED)},   {S(PENDING), M(RETURN), S(RETURNED)},
    {S(PENDING), M(REPLACE), S(REPLACED)},  {S(REVIEWED), M(CONFIRM), S(CONFIRMED)},
    {S(REVIEWED), M(RETURN), S(RETURNED)},  {S(REVIEWED), M(REPLACE), S(REPLACED)},
    {S(RETURNED), M(REPLACE), S(REPLACED)},
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
	return state == S(PENDING) || state == S(REVIEWED);
}
