/* Evaluating subjects: all rules over all that is of one project, or over one subject of the city.
 * What they find becomes events of the same group, and the next instant to evaluate is filed. */
#pragma once

#include "proto/model.pb-c.h"

struct arena;
struct engine;
struct lit_list;
struct notice;

/* Lets the rules look at e->now at what `of` stands for (due.h), folds what they say, files the
 * next look. `notice`, or NULL: says which open deadlines it moved. */
int evaluate_subject(struct engine *e, const Duban__Subject *of, const struct notice *notice);
int evaluate_dry(struct engine *e, struct arena *a, const Duban__Subject *of, struct lit_list *ret);
