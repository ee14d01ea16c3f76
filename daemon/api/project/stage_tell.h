/* A caller tells that a project reached a stage, by `project move` or by the link that is the step.
 */
#pragma once

#include "proto/model.pb-c.h"

struct request;
struct stage_change;

/* May the caller move the project, or ask for it? DENIED with a problem. */
int stage_may_tell(struct request *rq, const Duban__Project *p);
/* Checks the change, and drafts it if the caller decides; a caller who may only ask for it submits
 * a report of form STAGE that waits for review. */
int stage_tell(struct request *rq, Duban__Project *p, const struct stage_change *m);
