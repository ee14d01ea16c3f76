#include "duban/call.h"

#include "client/lib/core/client.h"
#include "client/lib/core/failure.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"
#include "proto/wire_name.h"

/* protobuf-c declares strings without const, but packing only reads them. */
static char *text(const char *s)
{
	return (char *)(s ? s : "");
}

int duban_link_start(struct duban *d, const char *project, uint32_t no, uint32_t date,
		     struct duban_reply **ret)
{
	Duban__LinkRef link = DUBAN__LINK_REF__INIT;
	Duban__LinkStartRequest start = DUBAN__LINK_START_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	link.project = text(project);
	link.no = no;
	start.link = &link;
	start.at_date = date;
	request.body_case = DUBAN__REQUEST__BODY_LINK_START;
	request.link_start = &start;
	return duban_call(d, &request, ret);
}

int duban_link_finish(struct duban *d, const char *project, uint32_t no, uint32_t date,
		      struct duban_reply **ret)
{
	Duban__LinkRef link = DUBAN__LINK_REF__INIT;
	Duban__LinkFinishRequest finish = DUBAN__LINK_FINISH_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	link.project = text(project);
	link.no = no;
	finish.link = &link;
	finish.at_date = date;
	request.body_case = DUBAN__REQUEST__BODY_LINK_FINISH;
	request.link_finish = &finish;
	return duban_call(d, &request, ret);
}

/* Up to four amounts of a report; a message stays absent if its amount is not known. */
struct amounts {
	Duban__Money money[4];
	size_t n;
};

static Duban__Money *amount(struct amounts *all, const int64_t *fen)
{
	Duban__Money *m = &all->money[all->n];
	if (!fen)
		return NULL;
	duban__money__init(m);
	m->fen = *fen;
	all->n++;
	return m;
}

static int set_evidence(struct duban *d, const struct duban_report *report,
			ProtobufCBinaryData **ret)
{
	*ret = calloc(report->n_evidence + 1, sizeof **ret);
	if (!*ret)
		return failure_set(&d->failure, DUBAN_E_MEMORY, NULL, "no memory for a report");
	for (size_t i = 0; i < report->n_evidence; i++)
		(*ret)[i] = (ProtobufCBinaryData){
		    DUBAN_DIGEST, (uint8_t *)(uintptr_t)(report->evidence + i * DUBAN_DIGEST)};
	return 0;
}

static int set_form(struct duban *d, const struct duban_report *report,
		    Duban__ReportSubmitRequest *submit)
{
	if (!report->form)
		return 0;
	int form = wire_enum_value(&duban__report_form__descriptor, report->form);
	submit->form = (Duban__ReportForm)form;
	return form ? 0
		    : failure_set(&d->failure, DUBAN_E_ARGUMENT, report->form,
				  "there is no form of report %s: monthly, weekly, daily, "
				  "correction or explanation",
				  report->form);
}

static void set_texts(const struct duban_report *report, Duban__ReportSubmitRequest *submit)
{
	submit->project = text(report->project);
	submit->period_month = report->month;
	submit->on_date = report->on;
	submit->text = text(report->text);
	submit->reason = text(report->reason);
	submit->has_percent = report->percent != NULL;
	submit->percent = report->percent ? *report->percent : 0;
}

int duban_report_submit(struct duban *d, const struct duban_report *report,
			struct duban_reply **ret)
{
	struct amounts all = {.n = 0};
	Duban__ReportSubmitRequest submit = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	_cleanup_free_ ProtobufCBinaryData *evidence = NULL;
	int r = set_form(d, report, &submit);
	if (r == 0)
		r = set_evidence(d, report, &evidence);
	if (r < 0)
		return r;
	set_texts(report, &submit);
	submit.invested = amount(&all, report->invested_fen);
	submit.cumulative = amount(&all, report->cumulative_fen);
	submit.statistics = amount(&all, report->statistics_fen);
	submit.cumulative_statistics = amount(&all, report->cumulative_statistics_fen);
	submit.evidence = evidence;
	submit.n_evidence = report->n_evidence;
	request.for_unit = text(report->for_unit);
	request.for_person = text(report->for_person);
	if (report->request_id)
		request.request_id =
		    (ProtobufCBinaryData){REQUEST_ID_SIZE, (uint8_t *)report->request_id};
	request.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	request.report_submit = &submit;
	return duban_call(d, &request, ret);
}
