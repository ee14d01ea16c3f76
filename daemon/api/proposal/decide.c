/* `proposal accept` and `proposal refuse`: a person decides, with reason and 文号, and never one of
 * the unit that it is about. What is accepted has its effect in the same command. */
#include "api/proposal/decide.h"

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/proposal/effect.h"
#include "api/proposal/row.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

/* Who issues orders and talks: the office and the supervision office. */
#define ROLES_DECIDING (ROLES_OFFICE | ROLE_BIT(SUPERVISION))

static const char *state_name(Duban__ProposalState s)
{
	return wire_enum_name(&duban__proposal_state__descriptor, (int)s);
}

static bool is_of(struct request *rq, uint32_t who, uint32_t unit)
{
	return who && unit && unit_within(rq->txn, rq->arena, who, unit);
}

/* The proposal, if it still waits and the caller is not who it is about. */
static int find(struct request *rq, const char *id, struct proposal_id *ret_id,
		Duban__Proposal **ret)
{
	Duban__Proposal *p = NULL;

	if (proposal_id_parse(id, ret_id))
		p = proposal_get(rq->txn, rq->arena, &ret_id->name);
	if (txn_error(rq->txn))
		return txn_error(rq->txn);
	if (!p)
		return request_refuse(rq, STATUS_NOT_FOUND, "proposal.unknown", id, NULL);
	if (!proposal_next(p->state, PROPOSAL_MOVE_REFUSE))
		return request_refuse(rq, STATUS_CONFLICT, "proposal.over", id,
				      state_name(p->state), NULL);
	if (is_of(rq, rq->caller->unit, p->unit) || is_of(rq, rq->for_unit, p->unit))
		return request_refuse(rq, STATUS_DENIED, "proposal.own_unit", id,
				      request_unit_id(rq, p->unit), NULL);
	*ret = p;
	return 0;
}

/* As the event that made it: a lead to be handed over is in no project's history. */
static void place(struct request *rq, Duban__Event *ev, const Duban__Proposal *p)
{
	Duban__Project *of = project_get(rq->txn, rq->arena, p->subject->project);

	if (p->kind == PROPOSAL_KIND(REFER))
		return;
	ev->project = p->subject->project;
	ev->project_unit = of ? of->unit : p->unit;
}

int proposal_decide(struct request *rq, const Duban__Proposal *p, enum proposal_move move,
		    const Duban__ProposalDecided *words)
{
	Duban__ProposalDecided *b =
	    REQUEST_NEW(rq, Duban__ProposalDecided, duban__proposal_decided__init);
	Duban__Event *ev = b ? request_event(rq) : NULL;

	if (!ev)
		return -ENOMEM;
	*b = *words;
	b->kind = p->kind;
	b->subject = p->subject;
	b->rule = p->rule;
	b->occurrence = p->occurrence;
	b->step = p->step;
	b->state = proposal_next(p->state, move);
	place(rq, ev, p);
	ev->body_case = DUBAN__EVENT__BODY_PROPOSAL_DECIDED;
	ev->proposal_decided = b;
	return 0;
}

/* ---- accepting */

static const struct proposal_effect *effect_of(Duban__ProposalKind kind)
{
	SECTION_FOREACH(duban_proposal_effects, struct proposal_effect, it)
	if ((*it)->kind == kind)
		return *it;
	return NULL;
}

/* What is said and would not be heeded is refused. */
static int check_options(struct request *rq, const struct proposal_effect *e,
			 const Duban__ProposalAcceptRequest *q)
{
	const struct {
		bool given;
		unsigned option;
		const char *name;
	} said[] = {
	    {*q->person, ACCEPT_PERSON, "person"},
	    {*q->by, ACCEPT_BY, "by"},
	    {q->on_date, ACCEPT_DAY, "on"},
	    {q->offence, ACCEPT_OFFENCE, "offence"},
	    {q->has_deducted, ACCEPT_POINTS, "deducted"},
	};
	int r = 0;

	for (size_t i = 0; i < sizeof said / sizeof *said && r >= 0; i++)
		if (said[i].given && !(e->takes & said[i].option))
			r = request_refuse(
			    rq, STATUS_INVALID, "proposal.option_unused", said[i].name,
			    wire_enum_name(&duban__proposal_kind__descriptor, (int)e->kind), NULL);
	return r;
}

static int accept(struct request *rq, const void *body)
{
	Duban__ProposalDecided words = DUBAN__PROPOSAL_DECIDED__INIT;
	struct accepting x = {.q = body, .effect = ""};
	const struct proposal_effect *effect;
	struct proposal_id id;
	Duban__Proposal *p;
	char lamp[WARNING_ID_MAX];
	int r = find(rq, x.q->id, &id, &p);

	if (!r)
		r = request_text(rq, "document", x.q->document, NAME_MAX_BYTES, true);
	if (!r)
		r = request_text(rq, "reason", x.q->reason, REASON_MAX, true);
	if (r)
		return r;
	effect = effect_of(p->kind);
	if (!effect)
		return request_refuse(rq, STATUS_CONFLICT, "proposal.no_effect", x.q->id, NULL);
	r = check_options(rq, effect, x.q);
	if (r)
		return r;
	x.p = p;
	x.project = project_get(rq->txn, rq->arena, p->subject->project);
	x.ground = p->rule ? arena_str(rq->arena,
				       warning_id_print(lamp, p->subject, p->rule, p->occurrence))
			   : x.q->id;
	if (!x.ground)
		return -ENOMEM;
	r = effect->accept(rq, &x);
	if (r)
		return r;
	words.reason = x.q->reason;
	words.document = x.q->document;
	words.effect = (char *)(uintptr_t)x.effect;
	return proposal_decide(rq, p, PROPOSAL_MOVE_ACCEPT, &words);
}

static int refuse(struct request *rq, const void *body)
{
	const Duban__ProposalRefuseRequest *q = body;
	Duban__ProposalDecided words = DUBAN__PROPOSAL_DECIDED__INIT;
	struct proposal_id id;
	Duban__Proposal *p;
	int r = find(rq, q->id, &id, &p);

	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	if (!r)
		r = request_text(rq, "document", q->document, NAME_MAX_BYTES, false);
	if (r)
		return r;
	words.reason = q->reason;
	words.document = q->document;
	return proposal_decide(rq, p, PROPOSAL_MOVE_REFUSE, &words);
}

/* The proposal as it is now. */
static int answer(struct request *rq, const void *body)
{
	const Duban__Event *ev = rq->event[rq->n_event - 1];
	const Duban__ProposalDecided *d = ev->proposal_decided;
	Duban__ProposalReply *b =
	    REQUEST_NEW(rq, Duban__ProposalReply, duban__proposal_reply__init);
	struct proposal_name n;
	Duban__Proposal *p;

	(void)body;
	if (!b || ev->body_case != DUBAN__EVENT__BODY_PROPOSAL_DECIDED)
		return b ? -EBADMSG : -ENOMEM;
	n = (struct proposal_name){d->kind, d->subject, d->rule, d->occurrence, d->step};
	p = proposal_get(rq->txn, rq->arena, &n);
	b->proposal = p ? proposal_row(rq, p) : NULL;
	rq->reply->body_case = DUBAN__REPLY__BODY_PROPOSAL;
	rq->reply->proposal = b;
	return b->proposal ? 0 : txn_error(rq->txn) ? txn_error(rq->txn) : -ENOMEM;
}
HANDLER(PROPOSAL_ACCEPT, .kind = HANDLER_COMMAND, .roles = ROLES_DECIDING,
	.simulated_only_for_local = true, .decide = accept, .answer = answer);
HANDLER(PROPOSAL_REFUSE, .kind = HANDLER_COMMAND, .roles = ROLES_DECIDING,
	.simulated_only_for_local = true, .decide = refuse, .answer = answer);
