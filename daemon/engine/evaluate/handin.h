/* What was handed in and waits (待审). A unit that has handed in what a rule asks for has done its
 * part: the rule stands still for that subject, neither lit nor escalated nor cleared, until the
 * end of the `report.review_wd`-th working day after the hand-in. From then on it is judged as
 * ever, and its warning names whoever must act: the reviewer, or the office once the report was
 * reviewed. A request that was returned twice before does not stand still, and its submitter must
 * act.
 *
 * Also whose turn (轮到谁) an open warning is. */
#pragma once

#include <stdbool.h>

#include "engine/evaluate/turn.h"
#include "proto/model.pb-c.h"

struct evaluation;
struct rule;
struct subject;

/* Loads the waiting reports of the project. */
int handins_load(struct evaluation *l);
/* The one that answers the rule for the subject; NULL: none waits. */
const struct handin *handin_of(const struct evaluation *l, const struct rule *rule,
			       const struct subject *s);
bool handin_quiet(const struct evaluation *l, const struct handin *h);
/* `h` or NULL: what waits and no longer stands still. */
struct turn turn_of(const struct subject *s, const struct handin *h);
/* Whose turn a stored warning says it is. */
struct turn turn_of_warning(const Duban__Warning *w);
bool turn_same(struct turn a, struct turn b);
