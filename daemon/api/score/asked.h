/* By what the score of a month is computed: its profile, its list, and what parameters say. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

enum { SCORE_DECEMBER = 12 }; /* the year's score is that of this month */

struct score_asked {
	const char *profile;
	const char *list; /* "": all projects */
	uint32_t month;	  /* yyyymm */
};

/* The profile and list by which the year is scored: those of the consultation, else what the
 * parameters score.profile and score.list name. `y` may be NULL. */
int score_asked_of(struct request *rq, const Duban__ScoreYear *y, struct score_asked *io);
/* A parameter in points, as hundredths. */
int score_parameter(struct request *rq, const char *key, int64_t *ret);
