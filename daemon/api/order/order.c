/* `order issue`: who may, and what kind. A leader only instructs, and an instruction comes through
 * the project's 联系人. */
#include <errno.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/order/issue.h"
#include "api/order/target.h"
#include "proto/enums.h"

static int check_kind(struct request *rq, const Duban__OrderIssueRequest *q,
		      const struct order_draft *d)
{
	if (rq->caller->role == ROLE(LEADER) && d->kind != ORDER_KIND(INSTRUCTION))
		return request_refuse(rq, STATUS_DENIED, "order.leader_instructs", NULL);
	if (d->kind != ORDER_KIND(INSTRUCTION))
		return *q->liaison
			   ? request_refuse(rq, STATUS_INVALID, "order.liaison_of_nothing", NULL)
			   : 0;
	if (!d->signer)
		return request_refuse(rq, STATUS_INVALID, "order.no_leader", NULL);
	if (!d->liaison && d->project)
		return request_refuse(rq, STATUS_INVALID, "order.no_liaison", d->project->code,
				      NULL);
	return 0;
}

static int read_units(struct request *rq, const Duban__OrderIssueRequest *q, struct order_draft *d)
{
	uint32_t *co = arena_alloc(rq->arena, (q->n_co + 1) * sizeof *co);
	int r = co ? 0 : -ENOMEM;

	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &d->unit);
	if (!r && *q->acceptor)
		r = request_unit(rq, q->acceptor, &d->acceptor);
	for (size_t i = 0; i < q->n_co && !r; i++)
		r = request_unit(rq, q->co[i], &co[i]);
	d->co = co;
	d->n_co = q->n_co;
	return r;
}

static int read_people(struct request *rq, const Duban__OrderIssueRequest *q, struct order_draft *d)
{
	Duban__Who *person, *signer, *liaison;
	int r = request_who(rq, q->person, &person);

	if (!r)
		r = request_who(rq, q->signer, &signer);
	if (!r)
		r = request_who(rq, q->liaison, &liaison);
	if (r)
		return r;
	d->person = person;
	d->signer = signer;
	d->liaison = liaison;
	if (!liaison && d->project && d->kind == ORDER_KIND(INSTRUCTION))
		d->liaison = d->project->liaison;
	return 0;
}

static int order_issue_decide(struct request *rq, const void *body)
{
	const Duban__OrderIssueRequest *q = body;
	struct order_draft d = {
	    .kind = q->kind ? q->kind : ORDER_KIND(LETTER),
	    .number = q->number,
	    .skipped = q->skipped,
	    .title = q->title,
	    .text = q->text,
	    .issued = DATE_NONE,
	    .due_date = q->due_date,
	    .source = q->source,
	    .internal = q->internal,
	    .reader = q->reader,
	    .n_reader = q->n_reader,
	};
	Duban__Project *p = NULL;
	int r = *q->project ? request_project(rq, q->project, &p) : 0;

	d.project = p;
	if (!r && q->issued_date)
		r = request_day(rq, q->issued_date, &d.issued);
	if (!r)
		r = read_units(rq, q, &d);
	if (!r)
		r = read_people(rq, q, &d);
	if (!r)
		r = check_kind(rq, q, &d);
	return r ? r : order_issue(rq, &d);
}

static int order_issue_answer(struct request *rq, const void *body)
{
	Duban__OrderIssueReply *b =
	    REQUEST_NEW(rq, Duban__OrderIssueReply, duban__order_issue_reply__init);

	(void)body;
	if (!b)
		return -ENOMEM;
	for (size_t i = 0; i < rq->n_event; i++)
		if (rq->event[i]->body_case == DUBAN__EVENT__BODY_ORDER_ISSUED) {
			b->number = rq->event[i]->order_issued->order->number;
			b->due_date = rq->event[i]->order_issued->order->due_date;
		}
	rq->reply->body_case = DUBAN__REPLY__BODY_ORDER_ISSUE;
	rq->reply->order_issue = b;
	return 0;
}
HANDLER(ORDER_ISSUE, .kind = HANDLER_COMMAND,
	.roles = ROLES_OFFICE | ROLE_BIT(SUPERVISION) | ROLE_BIT(LEADER),
	.simulated_only_for_local = true, .decide = order_issue_decide,
	.answer = order_issue_answer);
