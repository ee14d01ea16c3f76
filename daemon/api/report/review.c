/* Review in layers (分层审核): the department, or the unit above, passes a report on or returns it;
 * the office confirms it, and then it counts. A command may judge many reports: all or none. */
#include "api/report/review.h"

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/link/clock.h"
#include "api/link/link.h"
#include "api/project/stage_change.h"
#include "api/project/stage_guard.h"
#include "api/report/claim.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/report/figure.h"
#include "model/report/period.h"
#include "model/report/report.h"
#include "model/report/state.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/db/txn.h"

/* ---- checks */

static int refuse(struct request *rq, const struct report_judged *j, int status, const char *code)
{
	Duban__Problem *p = request_problem(rq, code, arena_printf(rq->arena, "%u", j->num), NULL);

	if (!p)
		return -ENOMEM;
	p->line = j->line;
	return status;
}

static int check_verdict(struct request *rq, const struct report_judged *j)
{
	if (j->verdict != DUBAN__VERDICT__VERDICT_PASS &&
	    j->verdict != DUBAN__VERDICT__VERDICT_RETURN)
		return refuse(rq, j, STATUS_INVALID, "report.no_verdict");
	if (j->verdict == DUBAN__VERDICT__VERDICT_RETURN && !*j->reason)
		return refuse(rq, j, STATUS_INVALID, "report.return_unreasoned");
	if (strlen(j->reason) > REASON_MAX)
		return refuse(rq, j, STATUS_INVALID, "report.reason_too_long");
	return 0;
}

int report_judge(struct request *rq, struct report_judged *j)
{
	int r = check_verdict(rq, j);

	if (r)
		return r;
	j->r = report_get(rq->txn, rq->arena, j->num);
	j->p = j->r ? project_get(rq->txn, rq->arena, j->r->project) : NULL;
	if (!j->p || !scope_reads(rq, j->p)) {
		rq->hidden = rq->hidden || j->p;
		return refuse(rq, j, STATUS_NOT_FOUND, "report.unknown");
	}
	if (!report_waits((int)j->r->state)) {
		Duban__Problem *p = request_problem(
		    rq, "report.not_waiting", arena_printf(rq->arena, "%u", j->num),
		    wire_enum_name(&duban__report_state__descriptor, (int)j->r->state), NULL);

		if (!p)
			return -ENOMEM;
		p->line = j->line;
		return STATUS_CONFLICT;
	}
	if (report_turn(rq, j->p, j->r))
		return 0;
	return refuse(rq, j, STATUS_DENIED,
		      j->r->state == REPORT_STATE(PENDING) ? "report.not_reviewer"
							   : "report.office_confirms");
}

/* ---- events */

static Duban__Event *event_of(struct request *rq, const struct report_judged *j)
{
	Duban__Event *ev = request_event(rq);

	if (!ev)
		return NULL;
	ev->project = j->p->num;
	ev->project_unit = j->p->unit;
	return ev;
}

static int draft_returned(struct request *rq, const struct report_judged *j)
{
	Duban__ReportReturned *b =
	    REQUEST_NEW(rq, Duban__ReportReturned, duban__report_returned__init);
	Duban__Event *ev = event_of(rq, j);

	if (!b || !ev)
		return -ENOMEM;
	b->num = j->num;
	b->reason = (char *)(uintptr_t)j->reason;
	ev->body_case = DUBAN__EVENT__BODY_REPORT_RETURNED;
	ev->report_returned = b;
	return 0;
}

static int draft_reviewed(struct request *rq, const struct report_judged *j)
{
	Duban__ReportReviewed *b =
	    REQUEST_NEW(rq, Duban__ReportReviewed, duban__report_reviewed__init);
	Duban__Event *ev = event_of(rq, j);

	if (!b || !ev)
		return -ENOMEM;
	b->num = j->num;
	ev->body_case = DUBAN__EVENT__BODY_REPORT_REVIEWED;
	ev->report_reviewed = b;
	return 0;
}

static bool outgrows(const Duban__Money *m, int64_t delta)
{
	int64_t fen = (m ? m->fen : 0) + delta;

	return fen > MONEY_FEN_MAX || fen < -MONEY_FEN_MAX;
}

static int book(struct request *rq, const struct report_judged *j, uint32_t *ret)
{
	struct report_delta d;
	Duban__Figure *f;
	int64_t n_wd;
	int r = parameter_number(rq->txn, rq->arena, j->p, "report.lock_wd", &n_wd);

	if (r)
		return r;
	*ret = period_booked(rq->calendar, j->r->period_month, (int)n_wd, rq->today);
	f = figure_get(rq->txn, rq->arena, j->p->num, *ret);
	if (!report_delta(rq->txn, rq->arena, j->r, &d))
		return txn_error(rq->txn);
	if (outgrows(f ? f->invested : NULL, d.invested) ||
	    outgrows(f ? f->statistics : NULL, d.statistics))
		return refuse(rq, j, STATUS_CONFLICT, "report.figure_too_large");
	return 0;
}

static bool same_link(const Duban__Report *x, const Duban__Report *y)
{
	return x->project == y->project && x->link_year == y->link_year && x->link_no == y->link_no;
}

/* One move of a link at a time: what the next may do depends on what the first made of it. */
static int check_alone(struct request *rq, const struct report_judged *j)
{
	for (size_t i = 0; i < rq->n_event; i++) {
		const Duban__Event *ev = rq->event[i];
		const Duban__Report *other =
		    ev->body_case == DUBAN__EVENT__BODY_REPORT_CONFIRMED
			? report_get(rq->txn, rq->arena, ev->report_confirmed->num)
			: NULL;

		if (other && other->num != j->num && report_names_link(other) &&
		    same_link(other, j->r))
			return refuse(rq, j, STATUS_CONFLICT, "report.same_link");
	}
	return txn_error(rq->txn);
}

/* Drafts the move that the report asks for, after checking that it is possible now. */
static int draft_asked(struct request *rq, const struct report_judged *j)
{
	struct stage_change m;
	int r = 0;

	if (report_names_link(j->r))
		r = check_alone(rq, j);
	if (r) {
		return r;
	} else if (report_eases(j->r)) {
		r = link_clock_reported(rq, j->p, j->r);
	} else if (j->r->form == REPORT_FORM(LINK)) {
		r = link_finish_reported(rq, j->p, j->r);
	} else if (j->r->form == REPORT_FORM(STAGE)) {
		stage_change_of_report(j->r, &m);
		r = stage_change_check(rq, j->p, &m);
		if (!r)
			r = stage_change_draft(rq, j->p, &m);
	}
	if (r <= 0)
		return r;
	return refuse(rq, j, r, "report.cannot_hold") < 0 ? -ENOMEM : r;
}

static int draft_confirmed(struct request *rq, const struct report_judged *j)
{
	Duban__ReportConfirmed *b =
	    REQUEST_NEW(rq, Duban__ReportConfirmed, duban__report_confirmed__init);
	Duban__Event *ev;
	int r = 0;

	if (!b)
		return -ENOMEM;
	b->num = j->num;
	if (report_books(j->r))
		r = book(rq, j, &b->booked_month);
	if (r)
		return r;
	ev = event_of(rq, j);
	if (!ev)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_REPORT_CONFIRMED;
	ev->report_confirmed = b;
	return draft_asked(rq, j);
}

static int draft_one(struct request *rq, const struct report_judged *j)
{
	int r = 0;

	if (j->verdict == DUBAN__VERDICT__VERDICT_RETURN)
		return draft_returned(rq, j);
	if (j->r->state == REPORT_STATE(PENDING))
		r = draft_reviewed(rq, j);
	/* The office may review and confirm in one step. What asks to ease a link is decided one
	 * tier up. */
	if (!r && (report_decides(rq) || report_eases(j->r)))
		r = draft_confirmed(rq, j);
	return r;
}

static int by_order(const void *x, const void *y)
{
	const Duban__Report *l = ((const struct report_judged *)x)->r;
	const Duban__Report *r = ((const struct report_judged *)y)->r;
	bool l_stage = l->form == REPORT_FORM(STAGE), r_stage = r->form == REPORT_FORM(STAGE);

	if (l_stage != r_stage)
		return l_stage ? 1 : -1;
	if (l->period_month != r->period_month)
		return l->period_month < r->period_month ? -1 : 1;
	if (l->on_date != r->on_date)
		return l->on_date < r->on_date ? -1 : 1;
	return l->num < r->num ? -1 : l->num > r->num;
}

int report_draft(struct request *rq, struct report_judged *j, size_t n)
{
	int verdict = 0;

	if (n)
		qsort(j, n, sizeof *j, by_order);
	for (size_t i = 0; i < n; i++) {
		int r = draft_one(rq, &j[i]);

		if (r < 0)
			return r;
		verdict = verdict ? verdict : r;
	}
	return verdict;
}

/* ---- the request */

static int check_once(struct request *rq, const struct report_judged *j, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (j[k].num == j[i].num)
				return refuse(rq, &j[i], STATUS_INVALID, "report.judged_twice");
	return 0;
}

static int report_review(struct request *rq, const void *body)
{
	const Duban__ReportReviewRequest *q = body;
	struct report_judged *j = arena_alloc(rq->arena, (q->n_verdict + 1) * sizeof *j);
	int verdict = 0, r;

	if (!j)
		return -ENOMEM;
	if (q->n_verdict == 0)
		return request_refuse(rq, STATUS_INVALID, "report.no_verdicts", NULL);
	if (q->n_verdict > REPORT_VERDICTS_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "report.too_many_verdicts",
				      arena_printf(rq->arena, "%d", REPORT_VERDICTS_MAX), NULL);
	for (size_t i = 0; i < q->n_verdict; i++) {
		const Duban__ReportVerdict *v = q->verdict[i];

		j[i] = (struct report_judged){
		    .num = v->report, .verdict = (int)v->verdict, .reason = v->reason};
		r = report_judge(rq, &j[i]);
		if (r < 0)
			return r;
		verdict = verdict ? verdict : r;
	}
	r = check_once(rq, j, q->n_verdict);
	if (verdict || r)
		return r < 0 ? r : verdict ? verdict : r;
	return report_draft(rq, j, q->n_verdict);
}

static int review_answer(struct request *rq, const void *body)
{
	Duban__ReportReviewReply *b =
	    REQUEST_NEW(rq, Duban__ReportReviewReply, duban__report_review_reply__init);

	(void)body;
	if (!b)
		return -ENOMEM;
	for (size_t i = 0; i < rq->n_event; i++) {
		b->reviewed += rq->event[i]->body_case == DUBAN__EVENT__BODY_REPORT_REVIEWED;
		b->confirmed += rq->event[i]->body_case == DUBAN__EVENT__BODY_REPORT_CONFIRMED;
		b->returned += rq->event[i]->body_case == DUBAN__EVENT__BODY_REPORT_RETURNED;
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_REPORT_REVIEW;
	rq->reply->report_review = b;
	return 0;
}
HANDLER(REPORT_REVIEW, .kind = HANDLER_COMMAND,
	.roles = ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |
		 ROLE_BIT(LOCAL),
	.simulated_only_for_local = true, .decide = report_review, .answer = review_answer);
