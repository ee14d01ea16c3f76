/* The progress of a year's collection: candidates, comments, and elements not answered yet. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/api.pb-c.h"
#include "proto/model.pb-c.h"

struct arena;
struct request;

/* Walks the candidates of a round (0 = the current ones). The record is in `scratch`, which is
 * emptied before the next candidate. `each` returns 0 to go on; any other value ends the walk. */
struct candidate_walk {
	struct request *rq;
	uint32_t year, round;
	struct arena *scratch; /* set by the walk */
	int (*each)(struct candidate_walk *w, const Duban__Candidate *c);
	void *user;
};
int candidate_walk(struct candidate_walk *w);

/* May the caller see it? A unit sees the candidates of its subtree, a department also those of its
 * sector, a role of the city all. */
bool candidate_shown(struct request *rq, const Duban__Candidate *c);

/* The reply's counts, of the candidates that the caller may see. `after`: `next` of the page of
 * units before; 0: the first page. */
int collection_summary(struct request *rq, uint32_t year, uint32_t after,
		       Duban__CollectionShowReply **ret);
/* The elements that departments were asked about for a candidate. */
struct matching {
	uint32_t asked, awaited; /* of these, not answered yet */
	uint32_t lacking;	 /* 未落实 */
};
int candidate_matching(struct candidate_walk *w, const Duban__Candidate *c, struct matching *ret);
