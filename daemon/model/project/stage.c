#include "model/project/stage.h"

#include "base/sm.h"
#include "proto/enums.h"

static const struct sm_row table[] = {
    {STAGE(RESERVE), STAGE_MOVE_PREPARE, STAGE(PRELIMINARY)},
    {STAGE(RESERVE), STAGE_MOVE_WITHDRAW, STAGE(WITHDRAWN)},
    {STAGE(RESERVE), STAGE_MOVE_CORRECT, STAGE(PRELIMINARY)},
    {STAGE(PRELIMINARY), STAGE_MOVE_SCHEDULE, STAGE(PLANNED_START)},
    {STAGE(PRELIMINARY), STAGE_MOVE_WITHDRAW, STAGE(WITHDRAWN)},
    {STAGE(PLANNED_START), STAGE_MOVE_START, STAGE(BUILDING)},
    {STAGE(PLANNED_START), STAGE_MOVE_WITHDRAW, STAGE(WITHDRAWN)},
    {STAGE(PLANNED_START), STAGE_MOVE_CORRECT, STAGE(PRELIMINARY)},
    {STAGE(BUILDING), STAGE_MOVE_STOP, STAGE(STOPPED)},
    {STAGE(BUILDING), STAGE_MOVE_COMPLETE, STAGE(COMPLETED)},
    {STAGE(BUILDING), STAGE_MOVE_CORRECT, STAGE(PRELIMINARY)},
    {STAGE(STOPPED), STAGE_MOVE_RESUME, STAGE(BUILDING)},
    {STAGE(STOPPED), STAGE_MOVE_CORRECT, STAGE(PRELIMINARY)},
    {STAGE(COMPLETED), STAGE_MOVE_ACCEPT, STAGE(ACCEPTED)},
    {STAGE(COMPLETED), STAGE_MOVE_CORRECT, STAGE(PRELIMINARY)},
    {STAGE(ACCEPTED), STAGE_MOVE_OPERATE, STAGE(OPERATING)},
    {STAGE(ACCEPTED), STAGE_MOVE_CORRECT, STAGE(PRELIMINARY)},
    {STAGE(OPERATING), STAGE_MOVE_REACH, STAGE(ON_TARGET)},
    {STAGE(OPERATING), STAGE_MOVE_CORRECT, STAGE(PRELIMINARY)},
    {STAGE(ON_TARGET), STAGE_MOVE_ARCHIVE, STAGE(ARCHIVED)},
    {STAGE(ON_TARGET), STAGE_MOVE_CORRECT, STAGE(PRELIMINARY)},
    {STAGE(WITHDRAWN), STAGE_MOVE_CORRECT, STAGE(PRELIMINARY)},
};

int stage_next(int stage, enum stage_move move)
{
	return SM_NEXT(table, stage, (int)move);
}

enum stage_move stage_move_between(int from, int to, bool correction)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].from == from && table[i].to == to &&
		    (table[i].move == STAGE_MOVE_CORRECT) == correction)
			return (enum stage_move)table[i].move;
	return STAGE_MOVE_INVALID;
}

const char *stage_move_name(enum stage_move move)
{
	static const char *const names[STAGE_MOVE_MAX_] = {
	    "",	      "prepare", "schedule", "start",	"stop",	    "resume", "complete",
	    "accept", "operate", "reach",    "archive", "withdraw", "correct"};

	return move > 0 && move < STAGE_MOVE_MAX_ ? names[move] : "";
}
