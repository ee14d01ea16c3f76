/* Closing a year: by command, after its December is locked and all reports of the year are judged.
 * A large city needs several commands. Each is complete in itself: what it carried is carried; the
 * last one closes the year. */
#include "api/year/year.h"

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/year/carry.h"
#include "api/year/december.h"
#include "model/core/record.h"
#include "model/param/parameter.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "model/report/period.h"
#include "model/report/report.h"
#include "model/year/year.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { PAGE_PROJECTS = 400, PAGE_BYTES = 4 * 1024 * 1024, NAMED_MAX = 60 };

static char *text_of(struct request *rq, uint32_t n)
{
	return arena_printf(rq->arena, "%u", n);
}

int request_year_open(struct request *rq, uint32_t year)
{
	return year_closed(rq->txn, rq->arena, year)
		   ? request_refuse(rq, STATUS_CONFLICT, "year.closed", text_of(rq, year), NULL)
		   : 0;
}

/* ---- reports of the year that are not judged yet */

static uint32_t year_of(const Duban__Report *r)
{
	if (report_names_link(r))
		return r->link_year;
	if (r->period_month)
		return r->period_month / 100;
	return r->on_date / 10000;
}

int year_pending(struct request *rq, uint32_t year, bool name, uint32_t *ret)
{
	struct scan s = scan_start(rq->txn, TABLE_report_open, BYTES("", 0));

	*ret = 0;
	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		uint32_t num = key_read_u32(&k);
		uint32_t project =
		    txn_get_u32(rq->txn, TABLE_report_num, key_bytes(key_u32(KEY(), num)));
		struct key *key = key_u32(key_u32(KEY(), project), num);
		Duban__Report *r = record_get(rq->txn, TABLE_report, key_bytes(key),
					      &duban__report__descriptor, rq->arena);
		Duban__Project *p = project_get(rq->txn, rq->arena, project);

		if (!r || !p)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		if (year_of(r) != year || (!name && !scope_reads(rq, p)))
			continue;
		if (++*ret <= NAMED_MAX && name)
			(void)request_problem(rq, "year.report_pending", text_of(rq, num), p->code,
					      NULL);
	}
	return txn_error(rq->txn);
}

/* ---- checks before the close */

/* Must be checked before the year is multiplied, which could overflow 32 bits. */
static bool year_possible(uint32_t year)
{
	return year >= DATE_MIN / 10000 && year <= DATE_MAX / 10000;
}

static int check_time(struct request *rq, uint32_t year)
{
	uint32_t december = year * 100 + 12;
	char text[DATE_TEXT_MAX];
	int64_t wd;
	int r;

	if (!year_possible(year) || !year_possible(year + 1))
		return request_refuse(rq, STATUS_INVALID, "year.impossible", text_of(rq, year),
				      NULL);
	if (year_closed(rq->txn, rq->arena, year))
		return request_refuse(rq, STATUS_CONFLICT, "year.already_closed", text_of(rq, year),
				      NULL);
	r = parameter_number(rq->txn, rq->arena, NULL, "report.lock_wd", &wd);
	if (r || period_locked_on(rq->calendar, december, (int)wd, rq->today))
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "year.december_open", text_of(rq, year),
			      date_text(period_lock_date(rq->calendar, december, (int)wd), text),
			      NULL);
}

static int check_reports(struct request *rq, uint32_t year)
{
	uint32_t n;
	int r = year_pending(rq, year, true, &n);

	if (!r && n > NAMED_MAX)
		(void)request_problem(rq, "import.more_problems", text_of(rq, n - NAMED_MAX), NULL);
	return !r && n ? STATUS_CONFLICT : r;
}

/* ---- the page */

struct year_page {
	struct carrying carrying;
	struct arena *scratch;
	uint32_t next;	/* the page is full; this was its last project */
	uint32_t until; /* second walk: up to and including that project; 0 = to the end */
	bool look_only; /* check only: earlier open years, missing December reports */
	bool without_reports;
	uint32_t missing; /* missing reports of December */
};

/* Reports each missing report once: in the first walk, or, if the project came later, in that of a
 * later page. */
static int check_december(struct year_page *g, const Duban__Project *p)
{
	struct request *rq = g->carrying.rq;
	bool missing;
	int r;

	if (g->without_reports)
		return 0;
	r = december_missing(rq, g->scratch, p, g->carrying.from, &missing);
	if (r || !missing)
		return r;
	if (++g->missing > NAMED_MAX)
		return 0;
	return request_problem(rq, "year.report_missing", p->code, text_of(rq, g->carrying.from),
			       NULL)
		   ? 0
		   : -ENOMEM;
}

static int refuse_missing(struct year_page *g)
{
	if (g->missing > NAMED_MAX)
		(void)request_problem(g->carrying.rq, "import.more_problems",
				      text_of(g->carrying.rq, g->missing - NAMED_MAX), NULL);
	return g->missing ? STATUS_CONFLICT : 0;
}

static int check_earlier(struct year_page *g, const Duban__Project *p)
{
	struct request *rq = g->carrying.rq;
	int r;

	if (!p->year || p->year >= g->carrying.from || year_closed(rq->txn, g->scratch, p->year))
		return 0;
	r = carry_needed(rq, g->scratch, p, p->year);
	if (r <= 0)
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "year.earlier_open", text_of(rq, p->year),
			      p->code, NULL);
}

static int one(struct year_page *g, uint32_t num, struct bytes value)
{
	struct carrying *c = &g->carrying;
	Duban__Project *p;
	int r;

	arena_reset(g->scratch);
	p = record_unpack(c->rq->txn, value, &duban__project__descriptor, g->scratch);
	if (!p)
		return txn_error(c->rq->txn);
	r = check_earlier(g, p);
	if (!r)
		r = check_december(g, p);
	if (r || g->look_only || g->missing)
		return r;
	r = carry_needed(c->rq, g->scratch, p, c->from);
	if (r <= 0)
		return r;
	/* a copy that outlives the scratch arena */
	p = project_get(c->rq->txn, c->rq->arena, num);
	if (!p)
		return -EBADMSG;
	r = carry_project(c, p);
	if (c->projects >= PAGE_PROJECTS || c->bytes > PAGE_BYTES)
		g->next = num;
	return r;
}

static int walk(struct year_page *g, uint32_t after)
{
	struct key *from = after ? key_u32(KEY(), after) : KEY();
	struct scan s =
	    scan_after(g->carrying.rq->txn, TABLE_project, BYTES("", 0), key_bytes(from));
	int r = 0;

	while (!r && !g->next && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		uint32_t num = key_read_u32(&k);

		if (g->until && num > g->until)
			break;
		r = one(g, num, s.value);
	}
	return r ? r : txn_error(g->carrying.rq->txn);
}

/* Walks from `after` on. After the last page it walks once more from the start, to catch projects
 * that were added meanwhile. A dry run changes nothing, so there the second walk would count
 * projects twice. */
static int walk_page(struct year_page *g, const Duban__YearCloseRequest *q)
{
	int r = 0;

	if (!q->after) {
		g->look_only = true;
		r = walk(g, 0);
		g->look_only = false;
		if (!r)
			r = refuse_missing(g);
	}
	if (!r)
		r = walk(g, q->after);
	if (!r && !g->next && q->after && !q->dry_run) {
		g->until = q->after;
		r = walk(g, 0);
	}
	return r ? r : refuse_missing(g);
}

static int say_closed(struct request *rq, const struct carrying *c)
{
	Duban__YearClosed *b = REQUEST_NEW(rq, Duban__YearClosed, duban__year_closed__init);
	Duban__Year *now = REQUEST_NEW(rq, Duban__Year, duban__year__init);
	const Duban__Year *was = year_get(rq->txn, rq->arena, c->from);
	Duban__Event *ev = request_event(rq);

	if (!b || !now || !ev)
		return -ENOMEM;
	now->year = c->from;
	now->state = DUBAN__YEAR_STATE__YEAR_STATE_CLOSED;
	now->closed_date = date_ymd(rq->today);
	now->carried_projects = c->projects + (was ? was->carried_projects : 0);
	now->carried_links = c->links + (was ? was->carried_links : 0);
	ev->body_case = DUBAN__EVENT__BODY_YEAR_CLOSED;
	ev->year_closed = b;
	b->year = now;
	return 0;
}

/* Made from the events alone, so that a repeated request gets the same reply. */
static int fill_reply(struct request *rq, uint32_t year, bool dry_run)
{
	Duban__YearCloseReply *b =
	    REQUEST_NEW(rq, Duban__YearCloseReply, duban__year_close_reply__init);

	if (!b)
		return -ENOMEM;
	b->year = year;
	b->dry_run = dry_run;
	for (size_t i = 0; i < rq->n_event; i++) {
		const Duban__Event *ev = rq->event[i];

		if (ev->body_case == DUBAN__EVENT__BODY_YEAR_CARRIED) {
			b->projects++;
			b->unplanned += ev->year_carried->unplanned ? 1 : 0;
			b->missing_reports += ev->year_carried->december_missing ? 1 : 0;
		}
		b->links += ev->body_case == DUBAN__EVENT__BODY_LINK_CARRIED;
		b->next = ev->body_case == DUBAN__EVENT__BODY_YEAR_CLOSED ? 0 : ev->project;
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_YEAR_CLOSE;
	rq->reply->year_close = b;
	return 0;
}

static int year_close(struct request *rq, const void *body)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	const Duban__YearCloseRequest *q = body;
	struct year_page g = {.carrying = {.rq = rq, .from = q->year, .to = q->year + 1},
			      .without_reports = q->without_reports};
	int r = check_time(rq, q->year);

	if (!r)
		r = check_reports(rq, q->year);
	if (!r)
		r = arena_new(&scratch, WIRE_ARENA_MAX);
	g.scratch = scratch;
	if (!r)
		r = walk_page(&g, q);
	if (!r && !g.next)
		r = say_closed(rq, &g.carrying);
	if (r || !q->dry_run)
		return r;
	r = fill_reply(rq, q->year, true);
	rq->n_event = 0;
	return r;
}

static int year_close_answer(struct request *rq, const void *body)
{
	return fill_reply(rq, ((const Duban__YearCloseRequest *)body)->year, false);
}
HANDLER(YEAR_CLOSE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .decide = year_close,
	.answer = year_close_answer, .simulated_only_for_local = true);

/* ---- show */

static int count_projects(struct request *rq, Duban__YearShowReply *b)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct scan s = scan_start(rq->txn, TABLE_project, BYTES("", 0));
	int r = arena_new(&scratch, WIRE_ARENA_MAX);

	while (!r && scan_next(&s)) {
		struct year_plans plans;
		bool missing = false;
		Duban__Project *p;

		arena_reset(scratch);
		p = record_unpack(rq->txn, s.value, &duban__project__descriptor, scratch);
		if (!p || p->year != b->year->year || !project_active(p) || !scope_reads(rq, p))
			continue;
		b->projects++;
		r = year_plans_load(rq->txn, scratch, p->num, p->year, &plans);
		b->unplanned += plans.n == 0;
		if (!r && period_last_day(p->year * 100 + 12) < rq->today)
			r = december_missing(rq, scratch, p, p->year, &missing);
		b->missing_reports += missing;
	}
	return r ? r : txn_error(rq->txn);
}

static int year_show(struct request *rq, const void *body)
{
	const Duban__YearShowRequest *q = body;
	Duban__YearShowReply *b =
	    REQUEST_NEW(rq, Duban__YearShowReply, duban__year_show_reply__init);
	int r;

	if (!b)
		return -ENOMEM;
	if (!year_possible(q->year))
		return request_refuse(rq, STATUS_INVALID, "year.impossible", text_of(rq, q->year),
				      NULL);
	b->year = year_get(rq->txn, rq->arena, q->year);
	if (!b->year) {
		b->year = REQUEST_NEW(rq, Duban__Year, duban__year__init);
		if (!b->year)
			return -ENOMEM;
		b->year->year = q->year;
		b->year->state = DUBAN__YEAR_STATE__YEAR_STATE_OPEN;
	}
	r = count_projects(rq, b);
	if (!r)
		r = year_pending(rq, q->year, false, &b->pending_reports);
	rq->reply->body_case = DUBAN__REPLY__BODY_YEAR_SHOW;
	rq->reply->year_show = b;
	return r;
}
HANDLER(YEAR_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = year_show, .simulated_only_for_local = true);
