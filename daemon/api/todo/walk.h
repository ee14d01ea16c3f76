/* The walk over everything that is open (source.h): which projects are in question, and which items
 * are asked for. */
#pragma once

#include "api/todo/source.h"

struct todo_filter {
	/* the persons asked for; none: whoever it concerns */
	const struct todo_person *person;
	size_t n_person;
	uint32_t unit; /* and all below it; 0: any */
	bool office;   /* `unit` is the office: what waits for the office is its own */
	/* the projects in question, by number; NULL: all */
	const uint32_t *project;
	size_t n_project;
};

/* Projects read for one page; a page ends with a project. */
enum { TODO_PAGE_PROJECTS = 1000 };

/* The projects that the unit or one below it answers for, has the sector of, has a link in, or has
 * an open order or problem of; by number. */
int projects_of_units(struct request *rq, uint32_t unit, uint32_t **ret, size_t *ret_n);

/* What is asked for by a person (id or name), a unit, a post; empty ones ask for nothing. Without
 * any it is the caller's own unit. Verdicts with problems. */
struct todo_asked {
	const char *person, *unit, *post;
};
int todo_filter(struct request *rq, const struct todo_asked *asked, struct todo_filter *ret);

/* Walks on behind project *io; `full` says that a page is. The things of the city come first: *io
 * is 0, and TODO_IN_CITY with their number while a page ends among or just behind them. Else *io is
 * then the last project, 0 after the last one. */
#define TODO_IN_CITY 0x80000000u
int todo_walk(struct todo *t, bool (*full)(struct todo *t), uint32_t *io);
