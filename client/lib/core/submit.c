#include "duban/call.h"

#include "client/lib/core/client.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"

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

int duban_report_submit(struct duban *d, const struct duban_report *report,
			struct duban_reply **ret)
{
	Duban__Money invested = DUBAN__MONEY__INIT;
	Duban__ReportSubmitRequest submit = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	submit.project = text(report->project);
	submit.period_month = report->month;
	submit.text = text(report->text);
	if (report->invested_fen) {
		invested.fen = *report->invested_fen;
		submit.invested = &invested;
	}
	request.for_unit = text(report->for_unit);
	request.for_person = text(report->for_person);
	if (report->request_id)
		request.request_id =
		    (ProtobufCBinaryData){REQUEST_ID_SIZE, (uint8_t *)report->request_id};
	request.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	request.report_submit = &submit;
	return duban_call(d, &request, ret);
}
