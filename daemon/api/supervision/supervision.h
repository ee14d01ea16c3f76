/* Supervisions (督查) and what they found. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct request;
struct txn;

Duban__Supervision *supervision_get(struct txn *t, struct arena *a,
				    const char *id); /* NULL: none */
/* For a command: NOT_FOUND with a problem if there is none, or the caller may not read it. */
int supervision_find(struct request *rq, const char *id, Duban__Supervision **ret);
/* May the caller read it: the whole city, or one of its projects? */
bool supervision_reads(struct request *rq, const Duban__Supervision *v);
/* The same of a finding: its project; of none: the whole city. */
bool finding_reads(struct request *rq, const Duban__Finding *f);

struct findings {
	Duban__Finding **finding; /* by number */
	size_t n;
};
int findings_load(struct txn *t, struct arena *a, const char *supervision, struct findings *ret);
/* The number of its next finding. */
int finding_next(struct request *rq, const char *supervision, uint32_t *ret);
/* Drafts the event. `was` NULL: it is new. `p`: its project, NULL: of none. */
int finding_draft(struct request *rq, const Duban__Finding *now, const Duban__Finding *was,
		  const Duban__Project *p);
