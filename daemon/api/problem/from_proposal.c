/* An accepted proposal of 提级: the problem goes to the tier that was proposed. */
#include "api/core/request.h"
#include "api/problem/move.h"
#include "api/proposal/effect.h"
#include "model/problem/problem.h"

static int accept_raise(struct request *rq, struct accepting *io)
{
	const Duban__ProblemCase *p = problem_get(rq->txn, rq->arena, io->p->subject->number);
	Duban__ProblemTier to = (Duban__ProblemTier)io->p->step;
	int r =
	    problem_move_accepted(rq, io->p->subject->number, to, io->q->reason, io->q->document);

	if (r)
		return r;
	io->effect = arena_printf(rq->arena, "problem %s %s", p->id, problem_tier_text(to));
	return io->effect ? 0 : -ENOMEM;
}
PROPOSAL_EFFECT(RAISE, .accept = accept_raise);
