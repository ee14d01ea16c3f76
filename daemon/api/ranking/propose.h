/* What a published ranking proposes: 及时奖励 of the first three, 通报批评 of the last. */
#pragma once

#include "proto/model.pb-c.h"

struct request;

/* Adds the proposals to the draft, if the parameter ranking.propose says so. */
int ranking_propose(struct request *rq, const Duban__Ranking *p);
