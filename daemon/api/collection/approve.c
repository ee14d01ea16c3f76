/* The approval (下达): every submitted candidate gets its plan of the year with the document's
 * number. A candidate without a project becomes one. Existing projects stay in their year until it
 * is closed. If anything prevents the approval, nothing is done and all obstacles are reported. */
#include <string.h>

#include "api/cell/map.h"
#include "api/collection/find.h"
#include "api/collection/show.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "model/collection/collection.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { NAMED_MAX = 60 }; /* obstacles reported one by one; of the rest only the number */

struct approval {
	const Duban__CollectionApproveRequest *request;
	const Duban__Collection *of;
	uint32_t approved_date, last_project, faults, plans, projects;
	/* elements without an answer; candidates about which no department was asked */
	uint32_t awaited, unasked;
	struct import_map projects_of; /* a project's number -> index of its candidate in `code` */
	const char **code;
	size_t n_code;
	bool judged; /* second walk: the first one found no obstacle */
};

static int fault(struct candidate_walk *w, const char *code, const char *const arg[3])
{
	struct approval *x = w->user;

	if (x->faults++ >= NAMED_MAX)
		return 0;
	return request_problem(w->rq, code, arg[0], arg[1], arg[2], NULL) ? 0 : -ENOMEM;
}

static int check_comments(struct candidate_walk *w, const Duban__Candidate *c)
{
	struct approval *x = w->user;
	struct txn *t = w->rq->txn;
	int r = 0;

	for (uint32_t round = 1; !r && round <= x->of->round; round++) {
		struct key *k = key_text(key_u32(key_u32(KEY(), c->year), round), c->code);
		struct scan s = scan_start(t, TABLE_comment, key_bytes(k));

		while (!r && scan_next(&s)) {
			Duban__Comment *m =
			    record_unpack(t, s.value, &duban__comment__descriptor, w->scratch);

			if (!m)
				return txn_error(t);
			if (*m->text && !*m->answer)
				r = fault(w, "collection.unanswered",
					  (const char *[]){c->code, request_unit_id(w->rq, m->unit),
							   NULL});
		}
	}
	return r;
}

/* A missing element prevents the approval. An element without an answer does too, unless the office
 * gives a reason not to wait for it. */
static int check_matches(struct candidate_walk *w, const Duban__Candidate *c)
{
	struct key *k = key_text(key_u32(KEY(), c->year), c->code);
	struct scan s = scan_start(w->rq->txn, TABLE_match, key_bytes(k));
	struct approval *x = w->user;
	bool waits = !*x->request->unmatched;
	size_t asked = 0;
	int r = 0;

	for (; !r && scan_next(&s); asked++) {
		Duban__Match *m =
		    record_unpack(w->rq->txn, s.value, &duban__match__descriptor, w->scratch);
		const char *arg[3] = {c->code};

		if (!m)
			return txn_error(w->rq->txn);
		x->awaited += match_awaited(m);
		arg[1] = m->element;
		arg[2] = request_unit_id(w->rq, m->unit);
		if (match_awaited(m) ? waits : match_lacks(m))
			r = fault(w, match_awaited(m) ? "collection.awaited" : "collection.lacks",
				  arg);
	}
	if (r || asked || !candidate_needs_matching(c))
		return r;
	x->unasked++;
	return waits ? fault(w, "collection.unasked", (const char *[]){c->code, NULL, NULL}) : 0;
}

/* Two candidates may have become the same project meanwhile, if one of them was given the project's
 * code. */
static int check_single(struct candidate_walk *w, const Duban__Candidate *c, uint32_t project)
{
	struct approval *x = w->user;
	struct arena *a = w->rq->arena;
	char *num = arena_printf(a, "%u", project), *code = arena_str(a, c->code);
	bool fresh = false;
	uint32_t *at = num ? import_map_put(&x->projects_of, num, &fresh) : NULL;

	if (!at || !code)
		return -ENOMEM;
	if (!fresh)
		return fault(w, "collection.same_project",
			     (const char *[]){x->code[*at], code, NULL});
	*at = (uint32_t)x->n_code;
	return REQUEST_PUSH(w->rq, x->code, x->n_code, code);
}

/* The last version of the plan must not be dated after the approval. */
static int check_plan(struct candidate_walk *w, const Duban__Candidate *c, uint32_t project)
{
	const struct approval *x = w->user;
	const Duban__Plan *last;
	struct year_plans plans;
	char text[DATE_TEXT_MAX];
	int r = year_plans_load(w->rq->txn, w->scratch, project, c->year, &plans);

	last = r ? NULL : year_plan_last(&plans);
	if (!last || last->adopted_date <= x->approved_date)
		return r;
	return fault(
	    w, "collection.plan_is_later",
	    (const char *[]){c->code, date_text(date_from_ymd(last->adopted_date), text), NULL});
}

static int check_one(struct candidate_walk *w, const Duban__Candidate *c)
{
	uint32_t project = project_by_code(w->rq->txn, c->code);
	Duban__Project *p = project_get(w->rq->txn, w->scratch, project);
	int r = check_comments(w, c);

	if (!r)
		r = check_matches(w, c);
	if (!r && p && !project_active(p))
		r = fault(w, "collection.project_closed", (const char *[]){c->code, NULL, NULL});
	if (!r && p)
		r = check_single(w, c, project);
	if (!r && p)
		r = check_plan(w, c, project);
	return r;
}

/* ---- the events */

static Duban__Event *event_of(struct candidate_walk *w, const Duban__Project *p)
{
	const struct approval *x = w->user;
	Duban__Event *ev = request_event(w->rq);

	if (!ev)
		return NULL;
	ev->on_date = x->approved_date;
	ev->project = p->num;
	ev->project_unit = p->unit;
	return ev;
}

/* A copy that lives as long as the draft. */
static Duban__Candidate *keep(struct request *rq, const Duban__Candidate *c)
{
	size_t n = duban__candidate__get_packed_size(c);
	uint8_t *buf = arena_alloc(rq->arena, n + 1);

	if (!buf)
		return NULL;
	duban__candidate__pack(c, buf);
	return duban__candidate__unpack(arena_pb(rq->arena), n, buf);
}

/* The project is made without a plan; the plan version comes in the next event. */
static int make_project(struct candidate_walk *w, const Duban__Candidate *c, Duban__Project **ret)
{
	struct approval *x = w->user;
	struct request *rq = w->rq;
	Duban__Project *p = REQUEST_NEW(rq, Duban__Project, duban__project__init);
	Duban__ProjectPut *b = REQUEST_NEW(rq, Duban__ProjectPut, duban__project_put__init);
	Duban__Event *ev;
	int r = 0;

	if (!p || !b)
		return -ENOMEM;
	p->num = ++x->last_project;
	p->code = c->code;
	p->name = c->name;
	p->unit = c->unit;
	p->sector = c->sector;
	p->category = c->category;
	p->stage = c->stage;
	p->total = c->total;
	p->content = c->content;
	p->batch = c->batch;
	p->year = c->year;
	if (*c->list)
		r = REQUEST_PUSH(rq, p->list, p->n_list, c->list);
	ev = event_of(w, p);
	if (!ev || r)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_PROJECT_PUT;
	ev->project_put = b;
	b->project = p;
	x->projects++;
	*ret = p;
	return 0;
}

static bool repeats(const Duban__Plan *last, const Duban__Plan *now)
{
	return last && last->amount->fen == now->amount->fen &&
	       last->planned_start_month == now->planned_start_month &&
	       last->planned_start_open == now->planned_start_open &&
	       last->planned_finish_month == now->planned_finish_month &&
	       strcmp(last->document, now->document) == 0 && strcmp(last->goal, now->goal) == 0;
}

static int make_plan(struct candidate_walk *w, const Duban__Candidate *c, const Duban__Project *p)
{
	struct approval *x = w->user;
	struct request *rq = w->rq;
	Duban__Plan *now = REQUEST_NEW(rq, Duban__Plan, duban__plan__init);
	Duban__PlanPut *b = REQUEST_NEW(rq, Duban__PlanPut, duban__plan_put__init);
	const Duban__Plan *last;
	struct year_plans plans;
	Duban__Event *ev;
	int r = year_plans_load(rq->txn, rq->arena, p->num, c->year, &plans);

	if (r || !now || !b)
		return r ? r : -ENOMEM;
	last = year_plan_last(&plans);
	now->project = p->num;
	now->year = c->year;
	now->version = last ? last->version + 1 : 1;
	now->kind =
	    last ? DUBAN__PLAN_KIND__PLAN_KIND_ADJUSTED : DUBAN__PLAN_KIND__PLAN_KIND_ORIGINAL;
	now->document = x->request->document;
	now->adopted_date = x->approved_date;
	now->amount = c->plan;
	now->planned_start_month =
	    c->planned_start_month ? c->planned_start_month : p->planned_start_month;
	now->planned_start_open =
	    c->planned_start_month ? c->planned_start_open : p->planned_start_open;
	now->planned_finish_month =
	    c->planned_finish_month ? c->planned_finish_month : p->planned_finish_month;
	now->goal = c->goal;
	if (repeats(last, now))
		return 0;
	ev = event_of(w, p);
	if (!ev)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_PLAN_PUT;
	ev->plan_put = b;
	b->plan = now;
	b->was = (Duban__Plan *)(uintptr_t)last;
	x->plans++;
	return 0;
}

static int make_one(struct candidate_walk *w, const Duban__Candidate *in_scratch)
{
	Duban__Candidate *c = keep(w->rq, in_scratch);
	Duban__Project *p;
	int r = 0;

	if (!c)
		return -ENOMEM;
	p = project_get(w->rq->txn, w->rq->arena, project_by_code(w->rq->txn, c->code));
	if (!p)
		r = make_project(w, c, &p);
	/* candidates in an early stage have no yearly plan (计划未下达) */
	if (!r && c->plan)
		r = make_plan(w, c, p);
	return r;
}

static int each(struct candidate_walk *w, const Duban__Candidate *c)
{
	const struct approval *x = w->user;

	if (c->state != DUBAN__CANDIDATE_STATE__CANDIDATE_STATE_SUBMITTED)
		return 0;
	return x->judged ? make_one(w, c) : check_one(w, c);
}

static int close_draft(struct request *rq, const struct approval *x)
{
	Duban__CollectionApproved *b =
	    REQUEST_NEW(rq, Duban__CollectionApproved, duban__collection_approved__init);
	Duban__Event *ev = request_event(rq);

	if (!b || !ev)
		return -ENOMEM;
	ev->on_date = x->approved_date;
	ev->body_case = DUBAN__EVENT__BODY_COLLECTION_APPROVED;
	ev->collection_approved = b;
	b->year = x->request->year;
	b->document = x->request->document;
	b->approved_date = x->approved_date;
	b->plans = x->plans;
	b->projects = x->projects;
	if (*x->request->unmatched && (x->awaited || x->unasked)) {
		b->unmatched_reason = x->request->unmatched;
		b->awaited = x->awaited;
		b->unasked = x->unasked;
	}
	return 0;
}

static int fill_reply(struct request *rq, uint32_t year, const Duban__CollectionApproved *b,
		      bool dry)
{
	Duban__CollectionShowReply *reply = NULL;
	int r = collection_summary(rq, year, 0, &reply);

	if (r)
		return r;
	reply->plans = b->plans;
	reply->projects = b->projects;
	reply->dry_run = dry;
	rq->reply->body_case = DUBAN__REPLY__BODY_COLLECTION_SHOW;
	rq->reply->collection_show = reply;
	return 0;
}

static int judge(struct request *rq, struct approval *x, struct candidate_walk *walk)
{
	int r = candidate_walk(walk);

	if (!r && x->faults && !*x->request->unmatched && (x->awaited || x->unasked))
		(void)request_problem(rq, "collection.may_go_on", NULL);
	if (!r && x->faults > NAMED_MAX)
		(void)request_problem(rq, "import.more_problems",
				      arena_printf(rq->arena, "%u", x->faults - NAMED_MAX), NULL);
	return !r && x->faults ? STATUS_CONFLICT : r;
}

static int collection_approve(struct request *rq, const void *body)
{
	const Duban__CollectionApproveRequest *q = body;
	struct approval x = {.request = q,
			     .last_project = counter_last(rq->txn, "project"),
			     .projects_of = {.arena = rq->arena}};
	struct candidate_walk walk = {.rq = rq, .year = q->year, .each = each, .user = &x};
	Duban__Collection *c;
	date_t approved;
	int r = request_collection(rq, q->year, COLLECTION_MOVE_APPROVE, &c);

	if (!r)
		r = request_text(rq, "document", q->document, NAME_MAX_BYTES, true);
	if (!r)
		r = request_text(rq, "unmatched", q->unmatched, REASON_MAX, false);
	if (!r)
		r = request_day(rq, q->at_date, &approved);
	if (r)
		return r;
	x.approved_date = date_ymd(approved);
	x.of = c;
	r = judge(rq, &x, &walk);
	if (r)
		return r;
	x.judged = true;
	r = candidate_walk(&walk);
	if (!r)
		r = close_draft(rq, &x);
	if (r || !q->dry_run)
		return r;
	r = fill_reply(rq, q->year, rq->event[rq->n_event - 1]->collection_approved, true);
	rq->n_event = 0;
	return r;
}

static int approve_answer(struct request *rq, const void *body)
{
	const Duban__CollectionApproveRequest *q = body;
	const Duban__Event *last = rq->n_event ? rq->event[rq->n_event - 1] : NULL;

	if (!last || last->body_case != DUBAN__EVENT__BODY_COLLECTION_APPROVED)
		return -EBADMSG;
	return fill_reply(rq, q->year, last->collection_approved, false);
}
HANDLER(COLLECTION_APPROVE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.decide = collection_approve, .answer = approve_answer, .simulated_only_for_local = true);
