/* How a problem ends, and comes back: 销号, 退回, 反弹, 撤回. Nobody clears what he handled. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/problem/act.h"
#include "model/office/unit.h"
#include "proto/enums.h"
#include "proto/limits.h"

#define PROBLEM_JUDGES                                                                             \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |                 \
	 ROLE_BIT(SUPERVISION) | ROLE_BIT(LOCAL))

static int problem_clear(struct request *rq, const void *body)
{
	const Duban__ProblemClearRequest *q = body;
	Duban__ProblemCleared *b =
	    REQUEST_NEW(rq, Duban__ProblemCleared, duban__problem_cleared__init);
	Duban__Event *ev;
	struct problem_act x;
	int r = b ? problem_begin(rq, q->id, PROBLEM_ACT(CLEAR), &x) : -ENOMEM;

	if (!r)
		r = problem_by_other(&x);
	if (!r)
		r = request_text(rq, "text", q->text, TEXT_MAX, false);
	if (!r)
		r = problem_evidence(&x, q->evidence, q->n_evidence);
	if (!r && !x.p->n_evidence && !q->n_evidence)
		r = request_refuse(rq, STATUS_INVALID, "problem.no_evidence", q->id, NULL);
	if (r)
		return r;
	ev = problem_event(&x);
	if (!ev)
		return -ENOMEM;
	b->num = x.p->num;
	b->text = q->text;
	b->evidence = q->evidence;
	b->n_evidence = q->n_evidence;
	ev->body_case = DUBAN__EVENT__BODY_PROBLEM_CLEARED;
	ev->problem_cleared = b;
	return 0;
}
HANDLER(PROBLEM_CLEAR, .kind = HANDLER_COMMAND, .roles = PROBLEM_JUDGES, .decide = problem_clear,
	.frees = true, .simulated_only_for_local = true);

static int put_back(const struct problem_act *x, Duban__ProblemAct act, const char *reason)
{
	Duban__ProblemHandled *b = problem_handled(x, act);

	if (!b)
		return -ENOMEM;
	b->text = (char *)(uintptr_t)reason;
	return 0;
}

/* An answer goes back to its handler; what nobody accepted yet, to its raiser. */
static int problem_return(struct request *rq, const void *body)
{
	const Duban__ProblemReturnRequest *q = body;
	struct problem_act x;
	int r = problem_begin(rq, q->id, PROBLEM_ACT(RETURN), &x);

	if (!r && x.p->state == PROBLEM_STATE(ANSWERED))
		r = problem_by_other(&x);
	else if (!r && !request_by_office(rq))
		r = request_refuse(rq, STATUS_DENIED, "problem.for_the_office", q->id, NULL);
	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	return r ? r : put_back(&x, PROBLEM_ACT(RETURN), q->reason);
}
HANDLER(PROBLEM_RETURN, .kind = HANDLER_COMMAND, .roles = PROBLEM_JUDGES, .decide = problem_return,
	.simulated_only_for_local = true);

static int problem_reopen(struct request *rq, const void *body)
{
	const Duban__ProblemReopenRequest *q = body;
	Duban__ProblemReopened *b =
	    REQUEST_NEW(rq, Duban__ProblemReopened, duban__problem_reopened__init);
	Duban__Limit *limit = NULL;
	Duban__Event *ev;
	struct problem_act x;
	int r = b ? problem_begin(rq, q->id, PROBLEM_ACT(REOPEN), &x) : -ENOMEM;

	if (!r)
		r = problem_by_other(&x);
	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	if (!r)
		r = problem_limit(rq, x.of, x.p->tier, &limit);
	if (r)
		return r;
	ev = problem_event(&x);
	if (!ev)
		return -ENOMEM;
	b->num = x.p->num;
	b->reason = q->reason;
	b->limit = limit;
	ev->body_case = DUBAN__EVENT__BODY_PROBLEM_REOPENED;
	ev->problem_reopened = b;
	return 0;
}
HANDLER(PROBLEM_REOPEN, .kind = HANDLER_COMMAND, .roles = PROBLEM_JUDGES, .decide = problem_reopen,
	.simulated_only_for_local = true);

/* Whoever raised it takes it back, or the office does. */
static int problem_withdraw(struct request *rq, const void *body)
{
	const Duban__ProblemWithdrawRequest *q = body;
	struct problem_act x;
	uint32_t me = problem_acting(rq);
	int r = problem_begin(rq, q->id, PROBLEM_ACT(WITHDRAW), &x);

	if (!r && !request_by_office(rq) &&
	    !(me && x.p->raiser_unit && unit_within(rq->txn, rq->arena, x.p->raiser_unit, me)))
		r = request_refuse(rq, STATUS_DENIED, "problem.not_raiser", q->id,
				   request_unit_name(rq, x.p->raiser_unit), NULL);
	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	return r ? r : put_back(&x, PROBLEM_ACT(WITHDRAW), q->reason);
}
HANDLER(PROBLEM_WITHDRAW, .kind = HANDLER_COMMAND, .roles = PROBLEM_JUDGES & ~ROLE_BIT(SUPERVISION),
	.decide = problem_withdraw, .simulated_only_for_local = true);
