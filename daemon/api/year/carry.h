/* What goes over into the next year (结转), project by project. */
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

/* Does the project go on after its year `from`? One that is withdrawn or archived does not; a
 * completed one only when something of it is open: a link, or a plan of the next year. A
 * project that bears another year's number already still hands its open links on. < 0: error. */
int carry_needed(struct request *rq, struct arena *scratch, const Duban__Project *p, uint32_t from);

/* Drafts YearCarried, then each open link's LinkPut and LinkCarried. */
int carry_project(struct carrying *c, const Duban__Project *p);
