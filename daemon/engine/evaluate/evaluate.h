/* Evaluating one project: all rules over its links and itself. What they find becomes events of
 * the same group, and the next instant to evaluate is filed. */
#pragma once

#include <stdint.h>

struct arena;
struct engine;
struct lit_list;
struct notice;

/* Lets the rules look at a project at e->now, folds what they say, files the next
 * look. `notice`, or NULL: says which open deadlines it moved. */
int evaluate_project(struct engine *e, uint32_t project, const struct notice *notice);
int evaluate_dry(struct engine *e, struct arena *a, uint32_t project, struct lit_list *ret);
