/* Where a unit stood in the rankings that were published, read back from the latest month. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

#define STANDING_KIND "standing"   /* the kind of subject that a unit of a ranking is */
enum { STANDING_MONTHS_MAX = 36 }; /* nobody looks further back */

/* A published ranking and the unit's place among its lines. */
struct standing {
	const Duban__Ranking *ranking;
	size_t line;
};

struct standings {
	struct standing *of; /* the latest month first, then by list */
	size_t n;
};

/* Those of the unit's board, of at most so many months. */
int standings_load(struct txn *t, struct arena *a, uint32_t unit, unsigned months,
		   struct standings *ret);

/* The place of a ranking among those of its month at whose end (REWARD: the first three, CIRCULAR:
 * the last) the unit stands, in the order in which they were published; from 1. 0: it does not
 * stand there. */
uint32_t standing_step(const struct standings *all, const struct standing *of,
		       Duban__ProposalKind end);
/* The place counted from the last: 1 of the last one. */
uint32_t standing_from_last(const struct standing *s);
/* The other way round; NULL: there is none. */
const struct standing *standing_of_step(const struct standings *all, uint32_t month, uint32_t step,
					Duban__ProposalKind end);
