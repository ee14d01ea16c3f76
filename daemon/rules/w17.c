/* 数据异常: the confirmed figures of a month look wrong. Yellow from the day on which they were
 * confirmed, red from 00:00 of the n-th working day after it, until they are explained (说明) or
 * corrected (更正). If several months look wrong, the one confirmed first decides. A month looks
 * wrong if
 *   - its cumulative figure is below that of an earlier month, unless a correction is booked in
 *     it, which explains the fall
 *   - its cumulative figure is above the project's total
 *   - its investment is more than `times` its share of the plan in force at its end (a twelfth,
 *     or the curve's value). Each correction or late report booked in the month adds one more
 *     share. A share of 0 is not checked
 *   - its two 口径 differ by more than `gap` percent of the platform's figure. Only months wholly
 *     after 入库 are checked: before it the statistics have nothing (先入库,后有数) */
#include "model/report/period.h"
#include "proto/model.pb-c.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { SHARE_TIMES, GAP_PERCENT, RED_AFTER_WD };
enum { MONTHS = 12 };

/* The month's share is part/of fen: a fraction, so that it is exact. */
struct share {
	int64_t part, of;
};

static struct share share_of(const struct project_view *v, const Duban__Figure *f)
{
	const Duban__Plan *p = view_plan_of(v, f->month / 100, period_last_day(f->month));

	if (!p || !p->amount)
		return (struct share){.part = 0, .of = 1};
	if (p->n_curve == MONTHS)
		return (struct share){.part = p->curve[f->month % 100 - 1]->fen, .of = 1};
	return (struct share){.part = p->amount->fen, .of = MONTHS};
}

static bool above_share(const struct project_view *v, const Duban__Figure *f, int64_t times)
{
	struct share s = share_of(v, f);

	return f->invested && s.part > 0 &&
	       (__int128)f->invested->fen * s.of > (__int128)s.part * times * (1 + f->corrections);
}

static bool above_total(const struct project_view *v, const Duban__Figure *f)
{
	const Duban__Money *total = v->project->total;

	return f->cumulative && total && f->cumulative->fen > total->fen;
}

static bool apart(const struct project_view *v, const Duban__Figure *f, int64_t percent)
{
	__int128 gap;

	if (!v->life->library_date || f->month * 100 + 1 < v->life->library_date || !f->invested ||
	    !f->statistics)
		return false;
	gap = (__int128)f->invested->fen - f->statistics->fen;
	return (gap < 0 ? -gap : gap) * 100 > (__int128)f->invested->fen * percent;
}

/* The reason why the month looks wrong; NULL: it does not. */
static const char *odd(const struct project_view *v, const Duban__Figure *f, const int64_t *param)
{
	if (f->explained || f->corrected_month || !f->confirmed_date)
		return NULL;
	if (f->cumulative_fell_from_month && !f->corrections)
		return "cumulative_fell";
	if (above_total(v, f))
		return "cumulative_above_total";
	if (above_share(v, f, param[SHARE_TIMES]))
		return "month_above_share";
	return apart(v, f, param[GAP_PERCENT]) ? "platform_statistics_gap" : NULL;
}

static void put_money(struct outcome *ret, const char *name, const Duban__Money *m)
{
	if (m)
		outcome_fact(ret, name, FACT_MONEY, m->fen);
}

static void put_facts(const struct project_view *v, const Duban__Figure *f, const char *what,
		      struct outcome *ret)
{
	struct share s = share_of(v, f);

	outcome_fact(ret, "month", FACT_MONTH, f->month);
	outcome_fact_text(ret, "odd", what);
	put_money(ret, "invested", f->invested);
	put_money(ret, "statistics", f->statistics);
	put_money(ret, "cumulative", f->cumulative);
	put_money(ret, "total", v->project->total);
	outcome_fact(ret, "share", FACT_MONEY, s.part / s.of);
	if (f->cumulative_fell_from_month)
		outcome_fact(ret, "fell_from", FACT_MONTH, f->cumulative_fell_from_month);
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	const Duban__Figure *first = NULL;
	const char *what = NULL;
	date_t confirmed;

	*ret = outcome_project_dark(DATE_NONE);
	ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
	for (size_t i = 0; v->active && i < v->figures.n; i++) {
		const Duban__Figure *f = v->figures.figure[i];
		const char *is = odd(v, f, param);

		if (is && (!first || f->confirmed_date < first->confirmed_date)) {
			first = f;
			what = is;
		}
	}
	if (!first)
		return;
	confirmed = date_from_ymd(first->confirmed_date);
	ret->due = confirmed;
	outcome_light(ret,
		      (struct moments){
			  .yellow = view_day(v, confirmed),
			  .red = view_wd(v, confirmed, param[RED_AFTER_WD]),
		      },
		      now);
	put_facts(v, first, what, ret);
}

const struct rule rule_w17 = {
    .num = 17,
    .id = "W17",
    .name = "数据异常",
    .version = 1,
    .supply = "reports",
    .params = {"W17.share_times", "W17.gap_percent", "W17.r_after_wd"},
    .subject = "project",
    .evaluate = evaluate,
};
