/* The projects that a `chain new` asks for, in slices: the projects of a list in order of their
 * codes, CHAIN_SLICE at a time. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/api.pb-c.h"
#include "proto/model.pb-c.h"

struct chain_making;
struct request;

enum { CHAIN_SLICE = 100 }; /* chains that one command makes of a list */

struct slice {
	Duban__Project **rest; /* all after `after`: for a request's checks */
	size_t n_rest;
	size_t n;  /* the first of them, not beyond `until`: this slice */
	bool more; /* there are more up to `until` */
};

/* NOT_FOUND with a problem: no such project, or nothing is on the list. */
int slice_load(struct request *rq, const Duban__ChainNewRequest *q, struct slice *ret);
/* Is it one of the projects that get a chain? */
bool slice_asked(struct request *rq, const Duban__ChainNewRequest *q, const char *code);
/* *ret: why the project gets no chain, NULL if nothing stands against it. -errno. */
int slice_why_not(const struct chain_making *m, const Duban__Project *p, Duban__Problem **ret);
