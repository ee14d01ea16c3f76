/* Carries projects and their links into the next year (结转). */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct request;

struct carrying {
	struct request *rq;
	uint32_t from, to;
	uint32_t projects, links, unplanned;
	size_t bytes; /* of the events drafted so far */
};

/* Is the project carried after its year `from`? Not if it is withdrawn or archived; if it is
 * completed, only if it has an open link or a plan of the next year. A project that has another
 * year's number already still passes on its open links. < 0: error. */
int carry_needed(struct request *rq, struct arena *scratch, const Duban__Project *p, uint32_t from);

/* Drafts YearCarried, then a LinkPut and a LinkCarried for each open link. */
int carry_project(struct carrying *c, const Duban__Project *p);
