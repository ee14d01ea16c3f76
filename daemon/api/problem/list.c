/* `problem list`: open problems, those of a project or of all that the caller may read. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/problem/act.h"
#include "api/problem/rows.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/problem/tier.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

uint32_t problem_days_late(struct request *rq, const Duban__ProblemCase *p)
{
	date_t due = problem_due(p, rq->calendar), until = rq->today;

	if (p->state == PROBLEM_STATE(CLEARED))
		until = date_from_ymd(p->cleared_date);
	if (p->state == PROBLEM_STATE(ANSWERED))
		until = date_from_ymd(p->answered_date);
	return due != DATE_NONE && until > due ? (uint32_t)(until - due) : 0;
}

Duban__ProblemRow *problem_row(struct request *rq, const Duban__ProblemCase *p,
			       const Duban__Project *of)
{
	Duban__ProblemRow *row = REQUEST_NEW(rq, Duban__ProblemRow, duban__problem_row__init);
	bool open = problem_open((int)p->state);

	if (!row)
		return NULL;
	row->id = p->id;
	row->tier = (char *)(uintptr_t)problem_tier_text(p->tier);
	row->state = p->state;
	row->raised_date = p->raised_date;
	row->due_date = date_ymd(problem_due(p, rq->calendar));
	row->days_late = problem_days_late(rq, p);
	row->unit = request_unit_id(rq, p->unit);
	row->unit_name = request_unit_name(rq, p->unit);
	row->title = p->title;
	row->reopened = p->reopened;
	if (p->person)
		row->person = p->person->name;
	if (open)
		row->turn_unit = request_unit_id(rq, problem_turn(rq->txn, rq->arena, p, of));
	if (of) {
		row->project = of->code;
		row->project_name = of->name;
	}
	return row;
}

struct problem_listing {
	struct request *rq;
	const Duban__ProblemListRequest *q;
	Duban__ProblemListReply *b;
	uint32_t unit;
	size_t bytes;
};

static bool wanted(const struct problem_listing *g, const Duban__ProblemCase *p)
{
	const Duban__ProblemListRequest *q = g->q;

	if (!q->all && !q->state && !problem_open((int)p->state))
		return false;
	if ((q->state && p->state != q->state) || (q->tier && p->tier != q->tier))
		return false;
	if (g->unit && !(p->unit && unit_within(g->rq->txn, g->rq->arena, p->unit, g->unit)))
		return false;
	return !q->late || problem_days_late(g->rq, p) > 0;
}

static int add(struct problem_listing *g, const Duban__ProblemCase *p)
{
	struct request *rq = g->rq;
	const Duban__Project *of;
	Duban__ProblemRow *row;

	if (!wanted(g, p))
		return 0;
	of = project_get(rq->txn, rq->arena, p->project);
	if (!problem_read(rq, p, of))
		return 0;
	row = problem_row(rq, p, of);
	if (!row)
		return -ENOMEM;
	g->bytes += duban__problem_row__get_packed_size(row) + 8;
	if (request_page_full(rq, g->bytes, VALUE_MAX))
		g->b->next = p->num;
	return REQUEST_PUSH(rq, g->b->problem, g->b->n_problem, row);
}

static int list_all(struct problem_listing *g)
{
	struct key *after = key_u32(KEY(), g->q->after);
	struct scan s = scan_after(g->rq->txn, TABLE_problem, BYTES("", 0), key_bytes(after));
	int r = 0;

	while (!r && !g->b->next && scan_next(&s)) {
		const Duban__ProblemCase *p = record_unpack(
		    g->rq->txn, s.value, &duban__problem_case__descriptor, g->rq->arena);

		r = p ? add(g, p) : txn_error(g->rq->txn);
	}
	return r ? r : txn_error(g->rq->txn);
}

static int list_project(struct problem_listing *g)
{
	struct request *rq = g->rq;
	uint32_t num = g->q->after;
	Duban__Project *of;
	int r = request_project(rq, g->q->project, &of);

	while (!r && !g->b->next && problem_next_of(rq->txn, of->num, &num)) {
		const Duban__ProblemCase *p = problem_get(rq->txn, rq->arena, num);

		r = p ? add(g, p) : -EBADMSG;
	}
	return r ? r : txn_error(rq->txn);
}

static int problem_list(struct request *rq, const void *body)
{
	struct problem_listing g = {.rq = rq, .q = body};
	int r = *g.q->unit ? request_unit(rq, g.q->unit, &g.unit) : 0;

	if (r)
		return r;
	g.b = REQUEST_NEW(rq, Duban__ProblemListReply, duban__problem_list_reply__init);
	if (!g.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_PROBLEM_LIST;
	rq->reply->problem_list = g.b;
	return *g.q->project ? list_project(&g) : list_all(&g);
}
HANDLER(PROBLEM_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = problem_list, .simulated_only_for_local = true);
