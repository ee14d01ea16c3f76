/* `meeting hold`: it took place; `meeting decide`: what it decided becomes an order. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/meeting/meeting.h"
#include "api/order/issue.h"
#include "model/meeting/meeting.h"
#include "model/office/person.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"

enum { PROJECTS_MAX = 200, ATTENDEES_MAX = 200 }; /* of one meeting */

#define ROLES_HOLDERS (ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLES_OFFICE)

static Duban__Who *who_of(struct request *rq, const char *name)
{
	uint32_t num = person_find(rq->txn, rq->arena, name);
	const Duban__Person *p =
	    num && num != UINT32_MAX ? person_get(rq->txn, rq->arena, num) : NULL;
	Duban__Who *w = REQUEST_NEW(rq, Duban__Who, duban__who__init);

	if (!w)
		return NULL;
	w->person = p ? num : 0;
	w->name = p ? p->name : (char *)(uintptr_t)name;
	return w;
}

static int put_attendees(struct request *rq, const Duban__MeetingHoldRequest *q, Duban__Meeting *io)
{
	int r = 0;

	if (q->n_attendees > ATTENDEES_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "cell.too_many_values",
				      arena_printf(rq->arena, "%d", ATTENDEES_MAX), NULL);
	if (!q->n_attendees)
		return 0;
	io->attendee = NULL;
	io->n_attendee = 0;
	for (size_t i = 0; i < q->n_attendees && !r; i++) {
		Duban__Who *w = NULL;

		r = request_text(rq, "attendees", q->attendees[i], NAME_MAX_BYTES, true);
		if (!r)
			w = who_of(rq, q->attendees[i]);
		if (!r)
			r = w ? REQUEST_PUSH(rq, io->attendee, io->n_attendee, w) : -ENOMEM;
	}
	return r;
}

static int put_projects(struct request *rq, const Duban__MeetingHoldRequest *q, Duban__Meeting *io)
{
	int r = 0;

	if (q->n_projects > PROJECTS_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "cell.too_many_values",
				      arena_printf(rq->arena, "%d", PROJECTS_MAX), NULL);
	if (!q->n_projects)
		return 0;
	io->project = NULL;
	io->n_project = 0;
	for (size_t i = 0; i < q->n_projects && !r; i++) {
		Duban__Project *p;

		r = request_project(rq, q->projects[i], &p);
		if (!r)
			r = REQUEST_PUSH(rq, io->project, io->n_project, p->num);
	}
	return r;
}

static int put_texts(struct request *rq, const Duban__MeetingHoldRequest *q, Duban__Meeting *io)
{
	int r = request_text(rq, "agenda", q->agenda, TEXT_MAX, false);

	if (!r)
		r = request_text(rq, "minutes", q->minutes, NAME_MAX_BYTES, false);
	if (!r)
		r = request_text(rq, "chair", q->chair, NAME_MAX_BYTES, false);
	if (r)
		return r;
	if (*q->agenda)
		io->agenda = q->agenda;
	if (*q->minutes)
		io->minutes = q->minutes;
	if (*q->chair)
		io->chair = who_of(rq, q->chair);
	return *q->chair && !io->chair ? -ENOMEM : txn_error(rq->txn);
}

static int put_place(struct request *rq, const Duban__MeetingHoldRequest *q, Duban__Meeting *io)
{
	date_t day = DATE_NONE;
	const char *code, *column;
	int r = request_day(rq, q->at_date, &day);

	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &io->unit);
	if (r)
		return r;
	if (q->tier)
		io->tier = q->tier;
	if (q->form)
		io->form = q->form;
	if (!io->tier)
		return request_refuse(rq, STATUS_INVALID, "meeting.no_tier", NULL);
	io->held_date = date_ymd(day);
	io->state = MEETING_STATE(HELD);
	code = meeting_settle(rq, io, &column);
	if (code)
		return request_refuse(rq, STATUS_INVALID, code, NULL);
	if (!meeting_is_own(rq, io->unit))
		return request_refuse(rq, STATUS_DENIED, "scope.denied",
				      request_unit_id(rq, io->unit), NULL);
	return 0;
}

static int check_series(struct request *rq, const Duban__MeetingHoldRequest *q,
			const Duban__Meeting *was)
{
	int r = request_text(rq, "series", q->series, NAME_MAX_BYTES, true);

	if (r || !was)
		return r;
	if (!meeting_is_own(rq, was->unit))
		return request_refuse(rq, STATUS_CONFLICT, "meeting.taken", NULL);
	if (was->state == MEETING_STATE(HELD))
		return request_refuse(rq, STATUS_CONFLICT, "meeting.is_held", q->series,
				      arena_printf(rq->arena, "%u", was->number), NULL);
	return 0;
}

static int meeting_hold(struct request *rq, const void *body)
{
	const Duban__MeetingHoldRequest *q = body;
	Duban__Meeting *was =
	    q->number ? meeting_get(rq->txn, rq->arena, q->series, q->number) : NULL;
	Duban__Meeting *now = REQUEST_NEW(rq, Duban__Meeting, duban__meeting__init);
	int r = now ? check_series(rq, q, was) : -ENOMEM;

	if (r)
		return r;
	if (was)
		*now = *was;
	now->series = q->series;
	now->number = q->number ? q->number : meeting_last(rq->txn, q->series) + 1;
	r = put_place(rq, q, now);
	if (!r)
		r = put_projects(rq, q, now);
	if (!r)
		r = put_attendees(rq, q, now);
	if (!r)
		r = put_texts(rq, q, now);
	return r ? r : meeting_draft(rq, now, was);
}

static const Duban__Meeting *put_of(const struct request *rq)
{
	for (size_t i = 0; i < rq->n_event; i++)
		if (rq->event[i]->body_case == DUBAN__EVENT__BODY_MEETING_PUT)
			return rq->event[i]->meeting_put->meeting;
	return NULL;
}

static int answer(struct request *rq, const void *body)
{
	const Duban__Meeting *m = put_of(rq);

	(void)body;
	return m ? meeting_reply(rq, m) : -EBADMSG;
}
HANDLER(MEETING_HOLD, .kind = HANDLER_COMMAND, .roles = ROLES_HOLDERS,
	.simulated_only_for_local = true, .decide = meeting_hold, .answer = answer);

/* ---- decide */

static int issue(struct request *rq, const Duban__MeetingDecideRequest *q, const Duban__Meeting *m,
		 char **ret_number)
{
	struct order_draft d = {.kind = ORDER_KIND(DECISION),
				.title = q->text,
				.text = q->text,
				.issued = DATE_NONE,
				.due_date = q->due_date,
				.signer = m->chair};
	Duban__Project *p = NULL;
	int r = 0;

	if (*q->project)
		r = request_project(rq, q->project, &p);
	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &d.unit);
	if (r)
		return r;
	d.project = p;
	d.person = *q->person ? who_of(rq, q->person) : NULL;
	d.source = arena_printf(rq->arena, "meeting %s/%u", m->series, m->number);
	if (!d.source || (*q->person && !d.person))
		return -ENOMEM;
	r = order_issue(rq, &d);
	*ret_number = d.ret_number;
	return r;
}

/* "立即开工(议〔2020〕3号)；…": each decision with the number of its order. */
static int note(struct request *rq, const char *text, const char *number, Duban__Meeting *io)
{
	io->decisions = arena_printf(rq->arena, "%s%s%s（%s）", io->decisions,
				     *io->decisions ? "；" : "", text, number);
	if (!io->decisions)
		return -ENOMEM;
	return request_text(rq, "decisions", io->decisions, TEXT_MAX, true);
}

static int meeting_decide(struct request *rq, const void *body)
{
	const Duban__MeetingDecideRequest *q = body;
	Duban__Meeting *was, *now = REQUEST_NEW(rq, Duban__Meeting, duban__meeting__init);
	char *number = NULL;
	int r = now ? meeting_find(rq, q->series, q->number, &was) : -ENOMEM;

	if (!r && !meeting_is_own(rq, was->unit))
		r = request_refuse(rq, STATUS_DENIED, "scope.denied",
				   request_unit_id(rq, was->unit), NULL);
	if (!r && was->state != MEETING_STATE(HELD))
		r = request_refuse(rq, STATUS_CONFLICT, "meeting.not_held", q->series,
				   arena_printf(rq->arena, "%u", q->number), NULL);
	if (!r)
		r = request_text(rq, "text", q->text, NAME_MAX_BYTES, true);
	if (!r)
		r = request_text(rq, "person", q->person, NAME_MAX_BYTES, false);
	if (!r)
		r = issue(rq, q, was, &number);
	if (r)
		return r;
	*now = *was;
	r = note(rq, q->text, number, now);
	return r ? r : meeting_draft(rq, now, was);
}
HANDLER(MEETING_DECIDE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = meeting_decide, .answer = answer);
