/* `escalation show`: the steps that a lamp took, and what happens next, when, to whom, unless what.
 */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/warning/target.h"
#include "engine/evaluate/evaluate.h"
#include "engine/ladder/steps.h"
#include "model/ladder/told.h"
#include "model/office/person.h"
#include "model/project/project.h"
#include "model/warning/step.h"
#include "proto/enums.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/txn.h"

struct escalation_telling {
	struct request *rq;
	const Duban__Warning *w;
	struct holder_of ask;
	Duban__EscalationShowReply *b;
};

static char *kept(const char *s)
{
	return (char *)(uintptr_t)(s ? s : "");
}

/* ---- whom a step tells today */

static void set_ask(struct escalation_telling *x, const Duban__Project *p)
{
	struct subject_about about;
	bool there = row_subject(x->rq, x->w->subject, p, &about);

	x->ask = (struct holder_of){
	    .day = date_ymd(x->rq->today), .project = p, .unit = there ? about.unit : x->w->unit};
	if (!there)
		return;
	x->ask.leader = about.leader_num;
	x->ask.leader_name = about.leader;
	x->ask.person = about.person_num;
	x->ask.person_name = about.person;
}

static int put_holder(struct escalation_telling *x, const struct step_holder *h,
		      Duban__EscalationStep *row)
{
	struct request *rq = x->rq;
	Duban__HolderRow *b = REQUEST_NEW(rq, Duban__HolderRow, duban__holder_row__init);
	const Duban__Person *p = person_get(rq->txn, rq->arena, h->holder.person);
	const Duban__Person *away = person_get(rq->txn, rq->arena, h->holder.instead_of);

	if (!b)
		return -ENOMEM;
	b->recipient = h->to;
	b->person = kept(p ? p->id : "");
	b->name = kept(h->holder.name);
	b->unit = request_unit_id(rq, h->holder.unit);
	b->unit_name = request_unit_name(rq, h->holder.unit);
	b->title = kept(h->holder.title);
	b->instead_of = kept(away ? away->name : "");
	b->gap = h->holder.gap;
	b->from_step = h->from_step;
	return REQUEST_PUSH(rq, row->holder, row->n_holder, b);
}

static int put_holders(struct escalation_telling *x, const struct ladder *l,
		       const Duban__LadderStep *s, Duban__EscalationStep *row)
{
	struct step_ask ask = {.ladder = l, .step = s, .of = x->ask};
	struct step_holders all = {};
	int r = l && s ? step_holders(x->rq->txn, x->rq->arena, &ask, &all) : 0;

	for (size_t i = 0; i < all.n && !r; i++)
		r = put_holder(x, &all.one[i], row);
	return r;
}

/* ---- the steps */

/* One that was taken: what it was then, and who would be told of it today. */
static int put_taken(struct escalation_telling *x, const struct ladder *l,
		     const Duban__StepTaken *s)
{
	struct request *rq = x->rq;
	Duban__EscalationStep *b =
	    REQUEST_NEW(rq, Duban__EscalationStep, duban__escalation_step__init);
	Duban__LadderStep was = DUBAN__LADDER_STEP__INIT;

	if (!b)
		return -ENOMEM;
	was.step = b->step = s->step;
	was.to = b->recipient = s->to;
	was.n_to = b->n_recipient = s->n_to;
	b->tier = s->tier;
	b->action = s->action;
	b->since_at = s->since_at;
	b->taken_at = s->taken_at;
	b->when = s->when;
	b->count = s->count;
	if (put_holders(x, l, l ? ladder_step(l, s->step) : &was, b))
		return txn_error(rq->txn) ? txn_error(rq->txn) : -ENOMEM;
	return REQUEST_PUSH(rq, x->b->taken, x->b->n_taken, b);
}

/* The first step belongs to the raise: no event of its own tells of it. */
static int put_first(struct escalation_telling *x, const struct ladder *l)
{
	const Duban__Warning *w = x->w;
	const Duban__LadderStep *first = l ? ladder_step(l, 1) : NULL;
	Duban__StepTaken s = DUBAN__STEP_TAKEN__INIT;

	if (!first || !w->step || !ladder_step_of(first, rule_by_num(w->rule)->id) ||
	    (w->n_stepped && w->stepped[0]->when == STEP_WHEN(RAISED)))
		return 0;
	s.step = first->step;
	s.tier = first->tier;
	s.to = first->to;
	s.n_to = first->n_to;
	s.action = first->action;
	s.since_at = w->ladder_at;
	s.taken_at = w->ladder_at;
	s.when = STEP_WHEN(RAISED);
	return put_taken(x, l, &s);
}

static int put_conditions(struct escalation_telling *x, const struct steps_ahead *ahead,
			  Duban__EscalationStep *row)
{
	struct request *rq = x->rq;
	int r = 0;

	for (size_t i = 0; i < ahead->n_condition && !r; i++) {
		Duban__StepCondition *c =
		    REQUEST_NEW(rq, Duban__StepCondition, duban__step_condition__init);

		if (!c)
			return -ENOMEM;
		c->when = ahead->condition[i].when;
		c->count = ahead->condition[i].count;
		if (ahead->condition[i].at != USEC_NEVER && !ahead->held)
			c->at = ahead->condition[i].at;
		r = REQUEST_PUSH(rq, row->condition, row->n_condition, c);
	}
	return r;
}

static int put_next(struct escalation_telling *x, const struct steps_ahead *ahead)
{
	const Duban__LadderStep *s = ahead->next;
	Duban__EscalationStep *b;
	int r;

	if (!s)
		return 0;
	b = REQUEST_NEW(x->rq, Duban__EscalationStep, duban__escalation_step__init);
	if (!b)
		return -ENOMEM;
	x->b->next_step = b;
	b->step = s->step;
	b->tier = s->tier;
	b->action = s->action;
	b->recipient = s->to;
	b->n_recipient = s->n_to;
	if (ahead->at != USEC_NEVER)
		b->at = ahead->at;
	r = put_conditions(x, ahead, b);
	return r ? r : put_holders(x, ahead->ladder, s, b);
}

static int put_steps(struct escalation_telling *x)
{
	struct request *rq = x->rq;
	const Duban__Warning *w = x->w;
	struct steps_ahead ahead = {.there = false};
	struct ladder taken;
	int r = ladder_load(rq->txn, rq->arena, w->ladder, &taken);

	if (!r && w->state == WARNING_STATE(OPEN))
		r = evaluate_ladder(rq->engine, rq->arena, w, &ahead);
	if (!r)
		r = put_first(x, taken.n ? &taken : NULL);
	for (size_t i = 0; i < w->n_stepped && !r; i++)
		r = put_taken(x, taken.n ? &taken : NULL, w->stepped[i]);
	if (r || !ahead.there)
		return r;
	x->b->ladder = kept(ahead.ladder ? ahead.ladder->name : "");
	x->b->held = ahead.held;
	if (warning_held(w))
		x->b->held_date = w->held_date[w->n_held_date - 1];
	x->b->unless = kept(rule_by_num(w->rule)->id);
	return put_next(x, &ahead);
}

static int escalation_show(struct request *rq, const void *body)
{
	const Duban__EscalationShowRequest *q = body;
	struct escalation_telling x = {.rq = rq};
	struct warning_target of;
	int r = warning_find(rq, q->id, &of);

	if (r)
		return r;
	x.w = of.w;
	if (x.w->level == LEVEL(NOTE))
		return request_refuse(rq, STATUS_INVALID, "escalation.no_lamp", q->id, NULL);
	x.b = REQUEST_NEW(rq, Duban__EscalationShowReply, duban__escalation_show_reply__init);
	if (!x.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_ESCALATION_SHOW;
	rq->reply->escalation_show = x.b;
	x.b->ladder = x.w->ladder;
	set_ask(&x, of.project);
	r = row_warning(rq, x.w, of.project, &x.b->warning);
	return r ? r : put_steps(&x);
}
HANDLER(ESCALATION_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = escalation_show, .simulated_only_for_local = true);
