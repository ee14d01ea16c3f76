/* How many projects and lamps are a caller's own: for its status. */
#pragma once

#include "proto/api.pb-c.h"

struct request;

/* Fills in projects, open_yellow and open_red: those whose unit lies in the caller's subtree; for a
 * sector department also those of its trade. Nothing of a project that only a link ties to it. */
int own_totals(struct request *rq, Duban__StatusReply *b);
