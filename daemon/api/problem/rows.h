/* Problems in replies. */
#pragma once

#include "proto/api.pb-c.h"
#include "proto/model.pb-c.h"

struct request;

/* `of`: its project, or NULL. NULL: no memory. */
Duban__ProblemRow *problem_row(struct request *rq, const Duban__ProblemCase *p,
			       const Duban__Project *of);
/* Calendar days after its deadline; 0: in time, or no clock runs. */
uint32_t problem_days_late(struct request *rq, const Duban__ProblemCase *p);
