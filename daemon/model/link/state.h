/* The states of a link (环节状态):
 *
 *   NOT_STARTED --start--> ACTIVE --finish--> DONE --return--> ACTIVE
 *   NOT_STARTED, ACTIVE --accept--> ACTIVE     (受理, once; it implies the start)
 *        |  \--finish-----------------------> DONE     (finish implies start)
 *        |                   |  ^
 *        |--suspend--\ suspend  | resume (to NOT_STARTED when it never started)
 *        v            \      v  |
 *    CANCELLED <--cancel-- SUSPENDED --finish--> DONE
 *
 * Links that are open when their year is closed go on in the next year's chain (结转):
 *   NOT_STARTED, ACTIVE, SUSPENDED --carry--> CARRIED
 * NOT_STARTED and ACTIVE may be extended (延期) and cancelled. The clock of a suspended link stands
 * still, so it must be resumed before it can be extended. CANCELLED and CARRIED are final. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

enum link_move {
	LINK_MOVE_INVALID = 0,
	LINK_MOVE_START,
	LINK_MOVE_FINISH,
	LINK_MOVE_RETURN,
	LINK_MOVE_EXTEND,
	LINK_MOVE_SUSPEND,
	LINK_MOVE_RESUME,
	LINK_MOVE_CANCEL,
	LINK_MOVE_CARRY,
	LINK_MOVE_ACCEPT,
	LINK_MOVE_MAX_,
};

/* LINK_STATE_INVALID if the move is not allowed. `started`: the link has a start date. */
int link_next(int state, enum link_move move, bool started);
const char *link_move_name(enum link_move move); /* "start" */
