/* 入库纳统: a project enters the statistics' library when it has started and its dossier is
 * complete; missing papers are reported. 先入库,后有数: statistics amounts count only from then
 * on. */
#include "api/project/library.h"

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/project/life.h"
#include "model/project/paper.h"
#include "model/project/project.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"

static bool begun(const Duban__Project *p)
{
	return p->stage >= DUBAN__STAGE__STAGE_BUILDING &&
	       p->stage <= DUBAN__STAGE__STAGE_ON_TARGET;
}

static int check_papers(struct request *rq, const Duban__Project *p)
{
	struct paper_names m;
	int r = papers_missing(rq->txn, rq->arena, p->num, &m);

	for (size_t i = 0; !r && i < m.n; i++)
		if (!request_problem(rq, "library.paper_missing", p->code, m.name[i], NULL))
			r = -ENOMEM;
	return !r && m.n ? STATUS_CONFLICT : r;
}

/* A project, its life, and the day it enters or leaves. */
struct step {
	Duban__Project *p;
	Duban__Life *life;
	uint32_t day; /* yyyymmdd */
};

static int step_of(struct request *rq, Duban__Project *p, uint32_t day, struct step *ret)
{
	*ret = (struct step){.p = p, .life = life_get(rq->txn, rq->arena, p->num), .day = day};
	if (txn_error(rq->txn))
		return txn_error(rq->txn);
	return ret->life ? 0 : -EBADMSG;
}

static int read_step(struct request *rq, const char *project, uint32_t at, struct step *ret)
{
	Duban__Project *p;
	date_t day = rq->today;
	int r = request_project(rq, project, &p);

	if (!r)
		r = request_day(rq, at, &day);
	return r ? r : step_of(rq, p, date_ymd(day), ret);
}

static int check_days(struct request *rq, const struct step *s)
{
	const Duban__Life *l = s->life;
	char text[DATE_TEXT_MAX];

	if (s->day < l->started_date)
		return request_refuse(rq, STATUS_INVALID, "library.before_start", s->p->code,
				      date_text(date_from_ymd(l->started_date), text), NULL);
	if (s->day < l->library_left_date)
		return request_refuse(rq, STATUS_INVALID, "library.before_left", s->p->code,
				      date_text(date_from_ymd(l->library_left_date), text), NULL);
	return 0;
}

static int check_enter(struct request *rq, const struct step *s)
{
	const Duban__Project *p = s->p;
	char text[DATE_TEXT_MAX];
	int r;

	if (!project_active(p))
		return request_refuse(rq, STATUS_CONFLICT, "project.closed", p->code, NULL);
	if (s->life->library_date)
		return request_refuse(rq, STATUS_CONFLICT, "library.already", p->code,
				      date_text(date_from_ymd(s->life->library_date), text), NULL);
	if (!begun(p))
		return request_refuse(rq, STATUS_CONFLICT, "library.not_started", p->code, NULL);
	r = check_days(rq, s);
	return r ? r : check_papers(rq, p);
}

static Duban__Event *library_event(struct request *rq, const struct step *s)
{
	Duban__Event *ev = request_event(rq);

	if (!ev)
		return NULL;
	ev->project = s->p->num;
	ev->project_unit = s->p->unit;
	/* No event may be dated before the day on which the project was entered in duban. */
	ev->on_date = s->day > s->life->entered_date ? s->day : s->life->entered_date;
	return ev;
}

int library_enter_check(struct request *rq, Duban__Project *p, uint32_t day)
{
	struct step s;
	int r = step_of(rq, p, day, &s);

	return r ? r : check_enter(rq, &s);
}

int library_enter_draft(struct request *rq, Duban__Project *p, uint32_t day, char *document,
			uint32_t report)
{
	Duban__LibraryEntered *b =
	    REQUEST_NEW(rq, Duban__LibraryEntered, duban__library_entered__init);
	uint32_t left = report_left_step(rq->txn, rq->arena, p, LINK_STEP(LIBRARY));
	struct step s;
	Duban__Event *ev;
	int r = step_of(rq, p, day, &s);

	if (r)
		return r;
	ev = library_event(rq, &s);
	if (!ev || !b)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_LIBRARY_ENTERED;
	ev->library_entered = b;
	b->entered_date = day;
	b->document = document;
	b->replaces = left == report ? 0 : left;
	return 0;
}

static int library_enter(struct request *rq, const void *body)
{
	const Duban__LibraryEnterRequest *q = body;
	struct step s;
	int r = request_text(rq, "document", q->document, NAME_MAX_BYTES, false);

	if (!r)
		r = read_step(rq, q->project, q->at_date, &s);
	if (!r)
		r = check_enter(rq, &s);
	return r ? r : library_enter_draft(rq, s.p, s.day, q->document, 0);
}
HANDLER(LIBRARY_ENTER, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = library_enter);

static int check_leave(struct request *rq, const struct step *s)
{
	uint32_t entered = s->life->library_date;
	char text[DATE_TEXT_MAX];

	if (!entered)
		return request_refuse(rq, STATUS_CONFLICT, "library.not_in", s->p->code, NULL);
	if (s->day < entered)
		return request_refuse(rq, STATUS_INVALID, "library.before_entered", s->p->code,
				      date_text(date_from_ymd(entered), text), NULL);
	return 0;
}

static int library_leave(struct request *rq, const void *body)
{
	const Duban__LibraryLeaveRequest *q = body;
	Duban__LibraryLeft *b = REQUEST_NEW(rq, Duban__LibraryLeft, duban__library_left__init);
	struct step s;
	Duban__Event *ev;
	int r = request_text(rq, "reason", q->reason, REASON_MAX, true);

	if (!r)
		r = read_step(rq, q->project, q->at_date, &s);
	if (!r)
		r = check_leave(rq, &s);
	if (r)
		return r;
	ev = library_event(rq, &s);
	if (!ev || !b)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_LIBRARY_LEFT;
	ev->library_left = b;
	b->left_date = s.day;
	b->reason = q->reason;
	return 0;
}
HANDLER(LIBRARY_LEAVE, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = library_leave);

/* ---- library show */

static int paper_row(struct request *rq, const Duban__Project *p, const struct paper_def *d,
		     Duban__LibraryShowReply *b)
{
	Duban__PaperRow *row = REQUEST_NEW(rq, Duban__PaperRow, duban__paper_row__init);
	Duban__Paper *x = paper_get(rq->txn, rq->arena, p->num, d->paper);

	if (!row)
		return -ENOMEM;
	row->paper = (char *)(uintptr_t)d->paper;
	row->name = (char *)(uintptr_t)d->name;
	row->alternative = (char *)(uintptr_t)d->alternative;
	row->required = d->required;
	if (x) {
		row->filed = true;
		row->filed_date = x->filed_date;
		row->digest = request_hex(rq, BYTES(x->digest.data, x->digest.len));
		row->note = x->note;
	}
	return REQUEST_PUSH(rq, b->paper, b->n_paper, row);
}

static int library_show(struct request *rq, const void *body)
{
	const Duban__LibraryShowRequest *q = body;
	Duban__LibraryShowReply *b =
	    REQUEST_NEW(rq, Duban__LibraryShowReply, duban__library_show_reply__init);
	const struct paper_def *d;
	size_t n = paper_defs(&d);
	struct paper_names m;
	Duban__Project *p;
	Duban__Life *l;
	int r = b ? request_project(rq, q->project, &p) : -ENOMEM;

	if (r)
		return r;
	l = life_get(rq->txn, rq->arena, p->num);
	if (!l)
		return txn_error(rq->txn);
	b->project = p->code;
	b->started_date = l->started_date;
	b->library_date = l->library_date;
	for (size_t i = 0; !r && i < n; i++)
		r = paper_row(rq, p, &d[i], b);
	if (!r)
		r = papers_missing(rq->txn, rq->arena, p->num, &m);
	if (r)
		return r;
	b->missing = m.name;
	b->n_missing = m.n;
	rq->reply->body_case = DUBAN__REPLY__BODY_LIBRARY_SHOW;
	rq->reply->library_show = b;
	return 0;
}
HANDLER(LIBRARY_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = library_show);
