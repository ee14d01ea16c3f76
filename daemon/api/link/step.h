/* A link that is a step of its project (model/link/step.h) is finished by the project taking the
 * step: with the same conditions, evidence and review as by `project move` and `library enter`. */
#pragma once

#include "model/link/step.h"
#include "proto/api.pb-c.h"
#include "text/date.h"

struct request;

/* Moves the project to the step's stage, or asks for it with a report of form STAGE. */
int step_move(struct request *rq, Duban__Project *p, Duban__LinkStep step,
	      const Duban__LinkFinishRequest *q, date_t at);
/* Drafts the step that a confirmed report of the link's finish asks for. */
int step_reported(struct request *rq, Duban__Project *p, Duban__LinkStep step,
		  const Duban__Report *r);
