/* What each move of a project requires (R2). A guard reports each missing thing as a problem; all
 * guards of a move run, so that a person sees the whole list at once. */
#include "api/project/stage_guard.h"

#include "api/core/request.h"
#include "api/evidence/attached.h"
#include "api/project/stage_change.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/project/acceptance.h"
#include "model/project/code.h"
#include "model/project/life.h"
#include "model/project/stage.h"
#include "model/report/figure.h"
#include "proto/wire_name.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { COMPLETE_PERCENT = 100 };

struct guarded {
	struct request *rq;
	const Duban__Project *p;
	const struct stage_change *m;
};

/* Adds a problem whose first argument is the project's code. */
#define LACK(g, ...) (request_problem((g)->rq, (__VA_ARGS__), (g)->p->code, NULL) ? 0 : -ENOMEM)

#define LACK_OF(g, problem, ...)                                                                   \
	(request_problem((g)->rq, (problem), (g)->p->code, __VA_ARGS__, NULL) ? 0 : -ENOMEM)

static int has_unit(const struct guarded *g)
{
	return g->p->unit ? 0 : LACK(g, "move.no_unit");
}

static int has_code(const struct guarded *g)
{
	const char *kind = project_code_kind(g->p->code);

	if (strcmp(kind, "own") == 0)
		return LACK(g, "move.no_code");
	return strcmp(kind, "bad") == 0 ? LACK(g, "move.bad_code") : 0;
}

static int has_numbers(const struct guarded *g)
{
	const Duban__Project *p = g->p;
	int r = 0;

	if (!p->total || p->total->fen <= 0)
		r = LACK(g, "move.no_total");
	if (!r && (!p->plan || p->plan->fen <= 0))
		r = LACK_OF(g, "move.no_plan", arena_printf(g->rq->arena, "%u", p->year));
	if (!r && (!p->planned_start_month || p->planned_start_open))
		r = LACK(g, "move.no_start_month");
	return r;
}

static bool who_named(const Duban__Who *w)
{
	return w && (w->person || *w->name);
}

static bool has_limit(const Duban__Link *l)
{
	if (!l->limit || !l->limit->kind)
		return false;
	return l->limit->kind != DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED || l->limit->fixed_date;
}

static bool counts(const Duban__LinkProgress *p)
{
	return p->state != DUBAN__LINK_STATE__LINK_STATE_CANCELLED &&
	       p->state != DUBAN__LINK_STATE__LINK_STATE_CARRIED;
}

/* Adds one problem for the link: its number, its name and the names of its empty columns. */
static int link_complete(const struct guarded *g, const Duban__Link *l)
{
	const char *lack[] = {
	    l->unit ? "" : " unit",
	    who_named(l->leader) ? "" : " leader",
	    who_named(l->person) ? "" : " person",
	    has_limit(l) ? "" : " limit",
	};
	char *all = arena_printf(g->rq->arena, "%s%s%s%s", lack[0], lack[1], lack[2], lack[3]);

	if (!all)
		return -ENOMEM;
	if (!*all)
		return 0;
	return LACK_OF(g, "move.link_incomplete", arena_printf(g->rq->arena, "%u", l->no), l->name,
		       all + 1);
}

static int has_chain(const struct guarded *g)
{
	struct chain c;
	size_t n = 0;
	int r = chain_load(g->rq->txn, g->rq->arena, g->p->num, g->p->year, &c);

	for (size_t i = 0; !r && i < c.n; i++)
		if (counts(c.progress[i])) {
			n++;
			r = link_complete(g, c.link[i]);
		}
	if (!r && n == 0)
		r = LACK_OF(g, "move.no_chain", arena_printf(g->rq->arena, "%u", g->p->year));
	return r;
}

static int has_finance(const struct guarded *g)
{
	if (g->p->funding != DUBAN__FUNDING__FUNDING_GOVERNMENT || g->p->finance_assessed_date)
		return 0;
	return LACK(g, "move.no_finance_assessment");
}

static int has_reason(const struct guarded *g)
{
	return *g->m->reason ? 0 : LACK(g, "move.no_reason");
}

/* The office that confirms a report thereby approves its request. */
static int has_approver(const struct guarded *g)
{
	return *g->m->approver || g->m->reviewed ? 0 : LACK(g, "move.no_approver");
}

/* Evidence is a stored file or the number of a document; a reason alone is not. */
static int has_evidence(const struct guarded *g)
{
	const struct stage_change *m = g->m;

	return m->n_evidence || *m->document ? 0 : LACK(g, "move.no_evidence");
}

static bool is_permit(const Duban__Link *l)
{
	static const char gov[] = "T-GOV/14";

	return strcmp(l->template_, gov) == 0 || strstr(l->name, "施工许可");
}

static int permit_done(const struct guarded *g, const Duban__Link *l)
{
	Duban__LinkProgress *p = progress_get(g->rq->txn, g->rq->arena, l->project, l->year, l->no);

	if (!p)
		return -EBADMSG;
	if (!counts(p) || p->state == DUBAN__LINK_STATE__LINK_STATE_DONE)
		return 0;
	return LACK_OF(g, "move.no_permit", arena_printf(g->rq->arena, "%u", l->no), l->name);
}

/* Is 施工许可 done, in the chain of any year, or is the legal ground given on which none is needed?
 * A chain without a link for the permit does not prove it. */
static int has_permit(const struct guarded *g)
{
	struct scan s = scan_start(g->rq->txn, TABLE_link, key_bytes(key_u32(KEY(), g->p->num)));
	bool named = false;
	int r = 0;

	if (*g->m->exemption)
		return 0;
	while (!r && scan_next(&s)) {
		Duban__Link *l =
		    record_unpack(g->rq->txn, s.value, &duban__link__descriptor, g->rq->arena);

		if (!l)
			break;
		if (!is_permit(l))
			continue;
		named = true;
		r = permit_done(g, l);
	}
	if (!r && !named)
		r = LACK(g, "move.permit_unknown");
	return r ? r : txn_error(g->rq->txn);
}

/* The last confirmed 形象进度, unless the request itself gives one. */
static int is_complete(const struct guarded *g)
{
	struct figures f;
	uint32_t percent = 0;
	int r = figures_load(g->rq->txn, g->rq->arena, g->p->num, (struct months){.to = MONTH_LAST},
			     &f);

	for (size_t i = 0; !r && i < f.n; i++)
		if (f.figure[i]->has_percent)
			percent = f.figure[i]->percent;
	if (g->m->has_percent)
		percent = g->m->percent;
	if (r || percent >= COMPLETE_PERCENT)
		return r;
	return LACK_OF(g, "move.not_complete", arena_printf(g->rq->arena, "%u", percent));
}

static int party_passed(const struct guarded *g, const Duban__Acceptance *x, Duban__PartyKind kind)
{
	const char *name = wire_enum_name(&duban__party_kind__descriptor, (int)kind);
	const Duban__AcceptanceParty *party = NULL;

	for (size_t i = 0; i < x->n_party; i++)
		if (x->party[i]->kind == kind)
			party = x->party[i];
	if (!party)
		return LACK_OF(g, "move.party_missing", name);
	if (party->result != DUBAN__PARTY_RESULT__PARTY_RESULT_PASSED)
		return LACK_OF(g, "move.party_not_passed", name, party->name);
	return 0;
}

static int is_accepted(const struct guarded *g)
{
	const Duban__Acceptance *x = acceptance_get(g->rq->txn, g->rq->arena, g->p->num);
	const Duban__Life *l = life_get(g->rq->txn, g->rq->arena, g->p->num);
	char text[DATE_TEXT_MAX], started[DATE_TEXT_MAX];
	int r = 0;

	if (!x)
		return LACK(g, "move.no_acceptance");
	if (!*x->organiser)
		r = LACK(g, "move.no_organiser");
	for (int k = DUBAN__PARTY_KIND__PARTY_KIND_OWNER;
	     !r && k <= DUBAN__PARTY_KIND__PARTY_KIND_QUALITY; k++)
		r = party_passed(g, x, (Duban__PartyKind)k);
	if (!r && x->accepted_date > g->m->moved_date)
		r = LACK_OF(g, "move.acceptance_later",
			    date_text(date_from_ymd(x->accepted_date), text));
	/* of what was built before a correction moved the project back */
	if (!r && l && x->accepted_date < l->started_date)
		r = LACK_OF(g, "move.acceptance_earlier",
			    date_text(date_from_ymd(x->accepted_date), text),
			    date_text(date_from_ymd(l->started_date), started));
	return r;
}

/* A project that never began cannot stay in the library, since its statistics would still be
 * counted. */
static int not_in_library(const struct guarded *g)
{
	const Duban__Life *l = life_get(g->rq->txn, g->rq->arena, g->p->num);
	char text[DATE_TEXT_MAX];

	if (!l || !l->library_date)
		return txn_error(g->rq->txn);
	return LACK_OF(g, "move.in_library", date_text(date_from_ymd(l->library_date), text));
}

typedef int guard_fn(const struct guarded *g);

static const struct {
	enum stage_move move;
	guard_fn *holds;
} guards[] = {
    {STAGE_MOVE_PREPARE, has_unit},	  {STAGE_MOVE_SCHEDULE, has_unit},
    {STAGE_MOVE_SCHEDULE, has_code},	  {STAGE_MOVE_SCHEDULE, has_numbers},
    {STAGE_MOVE_SCHEDULE, has_chain},	  {STAGE_MOVE_SCHEDULE, has_finance},
    {STAGE_MOVE_WITHDRAW, has_reason},	  {STAGE_MOVE_WITHDRAW, has_approver},
    {STAGE_MOVE_START, has_evidence},	  {STAGE_MOVE_START, has_permit},
    {STAGE_MOVE_STOP, has_reason},	  {STAGE_MOVE_RESUME, has_evidence},
    {STAGE_MOVE_COMPLETE, is_complete},	  {STAGE_MOVE_ACCEPT, is_accepted},
    {STAGE_MOVE_OPERATE, has_evidence},	  {STAGE_MOVE_REACH, has_reason},
    {STAGE_MOVE_CORRECT, has_reason},	  {STAGE_MOVE_CORRECT, has_approver},
    {STAGE_MOVE_CORRECT, not_in_library},
};

static int check_guards(const struct guarded *g, enum stage_move move)
{
	int r = 0;

	for (size_t i = 0; !r && i < sizeof guards / sizeof *guards; i++)
		if (guards[i].move == move)
			r = guards[i].holds(g);
	return r;
}

static int check_words(struct request *rq, const struct stage_change *m)
{
	int r = request_text(rq, "reason", m->reason, REASON_MAX, false);

	if (!r)
		r = request_text(rq, "approver", m->approver, NAME_MAX_BYTES, false);
	if (!r)
		r = request_text(rq, "document", m->document, NAME_MAX_BYTES, false);
	if (!r)
		r = request_text(rq, "exemption", m->exemption, NAME_MAX_BYTES, false);
	return r;
}

/* Moves must be in order of their dates: the state of a past day must not depend on later moves. */
static int check_date(struct request *rq, const Duban__Project *p, const struct stage_change *m)
{
	const Duban__Life *l = life_get(rq->txn, rq->arena, p->num);
	char text[DATE_TEXT_MAX];

	if (!l)
		return txn_error(rq->txn);
	if (m->moved_date < l->stage_date)
		return request_refuse(rq, STATUS_INVALID, "move.before_last", p->code,
				      wire_enum_name(&duban__stage__descriptor, (int)p->stage),
				      date_text(date_from_ymd(l->stage_date), text), NULL);
	return 0;
}

int stage_change_check(struct request *rq, const Duban__Project *p, const struct stage_change *m)
{
	struct guarded g = {.rq = rq, .p = p, .m = m};
	enum stage_move move = stage_move_between((int)p->stage, (int)m->to, m->correction);
	size_t before = rq->reply->n_problem;
	int r;

	if (!move)
		return request_refuse(
		    rq, STATUS_CONFLICT, m->correction ? "move.no_correction" : "move.not_allowed",
		    p->code, wire_enum_name(&duban__stage__descriptor, (int)p->stage),
		    wire_enum_name(&duban__stage__descriptor, (int)m->to), NULL);
	r = check_words(rq, m);
	if (!r)
		r = evidence_check_attached(rq, p->num, m->evidence, m->n_evidence);
	if (!r)
		r = check_date(rq, p, m);
	if (!r)
		r = check_guards(&g, move);
	if (!r && rq->reply->n_problem > before)
		r = STATUS_CONFLICT;
	return r;
}
