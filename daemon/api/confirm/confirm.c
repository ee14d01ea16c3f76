/* `confirm` and `confirm refuse`: a second person decides what another has proposed. */
#include "api/confirm/confirming.h"
#include "api/confirm/pending.h"
#include "api/core/handler.h"
#include "model/pending/pending.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"

/* Who may ask for something that waits; each pending command has its own roles. */
#define ROLES_SECOND                                                                               \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |                 \
	 ROLE_BIT(SUPERVISION) | ROLE_BIT(SECURITY) | ROLE_BIT(LOCAL))

/* The command's own reply, and what it does besides its events. */
static int answer_inner(struct confirming *c, Duban__Event **event, size_t n)
{
	c->request.event = event;
	c->request.n_event = n;
	if (!c->handler->answer || c->reply.body_case != DUBAN__REPLY__BODY__NOT_SET ||
	    (n == 0 && !c->request.local))
		return 0;
	return c->handler->answer(&c->request, request_body(c->request.request));
}

/* The events of the proposed command, then the one that says that it was confirmed. */
static int take_over(struct request *rq, struct confirming *c)
{
	rq->event = c->request.event;
	rq->n_event = c->request.n_event;
	rq->reply->remark = c->reply.remark;
	rq->reply->n_remark = c->reply.n_remark;
	duban__confirmation__init(&c->confirmed);
	c->confirmed.pending = c->pending->num;
	c->confirmed.principal = rq->caller->principal;
	c->confirmed.role = (Duban__Role)rq->caller->role;
	c->as.who.confirmed = &c->confirmed;
	rq->as = &c->as;
	rq->local = c;
	return pending_end(rq, c->pending, PENDING_STATE(CONFIRMED), c->pending->reason);
}

static int confirm(struct request *rq, const void *body)
{
	const Duban__ConfirmRequest *q = body;
	struct confirming *c = NULL;
	Duban__Pending *p;
	int r = pending_find(rq, q->pending, &p);

	if (!r)
		r = pending_check(rq, p);
	if (!r)
		r = confirming_new(rq, p, true, &c);
	if (!r)
		r = confirming_decide(rq, c);
	if (!r)
		return take_over(rq, c);
	if (c) {
		rq->reply->problem = c->reply.problem;
		rq->reply->n_problem = c->reply.n_problem;
	}
	return r;
}

static int confirm_answer(struct request *rq, const void *body)
{
	const Duban__ConfirmRequest *q = body;
	struct confirming *c = rq->local;
	Duban__Pending *p = pending_get(rq->txn, rq->arena, q->pending);
	int r = p ? 0 : -EBADMSG;

	if (!r && !c)
		r = confirming_new(rq, p, false, &c);
	if (!r)
		r = answer_inner(c, rq->event, rq->n_event - 1);
	return r ? r : confirming_reply(rq, p, c, NULL);
}
HANDLER(CONFIRM, .kind = HANDLER_COMMAND, .roles = ROLES_SECOND, .while_restored = true,
	.decide = confirm, .answer = confirm_answer);

static int refuse(struct request *rq, const void *body)
{
	const Duban__ConfirmRefuseRequest *q = body;
	Duban__Pending *p;
	int r = pending_find(rq, q->pending, &p);
	bool own = !r && pending_own(rq, p);

	if (!r)
		r = own ? pending_check_waits(rq, p) : pending_check(rq, p);
	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, !own);
	return r ? r
		 : pending_end(rq, p, own ? PENDING_STATE(WITHDRAWN) : PENDING_STATE(REFUSED),
			       q->reason);
}

static int refuse_answer(struct request *rq, const void *body)
{
	const Duban__ConfirmRefuseRequest *q = body;
	const Duban__Pending *p = pending_get(rq->txn, rq->arena, q->pending);

	return p ? confirming_reply(rq, p, NULL, NULL) : -EBADMSG;
}
HANDLER(CONFIRM_REFUSE, .kind = HANDLER_COMMAND, .roles = ROLES_SECOND, .frees = true,
	.while_restored = true, .decide = refuse, .answer = refuse_answer);
