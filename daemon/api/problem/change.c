/* Another handler (改派), another deadline (延期), another tier (提级). Who handles a problem asks
 * for the first two, and who stands above decides. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/problem/act.h"
#include "api/problem/move.h"
#include "model/calendar/calendar.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/problem/tier.h"
#include "proto/enums.h"
#include "proto/limits.h"

#define PROBLEM_CHANGERS                                                                           \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))

static char *day_text(struct request *rq, date_t d)
{
	char *buf = arena_alloc(rq->arena, DATE_TEXT_MAX);

	return buf ? date_text(d, buf) : (char *)(uintptr_t)protobuf_c_empty_string;
}

static char *number_text(struct request *rq, int64_t n)
{
	return arena_printf(rq->arena, "%lld", (long long)n);
}

static int runs(const struct problem_act *x, Duban__ProblemAct act)
{
	return problem_runs((int)x->p->state) ? 0 : problem_not_now(x, act);
}

static int tell(const struct problem_act *x, Duban__ProblemAct act, const char *text,
		uint32_t to_date)
{
	Duban__ProblemHandled *b = problem_handled(x, act);

	if (!b)
		return -ENOMEM;
	b->text = (char *)(uintptr_t)text;
	b->to_date = to_date;
	return 0;
}

/* ---- another handler */

static int object(const struct problem_act *x, const char *reason)
{
	struct request *rq = x->rq;
	date_t last = date_from_ymd(x->p->assigned_date);
	int64_t wd = 0;
	int r = problem_by_handler(x);

	if (!r)
		r = parameter_number(rq->txn, rq->arena, x->of, "problem.object_wd", &wd);
	if (r)
		return r;
	last = calendar_add(rq->calendar, last, (int)wd);
	if (rq->today > last)
		return request_refuse(rq, STATUS_CONFLICT, "problem.objects_late", x->p->id,
				      day_text(rq, last), NULL);
	return tell(x, PROBLEM_ACT(OBJECT), reason, 0);
}

static int give(const struct problem_act *x, const Duban__ProblemReassignRequest *q)
{
	struct problem_hand hand = {.named_unit = q->unit, .named_person = q->person};
	Duban__ProblemHandled *b;
	Duban__Limit *limit = NULL;
	int r = problem_hand(x->rq, x->of, x->p->tier, &hand);

	if (!r && !*q->unit)
		hand.unit = x->p->unit;
	if (!r && hand.unit == x->p->unit && !hand.person)
		r = request_refuse(x->rq, STATUS_INVALID, "problem.same_handler", x->p->id,
				   request_unit_name(x->rq, hand.unit), NULL);
	if (!r)
		r = problem_limit(x->rq, x->of, x->p->tier, &limit);
	if (r)
		return r;
	b = problem_handled(x, PROBLEM_ACT(ASSIGN));
	if (!b)
		return -ENOMEM;
	b->unit = hand.unit;
	b->person = hand.person;
	b->limit = limit;
	b->text = q->reason;
	return 0;
}

static int problem_reassign(struct request *rq, const void *body)
{
	const Duban__ProblemReassignRequest *q = body;
	struct problem_act x;
	int r = problem_find(rq, q->id, &x);

	if (!r)
		r = runs(&x, PROBLEM_ACT(OBJECT));
	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	if (r)
		return r;
	if (!request_by_office(rq) || rq->for_unit) {
		if (q->refuse || *q->unit || *q->person)
			return request_refuse(rq, STATUS_DENIED, "problem.for_the_office", q->id,
					      NULL);
		return object(&x, q->reason);
	}
	if (!q->refuse)
		return give(&x, q);
	if (!*x.p->objection)
		return request_refuse(rq, STATUS_CONFLICT, "problem.nobody_objects", q->id, NULL);
	return tell(&x, PROBLEM_ACT(KEEP), q->reason, 0);
}
HANDLER(PROBLEM_REASSIGN, .kind = HANDLER_COMMAND, .roles = PROBLEM_CHANGERS,
	.decide = problem_reassign, .simulated_only_for_local = true);

/* ---- another deadline */

static int extensions_left(const struct problem_act *x)
{
	struct request *rq = x->rq;
	int64_t max = 0;
	int r = parameter_number(rq->txn, rq->arena, x->of, "extension.max", &max);

	if (r || (int64_t)x->p->extensions < max)
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "problem.extended_enough", x->p->id,
			      number_text(rq, max), NULL);
}

/* The deadline can still be put off, and to that day. */
static int check_to(const struct problem_act *x, uint32_t to_date)
{
	struct request *rq = x->rq;
	date_t due = problem_due(x->p, rq->calendar), to = date_from_ymd(to_date);

	if (due == DATE_NONE)
		return request_refuse(rq, STATUS_CONFLICT, "problem.no_clock", x->p->id, NULL);
	if (to == DATE_NONE || to <= due || to <= rq->today)
		return request_refuse(rq, STATUS_INVALID, "problem.bad_to", day_text(rq, to),
				      day_text(rq, due), NULL);
	return extensions_left(x);
}

static int ask(const struct problem_act *x, const Duban__ProblemExtendRequest *q)
{
	struct request *rq = x->rq;
	int64_t before = 0;
	date_t last;
	int r = problem_by_handler(x);

	if (!r)
		r = check_to(x, q->to_date);
	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	if (!r)
		r = parameter_number(rq->txn, rq->arena, x->of, "extension.ask_before_wd", &before);
	if (r)
		return r;
	last = calendar_add(rq->calendar, problem_due(x->p, rq->calendar), -(int)before);
	if (rq->today > last)
		return request_refuse(rq, STATUS_CONFLICT, "problem.asks_late", x->p->id,
				      day_text(rq, last), NULL);
	return tell(x, PROBLEM_ACT(ASK), q->reason, q->to_date);
}

/* What the office itself handles a leader puts off; its number stands for that. */
static int check_approval(const struct problem_act *x, const char *document)
{
	bool own = x->p->unit == problem_acting(x->rq);

	return request_text(x->rq, "document", document, NAME_MAX_BYTES, own);
}

static int grant(const struct problem_act *x, const Duban__ProblemExtendRequest *q)
{
	struct request *rq = x->rq;
	uint32_t to = q->to_date ? q->to_date : x->p->asked_date;
	Duban__ProblemExtended *b =
	    REQUEST_NEW(rq, Duban__ProblemExtended, duban__problem_extended__init);
	Duban__Event *ev;
	int r = b ? check_to(x, to) : -ENOMEM;

	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, !x->p->asked_date);
	if (!r)
		r = check_approval(x, q->document);
	if (r)
		return r;
	ev = problem_event(x);
	if (!ev)
		return -ENOMEM;
	b->num = x->p->num;
	b->from_date = date_ymd(problem_due(x->p, rq->calendar));
	b->to_date = to;
	b->reason = *q->reason ? q->reason : x->p->asked_reason;
	b->document = q->document;
	ev->body_case = DUBAN__EVENT__BODY_PROBLEM_EXTENDED;
	ev->problem_extended = b;
	return 0;
}

static int turn_down(const struct problem_act *x, const char *reason)
{
	int r = request_text(x->rq, "reason", reason, REASON_MAX, true);

	if (!r && !x->p->asked_date)
		r = request_refuse(x->rq, STATUS_CONFLICT, "problem.nobody_asks", x->p->id, NULL);
	return r ? r : tell(x, PROBLEM_ACT(REFUSE), reason, 0);
}

static bool decides(const struct problem_act *x)
{
	struct request *rq = x->rq;
	uint32_t above = problem_above(rq->txn, rq->arena, x->p, x->of), me = problem_acting(rq);

	if (request_by_office(rq) && !rq->for_unit)
		return true;
	return me && above && me != x->p->unit && unit_within(rq->txn, rq->arena, above, me);
}

static int problem_extend(struct request *rq, const void *body)
{
	const Duban__ProblemExtendRequest *q = body;
	struct problem_act x;
	int r = problem_find(rq, q->id, &x);

	if (!r)
		r = runs(&x, PROBLEM_ACT(ASK));
	if (r)
		return r;
	if (!decides(&x))
		return q->refuse
			   ? request_refuse(rq, STATUS_DENIED, "problem.not_above", q->id, NULL)
			   : ask(&x, q);
	return q->refuse ? turn_down(&x, q->reason) : grant(&x, q);
}
HANDLER(PROBLEM_EXTEND, .kind = HANDLER_COMMAND, .roles = PROBLEM_CHANGERS,
	.decide = problem_extend, .simulated_only_for_local = true);

/* ---- another tier */

static int check_tier(const struct problem_act *x, Duban__ProblemTier to)
{
	if (!to)
		return request_refuse(x->rq, STATUS_INVALID, "problem.no_tier", x->p->id, NULL);
	if (to <= x->p->tier)
		return request_refuse(x->rq, STATUS_INVALID, "problem.not_higher", x->p->id,
				      problem_tier_text(x->p->tier), NULL);
	return 0;
}

int problem_move_to(const struct problem_act *x, const Duban__ProblemMoveRequest *q)
{
	struct request *rq = x->rq;
	Duban__ProblemMoved *b = REQUEST_NEW(rq, Duban__ProblemMoved, duban__problem_moved__init);
	Duban__ProblemTier to = q->to;
	struct problem_hand hand = {.named_unit = q->unit, .named_person = q->person};
	Duban__Limit *limit = NULL;
	Duban__Event *ev;
	int r = b ? check_tier(x, to) : -ENOMEM;

	if (!r)
		r = problem_route(rq, q->criterion, q->reason, &to);
	if (!r)
		r = request_text(rq, "document", q->document, NAME_MAX_BYTES, false);
	if (!r)
		r = problem_hand(rq, x->of, to, &hand);
	if (!r)
		r = problem_limit(rq, x->of, to, &limit);
	if (r)
		return r;
	ev = problem_event(x);
	if (!ev)
		return -ENOMEM;
	*b = (Duban__ProblemMoved){.base = b->base,
				   .num = x->p->num,
				   .from = x->p->tier,
				   .to = to,
				   .criterion = q->criterion,
				   .reason = q->reason,
				   .document = q->document,
				   .unit = hand.unit,
				   .person = hand.person,
				   .limit = limit};
	ev->body_case = DUBAN__EVENT__BODY_PROBLEM_MOVED;
	ev->problem_moved = b;
	return 0;
}

int problem_move_accepted(struct request *rq, uint32_t num, Duban__ProblemTier to,
			  const char *reason, const char *document)
{
	Duban__ProblemMoveRequest q = DUBAN__PROBLEM_MOVE_REQUEST__INIT;
	const Duban__ProblemCase *p = problem_get(rq->txn, rq->arena, num);
	struct problem_act x;
	int r = problem_begin(rq, p ? p->id : "", PROBLEM_ACT(MOVE), &x);

	q.to = to;
	q.criterion = problem_criterion_of(to);
	q.reason = (char *)(uintptr_t)reason;
	q.document = (char *)(uintptr_t)document;
	return r ? r : problem_move_to(&x, &q);
}

/* Who handles it, who raised it, the office, 督查问责办. */
static int check_mover(const struct problem_act *x)
{
	struct request *rq = x->rq;
	uint32_t me = problem_acting(rq);
	bool all =
	    (request_by_office(rq) && !rq->for_unit) || rq->caller->role == ROLE(SUPERVISION);

	if (all || (me && x->p->unit && unit_within(rq->txn, rq->arena, x->p->unit, me)) ||
	    (me && x->p->raiser_unit && unit_within(rq->txn, rq->arena, x->p->raiser_unit, me)))
		return 0;
	return request_refuse(rq, STATUS_DENIED, "problem.not_handler", x->p->id,
			      request_unit_name(rq, x->p->unit), NULL);
}

static int problem_move(struct request *rq, const void *body)
{
	const Duban__ProblemMoveRequest *q = body;
	struct problem_act x;
	int r = problem_begin(rq, q->id, PROBLEM_ACT(MOVE), &x);

	if (!r)
		r = check_mover(&x);
	return r ? r : problem_move_to(&x, q);
}
HANDLER(PROBLEM_MOVE, .kind = HANDLER_COMMAND, .roles = PROBLEM_CHANGERS | ROLE_BIT(SUPERVISION),
	.decide = problem_move, .simulated_only_for_local = true);
