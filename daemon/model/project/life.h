/* A project's life: the dates on which it reached its stages. `_follow` is a step of
 * fold_project_put. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* An empty record for a project without one; NULL only for lack of memory or a damaged record. */
Duban__Life *life_get(struct txn *t, struct arena *a, uint32_t project);
/* Sets the dates that follow from a project's new or changed stage; the event's on_date is the
 * day. */
void life_follow(struct txn *t, struct arena *a, const Duban__Event *e, const Duban__Project *p,
		 const Duban__Project *was);
/* The date on which the project began; if it is not known, a date by which it had begun. */
uint32_t life_begun_date(const Duban__Life *l);
/* The day from which the project is withdrawn (退出); 0: it is not. A project whose first row said
 * so was never anything else. */
uint32_t life_withdrawn_from(struct txn *t, struct arena *a, const Duban__Project *p);
/* Its stage at the end of that day, if it can be told from the dates of its life: false for a day
 * before its present stage on which it had not begun yet. */
bool life_stage_on(const Duban__Project *p, const Duban__Life *l, uint32_t ymd, Duban__Stage *ret);
/* 续建: under construction (or stopped), and started before `year`. */
bool life_continued(const Duban__Project *p, const Duban__Life *l, uint32_t year);
