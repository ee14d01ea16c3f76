/* `list totals`: the control totals of a list, or of all projects, as an import of them gives them,
 * on any day. Members and withdrawals are those of the day, the plan is the one of its year that
 * was in force then; total investment is taken as it is known now. */
#include "api/cell/cell.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/project/total.h"
#include "model/core/record.h"
#include "model/list/member.h"
#include "model/office/unit.h"
#include "model/plan/year_plan.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct total_count {
	struct request *rq;
	const Duban__ListTotalsRequest *request;
	struct arena *scratch; /* for one project */
	Duban__ListTotalsReply *b;
	struct import_totals totals;
	uint32_t unit;
	date_t day;
};

/* The lists on which the project was on the day; *ret_in: it belongs to what is counted. */
static int lists_of(struct total_count *x, const Duban__Project *p, struct counted *c, bool *ret_in)
{
	struct members all;
	char **list = NULL;
	int r = members_load(x->rq->txn, x->scratch, p->num, &all);

	*ret_in = !*x->request->list;
	for (size_t i = 0; !r && i < all.n; i++) {
		if (!member_on(all.member[i], x->day))
			continue;
		*ret_in |= strcmp(all.member[i]->list, x->request->list) == 0;
		list = arena_grow(x->scratch, list, c->n_list, sizeof *list);
		if (!list)
			return -ENOMEM;
		list[c->n_list++] = all.member[i]->list;
	}
	c->list = list;
	return r;
}

static int count(struct total_count *x, const Duban__Project *p)
{
	struct txn *t = x->rq->txn;
	struct counted c = {.project = p};
	const Duban__Life *l = life_get(t, x->scratch, p->num);
	uint32_t ymd = date_ymd(x->day), withdrawn = life_withdrawn_from(t, x->scratch, p);
	struct year_plans plans;
	const Duban__Plan *plan;
	bool in = false;
	int r = l ? lists_of(x, p, &c, &in) : -ENOMEM;

	if (r || !in || l->entered_date > ymd)
		return r;
	r = year_plans_load(t, x->scratch, p->num, ymd / 10000, &plans);
	if (r)
		return r;
	plan = year_plan_on(&plans, x->day);
	c.plan = plan ? plan->amount : NULL;
	c.stage_unknown = !life_stage_on(p, l, ymd, &c.stage);
	if (withdrawn && withdrawn <= ymd) {
		c.stage = DUBAN__STAGE__STAGE_WITHDRAWN;
	} else {
		x->b->unplanned += !plan;
		x->b->stage_unknown += c.stage_unknown;
	}
	import_total_count(&x->totals, &c);
	return 0;
}

static int count_all(struct total_count *x)
{
	struct request *rq = x->rq;
	struct scan s = scan_start(rq->txn, TABLE_project, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Project *p =
		    record_unpack(rq->txn, s.value, &duban__project__descriptor, x->scratch);

		if (!p)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		if (scope_reads(rq, p) && unit_within(rq->txn, x->scratch, p->unit, x->unit))
			r = count(x, p);
		arena_reset(x->scratch);
	}
	return r ? r : txn_error(rq->txn);
}

static int list_totals(struct request *rq, const void *body)
{
	const Duban__ListTotalsRequest *q = body;
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct total_count x = {.rq = rq, .request = q};
	struct intake in = {.rq = rq};
	int r = request_text(rq, "list", q->list, NAME_MAX_BYTES, false);

	x.b = REQUEST_NEW(rq, Duban__ListTotalsReply, duban__list_totals_reply__init);
	if (!r)
		r = request_day(rq, q->at_date, &x.day);
	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &x.unit);
	if (!r)
		r = x.b ? arena_new(&scratch, WIRE_ARENA_MAX) : -ENOMEM;
	if (r)
		return r;
	x.scratch = scratch;
	import_total_init(&x.totals, &in);
	r = count_all(&x);
	x.b->at_date = date_ymd(x.day);
	x.b->list = q->list;
	x.b->totals = import_total_end(&x.totals);
	rq->reply->body_case = DUBAN__REPLY__BODY_LIST_TOTALS;
	rq->reply->list_totals = x.b;
	return r ? r : x.b->totals ? 0 : -ENOMEM;
}
HANDLER(LIST_TOTALS, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = list_totals);
