/* The states of a year's collection (次年计划编制):
 *
 *   (none) --open--> OPEN --freeze--> FROZEN --match--> MATCHING --approve--> APPROVED
 *                     ^                  |
 *                     +------open--------+   the next round
 *
 * OPEN: units submit candidates. FROZEN: the candidates of the round are copied and units comment
 * on them. After as many rounds as parameter collection.rounds asks for, MATCHING: departments say
 * which elements (要素) are available. APPROVED is final: the plan versions are made. */
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

/* `state` 0: not opened yet. COLLECTION_STATE_INVALID: the move is not allowed. */
int collection_next(int state, enum collection_move move);
const char *collection_move_name(enum collection_move move); /* "open" */
