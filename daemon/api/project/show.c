/* One project with all that hangs on it: now, or on a past day. */
#include "api/core/private.h"
#include "engine/past/past.h"
#include "model/core/record.h"
#include "model/project/project.h"

enum { CANDIDATES_MAX = 20, REPORTS_SHOWN = 12, FIGURES_SHOWN = 24 };

/* By code, else by a part of the name that only one project bears; several are offered. */
static int resolve(struct ask *a, const char *text, Duban__ProjectShowReply *b,
		   Duban__Project **ret)
{
	struct scan s = scan_start(a->txn, TABLE_project, BYTES("", 0));
	Duban__Project *found = project_get(a->txn, a->arena, project_by_code(a->txn, text));
	size_t n = 0;

	if (found && scope_reads(a, found)) {
		*ret = found;
		return 0;
	}
	while (*text && scan_next(&s) && n <= CANDIDATES_MAX) {
		Duban__Project *p =
		    record_unpack(a->txn, s.value, &duban__project__descriptor, a->arena);
		Duban__ProjectRow *row;

		if (!p || !strstr(p->name, text) || !scope_reads(a, p))
			continue;
		found = p;
		if (row_project(a, p, &row) || ASK_PUSH(a, b->candidate, b->n_candidate, row))
			return -ENOMEM;
		n++;
	}
	if (n == 1) {
		b->n_candidate = 0;
		*ret = found;
		return 0;
	}
	return ask_refuse(a, STATUS_NOT_FOUND, n ? "project.ambiguous" : "project.unknown", text,
			  NULL);
}

static int show_links(struct ask *a, const Duban__Project *p, Duban__ProjectShowReply *b)
{
	struct chain c;
	int r = chain_load(a->txn, a->arena, p->num, p->year, &c);

	if (r)
		return r;
	b->links = (uint32_t)c.n;
	for (size_t i = 0; i < c.n; i++)
		b->links_done += c.progress[i]->state == DUBAN__LINK_STATE__LINK_STATE_DONE;
	return 0;
}

/* All records under a project's key, newest first; the list's first FIGURES_SHOWN are shown. */
struct newest {
	void **record;
	size_t n;
};

static int newest(struct ask *a, enum table table, uint32_t project,
		  const ProtobufCMessageDescriptor *d, struct newest *ret)
{
	struct scan s = scan_start(a->txn, table, key_bytes(key_u32(KEY(), project)));
	void **all = NULL;
	size_t n = 0;

	while (scan_next(&s)) {
		void *m = record_unpack(a->txn, s.value, d, a->arena);

		if (!m || ASK_PUSH(a, all, n, m))
			return -ENOMEM;
	}
	for (size_t i = 0; i < n / 2; i++) {
		void *m = all[i];

		all[i] = all[n - 1 - i];
		all[n - 1 - i] = m;
	}
	*ret = (struct newest){.record = all, .n = n < FIGURES_SHOWN ? n : FIGURES_SHOWN};
	return txn_error(a->txn);
}

static int show_life(struct ask *a, const Duban__Project *p, Duban__ProjectShowReply *b)
{
	struct newest plans, figures;
	struct members members;
	int r = members_load(a->txn, a->arena, p->num, &members);

	if (!r)
		r = newest(a, TABLE_plan, p->num, &duban__plan__descriptor, &plans);
	if (!r)
		r = newest(a, TABLE_figure, p->num, &duban__figure__descriptor, &figures);
	if (r)
		return r;
	b->plan = (Duban__Plan **)plans.record;
	b->n_plan = plans.n;
	b->figure = (Duban__Figure **)figures.record;
	b->n_figure = figures.n;
	b->life = life_get(a->txn, a->arena, p->num);
	b->member = members.member;
	b->n_member = members.n;
	b->acceptance = acceptance_get(a->txn, a->arena, p->num);
	return txn_error(a->txn);
}

static int show(struct ask *a, const Duban__Project *p, Duban__ProjectShowReply *b)
{
	struct report_page reports;
	int r = row_project(a, p, &b->project);

	if (!r)
		r = row_warnings_of(a, p, &b->warning, &b->n_warning);
	if (!r)
		r = report_list(a->txn, a->arena, p->num, REPORTS_SHOWN, &reports);
	if (!r)
		r = show_life(a, p, b);
	if (r)
		return r;
	b->report = reports.report;
	b->n_report = reports.n;
	return show_links(a, p, b);
}

/* The day asked for; it is over, or today. */
static int past_day(struct ask *a, const Duban__ProjectShowRequest *q, struct past_query *ret)
{
	uint32_t ymd = q->as_known_date ? q->as_known_date : q->as_of_date;
	char text[DATE_TEXT_MAX], today[DATE_TEXT_MAX];

	if (q->as_known_date && q->as_of_date)
		return ask_refuse(a, STATUS_INVALID, "past.both", NULL);
	ret->as_known = q->as_known_date != 0;
	ret->day = date_from_ymd(ymd);
	if (ret->day == DATE_NONE)
		return ask_refuse(a, STATUS_INVALID, "date.impossible",
				  arena_printf(a->arena, "%u", ymd), NULL);
	if (ret->day > a->today)
		return ask_refuse(a, STATUS_INVALID, "past.future", date_text(ret->day, text),
				  date_text(a->today, today), NULL);
	return 0;
}

/* The same answer, read out of the past: the asker's rights are today's. */
static int show_past(struct ask *a, const Duban__ProjectShowRequest *q, const Duban__Project *p,
		     Duban__ProjectShowReply *b)
{
	struct past_query past = {.project = p->num};
	struct ask then = *a;
	Duban__Project *was;
	char text[DATE_TEXT_MAX];
	int r = ask_durable(a);

	if (!r)
		r = past_day(a, q, &past);
	if (!r) {
		r = engine_past(a->engine, &past, &then.txn, &b->as_known_seq);
		a->again = r == STATUS_PARKED;
	}
	if (r == STATUS_TOO_MANY)
		return ask_refuse(a, r, "past.too_many",
				  arena_printf(a->arena, "%u", PAST_EVENTS_MAX), NULL);
	if (r == STATUS_CONFLICT)
		return ask_refuse(a, r, "past.tangled", date_text(past.day, text), NULL);
	if (r)
		return r;
	then.today = past.day;
	then.now = date_start(past.day + 1, a->zone_minutes) - 1;
	was = project_get(then.txn, a->arena, p->num);
	r = was ? show(&then, was, b)
		: ask_refuse(a, STATUS_NOT_FOUND, "past.not_yet", p->code,
			     date_text(past.day, text), NULL);
	engine_past_done(a->engine);
	return r;
}

static int project_show(struct ask *a, const void *body)
{
	const Duban__ProjectShowRequest *q = body;
	Duban__ProjectShowReply *b =
	    ASK_NEW(a, Duban__ProjectShowReply, duban__project_show_reply__init);
	Duban__Project *p;
	int r;

	if (!b)
		return -ENOMEM;
	a->reply->body_case = DUBAN__REPLY__BODY_PROJECT_SHOW;
	a->reply->project_show = b;
	r = resolve(a, q->project, b, &p);
	if (r)
		return r;
	if (q->as_of_date || q->as_known_date)
		return show_past(a, q, p, b);
	return show(a, p, b);
}
HANDLER(PROJECT_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = project_show, .simulated_only_for_local = true);
