/* 入库纳统: a project enters the statistics' library once it has begun and its dossier is
 * complete; what is missing is named. 先入库,后有数: statistics amounts count from then on. */
#include "api/core/private.h"
#include "model/project/paper.h"
#include "model/project/project.h"
#include "proto/limits.h"

#define LIBRARIANS (ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))

static bool begun(const Duban__Project *p)
{
	return p->stage >= DUBAN__STAGE__STAGE_BUILDING &&
	       p->stage <= DUBAN__STAGE__STAGE_ON_TARGET;
}

static int check_papers(struct ask *a, const Duban__Project *p)
{
	struct paper_names m;
	int r = papers_missing(a->txn, a->arena, p->num, &m);

	for (size_t i = 0; !r && i < m.n; i++)
		if (!ask_problem(a, "library.paper_missing", p->code, m.name[i], NULL))
			r = -ENOMEM;
	return !r && m.n ? STATUS_CONFLICT : r;
}

/* A project, its life, and the day it enters or leaves. */
struct step {
	Duban__Project *p;
	Duban__Life *life;
	uint32_t day; /* yyyymmdd */
};

static int read_step(struct ask *a, const char *project, uint32_t at, struct step *ret)
{
	date_t day = a->today;
	int r = ask_project(a, project, &ret->p);

	if (!r)
		r = ask_day(a, at, &day);
	if (r)
		return r;
	ret->day = date_ymd(day);
	ret->life = life_get(a->txn, a->arena, ret->p->num);
	r = txn_error(a->txn);
	return !r && !ret->life ? -EBADMSG : r;
}

static int check_days(struct ask *a, const struct step *s)
{
	const Duban__Life *l = s->life;
	char text[DATE_TEXT_MAX];

	if (s->day < l->started_date)
		return ask_refuse(a, STATUS_INVALID, "library.before_start", s->p->code,
				  date_text(date_from_ymd(l->started_date), text), NULL);
	if (s->day < l->library_left_date)
		return ask_refuse(a, STATUS_INVALID, "library.before_left", s->p->code,
				  date_text(date_from_ymd(l->library_left_date), text), NULL);
	return 0;
}

static int check_enter(struct ask *a, const struct step *s)
{
	const Duban__Project *p = s->p;
	char text[DATE_TEXT_MAX];
	int r;

	if (!project_active(p))
		return ask_refuse(a, STATUS_CONFLICT, "project.closed", p->code, NULL);
	if (s->life->library_date)
		return ask_refuse(a, STATUS_CONFLICT, "library.already", p->code,
				  date_text(date_from_ymd(s->life->library_date), text), NULL);
	if (!begun(p))
		return ask_refuse(a, STATUS_CONFLICT, "library.not_started", p->code, NULL);
	r = check_days(a, s);
	return r ? r : check_papers(a, p);
}

static Duban__Event *library_event(struct ask *a, const struct step *s)
{
	Duban__Event *ev = ask_event(a);

	if (!ev)
		return NULL;
	ev->project = s->p->num;
	ev->project_unit = s->p->unit;
	/* Nothing holds of a project before duban knew it. */
	ev->on_date = s->day > s->life->entered_date ? s->day : s->life->entered_date;
	return ev;
}

static int library_enter(struct ask *a, const void *body)
{
	const Duban__LibraryEnterRequest *q = body;
	Duban__LibraryEntered *b = ASK_NEW(a, Duban__LibraryEntered, duban__library_entered__init);
	struct step s;
	Duban__Event *ev;
	int r = ask_text(a, "document", q->document, NAME_MAX_BYTES, false);

	if (!r)
		r = read_step(a, q->project, q->at_date, &s);
	if (!r)
		r = check_enter(a, &s);
	if (r)
		return r;
	ev = library_event(a, &s);
	if (!ev || !b)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_LIBRARY_ENTERED;
	ev->library_entered = b;
	b->entered_date = s.day;
	b->document = q->document;
	return 0;
}
HANDLER(LIBRARY_ENTER, .kind = HANDLER_COMMAND, .roles = LIBRARIANS,
	.simulated_only_for_local = true, .decide = library_enter);

static int check_leave(struct ask *a, const struct step *s)
{
	uint32_t entered = s->life->library_date;
	char text[DATE_TEXT_MAX];

	if (!entered)
		return ask_refuse(a, STATUS_CONFLICT, "library.not_in", s->p->code, NULL);
	if (s->day < entered)
		return ask_refuse(a, STATUS_INVALID, "library.before_entered", s->p->code,
				  date_text(date_from_ymd(entered), text), NULL);
	return 0;
}

static int library_leave(struct ask *a, const void *body)
{
	const Duban__LibraryLeaveRequest *q = body;
	Duban__LibraryLeft *b = ASK_NEW(a, Duban__LibraryLeft, duban__library_left__init);
	struct step s;
	Duban__Event *ev;
	int r = ask_text(a, "reason", q->reason, REASON_MAX, true);

	if (!r)
		r = read_step(a, q->project, q->at_date, &s);
	if (!r)
		r = check_leave(a, &s);
	if (r)
		return r;
	ev = library_event(a, &s);
	if (!ev || !b)
		return -ENOMEM;
	ev->body_case = DUBAN__EVENT__BODY_LIBRARY_LEFT;
	ev->library_left = b;
	b->left_date = s.day;
	b->reason = q->reason;
	return 0;
}
HANDLER(LIBRARY_LEAVE, .kind = HANDLER_COMMAND, .roles = LIBRARIANS,
	.simulated_only_for_local = true, .decide = library_leave);

/* ---- library show */

static int paper_row(struct ask *a, const Duban__Project *p, const struct paper_def *d,
		     Duban__LibraryShowReply *b)
{
	Duban__PaperRow *row = ASK_NEW(a, Duban__PaperRow, duban__paper_row__init);
	Duban__Paper *x = paper_get(a->txn, a->arena, p->num, d->paper);

	if (!row)
		return -ENOMEM;
	row->paper = (char *)(uintptr_t)d->paper;
	row->name = (char *)(uintptr_t)d->name;
	row->alternative = (char *)(uintptr_t)d->alternative;
	row->required = d->required;
	if (x) {
		row->filed = true;
		row->filed_date = x->filed_date;
		row->digest = ask_hex(a, BYTES(x->digest.data, x->digest.len));
		row->note = x->note;
	}
	return ASK_PUSH(a, b->paper, b->n_paper, row);
}

static int library_show(struct ask *a, const void *body)
{
	const Duban__LibraryShowRequest *q = body;
	Duban__LibraryShowReply *b =
	    ASK_NEW(a, Duban__LibraryShowReply, duban__library_show_reply__init);
	const struct paper_def *d;
	size_t n = paper_defs(&d);
	struct paper_names m;
	Duban__Project *p;
	Duban__Life *l;
	int r = b ? ask_project(a, q->project, &p) : -ENOMEM;

	if (r)
		return r;
	l = life_get(a->txn, a->arena, p->num);
	if (!l)
		return txn_error(a->txn);
	b->project = p->code;
	b->started_date = l->started_date;
	b->library_date = l->library_date;
	for (size_t i = 0; !r && i < n; i++)
		r = paper_row(a, p, &d[i], b);
	if (!r)
		r = papers_missing(a->txn, a->arena, p->num, &m);
	if (r)
		return r;
	b->missing = m.name;
	b->n_missing = m.n;
	a->reply->body_case = DUBAN__REPLY__BODY_LIBRARY_SHOW;
	a->reply->library_show = b;
	return 0;
}
HANDLER(LIBRARY_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = library_show);
