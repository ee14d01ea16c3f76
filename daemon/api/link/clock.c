/* The clock of a link: extended, stopped, let run again, dropped. The office decides at once, and
 * so does the service department that stops it by an act; from all others it is a request that
 * waits for the unit one tier up. */
#include "api/link/clock.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/link/authority.h"
#include "api/link/link.h"
#include "api/link/target.h"
#include "api/report/claim.h"
#include "model/calendar/calendar.h"
#include "model/param/parameter.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "proto/limits.h"

/* ---- asking */

/* The report that asks for it, with what all of them hold. */
static Duban__Report *request_of(struct request *rq, const struct target *t, Duban__ReportForm form,
				 date_t at, char *reason)
{
	Duban__Report *r = REQUEST_NEW(rq, Duban__Report, duban__report__init);

	if (!r)
		return NULL;
	r->form = form;
	r->link_year = t->chain.year;
	r->link_no = t->link->no;
	r->on_date = date_ymd(at);
	r->period_month = r->on_date / 100;
	r->reason = reason;
	r->unit = link_acting_unit(rq);
	return r;
}

/* Names the report that now waits, if there is one. `ref`: the request's own. */
static int answer(struct request *rq, const Duban__LinkRef *ref)
{
	const Duban__Event *ev = rq->event[0];
	Duban__ReportReply *b;

	if (ev->body_case != DUBAN__EVENT__BODY_REPORT_SUBMITTED)
		return 0;
	b = REQUEST_NEW(rq, Duban__ReportReply, duban__report_reply__init);
	if (!b)
		return -ENOMEM;
	b->report = ev->report_submitted->report;
	b->project = ref->project;
	b->reviewer = request_unit_name(rq, b->report->reviewer);
	rq->reply->body_case = DUBAN__REPLY__BODY_REPORT;
	rq->reply->report = b;
	return 0;
}

/* ---- extension */

static int extend_check(struct request *rq, const struct target *t, date_t to)
{
	char text[DATE_TEXT_MAX];

	if (to <= t->plan->deadline && !t->plan->projected)
		return request_refuse(rq, STATUS_INVALID, "link.extend_not_later",
				      date_text(t->plan->deadline, text), NULL);
	return link_extensions_left(rq, t->project, t->link->no, t->progress->extensions);
}

static int extend_draft(struct request *rq, const struct target *t, uint32_t to, char *reason,
			uint32_t report)
{
	Duban__LinkExtended *b = LINK_EVENT(rq, t, rq->today, LINK_EXTENDED, link_extended,
					    Duban__LinkExtended, duban__link_extended__init);

	if (!b)
		return -ENOMEM;
	b->from_date = date_ymd(t->plan->deadline);
	b->to_date = to;
	b->reason = reason;
	b->report = report;
	return 0;
}

/* A request must come so many working days before the deadline in force expires. */
static int extend_in_time(struct request *rq, const struct target *t)
{
	char due[DATE_TEXT_MAX];
	int64_t before;
	int r =
	    parameter_number(rq->txn, rq->arena, t->project, "extension.ask_before_wd", &before);

	if (r || t->plan->projected || t->plan->deadline == DATE_NONE ||
	    (t->plan->deadline >= rq->today &&
	     calendar_count(rq->calendar, rq->today, t->plan->deadline) >= before))
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "link.extend_too_late", t->project->code,
			      target_no(rq, t), date_text(t->plan->deadline, due),
			      arena_printf(rq->arena, "%d", (int)before), NULL);
}

static int extend_ask(struct request *rq, const Duban__LinkExtendRequest *q, const struct target *t)
{
	Duban__Report *rep = request_of(rq, t, REPORT_FORM(LINK_EXTENSION), rq->today, q->reason);
	int r = rep ? extend_in_time(rq, t) : -ENOMEM;

	if (r)
		return r;
	rep->to_date = q->to_date;
	return report_ask(rq, t->project, rep);
}

static int link_extend(struct request *rq, const void *body)
{
	const Duban__LinkExtendRequest *q = body;
	date_t to = date_from_ymd(q->to_date);
	struct target t;
	int r = request_text(rq, "reason", q->reason, REASON_MAX, true);

	if (!r && to == DATE_NONE)
		r = request_refuse(rq, STATUS_INVALID, "date.impossible",
				   arena_printf(rq->arena, "%u", q->to_date), NULL);
	if (!r)
		r = target_find(rq, q->link, LINK_MOVE_EXTEND, &t);
	if (!r)
		r = extend_check(rq, &t, to);
	if (r)
		return r;
	return link_right(rq, t.link) == LINK_RIGHT_OFFICE
		   ? extend_draft(rq, &t, q->to_date, q->reason, 0)
		   : extend_ask(rq, q, &t);
}

static int extend_answer(struct request *rq, const void *body)
{
	return answer(rq, ((const Duban__LinkExtendRequest *)body)->link);
}

static int extend_reported(struct request *rq, const Duban__Project *p, const Duban__Report *rep)
{
	struct target t;
	int r = target_of_report(rq, p, rep, LINK_MOVE_EXTEND, &t);

	if (!r)
		r = extend_check(rq, &t, date_from_ymd(rep->to_date));
	return r ? r : extend_draft(rq, &t, rep->to_date, rep->reason, rep->num);
}

/* ---- suspension */

/* Otherwise the same days would be added twice. */
static int suspend_check(struct request *rq, const struct target *t, date_t at)
{
	char text[DATE_TEXT_MAX];

	if (date_ymd(at) >= t->progress->resumed_date)
		return 0;
	return request_refuse(rq, STATUS_INVALID, "link.suspend_before_resume",
			      date_text(date_from_ymd(t->progress->resumed_date), text), NULL);
}

/* A department stops the clock by an act, or not at all. */
static int check_act(struct request *rq, const Duban__LinkSuspendRequest *q, const struct target *t,
		     enum link_right right)
{
	bool act = *q->document && q->ground;

	if (right == LINK_RIGHT_DEPARTMENT && !act)
		return request_refuse(rq, STATUS_INVALID, "link.act_incomplete", t->project->code,
				      target_no(rq, t), NULL);
	if (right == LINK_RIGHT_ASKS && *q->document)
		return request_refuse(
		    rq, STATUS_DENIED, "link.act_of_department", t->project->code, target_no(rq, t),
		    t->link->service_unit ? request_unit_name(rq, t->link->service_unit) : "—",
		    NULL);
	return 0;
}

static int suspend_draft(struct request *rq, const struct target *t, date_t at,
			 const Duban__LinkSuspended *like)
{
	Duban__LinkSuspended *b = LINK_EVENT(rq, t, at, LINK_SUSPENDED, link_suspended,
					     Duban__LinkSuspended, duban__link_suspended__init);

	if (!b)
		return -ENOMEM;
	b->suspended_date = date_ymd(at);
	b->reason = like->reason;
	b->document = like->document;
	b->ground = like->ground;
	b->report = like->report;
	return 0;
}

static int suspend_ask(struct request *rq, const Duban__LinkSuspendRequest *q,
		       const struct target *t, date_t at)
{
	Duban__Report *r = request_of(rq, t, REPORT_FORM(LINK_SUSPENSION), at, q->reason);

	if (!r)
		return -ENOMEM;
	r->ground = q->ground;
	return report_ask(rq, t->project, r);
}

static int suspend_texts(struct request *rq, const Duban__LinkSuspendRequest *q)
{
	int r = request_text(rq, "reason", q->reason, REASON_MAX, true);

	if (!r)
		r = request_text(rq, "document", q->document, NAME_MAX_BYTES, false);
	if (!r && q->ground &&
	    !protobuf_c_enum_descriptor_get_value(&duban__suspend_ground__descriptor,
						  (int)q->ground))
		r = request_refuse(rq, STATUS_INVALID, "link.no_ground", NULL);
	return r;
}

static int link_suspend(struct request *rq, const void *body)
{
	const Duban__LinkSuspendRequest *q = body;
	Duban__LinkSuspended like = DUBAN__LINK_SUSPENDED__INIT;
	enum link_right right = LINK_RIGHT_ASKS;
	struct target t;
	date_t at;
	int r = suspend_texts(rq, q);

	if (!r)
		r = target_find(rq, q->link, LINK_MOVE_SUSPEND, &t);
	if (!r)
		r = request_day(rq, q->at_date, &at);
	if (!r)
		r = suspend_check(rq, &t, at);
	if (!r)
		right = link_right(rq, t.link);
	if (!r)
		r = check_act(rq, q, &t, right);
	if (!r)
		r = link_effect_from(rq, &t, at);
	if (r)
		return r;
	like.reason = q->reason;
	like.document = q->document;
	like.ground = q->ground;
	return right == LINK_RIGHT_ASKS ? suspend_ask(rq, q, &t, at)
					: suspend_draft(rq, &t, at, &like);
}

static int suspend_answer(struct request *rq, const void *body)
{
	return answer(rq, ((const Duban__LinkSuspendRequest *)body)->link);
}

static int suspend_reported(struct request *rq, const Duban__Project *p, const Duban__Report *rep)
{
	Duban__LinkSuspended like = DUBAN__LINK_SUSPENDED__INIT;
	date_t at = date_from_ymd(rep->on_date);
	struct target t;
	int r = target_of_report(rq, p, rep, LINK_MOVE_SUSPEND, &t);

	if (!r)
		r = suspend_check(rq, &t, at);
	if (r)
		return r;
	like.reason = rep->reason;
	like.ground = rep->ground;
	like.report = rep->num;
	return suspend_draft(rq, &t, at, &like);
}

/* ---- the clock runs again: a fact that whoever moves the link may record */

static int link_resume(struct request *rq, const void *body)
{
	const Duban__LinkResumeRequest *q = body;
	Duban__LinkResumed *b;
	struct target t;
	char text[DATE_TEXT_MAX];
	date_t at;
	int r = target_find(rq, q->link, LINK_MOVE_RESUME, &t);

	if (!r)
		r = request_day(rq, q->at_date, &at);
	if (!r && at < date_from_ymd(t.progress->suspended_date))
		r = request_refuse(rq, STATUS_INVALID, "link.resume_before_suspend",
				   date_text(date_from_ymd(t.progress->suspended_date), text),
				   NULL);
	if (r)
		return r;
	b = LINK_EVENT(rq, &t, at, LINK_RESUMED, link_resumed, Duban__LinkResumed,
		       duban__link_resumed__init);
	if (!b)
		return -ENOMEM;
	b->resumed_date = date_ymd(at);
	b->shift_days = link_shift_until(rq, &t, at);
	return 0;
}

/* ---- cancellation */

static int cancel_draft(struct request *rq, const struct target *t, char *reason, uint32_t report)
{
	Duban__LinkCancelled *b = LINK_EVENT(rq, t, rq->today, LINK_CANCELLED, link_cancelled,
					     Duban__LinkCancelled, duban__link_cancelled__init);

	if (!b)
		return -ENOMEM;
	b->reason = reason;
	b->report = report;
	b->replaces = report_left(rq->txn, rq->arena, t->project->num, t->chain.year, t->link->no);
	return 0;
}

static int cancel_ask(struct request *rq, const struct target *t, char *reason)
{
	Duban__Report *r = request_of(rq, t, REPORT_FORM(LINK_CANCELLATION), rq->today, reason);

	return r ? report_ask(rq, t->project, r) : -ENOMEM;
}

static int link_cancel(struct request *rq, const void *body)
{
	const Duban__LinkCancelRequest *q = body;
	struct target t;
	int r = request_text(rq, "reason", q->reason, REASON_MAX, true);

	if (!r)
		r = target_find(rq, q->link, LINK_MOVE_CANCEL, &t);
	if (r)
		return r;
	return link_right(rq, t.link) == LINK_RIGHT_OFFICE ? cancel_draft(rq, &t, q->reason, 0)
							   : cancel_ask(rq, &t, q->reason);
}

static int cancel_answer(struct request *rq, const void *body)
{
	return answer(rq, ((const Duban__LinkCancelRequest *)body)->link);
}

static int cancel_reported(struct request *rq, const Duban__Project *p, const Duban__Report *rep)
{
	struct target t;
	int r = target_of_report(rq, p, rep, LINK_MOVE_CANCEL, &t);

	return r ? r : cancel_draft(rq, &t, rep->reason, rep->num);
}

/* ---- */

int link_clock_reported(struct request *rq, const Duban__Project *p, const Duban__Report *r)
{
	switch (r->form) {
	case REPORT_FORM(LINK_EXTENSION):
		return extend_reported(rq, p, r);
	case REPORT_FORM(LINK_SUSPENSION):
		return suspend_reported(rq, p, r);
	case REPORT_FORM(LINK_CANCELLATION):
		return cancel_reported(rq, p, r);
	default:
		return -EINVAL;
	}
}

MOVE(LINK_SUSPEND, DOERS, link_suspend, .answer = suspend_answer);
MOVE(LINK_RESUME, DOERS, link_resume);
MOVE(LINK_EXTEND, DOERS, link_extend, .answer = extend_answer);
MOVE(LINK_CANCEL, DOERS, link_cancel, .frees = true, .answer = cancel_answer);
