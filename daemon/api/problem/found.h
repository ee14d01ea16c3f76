/* A problem that a supervision found is a finding of it too: its source is "supervision ID", which
 * makes a new finding, or "supervision ID/NO", a finding that was recorded before. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

struct problem_found {
	const Duban__Supervision *supervision; /* NULL: the source is no supervision */
	Duban__Finding *was;		       /* NULL: it makes a new one */
	uint32_t no;
};

/* Does the source name a supervision? */
bool found_named(const char *source);
/* Finds what the source names. A finding becomes one order or one problem, of its project. `of`:
 * the problem's project, NULL: the city's. */
int found_read(struct request *rq, const char *source, const Duban__Project *of,
	       struct problem_found *ret);
/* Drafts that the finding became the problem, if the caller keeps the records of supervisions; of
 * anybody else the problem's source alone tells of it. */
int found_draft(struct request *rq, const struct problem_found *f, const Duban__ProblemCase *p,
		const Duban__Project *of);
