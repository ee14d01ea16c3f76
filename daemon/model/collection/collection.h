/* The collection of a year's list (次年计划编制): its round, candidates, comments and matches.
 * Readers return records in the arena, NULL when there is none; check txn_error at the end. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct key;
struct txn;

Duban__Collection *collection_get(struct txn *t, struct arena *a, uint32_t year);
/* `round` 0 = the current candidate, else the copy frozen in that round. */
Duban__Candidate *candidate_get(struct txn *t, struct arena *a, uint32_t year, uint32_t round,
				const char *code);
Duban__Comment *comment_get(struct txn *t, struct arena *a, const Duban__Comment *ref);
Duban__Match *match_get(struct txn *t, struct arena *a, uint32_t year, const char *code,
			const char *element);
/* Key prefixes: all rows of a year, of a round. */
struct key *candidate_prefix(struct key *k, uint32_t year, uint32_t round);
struct key *year_prefix(struct key *k, uint32_t year);

/* Departments answer only for candidates with a plan for the year; candidates in an early stage
 * have none. */
static inline bool candidate_needs_matching(const Duban__Candidate *c)
{
	return c->plan && c->state == DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_SUBMITTED;
}
static inline bool match_awaited(const Duban__Match *m)
{
	return m->result == DUBAN__MATCH_RESULT__MATCH_RESULT_INVALID;
}
/* Does this answer prevent the approval? */
static inline bool match_lacks(const Duban__Match *m)
{
	return m->result != DUBAN__MATCH_RESULT__MATCH_RESULT_MET &&
	       m->result != DUBAN__MATCH_RESULT__MATCH_RESULT_CONDITIONAL;
}
