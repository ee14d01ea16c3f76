/* A project's life: the days on which it reached its stages. `_follow` is a step of
 * fold_project_put. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* Never NULL but for memory: a project without a row has an empty one. */
Duban__Life *life_get(struct txn *t, struct arena *a, uint32_t project);
/* The project became known: on_date is the day. */
void life_follow(struct txn *t, struct arena *a, const Duban__Event *e, const Duban__Project *p,
		 const Duban__Project *was);
/* Of a project that has begun: the day, or where nobody dated it the day by which it had. */
uint32_t life_begun_date(const Duban__Life *l);
/* 续建: in construction (or stopped) and started before `year`. */
bool life_continued(const Duban__Project *p, const Duban__Life *l, uint32_t year);
