/* `problem show`: one problem with all that is told of it. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/problem/act.h"
#include "api/problem/rows.h"
#include "model/campaign/campaign.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "proto/enums.h"

enum { CAMPAIGNS_TOLD_MAX = 100 }; /* one a quarter, as a rule */

static Duban__ProblemStands stands(const Duban__ProblemCase *p)
{
	if (p->state == PROBLEM_STATE(ANSWERED))
		return DUBAN__PROBLEM_STANDS__PROBLEM_STANDS_ANSWERED;
	if (p->state == PROBLEM_STATE(RETURNED))
		return DUBAN__PROBLEM_STANDS__PROBLEM_STANDS_RETURNED;
	return problem_runs((int)p->state) && p->tier == PROBLEM_TIER(L5)
		   ? DUBAN__PROBLEM_STANDS__PROBLEM_STANDS_PROVINCE
		   : DUBAN__PROBLEM_STANDS__PROBLEM_STANDS_INVALID;
}

static void say_life(Duban__ProblemShowReply *b, const Duban__ProblemCase *p)
{
	b->tier_date = p->tier_date;
	b->assigned_date = p->assigned_date;
	b->extensions = p->extensions;
	b->asked_date = p->asked_date;
	b->asked_reason = p->asked_reason;
	b->objection = p->objection;
	b->progress = p->progress;
	b->answer = p->answer;
	b->answered_date = p->answered_date;
	b->evidence = p->evidence;
	b->n_evidence = p->n_evidence;
	b->returned = p->returned;
	b->return_reason = p->return_reason;
	b->cleared_date = p->cleared_date;
	b->clearing = p->clearing;
	b->stands = stands(p);
	b->chased = p->chased;
	b->scheme = p->scheme;
}

static int say_campaigns(struct request *rq, Duban__ProblemShowReply *b, const char *id)
{
	char *campaign = NULL;
	int r = 0;

	while (!r && b->n_campaign < CAMPAIGNS_TOLD_MAX &&
	       (campaign = campaign_of(rq->txn, rq->arena, id, campaign)))
		r = REQUEST_PUSH(rq, b->campaign, b->n_campaign, campaign);
	return r;
}

static int problem_show(struct request *rq, const void *body)
{
	const Duban__ProblemShowRequest *q = body;
	Duban__ProblemShowReply *b =
	    REQUEST_NEW(rq, Duban__ProblemShowReply, duban__problem_show_reply__init);
	struct problem_act x;
	int r = b ? problem_find(rq, q->id, &x) : -ENOMEM;

	if (r)
		return r;
	b->problem = problem_row(rq, x.p, x.of);
	b->text = x.p->text;
	b->source = x.p->source;
	b->raiser_unit = request_unit_id(rq, x.p->raiser_unit);
	if (x.p->raiser)
		b->raiser = x.p->raiser->name;
	b->entry = (char *)(uintptr_t)problem_tier_text(x.p->entry);
	b->criterion = x.p->criterion;
	b->reason = x.p->reason;
	b->document = x.p->document;
	say_life(b, x.p);
	rq->reply->body_case = DUBAN__REPLY__BODY_PROBLEM_SHOW;
	rq->reply->problem_show = b;
	return b->problem ? say_campaigns(rq, b, x.p->id) : -ENOMEM;
}
HANDLER(PROBLEM_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = problem_show, .simulated_only_for_local = true);
