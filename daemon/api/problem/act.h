/* What the commands about problems share: which problem, who asks, and the events' common part. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"
#include "text/date.h"

struct request;

struct problem_act {
	struct request *rq;
	Duban__ProblemCase *p;
	const Duban__Project *of; /* NULL: a problem of the city */
};

/* May the caller read it: its project, or as who handles it or raised it? */
bool problem_read(struct request *rq, const Duban__ProblemCase *p, const Duban__Project *of);
/* Finds it, if the caller may read it. */
int problem_find(struct request *rq, const char *id, struct problem_act *ret);
/* The same, and the act must be allowed in its state. */
int problem_begin(struct request *rq, const char *id, Duban__ProblemAct act,
		  struct problem_act *ret);
/* Refuses: the act is not allowed in its state. */
int problem_not_now(const struct problem_act *x, Duban__ProblemAct act);

/* The unit that acts: the caller's, that on whose behalf the office enters it, or the office. */
uint32_t problem_acting(struct request *rq);
/* Refuses unless the caller acts for who handles the problem; the office types in for everybody. */
int problem_by_handler(const struct problem_act *x);
/* Refuses unless the caller is another hand than the one that handled it: who verifies it, the
 * office or 督查问责办. */
int problem_by_other(const struct problem_act *x);

/* The limit of a tier by the parameters in force. *ret NULL: L5. */
int problem_limit(struct request *rq, const Duban__Project *of, Duban__ProblemTier tier,
		  Duban__Limit **ret);
/* How long the office has until it accepts and hands out. */
int problem_accept_limit(struct request *rq, const Duban__Project *of, Duban__Limit **ret);
/* Who handles it: the named unit and person, or who follows from the tier. */
struct problem_hand {
	const char *named_unit, *named_person; /* of the request; "" */
	uint32_t unit;			       /* out */
	Duban__Who *person;
};
int problem_hand(struct request *rq, const Duban__Project *of, Duban__ProblemTier tier,
		 struct problem_hand *io);
/* Checks the tier that a command names against its criterion, and that it says why. */
int problem_route(struct request *rq, Duban__ProblemCriterion criterion, const char *reason,
		  Duban__ProblemTier *io);
int problem_evidence(const struct problem_act *x, const ProtobufCBinaryData *digest, size_t n);

/* An event about it. NULL: no memory. */
Duban__Event *problem_event(const struct problem_act *x);
/* An event problem_handled, not yet filled in. NULL: no memory. */
Duban__ProblemHandled *problem_handled(const struct problem_act *x, Duban__ProblemAct act);
