/* The states of an item of a list's adjustment (半年调整):
 *
 *	PROPOSED ──approve──▶ APPROVED
 *	   └──────refuse───▶ REFUSED ──propose──▶ PROPOSED
 *
 * An approved item is done: its project joined or left the list in the same command. */
#pragma once

#include "proto/model.pb-c.h"

enum adjustment_move {
	ADJUSTMENT_MOVE_INVALID = 0,
	ADJUSTMENT_MOVE_APPROVE,
	ADJUSTMENT_MOVE_REFUSE,
	ADJUSTMENT_MOVE_PROPOSE,
};

/* 0: the move is not allowed. */
Duban__AdjustmentState adjustment_next(Duban__AdjustmentState from, enum adjustment_move move);
