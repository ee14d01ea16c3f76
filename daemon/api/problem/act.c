#include "api/problem/act.h"

#include "api/core/api.h"
#include "api/core/named.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/evidence/attached.h"
#include "api/hand/hand.h"
#include "model/office/holder.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/problem/problem.h"
#include "model/problem/state.h"
#include "model/problem/tier.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

bool problem_read(struct request *rq, const Duban__ProblemCase *p, const Duban__Project *of)
{
	return (of && scope_reads(rq, of)) || scope_reads_of(rq, p->unit) ||
	       scope_reads_of(rq, p->raiser_unit);
}

int problem_find(struct request *rq, const char *id, struct problem_act *ret)
{
	Duban__ProblemCase *p = problem_get(rq->txn, rq->arena, problem_by_id(rq->txn, id));
	const Duban__Project *of = p ? project_get(rq->txn, rq->arena, p->project) : NULL;

	if (!p || !problem_read(rq, p, of)) {
		rq->hidden = p != NULL;
		return request_refuse(rq, STATUS_NOT_FOUND, "problem.unknown", id, NULL);
	}
	*ret = (struct problem_act){.rq = rq, .p = p, .of = of};
	return 0;
}

int problem_not_now(const struct problem_act *x, Duban__ProblemAct act)
{
	return request_refuse(x->rq, STATUS_CONFLICT, "problem.not_allowed", x->p->id,
			      wire_enum_name(&duban__problem_state__descriptor, (int)x->p->state),
			      wire_enum_name(&duban__problem_act__descriptor, (int)act), NULL);
}

int problem_begin(struct request *rq, const char *id, Duban__ProblemAct act,
		  struct problem_act *ret)
{
	int r = problem_find(rq, id, ret);

	if (!r && !problem_next((int)ret->p->state, act))
		r = problem_not_now(ret, act);
	return r;
}

/* ---- who asks */

static uint32_t office(struct request *rq)
{
	return problem_unit_of(rq->txn, rq->arena, DUBAN__UNIT_KIND__UNIT_KIND_OFFICE);
}

uint32_t problem_acting(struct request *rq)
{
	if (rq->for_unit)
		return rq->for_unit;
	if (rq->caller->unit)
		return rq->caller->unit;
	if (rq->caller->role == ROLE(SUPERVISION))
		return problem_unit_of(rq->txn, rq->arena, DUBAN__UNIT_KIND__UNIT_KIND_SUPERVISION);
	return office(rq);
}

static int deny(const struct problem_act *x, const char *code, uint32_t unit)
{
	return request_refuse(x->rq, STATUS_DENIED, code, x->p->id,
			      unit ? request_unit_name(x->rq, unit) : "", NULL);
}

static bool within(struct request *rq, uint32_t unit, uint32_t top)
{
	return unit && top && unit_within(rq->txn, rq->arena, unit, top);
}

int problem_by_handler(const struct problem_act *x)
{
	struct request *rq = x->rq;

	if ((request_by_office(rq) && !rq->for_unit) || within(rq, x->p->unit, problem_acting(rq)))
		return 0;
	return deny(x, "problem.not_handler", x->p->unit);
}

int problem_by_other(const struct problem_act *x)
{
	struct request *rq = x->rq;
	uint32_t who = problem_verifier(rq->txn, rq->arena, x->p, x->of);
	uint32_t me = problem_acting(rq);
	int r = hand_check_other(rq, x->p->hand, x->p->id);

	if (r)
		return r;
	if (me == x->p->unit || within(rq, me, x->p->unit))
		return deny(x, "problem.own_hand", who);
	if ((request_by_office(rq) && !rq->for_unit) || rq->caller->role == ROLE(SUPERVISION) ||
	    within(rq, who, me))
		return 0;
	return deny(x, "problem.not_verifier", who);
}

/* ---- tiers and hands */

static int days(struct request *rq, uint32_t workdays, Duban__Limit **ret)
{
	Duban__Limit *l = REQUEST_NEW(rq, Duban__Limit, duban__limit__init);

	if (!l)
		return -ENOMEM;
	l->kind = LIMIT_KIND(WORKDAYS);
	l->n = workdays;
	*ret = l;
	return 0;
}

int problem_accept_limit(struct request *rq, const Duban__Project *of, Duban__Limit **ret)
{
	int64_t wd = 0;
	int r = parameter_number(rq->txn, rq->arena, of, "problem.accept_wd", &wd);

	return r ? r : days(rq, (uint32_t)wd, ret);
}

int problem_limit(struct request *rq, const Duban__Project *of, Duban__ProblemTier tier,
		  Duban__Limit **ret)
{
	static const char *const keys[] = {
	    [PROBLEM_TIER(L1)] = "problem.L1_wd",   [PROBLEM_TIER(L2)] = "problem.L2_wd",
	    [PROBLEM_TIER(L2B)] = "problem.L2b_wd", [PROBLEM_TIER(L3)] = "problem.L3_cd",
	    [PROBLEM_TIER(L4)] = "problem.L4_cd",
	};
	int64_t n = 0;
	int r;

	*ret = NULL;
	if (tier >= PROBLEM_TIER(L5))
		return 0;
	r = parameter_number(rq->txn, rq->arena, of, keys[tier], &n);
	if (!r)
		r = days(rq, (uint32_t)n, ret);
	if (!r && tier >= PROBLEM_TIER(L3))
		(*ret)->kind = LIMIT_KIND(DAYS);
	return r;
}

/* Who leads there on this day: of L3 分管副市长, of L4 常务副市长. Nobody where the post is empty.
 */
static int by_post(struct request *rq, const Duban__Project *of, Duban__ProblemTier tier,
		   Duban__Who **ret)
{
	struct holder_of ask = {.to = tier == PROBLEM_TIER(L3)
					  ? DUBAN__RECIPIENT__RECIPIENT_VICE_MAYOR
					  : DUBAN__RECIPIENT__RECIPIENT_EXECUTIVE_MAYOR,
				.day = date_ymd(rq->today),
				.project = of};
	struct holders all = {.n = 0};
	int r = 0;

	if (tier == PROBLEM_TIER(L3) || tier == PROBLEM_TIER(L4))
		r = holders_of(rq->txn, rq->arena, &ask, &all);
	for (size_t i = 0; i < all.n && !r && !*ret; i++) {
		if (all.holder[i].gap || !*all.holder[i].name)
			continue;
		*ret = REQUEST_NEW(rq, Duban__Who, duban__who__init);
		if (!*ret)
			return -ENOMEM;
		(*ret)->person = all.holder[i].person;
		(*ret)->name = (char *)(uintptr_t)all.holder[i].name;
	}
	return r;
}

int problem_hand(struct request *rq, const Duban__Project *of, Duban__ProblemTier tier,
		 struct problem_hand *io)
{
	int r = request_who(rq, io->named_person, &io->person);

	if (r)
		return r;
	if (*io->named_unit)
		return request_unit(rq, io->named_unit, &io->unit);
	io->unit = problem_handler(rq->txn, rq->arena, tier, of);
	if (!io->person)
		r = by_post(rq, of, tier, &io->person);
	if (r)
		return r;
	if (!io->unit && tier <= PROBLEM_TIER(L2))
		return request_refuse(rq, STATUS_INVALID, "problem.no_handler",
				      problem_tier_text(tier), of ? of->code : "", NULL);
	return 0;
}

int problem_route(struct request *rq, Duban__ProblemCriterion criterion, const char *reason,
		  Duban__ProblemTier *io)
{
	Duban__ProblemTier by = problem_tier_of(criterion);

	if (!*io)
		*io = by ? by : PROBLEM_TIER(L1);
	if (by && by != *io)
		return request_refuse(rq, STATUS_INVALID, "problem.other_tier",
				      problem_tier_text(*io), problem_tier_text(by), NULL);
	if (*io > PROBLEM_TIER(L1) && !by)
		return request_refuse(rq, STATUS_INVALID, "problem.no_criterion",
				      problem_tier_text(*io), NULL);
	return request_text(rq, "reason", reason, REASON_MAX, *io > PROBLEM_TIER(L1));
}

int problem_evidence(const struct problem_act *x, const ProtobufCBinaryData *digest, size_t n)
{
	if (n + x->p->n_evidence > EVIDENCE_MAX)
		return request_refuse(x->rq, STATUS_TOO_MANY, "evidence.too_many",
				      arena_printf(x->rq->arena, "%d", EVIDENCE_MAX), NULL);
	return evidence_check_attached(x->rq, x->p->project, digest, n);
}

/* ---- events */

Duban__Event *problem_event(const struct problem_act *x)
{
	Duban__Event *ev = request_event(x->rq);

	if (!ev)
		return NULL;
	ev->project = x->p->project;
	ev->project_unit = x->of ? x->of->unit : x->p->unit;
	ev->turn_unit = problem_turn(x->rq->txn, x->rq->arena, x->p, x->of);
	return ev;
}

Duban__ProblemHandled *problem_handled(const struct problem_act *x, Duban__ProblemAct act)
{
	Duban__ProblemHandled *b =
	    REQUEST_NEW(x->rq, Duban__ProblemHandled, duban__problem_handled__init);
	Duban__Event *ev = problem_event(x);

	if (!b || !ev)
		return NULL;
	b->num = x->p->num;
	b->act = act;
	ev->body_case = DUBAN__EVENT__BODY_PROBLEM_HANDLED;
	ev->problem_handled = b;
	return b;
}
