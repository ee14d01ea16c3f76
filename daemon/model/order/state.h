/* The states of an order (督办件):
 *
 *   issued --> ISSUED --sign--> SIGNED --work--> WORKING <--work--\
 *                ^                 |                |             |
 *                |                 \----answer------+--> ANSWERED |
 *                |                                        |  |    |
 *                |                               accept --/  \-- return
 *                |                                 |              |
 *                |                                 v              v
 *                \-- reassign (of any but        ACCEPTED      RETURNED --answer--> ANSWERED
 *                    ANSWERED, ACCEPTED)
 *
 * ISSUED (待签收): the handler must sign. ANSWERED (已答复): who accepts it must act. An order that
 * is reassigned must be signed again by its new handler. Each that is not over may be withdrawn
 * (WITHDRAWN). ACCEPTED and WITHDRAWN are final. */
#pragma once

#include <stdbool.h>

enum order_move {
	ORDER_MOVE_INVALID = 0,
	ORDER_MOVE_SIGN,
	ORDER_MOVE_WORK,
	ORDER_MOVE_ANSWER,
	ORDER_MOVE_ACCEPT,
	ORDER_MOVE_RETURN,
	ORDER_MOVE_REASSIGN,
	ORDER_MOVE_WITHDRAW,
	ORDER_MOVE_MAX_,
};

/* ORDER_STATE_INVALID if the move is not allowed. */
int order_next(int state, enum order_move move);
const char *order_move_name(enum order_move move); /* "sign" */
/* Neither accepted nor withdrawn. */
bool order_is_open(int state);
