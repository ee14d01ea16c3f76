/* Evaluating subjects: applies all rules to a project and its subjects, or to one subject of the
 * city. The findings become events of the same group, and the next instant to evaluate is
 * stored. */
#pragma once

#include "base/clock.h"
#include "engine/evaluate/lit.h"
#include "proto/model.pb-c.h"

struct arena;
struct engine;
struct notice;
struct steps_ahead;

/* Evaluates at e->now what `of` stands for (due.h), folds the resulting events and stores when to
 * evaluate next. `notice` or NULL: also writes an event for each open deadline that the notice
 * moved. */
int evaluate_subject(struct engine *e, const Duban__Subject *of, const struct notice *notice);
/* While a restatement is on: what it changes for `of`, once (restate.h). */
int evaluate_restated(struct engine *e, const Duban__Subject *of);
/* What the ladder of an open warning does next. Writes nothing; *ret lives in `a`, and until the
 * next event. */
int evaluate_ladder(struct engine *e, struct arena *a, const Duban__Warning *of,
		    struct steps_ahead *ret);
/* What the rules say at the instant `at` (now or later) if nothing else happens. Writes nothing;
 * *ret lives in `a`. */
int evaluate_dry(struct engine *e, struct arena *a, const Duban__Subject *of, usec_t at,
		 struct lit_list *ret);
