/* A score while it is computed: what api/score/compute.c, marks.c and points.c share. */
#pragma once

#include "api/score/asked.h"
#include "model/ranking/ranking.h"
#include "model/score/score.h"
#include "text/date.h"

struct arena;
struct request;

enum { SCORE_GROUNDS_MAX = 100 };

/* Ids of the rows whose sum a number is; of more than SCORE_GROUNDS_MAX only how many. */
struct score_ground {
	char **id;
	size_t n, more;
};

/* A unit that is scored. */
struct scored {
	uint32_t unit;
	const char *name;
	Duban__Board board;
	struct score_counts counts;
	int64_t locked_months; /* whose reports can be late */
	struct score_entered entered[SCORE_ITEMS_MAX];
	uint32_t *group; /* the units whose tallies it adds up */
	size_t n_group;
	bool last_by_base; /* what is known of the year before is a base (基数) */
	struct score_ground yellow, red, criticism, reward, problem, entry[SCORE_ITEMS_MAX];
};

struct scoring {
	struct request *rq;
	const struct score_asked *q;
	struct score_profile profile;
	date_t first, last; /* days: from January to the end of the month */
	struct arena *one;  /* for one record */
	struct scored **of;
	size_t n;
	int64_t bonus_max, pass;
};

/* The scored unit for which something of `unit` counts; NULL: none, or txn_error. */
struct scored *scoring_of(struct scoring *x, uint32_t unit);
/* Adds a copy of the id. -ENOMEM. */
int scoring_ground(struct scoring *x, struct score_ground *io, const char *id);
/* Counts lamps, circulars, problems and entries. */
int scoring_marks(struct scoring *x);
/* The points of a unit that is scored, with their grounds. */
int scoring_points(struct scoring *x, const struct scored *u, Duban__ScoreUnit *io);
