/* Links of a yearly chain and their progress. Readers return records in the arena, NULL when there
 * is none (or the txn has an error: check txn_error at the end). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/chain/schedule.h"
#include "model/link/state.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* A chain with its links, ready for schedule_compute. */
struct chain {
	uint32_t project, year;
	Duban__Chain *record; /* NULL: no chain of that year */
	size_t n;
	Duban__Link **link; /* by no */
	Duban__LinkProgress *
	    *progress; /* as it counts: that of a step follows the project's life */
	Duban__LinkProgress **recorded; /* as the chain recorded it */
	struct schedule schedule;	/* schedule.link[i] belongs to link[i] */
};
int chain_load(struct txn *t, struct arena *a, uint32_t project, uint32_t year, struct chain *ret);
/* The chain as it would be with these links, by number, instead of those of `stored`: a link that
 * `stored` has keeps its progress, another is not started. The schedule's start is that of
 * `stored`. */
int chain_with(struct arena *a, const struct chain *stored, Duban__Link *const *link, size_t n,
	       struct chain *ret);
/* Keeps table link_unit: `was` NULL: it is new; `now` NULL: it is removed. After the link's row is
 * written. */
void link_units_know(struct txn *t, struct arena *a, const Duban__Link *was,
		     const Duban__Link *now);
/* What a new limit ends: an extension, and the days that suspensions added to the old one. */
void progress_new_limit(Duban__LinkProgress *p);
/* The fields that a link must have and that are empty (R1 W22). */
struct link_lack {
	bool unit, leader, person, limit, any;
};
struct link_lack link_lacks(const Duban__Link *l);
bool link_same_limit(const Duban__Limit *a, const Duban__Limit *b);
/* The input of schedule_compute for one link; *ret points into `l` and `p`. */
void chain_schedule_link(const Duban__Link *l, const Duban__LinkProgress *p,
			 struct schedule_link *ret);
/* The record; progress_get gives what the chain recorded, see model/link/step.h. */
Duban__Link *link_get(struct txn *t, struct arena *a, uint32_t project, uint32_t year, uint32_t no);
Duban__LinkProgress *progress_get(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
				  uint32_t no);
struct link_of {
	uint32_t project, year, no;
};
/* For folds: the state that a decided move leads to, from the recorded progress. 0: the state table
 * does not have it (a damaged journal). */
Duban__LinkState link_moved(struct txn *t, struct arena *a, const struct link_of *of,
			    enum link_move how, Duban__LinkProgress *io);
