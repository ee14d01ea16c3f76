/* What the handlers of a year's collection (次年计划编制) share. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/collection/state.h"
#include "proto/model.pb-c.h"

struct request;

/* The collection, and whether the state allows the move (COLLECTION_MOVE_INVALID: any). */
int request_collection(struct request *rq, uint32_t year, enum collection_move move,
		       Duban__Collection **ret);
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
