/* Proposals in replies. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"

struct proposal_name;
struct request;

/* May the caller see it? One to hand a lead over is for who reads the whole city. */
bool proposal_seen(struct request *rq, const Duban__Proposal *p);
/* NULL: no memory. */
Duban__ProposalRow *proposal_row(struct request *rq, const Duban__Proposal *p);
