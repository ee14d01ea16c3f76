/* Who leaves hands over the problems that he handles, and is told of those that he raised and that
 * wait to be verified. */
#include "api/office/handover.h"
#include "api/problem/act.h"
#include "model/problem/state.h"

static bool open_problem(struct handover *h, const void *noun)
{
	const Duban__ProblemCase *p = noun;

	(void)h;
	return problem_open((int)p->state);
}

static bool reads(struct request *rq, const void *noun, const Duban__Project *of)
{
	return problem_read(rq, noun, of);
}
HANDOVER(PROBLEMS, .open = open_problem, .kept = "raiser", .of_ended = true, .reads = reads);
