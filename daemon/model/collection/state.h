/* The making of a year's list (次年计划编制):
 *
 *   (none) --open--> OPEN --freeze--> FROZEN --match--> MATCHING --approve--> APPROVED
 *                     ^                  |
 *                     +------open--------+   the next round
 *
 * OPEN: units submit candidates. FROZEN: the round's candidates are copied and commented on;
 * after the rounds that parameter collection.rounds asks for, MATCHING: departments say which
 * elements (要素) are there. APPROVED is the end: the plan versions are made. */
#pragma once

#include "proto/model.pb-c.h"

enum collection_move {
	COLLECTION_MOVE_INVALID = 0,
	COLLECTION_MOVE_OPEN,
	COLLECTION_MOVE_FREEZE,
	COLLECTION_MOVE_MATCH,
	COLLECTION_MOVE_APPROVE,
	COLLECTION_MOVE_MAX_,
};

/* `state` 0: nobody opened it yet. COLLECTION_STATE_INVALID: not allowed. */
int collection_next(int state, enum collection_move move);
const char *collection_move_name(enum collection_move move); /* "open" */
