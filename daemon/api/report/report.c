/* Handing in (报送). */
#include "api/core/private.h"
#include "api/report/claim.h"

#define FORM(x) DUBAN__REPORT_FORM__REPORT_FORM_##x

/* What the link and the stage commands make is not for the hand. */
static int form_of(struct ask *a, const Duban__ReportSubmitRequest *q, Duban__ReportForm *ret)
{
	*ret = q->form ? q->form : FORM(MONTHLY);
	switch (*ret) {
	case FORM(MONTHLY):
	case FORM(WEEKLY):
	case FORM(DAILY):
	case FORM(CORRECTION):
	case FORM(EXPLANATION):
		return 0;
	case FORM(LINK):
	case FORM(STAGE):
		return ask_refuse(a, STATUS_INVALID, "report.form_of_move", NULL);
	default:
		return ask_refuse(a, STATUS_INVALID, "report.no_form", NULL);
	}
}

static int report_submit(struct ask *a, const void *body)
{
	const Duban__ReportSubmitRequest *q = body;
	Duban__Report *rep = ASK_NEW(a, Duban__Report, duban__report__init);
	Duban__Project *p;
	int r = rep ? ask_project(a, q->project, &p) : -ENOMEM;

	if (!r && !scope_reports(a, p))
		r = ask_refuse(a, STATUS_DENIED, "scope.denied", p->code, NULL);
	if (!r)
		r = form_of(a, q, &rep->form);
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
	r = report_check(a, p, rep);
	return r ? r : report_ask(a, p, rep);
}

static int report_answer(struct ask *a, const void *body)
{
	const Duban__ReportSubmitRequest *q = body;
	Duban__ReportReply *b = ASK_NEW(a, Duban__ReportReply, duban__report_reply__init);

	if (!b)
		return -ENOMEM;
	b->report = a->event[0]->report_submitted->report;
	b->project = q->project;
	a->reply->body_case = DUBAN__REPLY__BODY_REPORT;
	a->reply->report = b;
	return 0;
}
HANDLER(REPORT_SUBMIT, .kind = HANDLER_COMMAND,
	.roles = ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) |
		 ROLE_BIT(LOCAL),
	.simulated_only_for_local = true, .decide = report_submit, .answer = report_answer);
