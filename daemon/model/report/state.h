/* The states of a report (报送状态):
 *
 *   submitted --> PENDING --review--> REVIEWED --confirm--> CONFIRMED
 *                 |  |                |  |
 *                 |  \----return------+--+---> RETURNED --\
 *                 |                   |                    replace
 *                 \------replace------+-----------------> REPLACED
 *
 * PENDING (待审): the reviewer must act; REVIEWED (待确认): the office must. A report without a
 * reviewer starts as REVIEWED. Until it is confirmed, its unit may submit it again; the new report
 * replaces it and starts from the beginning. Nobody can edit another's numbers. CONFIRMED and
 * REPLACED are final. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

enum report_move {
	REPORT_MOVE_INVALID = 0,
	REPORT_MOVE_REVIEW,
	REPORT_MOVE_CONFIRM,
	REPORT_MOVE_RETURN,
	REPORT_MOVE_REPLACE,
	REPORT_MOVE_MAX_,
};

/* REPORT_STATE_INVALID if the move is not allowed. */
int report_next(int state, enum report_move move);
const char *report_move_name(enum report_move move); /* "review" */
/* Is it pending or reviewed, so that somebody must act? */
bool report_waits(int state);
