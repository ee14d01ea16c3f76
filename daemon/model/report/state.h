/* A report's life (报送状态):
 *
 *   handed in --> PENDING --review--> REVIEWED --confirm--> CONFIRMED
 *                 |  |                |  |
 *                 |  \----return------+--+---> RETURNED --\
 *                 |                   |                    replace
 *                 \------replace------+-----------------> REPLACED
 *
 * PENDING (待审) is the reviewer's turn, REVIEWED (待确认) the office's; a report without a
 * reviewer is handed in as REVIEWED. Until it is confirmed its unit may hand it in again,
 * which replaces it and begins anew: nobody edits another's number. CONFIRMED and REPLACED
 * are the end. */
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

/* REPORT_STATE_INVALID when the move is not allowed. */
int report_next(int state, enum report_move move);
const char *report_move_name(enum report_move move); /* "review" */
/* It waits for somebody: pending or reviewed. */
bool report_waits(int state);
