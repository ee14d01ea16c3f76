/* A project joins a list (调入), leaves it (调出), or applies to a list that a higher authority
 * keeps (拟报, 上报, 入选, 未入选). */
#include "model/list/list.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/list/change.h"
#include "api/list/lack.h"
#include "api/list/promise.h"
#include "model/core/record.h"
#include "model/list/application_state.h"
#include "model/list/member.h"
#include "model/project/project.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

struct list_change {
	Duban__Project *project;
	Duban__List *list;
	Duban__Member *member; /* NULL: it was never a member */
	date_t at;
};

/* Reads project, list and day of a request. `declared`: the list must have a record, a plain label
 * is refused. */
static int find(struct request *rq, const char *project, const char *list, uint32_t at,
		struct list_change *m)
{
	int r = request_project(rq, project, &m->project);

	if (!r)
		r = request_text(rq, "list", list, NAME_MAX_BYTES, true);
	if (!r)
		r = request_day(rq, at, &m->at);
	if (r)
		return r;
	m->list = list_get(rq->txn, rq->arena, list);
	m->member = member_get(rq->txn, rq->arena, m->project->num, list);
	return txn_error(rq->txn);
}

static Duban__Event *event_of(struct request *rq, const struct list_change *m)
{
	Duban__Event *ev = request_event(rq);

	if (!ev)
		return NULL;
	ev->project = m->project->num;
	ev->project_unit = m->project->unit;
	ev->on_date = date_ymd(m->at);
	return ev;
}

static int check_words(struct request *rq, const char *reason, const char *approver,
		       const char *document)
{
	int r = request_text(rq, "reason", reason, REASON_MAX, true);

	if (!r)
		r = request_text(rq, "approver", approver, NAME_MAX_BYTES, false);
	return r ? r : request_text(rq, "document", document, NAME_MAX_BYTES, false);
}

/* Checks everything that would make fold fail: the project's number of lists, the membership's
 * number of spells, and the sizes of both records. */
static int check_room(struct request *rq, const struct list_change *m, const Duban__Spell *spell)
{
	Duban__Member now = DUBAN__MEMBER__INIT;
	Duban__Project p = *m->project;

	if (p.n_list >= LISTS_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "list.too_many", p.code,
				      arena_printf(rq->arena, "%d", LISTS_MAX), NULL);
	if (m->member)
		now = *m->member;
	if (now.n_spell >= SPELLS_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "list.too_many_spells", p.code,
				      arena_printf(rq->arena, "%d", SPELLS_MAX), NULL);
	now.list = m->list->name;
	now.project = p.num;
	now.spell = arena_longer(rq->arena, now.spell, now.n_spell, sizeof *now.spell);
	p.list = arena_longer(rq->arena, p.list, p.n_list, sizeof *p.list);
	if (!now.spell || !p.list)
		return -ENOMEM;
	now.spell[now.n_spell++] = (Duban__Spell *)(uintptr_t)spell;
	p.list[p.n_list++] = m->list->name;
	return record_fits(&now) && record_fits(&p)
		   ? 0
		   : request_refuse(rq, STATUS_TOO_MANY, "list.record_too_large", p.code, NULL);
}

/* May the project become a member on that day? */
static int check_join(struct request *rq, const struct list_change *m)
{
	const Duban__Spell *last =
	    m->member && m->member->n_spell ? m->member->spell[m->member->n_spell - 1] : NULL;
	char text[DATE_TEXT_MAX];

	if (!project_active(m->project))
		return request_refuse(rq, STATUS_CONFLICT, "project.closed", m->project->code,
				      NULL);
	if (last && !last->left_date)
		return request_refuse(rq, STATUS_CONFLICT, "list.member_already", m->project->code,
				      m->list->name,
				      date_text(date_from_ymd(last->joined_date), text), NULL);
	if (last && date_ymd(m->at) < last->left_date)
		return request_refuse(rq, STATUS_INVALID, "list.before_last_spell",
				      m->project->code, m->list->name,
				      date_text(date_from_ymd(last->left_date), text), NULL);
	return 0;
}

/* Refuses for each unmet requirement, except those of `may_follow` (容缺: to be met after joining).
 * *ret_promised (may be NULL): the unmet ones among these, which are recorded as promised. */
static int check_requirements(struct request *rq, const struct list_change *m, unsigned may_follow,
			      unsigned *ret_promised)
{
	unsigned lacks;
	int r = lacks_of(rq, m->project, m->list->min_total, &lacks), verdict = 0;

	if (r)
		return r;
	lacks &= lacks_asked_for(m->list);
	if (ret_promised)
		*ret_promised = lacks & may_follow;
	lacks &= ~may_follow;
	for (int lack = 0; lack < LACK_MAX_ && verdict >= 0; lack++)
		if (lacks & (1u << lack))
			verdict = request_refuse(
			    rq, STATUS_CONFLICT,
			    arena_printf(rq->arena, "list.lacks.%s", lack_name(lack)),
			    m->project->code, m->list->name, NULL);
	if (verdict > 0 && !may_follow && (lacks & lacks_may_follow(m->list)))
		verdict =
		    request_refuse(rq, STATUS_CONFLICT, "list.may_promise", m->list->name, NULL);
	return verdict;
}

/* A promise needs its day and a written commitment (承诺书). */
static int check_promise(struct request *rq, const struct list_change *m,
			 const Duban__ListJoinRequest *q)
{
	date_t by = date_from_ymd(q->promise_date);

	if (!q->promise_date)
		return 0;
	if (!m->list->fast_track)
		return request_refuse(rq, STATUS_CONFLICT, "list.no_fast_track", m->list->name,
				      NULL);
	if (by == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", q->promise_date), NULL);
	if (by <= m->at)
		return request_refuse(rq, STATUS_INVALID, "list.promise_early", NULL);
	return request_text(rq, "document", q->document, NAME_MAX_BYTES, true);
}

static int set_promised(struct request *rq, unsigned lacks, uint32_t by, Duban__Spell *s)
{
	int r = 0;

	for (int lack = 0; lack < LACK_MAX_ && !r; lack++)
		if (lacks & (1u << lack))
			r = REQUEST_PUSH(rq, s->promised, s->n_promised,
					 (char *)(uintptr_t)lack_name(lack));
	s->promised_date = lacks ? by : 0;
	return r;
}

static int put_joined(struct request *rq, const struct list_change *m,
		      const Duban__ListJoinRequest *q, unsigned promised)
{
	Duban__ListJoined *b = REQUEST_NEW(rq, Duban__ListJoined, duban__list_joined__init);
	Duban__Spell spell = DUBAN__SPELL__INIT;
	Duban__Event *ev;
	int r;

	spell.joined_date = date_ymd(m->at);
	spell.join_reason = q->reason;
	spell.join_approver = q->approver;
	spell.join_document = q->document;
	r = set_promised(rq, promised, q->promise_date, &spell);
	if (!r)
		r = check_room(rq, m, &spell);
	if (r)
		return r;
	ev = event_of(rq, m);
	if (!b || !ev)
		return -ENOMEM;
	b->list = m->list->name;
	b->promised = spell.promised;
	b->n_promised = spell.n_promised;
	b->promised_date = spell.promised_date;
	b->joined_date = spell.joined_date;
	b->reason = q->reason;
	b->approver = q->approver;
	b->document = q->document;
	ev->body_case = DUBAN__EVENT__BODY_LIST_JOINED;
	ev->list_joined = b;
	return 0;
}

int list_join(struct request *rq, const void *body)
{
	const Duban__ListJoinRequest *q = body;
	unsigned promised = 0;
	struct list_change m = {};
	int r = check_words(rq, q->reason, q->approver, q->document);

	if (!r)
		r = find(rq, q->project, q->list, q->at_date, &m);
	if (r)
		return r;
	if (!m.list)
		return request_refuse(rq, STATUS_NOT_FOUND, "list.unknown", q->list, NULL);
	if (m.list->elsewhere)
		return request_refuse(rq, STATUS_CONFLICT, "list.elsewhere", m.list->name,
				      m.list->authority, NULL);
	r = check_join(rq, &m);
	if (!r)
		r = check_promise(rq, &m, q);
	if (!r)
		r = check_requirements(rq, &m, q->promise_date ? lacks_may_follow(m.list) : 0,
				       &promised);
	if (!r && q->promise_date && !promised)
		r = request_refuse(rq, STATUS_CONFLICT, "list.nothing_promised", m.project->code,
				   NULL);
	return r ? r : put_joined(rq, &m, q, promised);
}

/* Tells what the list grants the project and what is still missing, so that the caller need not
 * ask. */
static int join_answer(struct request *rq, const void *body)
{
	const Duban__ListJoined *done = rq->event[0]->list_joined;
	Duban__ListJoinReply *b =
	    REQUEST_NEW(rq, Duban__ListJoinReply, duban__list_join_reply__init);
	Duban__Project *p = project_get(rq->txn, rq->arena, rq->event[0]->project);
	Duban__List *l = list_get(rq->txn, rq->arena, done->list);
	unsigned lacks = 0;
	int r = 0;

	(void)body;
	if (!b || !p || !l)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -ENOMEM;
	b->project = p->code;
	b->list = l->name;
	b->fast_track = l->fast_track;
	b->linked_leader = l->linked_leader;
	b->timely_reward = l->timely_reward;
	b->promised_date = done->promised_date;
	r = lacks_of(rq, p, l->min_total, &lacks);
	lacks &= lacks_checked(l, p);
	for (int lack = 0; lack < LACK_MAX_ && !r; lack++)
		if (lacks & (1u << lack))
			r = REQUEST_PUSH(rq, b->lack, b->n_lack,
					 (char *)(uintptr_t)lack_name(lack));
	rq->reply->body_case = DUBAN__REPLY__BODY_LIST_JOIN;
	rq->reply->list_join = b;
	return r;
}

/* Checks that the texts of the leaving still fit into the record. */
static int check_leave(struct request *rq, const struct list_change *m,
		       const Duban__ListLeaveRequest *q)
{
	Duban__Spell *open = m->member ? member_spell(m->member) : NULL;
	char text[DATE_TEXT_MAX];

	if (!open)
		return request_refuse(rq, STATUS_CONFLICT, "list.not_member", m->project->code,
				      q->list, NULL);
	if (date_ymd(m->at) < open->joined_date)
		return request_refuse(rq, STATUS_INVALID, "list.left_before_joined",
				      m->project->code, q->list,
				      date_text(date_from_ymd(open->joined_date), text), NULL);
	open->left_date = date_ymd(m->at);
	open->leave_reason = q->reason;
	open->leave_approver = q->approver;
	open->leave_document = q->document;
	if (!record_fits(m->member))
		return request_refuse(rq, STATUS_TOO_MANY, "list.record_too_large",
				      m->project->code, NULL);
	return 0;
}

int list_leave(struct request *rq, const void *body)
{
	const Duban__ListLeaveRequest *q = body;
	Duban__ListLeft *b = REQUEST_NEW(rq, Duban__ListLeft, duban__list_left__init);
	Duban__Event *ev;
	struct list_change m = {};
	int r = check_words(rq, q->reason, q->approver, q->document);

	if (!r)
		r = request_text(rq, "approver", q->approver, NAME_MAX_BYTES, true);
	if (!r)
		r = find(rq, q->project, q->list, q->at_date, &m);
	if (!r)
		r = check_leave(rq, &m, q);
	if (r)
		return r;
	ev = event_of(rq, &m);
	if (!b || !ev)
		return -ENOMEM;
	b->list = q->list;
	b->left_date = date_ymd(m.at);
	b->reason = q->reason;
	b->approver = q->approver;
	b->document = q->document;
	ev->body_case = DUBAN__EVENT__BODY_LIST_LEFT;
	ev->list_left = b;
	return 0;
}

static const char *state_name(Duban__ApplicationState s)
{
	return s ? wire_enum_name(&duban__application_state__descriptor, (int)s) : "none";
}

/* Doers may propose their own projects; only the office may submit an application and record the
 * answer. */
static int check_who(struct request *rq, const struct list_change *m, Duban__ApplicationState to)
{
	bool office = request_by_office(rq);

	if (!scope_reports(rq, m->project))
		return request_refuse(rq, STATUS_DENIED, "scope.denied", m->project->code, NULL);
	if (!office && to != DUBAN__APPLICATION_STATE__APPLICATION_STATE_PROPOSED)
		return request_refuse(rq, STATUS_DENIED, "list.office_applies", state_name(to),
				      NULL);
	return 0;
}

static int check_apply(struct request *rq, const struct list_change *m,
		       const Duban__ListApplyRequest *q)
{
	Duban__ApplicationState from = m->member
					   ? m->member->application
					   : DUBAN__APPLICATION_STATE__APPLICATION_STATE_INVALID;
	char text[DATE_TEXT_MAX];

	if (!m->list)
		return request_refuse(rq, STATUS_NOT_FOUND, "list.unknown", q->list, NULL);
	if (!m->list->elsewhere)
		return request_refuse(rq, STATUS_CONFLICT, "list.ours", m->list->name, NULL);
	if (!project_active(m->project))
		return request_refuse(rq, STATUS_CONFLICT, "project.closed", m->project->code,
				      NULL);
	if (!application_may(from, q->state))
		return request_refuse(rq, STATUS_CONFLICT, "list.no_such_step", m->project->code,
				      m->list->name, state_name(from), state_name(q->state), NULL);
	if (m->member && date_ymd(m->at) < m->member->application_date)
		return request_refuse(
		    rq, STATUS_INVALID, "list.before_last_step", m->project->code, m->list->name,
		    date_text(date_from_ymd(m->member->application_date), text), NULL);
	return request_text(rq, "document", q->document, NAME_MAX_BYTES,
			    application_needs_document(q->state));
}

/* Checks what the state table does not cover: a member cannot propose itself again, an application
 * must meet the requirements before it is submitted, and 入选 must be possible as 调入. */
static int check_step(struct request *rq, const struct list_change *m, Duban__ApplicationState to)
{
	bool member = m->member && member_spell(m->member);
	int r = 0;

	if (to == DUBAN__APPLICATION_STATE__APPLICATION_STATE_PROPOSED && member)
		return check_join(rq, m); /* its problem tells since when */
	if (to == DUBAN__APPLICATION_STATE__APPLICATION_STATE_SUBMITTED)
		r = check_requirements(rq, m, 0, NULL);
	if (to == DUBAN__APPLICATION_STATE__APPLICATION_STATE_SELECTED && !member)
		r = check_join(rq, m);
	return r;
}

static int put_applied(struct request *rq, const struct list_change *m,
		       const Duban__ListApplyRequest *q)
{
	Duban__ListApplied *b = REQUEST_NEW(rq, Duban__ListApplied, duban__list_applied__init);
	Duban__Member now = DUBAN__MEMBER__INIT;
	Duban__Event *ev;

	if (m->member)
		now = *m->member;
	now.list = m->list->name;
	now.application_document = q->document;
	now.application_date = date_ymd(m->at);
	if (!record_fits(&now))
		return request_refuse(rq, STATUS_TOO_MANY, "list.record_too_large",
				      m->project->code, NULL);
	ev = event_of(rq, m);
	if (!b || !ev)
		return -ENOMEM;
	b->list = m->list->name;
	b->state = q->state;
	b->applied_date = date_ymd(m->at);
	b->document = q->document;
	ev->body_case = DUBAN__EVENT__BODY_LIST_APPLIED;
	ev->list_applied = b;
	return 0;
}

static int list_apply(struct request *rq, const void *body)
{
	const Duban__ListApplyRequest *q = body;
	Duban__ListJoinRequest join = DUBAN__LIST_JOIN_REQUEST__INIT;
	struct list_change m = {};
	int r = find(rq, q->project, q->list, q->at_date, &m);

	if (!r)
		r = check_who(rq, &m, q->state);
	if (!r)
		r = check_apply(rq, &m, q);
	if (!r)
		r = check_step(rq, &m, q->state);
	if (!r)
		r = put_applied(rq, &m, q);
	if (r || q->state != DUBAN__APPLICATION_STATE__APPLICATION_STATE_SELECTED ||
	    (m.member && member_spell(m.member)))
		return r;
	join.approver = m.list->authority;
	join.document = q->document;
	return put_joined(rq, &m, &join, 0);
}

HANDLER(LIST_JOIN, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	.decide = list_join, .answer = join_answer);
HANDLER(LIST_LEAVE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = list_leave);
HANDLER(LIST_APPLY, .kind = HANDLER_COMMAND,
	.roles = ROLES_OFFICE | ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR),
	.simulated_only_for_local = true, .decide = list_apply);
