/* The first start with changed rules. A sweep evaluates all subjects; what the new rules say of the
 * last recorded instant is put down to them (RULE_CHANGED), and only then what time has passed
 * since. A subject that a command touches before the sweep reaches it is settled before the
 * command. At the end of the sweep one event tells what changed by rule, `rules_changed`.
 *
 * In table `mark`, so that a restart goes on: "upgrade" (the sweep is on), "upgrade settled" + a
 * subject, and for each rule the version that judged last. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct engine;

/* At start: goes on with an upgrade that was interrupted. */
void upgrade_load(struct engine *e);
/* Begins one, or begins it again if the rules changed once more before it ended. */
void upgrade_begin(struct engine *e);
/* Is it still to be found out what the new rules change for this subject? */
bool upgrade_awaits(struct engine *e, const Duban__Subject *of);
void upgrade_settled(struct engine *e, const Duban__Subject *of);
/* The sweep is over: writes rules_changed, unless nothing changed. Only while no group is open. */
int upgrade_end(struct engine *e);
/* It has ended, or there are no subjects: notes the versions of the rules. */
void upgrade_over(struct engine *e);
