#include "lib/world/world_log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "proto/wire_name.h"

static void add_line(char **log, const char *line)
{
	char *grown;

	assert_true(asprintf(&grown, "%s%s\n", *log, line) > 0);
	free(*log);
	*log = grown;
}

static void log_line(struct world *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void log_line(struct world *w, const char *fmt, ...)
{
	char line[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	/* "P1/0" stands for the project itself */
	add_line(strncmp(line, "to ", 3) == 0 ? &w->notice_log
		 : strstr(line, "/0 W")	      ? &w->project_log
					      : &w->log,
		 line);
}

/* "02-13" */
static const char *day(uint32_t ymd, char *buf)
{
	(void)snprintf(buf, 16, "%02u-%02u", ymd / 100 % 100, ymd % 100);
	return buf;
}

static const char *minute(struct world *w, usec_t at, char *buf)
{
	char text[INSTANT_TEXT_MAX];

	instant_text(at, engine_zone(w->engine), text);
	(void)snprintf(buf, 16, "%.5s %.5s", text + 5, text + 11);
	return buf;
}

struct log_line {
	char at[16], due[16], from[16], unit[ID_MAX + 1];
	const char *code;
};

static const char *unit_word(struct world *w, uint32_t num, char *buf)
{
	struct arena *a;
	Duban__Unit *u;

	assert_int_equal(arena_new(&a, 64 * 1024), 0);
	u = unit_get(engine_txn(w->engine), a, num);
	(void)snprintf(buf, ID_MAX + 1, "%s", u ? u->id : "-");
	arena_free(a);
	return buf;
}

/* Subjects other than links and projects are written with their kind: "camera/7". */
static uint32_t number(struct log_line *l, const Duban__Subject *s)
{
	if (*s->kind)
		l->code = s->kind;
	return subject_number(s);
}

static void log_raised(struct world *w, struct log_line *l, const Duban__Warning *v)
{
	uint32_t no = number(l, v->subject);

	log_line(w, "%s %s %s/%u W%02u due %s", l->at,
		 wire_enum_name(&duban__level__descriptor, (int)v->level), l->code, no, v->rule,
		 day(v->due_date, l->due));
}

/* The code or the kind, and the number of what a notice is about. */
static void log_item(struct world *w, const Duban__Notice *n, const Duban__NoticeItem *i)
{
	log_line(w, "to %s:   %s %s/%u W%02u", n->person_id,
		 wire_enum_name(&duban__notice_kind__descriptor, (int)i->kind),
		 *i->project ? i->project : "-", subject_number(i->subject), i->rule);
}

static void log_notice(struct world *w, const struct log_line *l, const Duban__Notice *n)
{
	log_line(w, "to %s: %s %s", n->person_id, l->at, n->template_);
	for (size_t i = 0; i < n->n_item; i++)
		log_item(w, n, n->item[i]);
}

/* "03-02 00:00 P1/2 W02: 2, 3 since 03-01 00:00" */
static void log_steps(struct world *w, struct log_line *l, const Duban__WarningStepped *b,
		      uint32_t no)
{
	char line[512], since[16];
	int n = snprintf(line, sizeof line, "%s %s/%u W%02u:", l->at, l->code, no, b->rule);

	for (size_t i = 0; i < b->n_step && (size_t)n < sizeof line; i++) {
		const Duban__StepTaken *s = b->step[i];

		n += snprintf(line + n, sizeof line - (size_t)n, "%s %u", i ? "," : "", s->step);
		if (s->since_at != s->taken_at && (size_t)n < sizeof line)
			n += snprintf(line + n, sizeof line - (size_t)n, " since %s",
				      minute(w, s->since_at, since));
	}
	add_line(&w->step_log, line);
}

static void log_held(struct world *w, struct log_line *l, const Duban__WarningHeld *b, uint32_t no)
{
	char line[128];

	(void)snprintf(line, sizeof line, "%s %s/%u W%02u: %s", l->at, l->code, no, b->rule,
		       b->held ? "stands still" : "goes on");
	add_line(&w->step_log, line);
}

static void log_body(struct world *w, struct log_line *l, const Duban__Event *e)
{
	const Duban__Subject *subject = event_subject(e);
	uint32_t no = subject ? number(l, subject) : 0;

	switch (e->body_case) {
	case DUBAN__EVENT__BODY_WARNING_RAISED:
		log_raised(w, l, e->warning_raised->warning);
		break;
	case DUBAN__EVENT__BODY_WARNING_ESCALATED:
		log_line(
		    w, "%s %s %s/%u W%02u due %s", l->at,
		    wire_enum_name(&duban__level__descriptor, (int)e->warning_escalated->level),
		    l->code, no, e->warning_escalated->rule,
		    day(e->warning_escalated->due_date, l->due));
		break;
	case DUBAN__EVENT__BODY_WARNING_REPEATED:
		log_line(w, "%s again %s/%u W%02u", l->at, l->code, no, e->warning_repeated->rule);
		break;
	case DUBAN__EVENT__BODY_WARNING_MOVED:
		log_line(w, "%s moved %s/%u W%02u due %s", l->at, l->code, no,
			 e->warning_moved->rule, day(e->warning_moved->due_date, l->due));
		break;
	case DUBAN__EVENT__BODY_WARNING_PASSED:
		log_line(w, "%s passed %s/%u W%02u %s %s", l->at, l->code, no,
			 e->warning_passed->rule,
			 wire_enum_name(&duban__turn__descriptor, (int)e->warning_passed->turn),
			 unit_word(w, e->warning_passed->turn_unit, l->unit));
		break;
	case DUBAN__EVENT__BODY_WARNING_STEPPED:
		log_steps(w, l, e->warning_stepped, no);
		break;
	case DUBAN__EVENT__BODY_WARNING_HELD:
		log_held(w, l, e->warning_held, no);
		break;
	case DUBAN__EVENT__BODY_WARNING_CLEARED:
		log_line(
		    w, "%s %s %s/%u W%02u", l->at,
		    wire_enum_name(&duban__clear_cause__descriptor, (int)e->warning_cleared->cause),
		    l->code, no, e->warning_cleared->rule);
		break;
	case DUBAN__EVENT__BODY_WARNING_ACKED:
		log_line(w, "%s acked %s/%u W%02u", l->at, l->code, no, e->warning_acked->rule);
		break;
	case DUBAN__EVENT__BODY_WARNING_ANSWERED:
		log_line(w, "%s answered %s/%u W%02u", l->at, l->code, no,
			 e->warning_answered->rule);
		break;
	case DUBAN__EVENT__BODY_WARNING_REOPENED:
		log_line(w, "%s reopened %s/%u W%02u", l->at, l->code, no,
			 e->warning_reopened->warning->rule);
		break;
	case DUBAN__EVENT__BODY_WARNING_UPHELD:
		log_line(w, "%s upheld %s/%u W%02u", l->at, l->code, no, e->warning_upheld->rule);
		break;
	case DUBAN__EVENT__BODY_NOTICE_MADE:
		log_notice(w, l, e->notice_made->notice);
		break;
	case DUBAN__EVENT__BODY_DEADLINE_MOVED:
		log_line(w, "%s deadline %s/%u %s -> %s", l->at, l->code, e->deadline_moved->link,
			 day(e->deadline_moved->from_date, l->from),
			 day(e->deadline_moved->to_date, l->due));
		break;
	default:
		break;
	}
}

void world_log_event(struct world *w, struct bytes packed)
{
	Duban__Event *e = duban__event__unpack(NULL, packed.size, packed.data);
	struct arena *a;
	Duban__Project *p;
	struct log_line l;

	assert_non_null(e);
	assert_int_equal(arena_new(&a, 1024 * 1024), 0);
	p = project_get(engine_txn(w->engine), a, e->project);
	l.code = p ? p->code : "";
	minute(w, e->at, l.at);
	log_body(w, &l, e);
	arena_free(a);
	duban__event__free_unpacked(e, NULL);
}

void world_expect_steps(struct world *w, const char *lines)
{
	assert_string_equal(w->step_log, lines);
	free(w->step_log);
	w->step_log = strdup("");
}

void world_expect(struct world *w, const char *lines)
{
	assert_string_equal(w->log, lines);
	free(w->log);
	w->log = strdup("");
}

void world_expect_project(struct world *w, const char *lines)
{
	assert_string_equal(w->project_log, lines);
	free(w->project_log);
	w->project_log = strdup("");
}

void world_expect_notices(struct world *w, const char *lines)
{
	assert_string_equal(w->notice_log, lines);
	free(w->notice_log);
	w->notice_log = strdup("");
}

/* ---- moves */

struct words {
	char verb[16], code[CODE_MAX + 1], date[32];
	unsigned no;
};

/* The bodies of the requests, valid until the next call. */
static struct {
	Duban__LinkRef ref;
	Duban__LinkStartRequest start;
	Duban__LinkFinishRequest finish;
	Duban__LinkReturnRequest ret;
	Duban__LinkExtendRequest extend;
	Duban__LinkSuspendRequest suspend;
	Duban__LinkResumeRequest resume;
	Duban__LinkCancelRequest cancel;
	Duban__LinkAcceptRequest accept;
	Duban__Request q;
	struct words words;
} m;

#define TEST_REASON ((char *)(uintptr_t) "测试")

static void fill_dated(uint32_t ymd)
{
	if (strcmp(m.words.verb, "start") == 0) {
		m.start = (Duban__LinkStartRequest)DUBAN__LINK_START_REQUEST__INIT;
		m.start.link = &m.ref;
		m.start.at_date = ymd;
		m.q.body_case = DUBAN__REQUEST__BODY_LINK_START;
		m.q.link_start = &m.start;
	} else if (strcmp(m.words.verb, "finish") == 0) {
		m.finish = (Duban__LinkFinishRequest)DUBAN__LINK_FINISH_REQUEST__INIT;
		m.finish.link = &m.ref;
		m.finish.at_date = ymd;
		m.q.body_case = DUBAN__REQUEST__BODY_LINK_FINISH;
		m.q.link_finish = &m.finish;
	} else if (strcmp(m.words.verb, "resume") == 0) {
		m.resume = (Duban__LinkResumeRequest)DUBAN__LINK_RESUME_REQUEST__INIT;
		m.resume.link = &m.ref;
		m.resume.at_date = ymd;
		m.q.body_case = DUBAN__REQUEST__BODY_LINK_RESUME;
		m.q.link_resume = &m.resume;
	} else if (strcmp(m.words.verb, "accept") == 0) {
		m.accept = (Duban__LinkAcceptRequest)DUBAN__LINK_ACCEPT_REQUEST__INIT;
		m.accept.link = &m.ref;
		m.accept.at_date = ymd;
		m.accept.acceptance_no = (char *)(uintptr_t) "受〔2020〕7号";
		m.q.body_case = DUBAN__REQUEST__BODY_LINK_ACCEPT;
		m.q.link_accept = &m.accept;
	}
}

static void fill_reasoned(uint32_t ymd)
{
	if (strcmp(m.words.verb, "return") == 0) {
		m.ret = (Duban__LinkReturnRequest)DUBAN__LINK_RETURN_REQUEST__INIT;
		m.ret.link = &m.ref;
		m.ret.reason = TEST_REASON;
		m.q.body_case = DUBAN__REQUEST__BODY_LINK_RETURN;
		m.q.link_return = &m.ret;
	} else if (strcmp(m.words.verb, "extend") == 0) {
		m.extend = (Duban__LinkExtendRequest)DUBAN__LINK_EXTEND_REQUEST__INIT;
		m.extend.link = &m.ref;
		m.extend.to_date = ymd;
		m.extend.reason = TEST_REASON;
		m.q.body_case = DUBAN__REQUEST__BODY_LINK_EXTEND;
		m.q.link_extend = &m.extend;
	} else if (strcmp(m.words.verb, "suspend") == 0) {
		m.suspend = (Duban__LinkSuspendRequest)DUBAN__LINK_SUSPEND_REQUEST__INIT;
		m.suspend.link = &m.ref;
		m.suspend.at_date = ymd;
		m.suspend.reason = TEST_REASON;
		m.q.body_case = DUBAN__REQUEST__BODY_LINK_SUSPEND;
		m.q.link_suspend = &m.suspend;
	} else if (strcmp(m.words.verb, "cancel") == 0) {
		m.cancel = (Duban__LinkCancelRequest)DUBAN__LINK_CANCEL_REQUEST__INIT;
		m.cancel.link = &m.ref;
		m.cancel.reason = TEST_REASON;
		m.q.body_case = DUBAN__REQUEST__BODY_LINK_CANCEL;
		m.q.link_cancel = &m.cancel;
	}
}

Duban__Request *world_move(struct world *w, const char *words)
{
	uint32_t ymd = 0;
	date_t d;

	(void)w;
	memset(&m.words, 0, sizeof m.words);
	assert_true(sscanf(words, "%15s %64s %u %31s", m.words.verb, m.words.code, &m.words.no,
			   m.words.date) >= 3);
	if (*m.words.date) {
		assert_true(date_parse(m.words.date, &d));
		ymd = date_ymd(d);
	}
	m.ref = (Duban__LinkRef)DUBAN__LINK_REF__INIT;
	m.ref.project = m.words.code;
	m.ref.no = m.words.no;
	m.q = (Duban__Request)DUBAN__REQUEST__INIT;
	fill_dated(ymd);
	fill_reasoned(ymd);
	assert_true(m.q.body_case != DUBAN__REQUEST__BODY__NOT_SET);
	return &m.q;
}

void world_do(struct world *w, const char *words)
{
	world_ok(w, world_move(w, words));
}
