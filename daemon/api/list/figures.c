/* A list's figures of a year. A project that counts on the list at the end of a month counts in
 * that month's figures, even if it left or withdrew later: leaving does not improve past figures,
 * nor does joining late. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/plan/plan.h"
#include "model/core/record.h"
#include "model/list/member.h"
#include "model/office/unit.h"
#include "model/plan/year_plan.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/report/figure.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { MONTHS = 12 };

struct sums {
	uint32_t members, unplanned, unreported;
	int64_t plan, invested, cumulative;
	__int128 due; /* in twelfths of a fen: rounded once, in the sum */
};

struct summing {
	struct request *rq;
	const Duban__ListFiguresRequest *request;
	struct arena *scratch; /* for one project */
	uint32_t unit, year, months;
	struct sums sum[MONTHS];
};

static void add(int64_t *sum, int64_t fen)
{
	if (*sum < INT64_MAX / 2 && fen < INT64_MAX / 2)
		*sum += fen;
}

static int64_t of_month(const struct figures *f, uint32_t month)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->figure[i]->month == month && f->figure[i]->invested)
			return f->figure[i]->invested->fen;
	return 0;
}

static date_t month_end(uint32_t year, uint32_t month)
{
	return (month < MONTHS ? date_from_ymd(year * 10000 + (month + 1) * 100 + 1)
			       : date_from_ymd((year + 1) * 10000 + 101)) -
	       1;
}

static int add_project(struct summing *x, const Duban__Member *m, const Duban__Project *p)
{
	/* what is told of a month may be booked in a later one */
	struct months span = {.from = x->year * 100 + 1, .to = MONTH_LAST};
	struct txn *t = x->rq->txn;
	struct figures figures = {.n = 0};
	struct year_plans plans;
	uint32_t withdrawn = life_withdrawn_from(t, x->scratch, p);
	int64_t cumulative = 0;
	int r = figures_load(t, x->scratch, m->project, span, &figures);

	if (!r)
		r = year_plans_load(t, x->scratch, m->project, x->year, &plans);
	for (uint32_t i = 1; !r && i <= x->months; i++) {
		date_t day = month_end(x->year, i);
		const Duban__Plan *plan = year_plan_on(&plans, day);
		int64_t invested = of_month(&figures, x->year * 100 + i);
		struct sums *s = &x->sum[i - 1];

		add(&cumulative, invested);
		if (!member_counts(m, withdrawn, day))
			continue;
		s->members++;
		s->unplanned += !plan;
		s->unreported += plan && !figures_told(&figures, x->year * 100 + i);
		add(&s->plan, plan && plan->amount ? plan->amount->fen : 0);
		s->due += plan ? year_plan_twelfths(plan, i) : 0;
		add(&s->invested, invested);
		add(&s->cumulative, cumulative);
	}
	return r;
}

static int scan_members(struct summing *x)
{
	struct request *rq = x->rq;
	struct scan s = scan_start(rq->txn, TABLE_member, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Member *m =
		    record_unpack(rq->txn, s.value, &duban__member__descriptor, x->scratch);
		Duban__Project *p = m ? project_get(rq->txn, x->scratch, m->project) : NULL;

		if (!p)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		if (strcmp(m->list, x->request->list) == 0 && scope_reads(rq, p) &&
		    unit_within(rq->txn, x->scratch, p->unit, x->unit))
			r = add_project(x, m, p);
		arena_reset(x->scratch);
	}
	return r ? r : txn_error(rq->txn);
}

static Duban__Money *money(struct request *rq, int64_t fen)
{
	Duban__Money *m = REQUEST_NEW(rq, Duban__Money, duban__money__init);

	if (m)
		m->fen = fen;
	return m;
}

static int put_month(struct summing *x, uint32_t month, Duban__ListFiguresReply *b)
{
	struct request *rq = x->rq;
	const struct sums *s = &x->sum[month - 1];
	Duban__ListMonth *row = REQUEST_NEW(rq, Duban__ListMonth, duban__list_month__init);

	if (!row)
		return -ENOMEM;
	row->month = x->year * 100 + month;
	row->members = s->members;
	row->unplanned = s->unplanned;
	row->unreported = s->unreported;
	row->plan = money(rq, s->plan);
	row->expected = money(rq, year_plan_fen(s->due));
	row->invested = money(rq, s->invested);
	row->cumulative = money(rq, s->cumulative);
	row->done_percent = request_rate(rq, s->cumulative, s->plan);
	if (!row->plan || !row->expected || !row->invested || !row->cumulative ||
	    !row->done_percent)
		return -ENOMEM;
	return REQUEST_PUSH(rq, b->months, b->n_months, row);
}

static int list_figures(struct request *rq, const void *body)
{
	const Duban__ListFiguresRequest *q = body;
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	uint32_t today = date_ymd(rq->today);
	struct summing x = {.rq = rq, .request = q, .year = q->year ? q->year : today / 10000};
	Duban__ListFiguresReply *b =
	    REQUEST_NEW(rq, Duban__ListFiguresReply, duban__list_figures_reply__init);
	int r = request_text(rq, "list", q->list, NAME_MAX_BYTES, true);

	if (!r && !date_month_valid(x.year * 100 + 1))
		r = request_refuse(rq, STATUS_INVALID, "year.impossible",
				   arena_printf(rq->arena, "%u", x.year), NULL);
	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &x.unit);
	if (!r)
		r = b ? arena_new(&scratch, WIRE_ARENA_MAX) : -ENOMEM;
	if (r)
		return r;
	x.scratch = scratch;
	x.months = today / 10000 > x.year   ? MONTHS
		   : today / 10000 < x.year ? 0
					    : today / 100 % 100 - 1;
	b->list = q->list;
	b->year = x.year;
	rq->reply->body_case = DUBAN__REPLY__BODY_LIST_FIGURES;
	rq->reply->list_figures = b;
	r = x.months ? scan_members(&x) : 0;
	for (uint32_t i = 1; !r && i <= x.months; i++)
		r = put_month(&x, i, b);
	return r;
}
HANDLER(LIST_FIGURES, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = list_figures);
