/* A restatement: all subjects are evaluated once more as of one instant, and what differs is put
 * down to one cause, which is neither a deed nor the time that has passed since.
 *   rule_changed: the first start with changed rules; the instant is the last recorded one. At the
 *   end one event tells what changed by rule, `rules_changed`.
 *   clock_repaired: the store's time went back from a wrong future; the instant is the one to which
 *   it went. What that future lit goes out.
 * A sweep evaluates the subjects, and each as of now right afterwards. A subject that a command
 * touches before the sweep reaches it is settled before the command.
 *
 * In table `mark`, so that a restart goes on: "upgrade" (the sweep is on) -> seq, instant, cause,
 * which is absent in old stores and then rule_changed; "upgrade settled" + a subject; and for each
 * rule the version that judged last. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct engine;
struct restate;

/* At start: goes on with one that was interrupted. */
void restate_load(struct engine *e);
/* Begins one, or begins it again if the rules changed once more before it ended. The caller asks
 * for the sweep. */
void restate_begin(struct engine *e, const struct restate *r);
/* Is it still to be found out what it changes for this subject? */
bool restate_awaits(struct engine *e, const Duban__Subject *of);
void restate_settled(struct engine *e, const Duban__Subject *of);
/* It has ended, or there are no subjects: notes the versions of the rules. */
void restate_over(struct engine *e);
/* The version of a rule that judged last; 0: not noted. */
uint32_t restate_version(struct engine *e, uint32_t rule);
