/* Years of the list, and the making of the next one. Two years stay open together: plans,
 * targets and candidates of Y+1 stand while projects are in Y. Readers as in nouns.h. */
#pragma once

#include "model/core/nouns.h"

/* year.c. NULL: nothing is known of that year, so it is open. */
Duban__Year *year_get(struct txn *t, struct arena *a, uint32_t year);
bool year_closed(struct txn *t, struct arena *a, uint32_t year);

/* target.c; unit 0 = the city */
Duban__Target *target_get(struct txn *t, struct arena *a, uint32_t unit, uint32_t year,
			  const char *indicator);
bool target_key_fits(const char *indicator);

/* collection.c */
Duban__Collection *collection_get(struct txn *t, struct arena *a, uint32_t year);
/* `round` 0 = as it stands now, else as it was frozen then. */
Duban__Candidate *candidate_get(struct txn *t, struct arena *a, uint32_t year, uint32_t round,
				const char *code);
Duban__Comment *comment_get(struct txn *t, struct arena *a, const Duban__Comment *ref);
Duban__Match *match_get(struct txn *t, struct arena *a, uint32_t year, const char *code,
			const char *element);
/* Prefixes of the tables: what belongs to a year, to a round. */
struct key *candidate_prefix(struct key *k, uint32_t year, uint32_t round);
struct key *year_prefix(struct key *k, uint32_t year);
