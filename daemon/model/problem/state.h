/* The states of a problem (问题):
 *
 *   raised --> RAISED --accept--> ACCEPTED --assign--> ASSIGNED --sign--> SIGNED --work--> WORKING
 *                |                   |                    |                 |                |
 *                |                   |                    \------answer-----+----------------+
 *                |                   |                                                       v
 *                \------return-------+--> RETURNED                          ANSWERED --clear-->
 * CLEARED
 *
 * An assign leads from any running state back to ASSIGNED (改派), and a move to another tier from
 * any open one (提级). A return of an answer leads to WORKING. A reopen (反弹) leads from CLEARED
 * to ASSIGNED. What is RETURNED may be accepted after all. WITHDRAWN is final, and reached from any
 * state but CLEARED. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

/* PROBLEM_STATE_INVALID: the act is not allowed, or it leaves the state as it is. */
int problem_next(int state, Duban__ProblemAct act);
bool problem_runs(int state); /* it is with its handler */
bool problem_open(
    int state); /* somebody has to act: who handles, verifies or raised it, or the province */
