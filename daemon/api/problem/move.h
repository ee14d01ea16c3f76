/* 提级: a problem goes to a higher tier. */
#pragma once

#include "proto/api.pb-c.h"

struct problem_act;
struct request;

/* Checks the tier, its criterion and the reason, and drafts the event. The caller has found the
 * problem by problem_begin for PROBLEM_ACT_MOVE. */
int problem_move_to(const struct problem_act *x, const Duban__ProblemMoveRequest *q);
/* The same for an accepted proposal: the problem with that number goes to the tier. */
int problem_move_accepted(struct request *rq, uint32_t num, Duban__ProblemTier to,
			  const char *reason, const char *document);
