/* Computes the score of a month for all units, from tallies and small records (model/score). */
#pragma once

#include "api/score/asked.h"
#include "model/score/score.h"

struct request;

struct score_units {
	Duban__ScoreUnit **unit; /* the counties by rank, then the municipal units by rank */
	size_t n;
};

/* In the request's arena. */
int score_compute(struct request *rq, const struct score_asked *q, struct score_units *ret);
