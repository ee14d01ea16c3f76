/* A link starts, is done, is returned. A start counts at once; a finish counts when the office
 * makes or confirms it. A move before the link's prerequisites are done is accepted and marked. */
#include "api/link/link.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/link/authority.h"
#include "api/link/step.h"
#include "api/link/target.h"
#include "api/project/library.h"
#include "api/report/claim.h"
#include "model/chain/schedule.h"
#include "model/link/link.h"
#include "model/link/state.h"
#include "model/link/step.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/wire_name.h"

/* Was it done before its prerequisites, by their state or by date? */
static bool out_of_order(const struct target *t, date_t at)
{
	return schedule_out_of_order(&t->chain.schedule, t->i, at);
}

static int refuse_step(struct request *rq, const struct target *t, const char *code)
{
	return request_refuse(
	    rq, STATUS_CONFLICT, code, t->project->code, target_no(rq, t),
	    wire_enum_name(&duban__link_step__descriptor, (int)link_step(t->link)), NULL);
}

static int link_start(struct request *rq, const void *body)
{
	const Duban__LinkStartRequest *q = body;
	Duban__LinkStarted *b;
	struct target t;
	date_t at;
	int r = target_find(rq, q->link, LINK_MOVE_START, &t);

	/* 开工 and other steps of a single day have nothing to begin: they are finished */
	if (!r && link_step(t.link) != LINK_STEP(NONE) && !schedule_has_duration(t.plan))
		r = refuse_step(rq, &t, "link.step_day");
	if (!r)
		r = request_day(rq, q->at_date, &at);
	if (!r)
		r = link_start_from(rq, &t, at);
	if (r)
		return r;
	b = LINK_EVENT(rq, &t, at, LINK_STARTED, link_started, Duban__LinkStarted,
		       duban__link_started__init);
	if (!b)
		return -ENOMEM;
	b->started_date = date_ymd(at);
	b->out_of_order = out_of_order(&t, at);
	return 0;
}

uint32_t link_shift_until(struct request *rq, const struct target *t, date_t at)
{
	date_t from = date_from_ymd(t->progress->suspended_date);
	uint32_t shift = t->plan->shift - t->plan->exempted;

	if (from == DATE_NONE || at <= from)
		return shift;
	return shift + schedule_shift(t->plan, from, at, rq->calendar);
}

/* Checks that the link can be finished. */
static int finish_check(struct request *rq, const Duban__LinkRef *ref, uint32_t at_date,
			struct target *t, date_t *ret_at)
{
	char text[DATE_TEXT_MAX];
	int r = target_find(rq, ref, LINK_MOVE_FINISH, t);

	if (!r)
		r = request_day(rq, at_date, ret_at);
	if (!r && t->plan->started != DATE_NONE && *ret_at < t->plan->started)
		r = request_refuse(rq, STATUS_INVALID, "link.finish_before_start",
				   date_text(t->plan->started, text), NULL);
	return r;
}

/* `report`: the report that asked for the finish and is confirmed with it; 0 = none. */
static int finish_draft(struct request *rq, const struct target *t, date_t at, uint32_t report)
{
	uint32_t left =
	    report_left(rq->txn, rq->arena, t->project->num, t->chain.year, t->link->no);
	Duban__LinkFinished *b = LINK_EVENT(rq, t, at, LINK_FINISHED, link_finished,
					    Duban__LinkFinished, duban__link_finished__init);

	if (!b)
		return -ENOMEM;
	b->finished_date = date_ymd(at);
	b->started_date = t->progress->started_date ? t->progress->started_date : date_ymd(at);
	b->out_of_order = t->progress->out_of_order || out_of_order(t, at);
	b->shift_days = link_shift_until(rq, t, at);
	b->replaces = left == report ? 0 : left;
	return 0;
}

/* A caller who may not finish the link asks for it: makes a report that waits for review. */
static int finish_ask(struct request *rq, const Duban__LinkFinishRequest *q, const struct target *t,
		      date_t at)
{
	Duban__Report *r = REQUEST_NEW(rq, Duban__Report, duban__report__init);

	if (!r)
		return -ENOMEM;
	r->form = DUBAN__REPORT_FORM__REPORT_FORM_LINK;
	r->link_year = t->chain.year;
	r->link_no = t->link->no;
	r->on_date = date_ymd(at);
	r->period_month = r->on_date / 100;
	r->text = q->text;
	r->document = q->document;
	r->evidence = q->evidence;
	r->n_evidence = q->n_evidence;
	return report_ask(rq, t->project, r);
}

/* What only a step of the project asks for is refused of any other link, as it would be lost. */
static int finish_words(struct request *rq, const Duban__LinkFinishRequest *q,
			const struct target *t)
{
	int r = request_text(rq, "document", q->document, NAME_MAX_BYTES, false);

	if (!r)
		r = request_text(rq, "exemption", q->exemption, NAME_MAX_BYTES, false);
	if (r || link_step(t->link) != LINK_STEP(NONE) ||
	    (!*q->document && !*q->exemption && !q->has_percent))
		return r;
	return request_refuse(rq, STATUS_INVALID, "link.no_step", t->project->code,
			      target_no(rq, t), NULL);
}

static int link_finish(struct request *rq, const void *body)
{
	const Duban__LinkFinishRequest *q = body;
	Duban__LinkStep step;
	struct target t;
	date_t at;
	int r = finish_check(rq, q->link, q->at_date, &t, &at);

	if (!r)
		r = request_text(rq, "text", q->text, TEXT_MAX, false);
	if (!r)
		r = finish_words(rq, q, &t);
	if (r)
		return r;
	step = link_step(t.link);
	if (step_stage(step))
		return step_move(rq, t.project, step, q, at);
	if (step == LINK_STEP(LIBRARY))
		r = library_enter_check(rq, t.project, date_ymd(at));
	if (r)
		return r;
	if (!report_decides(rq))
		return finish_ask(rq, q, &t, at);
	return step == LINK_STEP(LIBRARY)
		   ? library_enter_draft(rq, t.project, date_ymd(at), q->document, 0)
		   : finish_draft(rq, &t, at, 0);
}

int link_finish_reported(struct request *rq, const Duban__Project *p, const Duban__Report *rep)
{
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	struct target t;
	date_t at;
	int r;

	ref.project = p->code;
	ref.year = rep->link_year;
	ref.no = rep->link_no;
	r = finish_check(rq, &ref, rep->on_date, &t, &at);
	if (r)
		return r;
	if (link_step(t.link) != LINK_STEP(NONE))
		return step_reported(rq, t.project, link_step(t.link), rep);
	return finish_draft(rq, &t, at, rep->num);
}

/* Names the report that now waits, if there is one. */
static int finish_answer(struct request *rq, const void *body)
{
	const Duban__Event *ev = rq->event[0];
	Duban__ReportReply *b;

	(void)body;
	if (ev->body_case != DUBAN__EVENT__BODY_REPORT_SUBMITTED)
		return 0;
	b = REQUEST_NEW(rq, Duban__ReportReply, duban__report_reply__init);
	if (!b)
		return -ENOMEM;
	b->report = ev->report_submitted->report;
	b->project = ((const Duban__LinkFinishRequest *)body)->link->project;
	rq->reply->body_case = DUBAN__REPLY__BODY_REPORT;
	rq->reply->report = b;
	return 0;
}

/* Reopening a link stops the clocks of those that follow it: nobody returns what is his own. */
static int check_reviewer(struct request *rq, const struct target *t)
{
	uint32_t me = rq->caller->unit;

	if (!me || (me != t->link->unit && me != t->project->unit))
		return 0;
	return request_refuse(rq, STATUS_DENIED, "link.return_own", t->project->code,
			      target_no(rq, t), NULL);
}

static int link_return(struct request *rq, const void *body)
{
	const Duban__LinkReturnRequest *q = body;
	Duban__LinkReturned *b;
	struct target t;
	int r = request_text(rq, "reason", q->reason, REASON_MAX, true);

	if (!r)
		r = target_find(rq, q->link, LINK_MOVE_RETURN, &t);
	if (!r)
		r = check_reviewer(rq, &t);
	/* taking the step back moves the project, which the link's return does not say enough for
	 */
	if (!r && link_step(t.link) != LINK_STEP(NONE))
		r = refuse_step(rq, &t,
				link_step(t.link) == LINK_STEP(LIBRARY) ? "link.step_leave"
									: "link.step_correct");
	if (r)
		return r;
	b = LINK_EVENT(rq, &t, rq->today, LINK_RETURNED, link_returned, Duban__LinkReturned,
		       duban__link_returned__init);
	if (!b)
		return -ENOMEM;
	b->reason = q->reason;
	return 0;
}

MOVE(LINK_START, DOERS, link_start);
MOVE(LINK_FINISH, DOERS, link_finish, .frees = true, .answer = finish_answer);
MOVE(LINK_RETURN, REVIEWERS, link_return);
