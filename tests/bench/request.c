#include "bench/request.h"

#include <stdbool.h>
#include <time.h>

#include "proto/api.pb-c.h"

enum request_verb request_verb_of(const char *name)
{
	static const char *const names[REQUEST_VERBS] = {
	    [REQUEST_REPORT] = "report", [REQUEST_MOVE] = "move",   [REQUEST_SHOW] = "show",
	    [REQUEST_LIST] = "list",	 [REQUEST_PARAM] = "param",
	};
	size_t i = 0;

	while (i < REQUEST_VERBS && strcmp(names[i], name) != 0)
		i++;
	return (enum request_verb)i;
}

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

static void make_report(struct request_maker *m, Duban__ReportSubmitRequest *q, Duban__Money *money,
			char code[REQUEST_CODE_MAX])
{
	request_code(bench_random(&m->random) % m->projects, code);
	money->fen = (int64_t)(m->random % 1000000) * 100;
	q->project = code;
	q->period_month = 202005;
	q->invested = money;
	q->text = (char *)"Foundation works for building 3 finished; the steel frame begins on "
			  "Monday; two inspections passed; no change.";
}

/* Each client uses only projects of its own, so that no other client finishes or returns its
 * links. */
static bool next_move(struct request_maker *m, unsigned client, Duban__LinkRef *link,
		      char code[REQUEST_CODE_MAX])
{
	bool finish = m->counter[client] % 2;
	uint64_t mine = m->projects / REQUEST_CLIENTS;

	if (finish)
		m->moved[client] = bench_random(&m->random) % mine * REQUEST_CLIENTS + client;
	request_code(m->moved[client], code);
	link->project = code;
	link->no = 2;
	return finish;
}

/* Each pack_ function has the body on its own stack and packs the request before it returns. */
static size_t pack_report(struct request_maker *m, Duban__Request *r, unsigned char *buf)
{
	Duban__ReportSubmitRequest report = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Money money = DUBAN__MONEY__INIT;
	char code[REQUEST_CODE_MAX];

	make_report(m, &report, &money, code);
	r->body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	r->report_submit = &report;
	return duban__request__pack(r, buf);
}

static size_t pack_move(struct request_maker *m, Duban__Request *r, unsigned client,
			unsigned char *buf)
{
	Duban__LinkFinishRequest finish = DUBAN__LINK_FINISH_REQUEST__INIT;
	Duban__LinkReturnRequest back = DUBAN__LINK_RETURN_REQUEST__INIT;
	Duban__LinkRef link = DUBAN__LINK_REF__INIT;
	char code[REQUEST_CODE_MAX];

	if (next_move(m, client, &link, code)) {
		finish.link = &link;
		r->body_case = DUBAN__REQUEST__BODY_LINK_FINISH;
		r->link_finish = &finish;
	} else {
		back.link = &link;
		back.reason = (char *)"The record of the acceptance lacks two signatures and the "
				      "photograph of the western side; hand in again.";
		r->body_case = DUBAN__REQUEST__BODY_LINK_RETURN;
		r->link_return = &back;
	}
	return duban__request__pack(r, buf);
}

static size_t pack_query(struct request_maker *m, Duban__Request *r, unsigned char *buf)
{
	Duban__ProjectShowRequest show = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	Duban__ProjectListRequest list = DUBAN__PROJECT_LIST_REQUEST__INIT;
	char code[REQUEST_CODE_MAX];

	request_code(bench_random(&m->random) % m->projects, code);
	if (m->verb == REQUEST_SHOW) {
		show.project = code;
		r->body_case = DUBAN__REQUEST__BODY_PROJECT_SHOW;
		r->project_show = &show;
	} else {
		list.after = code;
		r->body_case = DUBAN__REQUEST__BODY_PROJECT_LIST;
		r->project_list = &list;
	}
	return duban__request__pack(r, buf);
}

static size_t pack_param(struct request_maker *m, Duban__Request *r, unsigned char *buf)
{
	Duban__ParamSetRequest set = DUBAN__PARAM_SET_REQUEST__INIT;
	char value[16];

	snprintf(value, sizeof value, "%u", 5 + (unsigned)(m->clock % 20));
	set.key = (char *)"W00.remind_cd";
	set.value = value;
	r->body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	r->param_set = &set;
	return duban__request__pack(r, buf);
}

size_t request_make(void *maker, unsigned client, unsigned char *buf)
{
	struct request_maker *m = maker;
	Duban__Request r = DUBAN__REQUEST__INIT;
	unsigned char id[16];

	request_id(m, client, id);
	r.version = 1;
	r.request_id = (ProtobufCBinaryData){sizeof id, id};
	switch (m->verb) {
	case REQUEST_REPORT:
		return pack_report(m, &r, buf);
	case REQUEST_MOVE:
		return pack_move(m, &r, client, buf);
	case REQUEST_PARAM:
		return pack_param(m, &r, buf);
	default:
		return pack_query(m, &r, buf);
	}
}
