/* Ladders (升级阶梯): which tiers are told of a lamp that stays lit, and when. Some are shipped as
 * data/ladders.csv. The office can change a step of those, or make ladders of its own (records of
 * kind `ladders`): a stored step takes the place of the shipped one with its number. Which ladder
 * a project's lamps climb is the parameter escalation.ladder. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

#define LADDER_NONE "none" /* of the parameter: nobody is told of what stays lit */
#define LADDER_STEPS_MAX 16
#define LADDER_WAIT_MAX 250 /* working days */

struct ladder {
	const char *name;
	const Duban__LadderStep **step; /* by number */
	size_t n;			/* 0: there is no such ladder */
};

int ladder_load(struct txn *t, struct arena *a, const char *name, struct ladder *ret);
/* Puts a step in its place by number; one of the same number is replaced. -ENOMEM. */
int ladder_place(struct arena *a, struct ladder *l, const Duban__LadderStep *s);
bool ladder_known(struct txn *t, const char *name);
/* Is it the name of a ladder, or LADDER_NONE? */
bool ladder_chosen(struct txn *t, const char *name);
/* Does the step concern the rule ("W04")? */
bool ladder_step_of(const Duban__LadderStep *s, const char *rule);
/* The first step above number `after` that concerns the rule; NULL: there is none. */
const Duban__LadderStep *ladder_next(const struct ladder *l, uint32_t after, const char *rule);
/* The step with that number; NULL: there is none. */
const Duban__LadderStep *ladder_step(const struct ladder *l, uint32_t step);

/* The shipped steps, of all ladders. Static. */
size_t ladder_shipped(const Duban__LadderStep **ret);
const Duban__LadderStep *ladder_shipped_step(const char *ladder, uint32_t step);
