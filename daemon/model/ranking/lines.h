/* The lines of a ranking as they follow from tallies and units. Pure. */
#pragma once

#include "model/ranking/ranking.h"

struct tally_years;

struct ranking_asked {
	const char *list;
	Duban__Board board;
	uint32_t month; /* yyyymm */
	enum ranking_key key;
};

struct ranking_lines {
	Duban__RankingLine **line; /* by rank */
	size_t n;
};

/* With the ranks of the month before. `all`: the list's tallies by unit in the month's year.
 * STATUS_TOO_MANY: more than RANKING_LINES_MAX units. */
int ranking_lines_of(struct txn *t, struct arena *a, const struct ranking_asked *q,
		     const struct tally_years *all, struct ranking_lines *ret);
/* The key that the parameter ranking.key names. */
int ranking_key_in_force(struct txn *t, struct arena *a, enum ranking_key *ret);
