/* Submitting a report (报送). */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/records/remarks.h"
#include "api/report/claim.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "store/db/txn.h"

/* Reports that the commands for links and stages make cannot be submitted directly. */
static int form_of(struct request *rq, const Duban__ReportSubmitRequest *q, Duban__ReportForm *ret)
{
	*ret = q->form ? q->form : REPORT_FORM(MONTHLY);
	switch (*ret) {
	case REPORT_FORM(MONTHLY):
	case REPORT_FORM(WEEKLY):
	case REPORT_FORM(DAILY):
	case REPORT_FORM(CORRECTION):
	case REPORT_FORM(EXPLANATION):
		return 0;
	case REPORT_FORM(LINK):
	case REPORT_FORM(STAGE):
	case REPORT_FORM(LINK_EXTENSION):
	case REPORT_FORM(LINK_SUSPENSION):
	case REPORT_FORM(LINK_CANCELLATION):
		return request_refuse(rq, STATUS_INVALID, "report.form_of_move", NULL);
	default:
		return request_refuse(rq, STATUS_INVALID, "report.no_form", NULL);
	}
}

static int report_submit(struct request *rq, const void *body)
{
	const Duban__ReportSubmitRequest *q = body;
	Duban__Report *rep = REQUEST_NEW(rq, Duban__Report, duban__report__init);
	Duban__Project *p;
	int r = rep ? request_project(rq, q->project, &p) : -ENOMEM;

	if (!r && !scope_reports(rq, p))
		r = request_refuse(rq, STATUS_DENIED, "scope.denied", p->code, NULL);
	if (!r)
		r = scope_check_reporter(rq, p);
	if (!r)
		r = form_of(rq, q, &rep->form);
	if (r)
		return r;
	rep->project = p->num;
	rep->period_month = q->period_month;
	rep->on_date = q->on_date;
	rep->invested = q->invested;
	rep->cumulative = q->cumulative;
	rep->statistics = q->statistics;
	rep->cumulative_statistics = q->cumulative_statistics;
	rep->has_percent = q->has_percent;
	rep->percent = q->has_percent ? q->percent : 0;
	rep->text = q->text;
	rep->reason = q->reason;
	rep->evidence = q->evidence;
	rep->n_evidence = q->n_evidence;
	r = report_check(rq, p, rep);
	return r ? r : report_ask(rq, p, rep);
}

static int report_answer(struct request *rq, const void *body)
{
	const Duban__ReportSubmitRequest *q = body;
	Duban__ReportReply *b = REQUEST_NEW(rq, Duban__ReportReply, duban__report_reply__init);
	struct remarks remarks = {.rq = rq, .scratch = rq->arena};
	const Duban__Project *p;

	if (!b)
		return -ENOMEM;
	b->report = rq->event[0]->report_submitted->report;
	b->project = q->project;
	p = project_get(rq->txn, rq->arena, b->report->project);
	if (!p)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
	remarks_of_report(&remarks, p, b->report, NULL, 0);
	remarks_end(&remarks, &b->remark, &b->n_remark);
	rq->reply->body_case = DUBAN__REPLY__BODY_REPORT;
	rq->reply->report = b;
	return remarks.full ? -ENOMEM : txn_error(rq->txn);
}
HANDLER(REPORT_SUBMIT, .kind = HANDLER_COMMAND,
	.roles = ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |
		 ROLE_BIT(LOCAL),
	.simulated_only_for_local = true, .decide = report_submit, .answer = report_answer);
