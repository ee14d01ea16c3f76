/* `project show`: one project with everything that belongs to it, now or on a past day. */
#include "api/chain/chain.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/remark.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "engine/past/past.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/list/member.h"
#include "model/project/acceptance.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/report/figure.h"
#include "model/report/period.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum {
	WARNINGS_BYTES = 100 * 1024,
	CANDIDATES_MAX = 20,
	REPORTS_SHOWN = 12,
	FIGURES_SHOWN = 24,
	WHOLE_MAX = 600 /* 50 years of months */
};

/* Finds a project by its code, else by a part of its name that no other project has; if several do,
 * the reply lists them. */
static int resolve(struct request *rq, const char *text, Duban__ProjectShowReply *b,
		   Duban__Project **ret)
{
	struct scan s = scan_start(rq->txn, TABLE_project, BYTES("", 0));
	Duban__Project *found = project_get(rq->txn, rq->arena, project_by_code(rq->txn, text));
	size_t n = 0;

	if (found && scope_reads(rq, found)) {
		*ret = found;
		return 0;
	}
	while (*text && scan_next(&s) && n <= CANDIDATES_MAX) {
		Duban__Project *p =
		    record_unpack(rq->txn, s.value, &duban__project__descriptor, rq->arena);
		Duban__ProjectRow *row;

		if (!p || !strstr(p->name, text) || !scope_reads(rq, p))
			continue;
		found = p;
		if (row_project(rq, p, &row) || REQUEST_PUSH(rq, b->candidate, b->n_candidate, row))
			return -ENOMEM;
		n++;
	}
	if (n == 1) {
		b->n_candidate = 0;
		*ret = found;
		return 0;
	}
	return request_refuse(rq, STATUS_NOT_FOUND, n ? "project.ambiguous" : "project.unknown",
			      text, NULL);
}

static int show_links(struct request *rq, const Duban__Project *p, Duban__ProjectShowReply *b)
{
	struct chain c;
	int r = chain_load(rq->txn, rq->arena, p->num, p->year, &c);

	if (r)
		return r;
	b->links = (uint32_t)c.n;
	for (size_t i = 0; i < c.n; i++)
		b->links_done += c.progress[i]->state == DUBAN__LINK_STATE__LINK_STATE_DONE;
	return chain_remarks(rq, p, &c, &REQUEST_REMARKS(rq));
}

/* All records under a project's key, newest first; only the first FIGURES_SHOWN are shown unless
 * all are asked for. */
struct newest {
	void **record;
	size_t n, max;
};

static int newest(struct request *rq, enum table table, uint32_t project,
		  const ProtobufCMessageDescriptor *d, struct newest *ret)
{
	struct scan s = scan_start(rq->txn, table, key_bytes(key_u32(KEY(), project)));
	void **all = NULL;
	size_t n = 0;

	while (scan_next(&s)) {
		void *m = record_unpack(rq->txn, s.value, d, rq->arena);

		if (!m || REQUEST_PUSH(rq, all, n, m))
			return -ENOMEM;
	}
	for (size_t i = 0; i < n / 2; i++) {
		void *m = all[i];

		all[i] = all[n - 1 - i];
		all[n - 1 - i] = m;
	}
	ret->record = all;
	ret->n = n < ret->max ? n : ret->max;
	return txn_error(rq->txn);
}

/* How many plans, figures and months are shown. */
static size_t shown_max(const struct request *rq)
{
	return rq->request->project_show->whole ? WHOLE_MAX : FIGURES_SHOWN;
}

static int show_life(struct request *rq, const Duban__Project *p, Duban__ProjectShowReply *b)
{
	struct newest plans = {.max = shown_max(rq)}, figures = plans;
	struct members members;
	int r = members_load(rq->txn, rq->arena, p->num, &members);

	if (!r)
		r = newest(rq, TABLE_plan, p->num, &duban__plan__descriptor, &plans);
	if (!r)
		r = newest(rq, TABLE_figure, p->num, &duban__figure__descriptor, &figures);
	if (r)
		return r;
	b->plan = (Duban__Plan **)plans.record;
	b->n_plan = plans.n;
	b->figure = (Duban__Figure **)figures.record;
	b->n_figure = figures.n;
	b->life = life_get(rq->txn, rq->arena, p->num);
	b->member = members.member;
	b->n_member = members.n;
	b->acceptance = acceptance_get(rq->txn, rq->arena, p->num);
	return txn_error(rq->txn);
}

/* The months since it was entered and had begun of which nothing is confirmed. */
static int show_unreported(struct request *rq, const Duban__Project *p, Duban__ProjectShowReply *b)
{
	uint32_t last = period_add(period_of(rq->today), -1), first;
	struct figures f;
	int r = figures_load(rq->txn, rq->arena, p->num, (struct months){.to = MONTH_LAST}, &f);

	if (r || p->stage < STAGE(BUILDING) || !b->life)
		return r;
	if (b->life->completed_date)
		last = b->life->completed_date / 100;
	first = life_begun_date(b->life);
	first = (first > b->life->entered_date ? first : b->life->entered_date) / 100;
	for (uint32_t m = last; m >= first && !r && b->n_unreported_month < shown_max(rq);
	     m = period_add(m, -1))
		if (!figures_told(&f, m))
			r = REQUEST_PUSH(rq, b->unreported_month, b->n_unreported_month, m);
	return r;
}

/* The lamps are sorted, the worst first; those that do not fit are in `warning list`. */
static void keep_worst(Duban__ProjectShowReply *b)
{
	size_t bytes = 0;

	for (size_t i = 0; i < b->n_warning; i++) {
		bytes += duban__warning_row__get_packed_size(b->warning[i]) + 8;
		if (bytes > WARNINGS_BYTES)
			b->n_warning = i;
	}
}

static int show(struct request *rq, const Duban__Project *p, Duban__ProjectShowReply *b)
{
	struct report_page reports;
	int r = row_project(rq, p, &b->project);

	if (!r)
		r = row_warnings_of(rq, p, &b->warning, &b->n_warning);
	keep_worst(b);
	if (!r)
		r = report_list(rq->txn, rq->arena, p->num, REPORTS_SHOWN, &reports);
	if (!r)
		r = show_life(rq, p, b);
	if (!r)
		r = show_unreported(rq, p, b);
	if (r)
		return r;
	b->report = reports.report;
	b->n_report = reports.n;
	return show_links(rq, p, b);
}

/* The requested day, which must not be in the future. */
static int past_day(struct request *rq, const Duban__ProjectShowRequest *q, struct past_query *ret)
{
	uint32_t ymd = q->as_known_date ? q->as_known_date : q->as_of_date;
	char text[DATE_TEXT_MAX], today[DATE_TEXT_MAX];

	if (q->as_known_date && q->as_of_date)
		return request_refuse(rq, STATUS_INVALID, "past.both", NULL);
	ret->as_known = q->as_known_date != 0;
	ret->day = date_from_ymd(ymd);
	if (ret->day == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", ymd), NULL);
	if (ret->day > rq->today)
		return request_refuse(rq, STATUS_INVALID, "past.future", date_text(ret->day, text),
				      date_text(rq->today, today), NULL);
	return 0;
}

/* The same reply, read from the state of a past day; what the caller may read is decided by today's
 * state. */
static int show_past(struct request *rq, const Duban__ProjectShowRequest *q,
		     const Duban__Project *p, Duban__ProjectShowReply *b)
{
	struct past_query past = {.project = p->num};
	struct request then = *rq;
	Duban__Project *was;
	char text[DATE_TEXT_MAX];
	int r = request_durable(rq);

	if (!r)
		r = past_day(rq, q, &past);
	if (!r) {
		r = engine_past(rq->engine, &past, &then.txn, &b->as_known_seq);
		rq->again = r == STATUS_PARKED;
	}
	if (r == STATUS_TOO_MANY)
		return request_refuse(rq, r, "past.too_many",
				      arena_printf(rq->arena, "%u", PAST_EVENTS_MAX), NULL);
	if (r == STATUS_FULL)
		return request_refuse(rq, r, "store.full", NULL);
	if (r == STATUS_CONFLICT)
		return request_refuse(rq, r, "past.tangled", date_text(past.day, text), NULL);
	if (r)
		return r;
	then.today = past.day;
	then.now = date_start(past.day + 1, rq->zone_minutes) - 1;
	was = project_get(then.txn, rq->arena, p->num);
	r = was ? show(&then, was, b)
		: request_refuse(rq, STATUS_NOT_FOUND, "past.not_yet", p->code,
				 date_text(past.day, text), NULL);
	engine_past_done(rq->engine);
	return r;
}

static int project_show(struct request *rq, const void *body)
{
	const Duban__ProjectShowRequest *q = body;
	Duban__ProjectShowReply *b =
	    REQUEST_NEW(rq, Duban__ProjectShowReply, duban__project_show_reply__init);
	Duban__Project *p;
	int r;

	if (!b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_PROJECT_SHOW;
	rq->reply->project_show = b;
	r = resolve(rq, q->project, b, &p);
	if (r)
		return r;
	if (q->as_of_date || q->as_known_date)
		return show_past(rq, q, p, b);
	return show(rq, p, b);
}
HANDLER(PROJECT_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = project_show, .simulated_only_for_local = true);
