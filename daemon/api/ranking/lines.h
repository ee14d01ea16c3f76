/* The lines of a ranking, from the tallies. */
#pragma once

#include "model/ranking/lines.h"

struct request;

/* As it would be published now, in the request's arena; with the ranks of the month before. */
int ranking_lines(struct request *rq, const struct ranking_asked *q, struct ranking_lines *ret);
/* Checks list, board and month: a month that is over. Sets the problem and returns the verdict. */
int ranking_check(struct request *rq, const struct ranking_asked *q);
/* The key that the parameter ranking.key names. */
int ranking_key_of(struct request *rq, enum ranking_key *ret);
