/* `proposal list`: what the daemon proposes, and how it was decided. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/proposal/row.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { SCAN_MAX = 20000 }; /* records read for one page */

struct proposal_page {
	struct request *rq;
	const Duban__ProposalListRequest *q;
	Duban__ProposalListReply *b;
	uint32_t unit, project;
	size_t bytes, scanned;
};

static bool wanted(struct proposal_page *x, const Duban__Proposal *p)
{
	return (!x->q->kind || p->kind == x->q->kind) && proposal_seen(x->rq, p) &&
	       (!x->unit || (p->unit && unit_within(x->rq->txn, x->rq->arena, p->unit, x->unit)));
}

static Duban__Proposal *load(struct proposal_page *x, const struct scan *s)
{
	struct request *rq = x->rq;

	if (!x->q->open)
		return record_unpack(rq->txn, s->value, &duban__proposal__descriptor, rq->arena);
	return record_get(rq->txn, TABLE_proposal, s->key, &duban__proposal__descriptor, rq->arena);
}

static int put(struct proposal_page *x, const Duban__Proposal *p)
{
	Duban__ProposalRow *row = proposal_row(x->rq, p);

	if (!row || REQUEST_PUSH(x->rq, x->b->proposal, x->b->n_proposal, row))
		return -ENOMEM;
	x->bytes += duban__proposal_row__get_packed_size(row) + 8;
	return 0;
}

static int fill(struct proposal_page *x, struct key *after)
{
	struct request *rq = x->rq;
	struct key *prefix = x->project ? key_u32(KEY(), x->project) : KEY();
	struct scan s = scan_after(rq->txn, x->q->open ? TABLE_proposal_open : TABLE_proposal,
				   key_bytes(prefix), key_bytes(after));
	int r = 0;

	while (!r && !*x->b->next && scan_next(&s)) {
		Duban__Proposal *p = load(x, &s);
		struct proposal_name n;

		if (!p)
			break;
		if (wanted(x, p))
			r = put(x, p);
		if (++x->scanned < SCAN_MAX && !request_page_full(rq, x->bytes, VALUE_MAX))
			continue;
		n = proposal_name(p);
		x->b->next = proposal_id(rq->arena, &n);
		if (!x->b->next)
			return -ENOMEM;
	}
	return r ? r : txn_error(rq->txn);
}

static int check(struct proposal_page *x)
{
	struct request *rq = x->rq;
	Duban__Project *p = NULL;
	int r = 0;

	if (*x->q->unit)
		r = request_unit(rq, x->q->unit, &x->unit);
	if (!r && *x->q->project)
		r = request_project(rq, x->q->project, &p);
	x->project = p ? p->num : 0;
	return r;
}

static int proposal_list(struct request *rq, const void *body)
{
	struct proposal_page x = {.rq = rq, .q = body};
	struct key *after = KEY();
	struct proposal_id id;
	int r = check(&x);

	if (r)
		return r;
	if (*x.q->after) {
		if (!proposal_id_parse(x.q->after, &id))
			return request_refuse(rq, STATUS_INVALID, "page.bad_token", NULL);
		after = proposal_key(after, &id.name);
	}
	x.b = REQUEST_NEW(rq, Duban__ProposalListReply, duban__proposal_list_reply__init);
	if (!x.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_PROPOSAL_LIST;
	rq->reply->proposal_list = x.b;
	return fill(&x, after);
}
HANDLER(PROPOSAL_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = proposal_list);
