/* How far the collection of a year's list is: candidates, comments and elements still awaited. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/api.pb-c.h"
#include "proto/model.pb-c.h"

struct arena;
struct request;

/* Walks the candidates of a round (0 = as they stand). The record lives in `scratch`, which is
 * emptied before the next. `each` answers 0 or what ends the walk. */
struct candidate_walk {
	struct request *rq;
	uint32_t year, round;
	struct arena *scratch; /* set by the walk */
	int (*each)(struct candidate_walk *w, const Duban__Candidate *c);
	void *user;
};
int candidate_walk(struct candidate_walk *w);

/* May the asker see it: of its unit's subtree, of its trade, or the city's? */
bool candidate_shown(struct request *rq, const Duban__Candidate *c);

/* The reply's counts, as the asker sees them. */
int collection_summary(struct request *rq, uint32_t year, Duban__CollectionShowReply **ret);
/* The elements asked of a candidate. */
struct matching {
	uint32_t asked, awaited; /* not answered yet */
	uint32_t lacking;	 /* 未落实 */
};
int candidate_matching(struct candidate_walk *w, const Duban__Candidate *c, struct matching *ret);
