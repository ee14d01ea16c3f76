/* How a new warning goes on from an earlier one. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct evaluation;
struct finding;

/* `w` is about to be raised; it goes on from `before` (an earlier year's, or before a wrong clock),
 * or NULL. That one, or its own of another level that goes out now, hands on what people did about
 * it. One whose matter was cleared by a deed not longer than `warning.reopen_cd` days ago is
 * counted as re-opened (反弹). */
void life_begin(struct evaluation *l, Duban__Warning *w, const Duban__Warning *before);

/* What a person re-opened (Warning.by_person) does not go out because the rule asks for nothing:
 * that a fact is recorded is what that person denied. Does it stay lit against this cause? */
bool life_stays(Duban__ClearCause cause);
/* The rule itself asks for it: from now on a fact clears it. */
void life_uphold(struct evaluation *l, const struct finding *s, const Duban__Warning *w);
