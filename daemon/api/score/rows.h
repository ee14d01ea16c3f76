/* The score as rows of a reply: one for each unit, or with its items. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/api.pb-c.h"

struct request;

struct score_rows {
	Duban__ScoreRow **row;
	size_t n, bytes;
};

/* Adds the unit's row and, if `explain`, one for each of its items. Refuses what is more than a
 * reply can hold. */
int score_rows_add(struct request *rq, const Duban__ScoreUnit *u, bool explain,
		   struct score_rows *io);
