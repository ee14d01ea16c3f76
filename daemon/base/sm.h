/* State tables: which move leads from which state to which. Each noun with states has one, next
 * to its enum; every change of state is checked against it. */
#pragma once

#include <stdbool.h>

struct sm_row {
	int from;
	int move;
	int to;
};

/* The state that a move leads to; 0 (invalid in every enum) when the move is not allowed. */
static inline int sm_next(const struct sm_row *rows, int n, int from, int move)
{
	for (int i = 0; i < n; i++)
		if (rows[i].from == from && rows[i].move == move)
			return rows[i].to;
	return 0;
}

#define SM_NEXT(table, from, move)                                                                 \
	sm_next((table), (int)(sizeof table / sizeof *(table)), (from), (move))
