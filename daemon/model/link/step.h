/* Links that are steps of their project (环节即阶段): 开工, 入库, 完工, 竣工, 投产, 达效. Such a
 * fact is told once, by whichever verb: the project's life holds it, and the link's progress
 * follows from it. What the chain itself recorded of such a link counts only as far as it does not
 * contradict the life: the stage wins. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* The step that the link is; a link made before steps were stored has that of its template.
 * LINK_STEP_NONE: it is none. */
Duban__LinkStep link_step(const Duban__Link *l);
/* The stage that the project reaches by this step; STAGE_INVALID for 入库 and NONE. */
Duban__Stage step_stage(Duban__LinkStep step);
/* The step by which a project reaches the stage; LINK_STEP_NONE: no link tells it. */
Duban__LinkStep step_of_stage(Duban__Stage stage);

/* Has the project taken the step? *ret: the day, yyyymmdd; 0: it is not known. */
bool step_taken(const Duban__Project *p, const Duban__Life *l, Duban__LinkStep step, uint32_t *ret);

/* Sets state and dates of a step's progress by the project's life. A link that was cancelled or
 * carried over stays as it is: it no longer tells the step. */
void step_follow(const Duban__Project *p, const Duban__Life *l, Duban__LinkStep step,
		 Duban__LinkProgress *io);
/* The finish that the chain recorded of a step does not count: the project has not taken it. */
void step_take_back(Duban__LinkProgress *io);
/* step_follow for one link's progress, reading the project. -errno. */
int step_progress(struct txn *t, struct arena *a, const Duban__Link *l, Duban__LinkProgress *io);
/* Does the chain's own record contradict the project's life: does it say that the step was taken,
 * or another day? */
bool step_apart(const Duban__LinkProgress *recorded, const Duban__LinkProgress *counted);
