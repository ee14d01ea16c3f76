/* The states of a duty (应办事项):
 *
 *   opened --> OPEN --do--> DONE
 *               | \--waive--> WAIVED
 *               \--miss--> MISSED --do--> DONE
 *                                 \--waive--> WAIVED
 *
 * MISSED: a later period took its place (a later meeting was held; a duty without lamps ended with
 * its period). What is filed late still makes it DONE. DONE and WAIVED are final. */
#pragma once

#include "proto/model.pb-c.h"

enum duty_move {
	DUTY_MOVE_INVALID = 0,
	DUTY_MOVE_DO,
	DUTY_MOVE_WAIVE,
	DUTY_MOVE_MISS,
	DUTY_MOVE_MAX_,
};

/* DUTY_STATE_INVALID if the move is not allowed. */
int duty_next(int state, enum duty_move move);
const char *duty_move_name(enum duty_move move); /* "do" */
