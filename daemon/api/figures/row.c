/* A month of a group as it is told, with its rates (指标口径): see docs/nouns/figures.md. */
#include "api/core/amount.h"
#include "api/core/request.h"
#include "api/figures/figures.h"
#include "base/arena.h"
#include "model/plan/year_plan.h"
#include "text/rate.h"

struct rowing {
	struct request *rq;
	const struct figures_month *m;
	const int64_t *v; /* the month's values, by measure */
	Duban__ListMonth *row;
	bool failed;
};

static Duban__Money *money(struct rowing *x, int64_t fen)
{
	Duban__Money *m = request_money(x->rq, fen);

	x->failed |= !m;
	return m;
}

static char *kept(struct rowing *x, const char *text)
{
	char *s = arena_str(x->rq->arena, text);

	x->failed |= !s;
	return s;
}

static char *rate(struct rowing *x, int64_t part, int64_t whole)
{
	char text[RATE_TEXT_MAX];

	return kept(x, x->m->truncate ? rate_cut_text(part, whole, text)
				      : rate_text(part, whole, text));
}

static void put_money(struct rowing *x)
{
	__int128 whole = (__int128)x->v[TALLY_PLAN] * TALLY_MONTHS;
	__int128 due = (__int128)x->v[TALLY_PLAN] * x->m->month;
	__int128 done = (__int128)x->v[TALLY_CUMULATIVE] * TALLY_MONTHS;
	char text[RATE_TEXT_MAX];

	x->row->plan = money(x, x->v[TALLY_PLAN]);
	x->row->expected = money(x, year_plan_fen(due));
	x->row->invested = money(x, x->v[TALLY_INVESTED]);
	x->row->cumulative = money(x, x->v[TALLY_CUMULATIVE]);
	x->row->statistics = money(x, x->v[TALLY_STATISTICS]);
	x->row->total = money(x, x->v[TALLY_TOTAL]);
	x->row->done_percent = rate(x, x->v[TALLY_CUMULATIVE], x->v[TALLY_PLAN]);
	x->row->rate = x->row->done_percent;
	x->row->lead_pp = kept(x, rate_points_text(done, due, whole, text));
}

static void put_counts(struct rowing *x)
{
	Duban__ListMonth *row = x->row;
	const int64_t *v = x->v;
	const struct {
		uint32_t *to;
		enum tally_measure of;
	} all[] = {
	    {&row->members, TALLY_MEMBERS},
	    {&row->planned_year, TALLY_PLANNED_YEAR},
	    {&row->planned_to_date, TALLY_PLANNED_TO_DATE},
	    {&row->started, TALLY_STARTED},
	    {&row->starts, TALLY_STARTS},
	    {&row->early, TALLY_EARLY},
	    {&row->library, TALLY_LIBRARY},
	    {&row->completions, TALLY_COMPLETIONS},
	    {&row->links_due, TALLY_LINKS_DUE},
	    {&row->links_on_time, TALLY_LINKS_ON_TIME},
	    {&row->lamps_raised, TALLY_LAMPS_RAISED},
	    {&row->lamps_cleared, TALLY_LAMPS_CLEARED},
	    {&row->problems_raised, TALLY_PROBLEMS_RAISED},
	    {&row->problems_cleared, TALLY_PROBLEMS_CLEARED},
	    {&row->reports_due, TALLY_PLANNED},
	    {&row->reports_on_time, TALLY_ON_TIME},
	    {&row->corrections, TALLY_CORRECTIONS},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		*all[i].to = (uint32_t)v[all[i].of];
	row->unplanned = (uint32_t)(v[TALLY_MEMBERS] - v[TALLY_PLANNED]);
	row->unreported = (uint32_t)(v[TALLY_PLANNED] - v[TALLY_TOLD]);
}

static void put_rates(struct rowing *x)
{
	const int64_t *v = x->v;

	x->row->start_rate = rate(x, v[TALLY_STARTED], v[TALLY_PLANNED_YEAR]);
	x->row->start_rate_to_date = rate(x, v[TALLY_STARTED], v[TALLY_PLANNED_TO_DATE]);
	x->row->library_rate = rate(x, v[TALLY_LIBRARY], v[TALLY_STARTS]);
	x->row->link_rate = rate(x, v[TALLY_LINKS_ON_TIME], v[TALLY_LINKS_DUE]);
	x->row->support_rate = rate(x, v[TALLY_PLAN], x->m->target);
	x->row->industry_share = rate(x, v[TALLY_INDUSTRY], v[TALLY_PLAN]);
	x->row->clearing_rate = rate(x, v[TALLY_LAMPS_CLEARED], v[TALLY_LAMPS_RAISED]);
}

static void put_stages(struct rowing *x)
{
	enum { STAGES = TALLY_STAGE_ARCHIVED - TALLY_STAGE_UNKNOWN + 1 };

	x->row->stage = arena_alloc(x->rq->arena, STAGES * sizeof *x->row->stage);
	x->failed |= !x->row->stage;
	if (!x->row->stage)
		return;
	x->row->n_stage = STAGES;
	for (unsigned i = 0; i < STAGES; i++)
		x->row->stage[i] = (uint32_t)x->v[TALLY_STAGE_UNKNOWN + i];
}

static char *change(struct rowing *x, struct rate now, struct rate before)
{
	char text[RATE_TEXT_MAX];

	return kept(x, rate_change_text(now, before, text));
}

/* Against the same month of the year before; what duban did not count then is taken from a base. */
static void put_changes(struct rowing *x)
{
	static const int64_t nothing[TALLY_MEASURES_];
	const struct figures_month *m = x->m;
	const int64_t *then = m->before ? m->before->at[m->month - 1] : nothing;
	const int64_t *last = m->month > 1 ? m->of->at[m->month - 2] : nothing;
	struct rate now = {x->v[TALLY_CUMULATIVE], x->v[TALLY_PLAN]};
	struct rate done = {then[TALLY_CUMULATIVE], then[TALLY_PLAN]};
	struct rate starts = {then[TALLY_STARTED], then[TALLY_PLANNED_YEAR]};

	if (m->base && !done.whole) {
		done.part = m->base->completed ? m->base->completed->fen : 0;
		done.whole = m->base->plan ? m->base->plan->fen : 0;
	}
	if (m->base && !starts.whole)
		starts = (struct rate){m->base->started, m->base->planned_starts};
	x->row->year_on_year = change(x, now, done);
	x->row->month_on_month =
	    change(x, now, (struct rate){last[TALLY_CUMULATIVE], last[TALLY_PLAN]});
	x->row->start_year_on_year =
	    change(x, (struct rate){x->v[TALLY_STARTED], x->v[TALLY_PLANNED_YEAR]}, starts);
}

Duban__ListMonth *figures_row(struct request *rq, const struct figures_month *m)
{
	struct rowing x = {.rq = rq, .m = m, .v = m->of->at[m->month - 1]};

	x.row = REQUEST_NEW(rq, Duban__ListMonth, duban__list_month__init);
	if (!x.row)
		return NULL;
	x.row->month = m->year * 100 + m->month;
	put_money(&x);
	put_counts(&x);
	put_rates(&x);
	put_stages(&x);
	put_changes(&x);
	return x.failed ? NULL : x.row;
}
