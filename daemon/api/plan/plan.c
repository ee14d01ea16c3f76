/* A project against its yearly plan: the first version, which nobody can change, and the version in
 * force. */
#include "api/core/amount.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/plan/year_plan.h"
#include "model/report/figure.h"
#include "text/rate.h"

enum { MONTHS = 12 };

static int stand(struct request *rq, const Duban__Plan *p, int64_t invested,
		 Duban__PlanShowReply *b)
{
	Duban__PlanStand *s = REQUEST_NEW(rq, Duban__PlanStand, duban__plan_stand__init);
	__int128 due = year_plan_twelfths(p, b->until_month % 100);
	__int128 whole = p->amount ? (__int128)p->amount->fen * MONTHS : 0;
	__int128 done = (__int128)invested * MONTHS;
	char ahead[RATE_TEXT_MAX];

	if (!s)
		return -ENOMEM;
	s->plan = (Duban__Plan *)(uintptr_t)p;
	s->expected = request_money(rq, year_plan_fen(due));
	s->due_percent = request_rate(rq, due, whole);
	s->done_percent = request_rate(rq, done, whole);
	s->ahead_points = arena_str(rq->arena, rate_points_text(done, due, whole, ahead));
	if (!s->expected || !s->due_percent || !s->done_percent || !s->ahead_points)
		return -ENOMEM;
	return REQUEST_PUSH(rq, b->stand, b->n_stand, s);
}

/* The last complete month of the year; 0 in January of the year. */
static unsigned last_month(const struct request *rq, uint32_t year)
{
	uint32_t today = date_ymd(rq->today);

	if (today / 10000 != year)
		return today / 10000 > year ? MONTHS : 0;
	return today / 100 % 100 - 1;
}

/* Lists the months without a report. A project is compared as of the last month that was reported,
 * unless the caller names another: whether it is behind in a month that nobody reported (未报) is
 * not known. */
static int settle_months(struct request *rq, const struct figures *f, bool named,
			 Duban__PlanShowReply *b)
{
	uint32_t reported = 0;
	int r = 0;

	for (uint32_t m = b->year * 100 + 1; m <= b->until_month && !r; m++)
		if (figures_told(f, m))
			reported = m;
		else
			r = REQUEST_PUSH(rq, b->unreported_month, b->n_unreported_month, m);
	if (!named && reported)
		b->until_month = reported;
	return r;
}

static void forget_ahead(const struct figures *f, Duban__PlanShowReply *b)
{
	for (size_t i = 0; i < b->n_stand && !figures_told(f, b->until_month); i++)
		b->stand[i]->ahead_points = (char *)(uintptr_t)protobuf_c_empty_string;
}

static int fill(struct request *rq, const Duban__Project *p, const struct year_plans *plans,
		bool named, Duban__PlanShowReply *b)
{
	struct months span = {.from = b->year * 100 + 1, .to = MONTH_LAST};
	const Duban__Plan *first = year_plan_first(plans), *now = year_plan_on(plans, rq->today);
	struct figures figures = {.n = 0};
	uint32_t until = b->until_month; /* a report that came late is booked in a later month */
	int64_t invested = 0;
	int r = figures_load(rq->txn, rq->arena, p->num, span, &figures);

	if (!r)
		r = settle_months(rq, &figures, named, b);
	for (size_t i = 0; i < figures.n; i++)
		if (figures.figure[i]->invested && figures.figure[i]->month <= until)
			invested += figures.figure[i]->invested->fen;
	b->invested = request_money(rq, invested);
	if (!b->invested)
		return -ENOMEM;
	if (!r && first)
		r = stand(rq, first, invested, b);
	if (!r && now && now != first)
		r = stand(rq, now, invested, b);
	forget_ahead(&figures, b);
	return r;
}

static int plan_show(struct request *rq, const void *body)
{
	const Duban__PlanShowRequest *q = body;
	Duban__PlanShowReply *b =
	    REQUEST_NEW(rq, Duban__PlanShowReply, duban__plan_show_reply__init);
	struct year_plans plans;
	Duban__Project *p;
	unsigned month = q->month;
	int r = request_project(rq, q->project, &p);

	if (r || !b)
		return r ? r : -ENOMEM;
	b->year = q->year ? q->year : p->year;
	if (date_month_valid(month)) { /* a month given as yyyymm */
		b->year = q->year ? q->year : month / 100;
		month = month / 100 == b->year ? month % 100 : month;
	}
	if (month > MONTHS)
		return request_refuse(rq, STATUS_INVALID, "month.impossible",
				      arena_printf(rq->arena, "%u", q->month), NULL);
	b->project = p->code;
	b->project_name = p->name;
	if (!b->year || !date_month_valid(b->year * 100 + 1))
		return request_refuse(rq, STATUS_INVALID, "year.impossible",
				      arena_printf(rq->arena, "%u", b->year), NULL);
	month = month ? month : last_month(rq, b->year);
	b->until_month = month ? b->year * 100 + month : 0;
	r = year_plans_load(rq->txn, rq->arena, p->num, b->year, &plans);
	b->versions = (uint32_t)plans.n;
	rq->reply->body_case = DUBAN__REPLY__BODY_PLAN_SHOW;
	rq->reply->plan_show = b;
	return r ? r : fill(rq, p, &plans, q->month != 0, b);
}
HANDLER(PLAN_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = plan_show, .simulated_only_for_local = true);
