#include "model/duty/state.h"

#include "base/sm.h"
#include "proto/enums.h"

static const struct sm_row table[] = {
    {DUTY_STATE(OPEN), DUTY_MOVE_DO, DUTY_STATE(DONE)},
    {DUTY_STATE(OPEN), DUTY_MOVE_WAIVE, DUTY_STATE(WAIVED)},
    {DUTY_STATE(OPEN), DUTY_MOVE_MISS, DUTY_STATE(MISSED)},
    {DUTY_STATE(MISSED), DUTY_MOVE_DO, DUTY_STATE(DONE)},
    {DUTY_STATE(MISSED), DUTY_MOVE_WAIVE, DUTY_STATE(WAIVED)},
};

int duty_next(int state, enum duty_move move)
{
	return SM_NEXT(table, state, (int)move);
}

const char *duty_move_name(enum duty_move move)
{
	static const char *const names[DUTY_MOVE_MAX_] = {"", "do", "waive", "miss"};

	return move > 0 && move < DUTY_MOVE_MAX_ ? names[move] : "";
}
