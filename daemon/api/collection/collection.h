/* What the handlers of a year's collection (次年计划编制) share. */
#pragma once

#include "api/core/private.h"
#include "model/collection/state.h"
#include "model/year/year.h"

/* The collection, and whether the state allows the move (COLLECTION_MOVE_INVALID: any). */
int request_collection(struct request *rq, uint32_t year, enum collection_move move,
		       Duban__Collection **ret);

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
/* What is to be built in the year is asked about; early ones have no yearly plan. */
static inline bool candidate_needs_matching(const Duban__Candidate *c)
{
	return c->plan && c->state == DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_SUBMITTED;
}
static inline bool match_awaited(const Duban__Match *m)
{
	return m->result == DUBAN__MATCH_RESULT__MATCH_RESULT_INVALID;
}
/* Does the element stand in the way of an approval? */
static inline bool match_lacks(const Duban__Match *m)
{
	return m->result != DUBAN__MATCH_RESULT__MATCH_RESULT_MET &&
	       m->result != DUBAN__MATCH_RESULT__MATCH_RESULT_CONDITIONAL;
}
