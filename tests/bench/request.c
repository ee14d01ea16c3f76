#include "bench/request.h"

#include <time.h>

#include "proto/api.pb-c.h"

void request_maker_init(struct request_maker *m, enum request_verb verb, uint64_t projects)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	*m = (struct request_maker){.verb = verb, .projects = projects};
	m->clock = (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
	m->random = m->clock;
}

void request_code(uint64_t i, char buf[REQUEST_CODE_MAX])
{
	buf[0] = 'P';
	for (int d = 7; d >= 1; d--, i /= 10)
		buf[d] = (char)('0' + i % 10);
	buf[8] = '\0';
}

static void request_id(struct request_maker *m, unsigned client, unsigned char id[16])
{
	uint64_t a = ++m->clock, b = (uint64_t)client << 48 | ++m->counter[client];

	for (int i = 0; i < 8; i++) {
		id[i] = (unsigned char)(a >> (56 - 8 * i));
		id[8 + i] = (unsigned char)(b >> (56 - 8 * i));
	}
}

size_t request_make(void *maker, unsigned client, unsigned char *buf)
{
	struct request_maker *m = maker;
	Duban__Request r = DUBAN__REQUEST__INIT;
	Duban__ReportSubmitRequest report = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__LinkExtendRequest extend = DUBAN__LINK_EXTEND_REQUEST__INIT;
	Duban__LinkRef link = DUBAN__LINK_REF__INIT;
	Duban__Money money = DUBAN__MONEY__INIT;
	unsigned char id[16];
	char code[REQUEST_CODE_MAX];

	request_id(m, client, id);
	request_code(bench_random(&m->random) % m->projects, code);
	r.version = 1;
	r.request_id = (ProtobufCBinaryData){16, id};
	if (m->verb == REQUEST_REPORT) {
		report.project = code;
		report.period_month = 202005;
		money.fen = (int64_t)(m->random % 1000000) * 100;
		report.invested = &money;
		report.text = (char *)"Foundation works for building 3 finished; the steel frame "
				      "begins on Monday; two inspections passed; no change.";
		r.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
		r.report_submit = &report;
	} else {
		link.project = code;
		link.no = 2;
		extend.link = &link;
		extend.to_date = 20211201 + (uint32_t)(m->random % 28);
		extend.reason = (char *)"The relocation of a water main takes longer than planned; "
					"the office agreed on the new date in this week's meeting.";
		r.body_case = DUBAN__REQUEST__BODY_LINK_EXTEND;
		r.link_extend = &extend;
	}
	return duban__request__pack(&r, buf);
}
