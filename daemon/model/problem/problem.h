/* Problems (问题): what stands in the way of a project, or of the city, and who has to solve it by
 * when (R6). A problem is on a tier; each tier has a handler and a limit. The limit is stored as it
 * was when the clock started; the deadline follows from it and the calendar, so that a notice about
 * holidays moves it. Readers return records in the arena, NULL when there is none. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"
#include "text/date.h"

struct arena;
struct calendar;
struct txn;

/* limits */
#define PROBLEM_SOURCE_MAX 120

Duban__ProblemCase *problem_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t problem_by_id(struct txn *t, const char *id); /* 0 = none */
/* *ret: the number N of the last id "YEAR-N" of the year, in order of ids; 0: it has none yet.
 * False: the last one is no such id, or numbers got longer so that it is not the greatest. */
bool problem_last_id(struct txn *t, uint32_t year, uint32_t *ret);
/* The next problem of a project (0: of the city) after number *io, closed ones too. */
bool problem_next_of(struct txn *t, uint32_t project, uint32_t *io);

/* The subject of its lamps and proposals. */
Duban__Subject problem_subject(const Duban__ProblemCase *p);
/* Its deadline; of a closed one the last. DATE_NONE: it has none. */
date_t problem_due(const Duban__ProblemCase *p, const struct calendar *c);
/* So many months after it was put to the province; DATE_NONE: it is not there. */
date_t problem_chase_day(const Duban__ProblemCase *p, uint32_t months);
/* The tier that follows if this one does not solve it; 0: none. `of`: its project, or NULL. */
Duban__ProblemTier problem_next_tier(const Duban__ProblemCase *p, const Duban__Project *of);
const char *problem_tier_text(Duban__ProblemTier tier); /* "L2b" */
/* The tier of a criterion, and a tier's first criterion; 0: of none. */
Duban__ProblemTier problem_tier_of(Duban__ProblemCriterion c);
Duban__ProblemCriterion problem_criterion_of(Duban__ProblemTier tier);
