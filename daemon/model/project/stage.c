#include "model/project/stage.h"

#include "base/sm.h"

#define S(x) DUBAN__STAGE__STAGE_##x
#define M(x) STAGE_MOVE_##x

static const struct sm_row table[] = {
    {S(RESERVE), M(PREPARE), S(PRELIMINARY)},
    {S(RESERVE), M(WITHDRAW), S(WITHDRAWN)},
    {S(RESERVE), M(CORRECT), S(PRELIMINARY)},
    {S(PRELIMINARY), M(SCHEDULE), S(PLANNED_START)},
    {S(PRELIMINARY), M(WITHDRAW), S(WITHDRAWN)},
    {S(PLANNED_START), M(START), S(BUILDING)},
    {S(PLANNED_START), M(WITHDRAW), S(WITHDRAWN)},
    {S(PLANNED_START), M(CORRECT), S(PRELIMINARY)},
    {S(BUILDING), M(STOP), S(STOPPED)},
    {S(BUILDING), M(COMPLETE), S(COMPLETED)},
    {S(BUILDING), M(CORRECT), S(PRELIMINARY)},
    {S(STOPPED), M(RESUME), S(BUILDING)},
    {S(STOPPED), M(CORRECT), S(PRELIMINARY)},
    {S(COMPLETED), M(ACCEPT), S(ACCEPTED)},
    {S(COMPLETED), M(CORRECT), S(PRELIMINARY)},
    {S(ACCEPTED), M(OPERATE), S(OPERATING)},
    {S(ACCEPTED), M(CORRECT), S(PRELIMINARY)},
    {S(OPERATING), M(REACH), S(ON_TARGET)},
    {S(OPERATING), M(CORRECT), S(PRELIMINARY)},
    {S(ON_TARGET), M(ARCHIVE), S(ARCHIVED)},
    {S(ON_TARGET), M(CORRECT), S(PRELIMINARY)},
    {S(WITHDRAWN), M(CORRECT), S(PRELIMINARY)},
};

int stage_next(int stage, enum stage_move move)
{
	return SM_NEXT(table, stage, (int)move);
}

enum stage_move stage_move_between(int from, int to, bool correction)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].from == from && table[i].to == to &&
		    (table[i].move == M(CORRECT)) == correction)
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
