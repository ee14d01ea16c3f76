#include "api/private.h"

static int check(struct ask *a, const Duban__ReportSubmitRequest *q)
{
	char now[DATE_TEXT_MAX], period[DATE_TEXT_MAX];
	uint32_t this_month = date_ymd(a->today) / 100;

	if (!date_month_valid(q->period_month))
		return ask_refuse(a, STATUS_INVALID, "month.impossible",
				  arena_printf(a->arena, "%u", q->period_month), NULL);
	if (q->period_month > this_month)
		return ask_refuse(a, STATUS_INVALID, "report.future",
				  month_text(q->period_month, period), month_text(this_month, now),
				  NULL);
	if (!q->invested)
		return ask_refuse(a, STATUS_INVALID, "money.missing", "invested", NULL);
	if (q->invested->fen < 0)
		return ask_refuse(a, STATUS_INVALID, "money.negative", "invested", NULL);
	if (q->invested->fen > MONEY_FEN_MAX)
		return ask_refuse(a, STATUS_INVALID, "money.too_large", "invested", NULL);
	return ask_text(a, "text", q->text, TEXT_MAX, false);
}

static int report_submit(struct ask *a, const void *body)
{
	const Duban__ReportSubmitRequest *q = body;
	Duban__Project *p;
	Duban__Event *ev;
	Duban__Report *rep;
	int r = ask_project(a, q->project, &p);

	if (!r && !scope_reports(a, p))
		r = ask_refuse(a, STATUS_DENIED, "scope.denied", p->code, NULL);
	if (!r)
		r = check(a, q);
	if (r)
		return r;
	ev = ask_event(a);
	rep = ASK_NEW(a, Duban__Report, duban__report__init);
	if (!ev || !rep)
		return -ENOMEM;
	ev->report_submitted = ASK_NEW(a, Duban__ReportSubmitted, duban__report_submitted__init);
	if (!ev->report_submitted)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_REPORT_SUBMITTED;
	ev->project = p->num;
	ev->project_unit = p->unit;
	ev->report_submitted->report = rep;
	rep->num = counter_last(a->txn, "report") + 1;
	rep->project = p->num;
	rep->period_month = q->period_month;
	rep->invested = q->invested;
	rep->text = q->text;
	rep->state = DUBAN__REPORT_STATE__REPORT_STATE_PENDING;
	rep->unit = a->caller->unit ? a->caller->unit : p->unit;
	rep->submitted_at = a->now;
	return 0;
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
