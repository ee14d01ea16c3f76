/* What people do about an open warning (认领, 答复, 待核):
 *
 *   INVALID --ack--> ACKED --answer--> ANSWERED --- another hand clears it
 *      |             |  ^              |      ^
 *      |             \--/ ack          \------/ answer
 *      \--------------answer-----------^
 *
 * It belongs to whoever must act: passed on to another unit, nobody has taken it on. None of it
 * puts a lamp out or off, nor a step of its ladder. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

/* From taking a lamp on to the day by which it will be done. */
#define ACK_DAYS_MAX 184

enum handling_move {
	HANDLING_MOVE_INVALID = 0,
	HANDLING_MOVE_ACK,
	HANDLING_MOVE_ANSWER,
	HANDLING_MOVE_MAX_,
};

/* Can the move be made? *ret: the state that it leads to; `ret` may be NULL. */
bool handling_next(Duban__HandlingState state, enum handling_move move, Duban__HandlingState *ret);
/* Nobody has taken it on. */
void handling_none(Duban__Warning *w);
/* A lamp that goes on as another record (the next year's, another level's) is handled as before. */
void handling_go_on(const Duban__Warning *from, Duban__Warning *to);
