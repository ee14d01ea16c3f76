/* 数据异常: what was told of a month looks wrong. Yellow from the day on which it was confirmed,
 * red from 00:00 of the n-th working day after it, until it is explained (说明) or corrected
 * (更正). Each month is judged by itself, by the last that was told of it: other months that are
 * booked in the same row, before it or after it, neither hide it nor begin its time anew, and a
 * correction ends the lamp only if what it says is not wrong as well. An explanation covers what
 * was told before it. If several months look wrong, the one that was confirmed first decides. A
 * month looks wrong if
 *   - its cumulative figure is below the last one of an earlier month; corrections that came since
 *     then explain a fall by as much as they took away
 *   - its cumulative figure is above the project's total
 *   - its investment is more than `times` its share of the plan in force at its end (an even part,
 *     see view_span, or the curve's value, which may be 0). Without a plan it has no share
 *   - its two 口径 differ by more than `gap` percent of the platform's figure. Only months wholly
 *     after 入库 are checked: before it the statistics have nothing (先入库,后有数) */
#include "model/core/money.h"
#include "model/report/period.h"
#include "proto/model.pb-c.h"
#include "rules/kind/told.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { SHARE_TIMES, GAP_PERCENT, RED_AFTER_WD };
enum { MONTHS = 12 };

/* The month's share is part/of fen: a fraction, so that it is exact. */
struct share {
	bool known;
	int64_t part, of;
};

static struct share share_of(const struct project_view *v, uint32_t month)
{
	date_t end = period_last_day(month);
	const Duban__Plan *p = view_plan_of(v, month / 100, end);

	if (p && p->n_curve == MONTHS)
		return (struct share){
		    .known = true, .part = p->curve[month % 100 - 1]->fen, .of = 1};
	if (!p || !p->amount || p->amount->fen <= 0)
		return (struct share){.of = 1};
	return (struct share){
	    .known = true, .part = p->amount->fen, .of = view_span(v, month / 100, end).months};
}

static bool above_share(const struct project_view *v, const Duban__Told *t, int64_t times)
{
	struct share s = share_of(v, t->month);

	return t->invested && s.known &&
	       (__int128)t->invested->fen * s.of > (__int128)s.part * times;
}

static bool above_total(const struct project_view *v, const Duban__Told *t)
{
	const Duban__Money *total = v->project->total;

	return t->cumulative && total && t->cumulative->fen > total->fen;
}

static bool apart(const struct project_view *v, const Duban__Told *t, int64_t percent)
{
	__int128 gap;

	if (!v->life->library_date || t->month * 100 + 1 < v->life->library_date || !t->invested ||
	    !t->statistics)
		return false;
	gap = (__int128)t->invested->fen - t->statistics->fen;
	return (gap < 0 ? -gap : gap) * 100 > (__int128)t->invested->fen * percent;
}

/* ---- a cumulative figure that fell */

/* The two 口径 have each a cumulative figure and what it is made of. */
enum w17_account { PLATFORM, STATISTICS, ACCOUNTS };

static const Duban__Money *cumulative(const Duban__Told *t, enum w17_account of)
{
	return of == PLATFORM ? t->cumulative : t->cumulative_statistics;
}

static int64_t part(const Duban__Told *t, enum w17_account of)
{
	const Duban__Money *m = of == PLATFORM ? t->invested : t->statistics;

	return m ? m->fen : 0;
}

/* What a correction changed: the difference to what was told of its month before it. */
static int64_t changed(const struct project_view *v, const Duban__Told *c, enum w17_account of)
{
	struct told_walk w = told_start(v);
	const Duban__Told *t, *was = NULL;

	while ((t = told_next(&w)) && t != c)
		if (t->month == c->month)
			was = t;
	return was ? part(c, of) - part(was, of) : 0;
}

/* What the corrections that came between the two took away from the months that `was` sums up; it
 * is not above 0. A correction need not repeat the cumulative figure. */
static int64_t taken_away(const struct project_view *v, const Duban__Told *was,
			  const Duban__Told *now, enum w17_account of)
{
	struct told_walk w = told_start(v);
	const Duban__Told *t;
	int64_t sum = 0;

	while ((t = told_next(&w)) && t != now)
		if (t->correction && t->month <= was->month && t->at > was->at)
			sum += changed(v, t, of);
	return sum < 0 ? sum : 0;
}

/* The cumulative figure of the latest earlier month that has one, as it was first told; NULL: none.
 */
static const Duban__Told *sum_before(const struct project_view *v, const Duban__Told *now,
				     enum w17_account of)
{
	struct told_walk w = told_start(v);
	const Duban__Told *t, *was = NULL;

	while ((t = told_next(&w))) {
		if (t->month >= now->month || !cumulative(t, of))
			continue;
		if (!was || t->month > was->month ||
		    (t->month == was->month && cumulative(t, of)->fen != cumulative(was, of)->fen))
			was = t;
	}
	return was;
}

/* Is the cumulative figure below that of an earlier month? */
static bool fell_in(const struct project_view *v, const Duban__Told *now, enum w17_account of,
		    struct told_month *ret)
{
	const Duban__Told *was = cumulative(now, of) ? sum_before(v, now, of) : NULL;

	return was &&
	       cumulative(now, of)->fen < cumulative(was, of)->fen + taken_away(v, was, now, of) &&
	       told_of(v, was->month, ret);
}

static bool fell(const struct project_view *v, const Duban__Told *now, struct told_month *ret)
{
	for (int of = 0; of < ACCOUNTS; of++)
		if (fell_in(v, now, (enum w17_account)of, ret))
			return true;
	return false;
}

/* ---- a month */

struct oddity {
	const char *what; /* the reason why the month looks wrong; NULL: it does not */
	uint32_t date;	  /* since when it is known */
	uint32_t fell_from;
	const Duban__Told *told;
};

/* Is what `t` says wrong? */
static struct oddity odd(const struct project_view *v, const Duban__Told *t, const int64_t *param)
{
	struct oddity o = {.date = t->on_date, .told = t};
	struct told_month was;

	if (fell(v, t, &was)) {
		o.what = "cumulative_fell";
		o.fell_from = was.last->month;
		if (was.first->on_date > o.date) /* the earlier month was told later */
			o.date = was.first->on_date;
	} else if (above_total(v, t)) {
		o.what = "cumulative_above_total";
	} else if (above_share(v, t, param[SHARE_TIMES])) {
		o.what = "month_above_share";
	} else if (apart(v, t, param[GAP_PERCENT])) {
		o.what = "platform_statistics_gap";
	}
	return o;
}

static bool same_amounts(const Duban__Told *a, const Duban__Told *b)
{
	return money_fen(a->invested) == money_fen(b->invested) &&
	       money_fen(a->statistics) == money_fen(b->statistics) &&
	       money_fen(a->cumulative) == money_fen(b->cumulative) &&
	       money_fen(a->cumulative_statistics) == money_fen(b->cumulative_statistics);
}

/* Goes through all that was told of the month. It looks wrong since the day from which on all of it
 * was wrong and not explained; the same amounts told again need no new explanation. */
static struct oddity odd_month(const struct project_view *v, uint32_t month, const int64_t *param)
{
	const Duban__Figure *f = view_figure(v, month);
	struct told_walk w = told_start(v);
	const Duban__Told *t, *was = NULL;
	struct oddity found = {.what = NULL};
	bool covered = false;

	while ((t = told_next(&w))) {
		struct oddity o;

		if (t->month != month)
			continue;
		covered =
		    (f && t->at <= f->explained_at) || (covered && was && same_amounts(was, t));
		o = odd(v, t, param);
		if (found.what && o.what && found.date < o.date)
			o.date = found.date;
		found = covered ? (struct oddity){.what = NULL} : o;
		was = t;
	}
	return found;
}

/* ---- the project */

static bool decides(const struct oddity *o, const struct oddity *best)
{
	if (!o->what || !best->what)
		return o->what;
	return o->date != best->date ? o->date < best->date : o->told->month < best->told->month;
}

static void put_money(struct outcome *ret, const char *name, const Duban__Money *m)
{
	if (m)
		outcome_fact(ret, name, FACT_MONEY, m->fen);
}

static void put_facts(const struct project_view *v, const struct oddity *o, struct outcome *ret)
{
	struct share s = share_of(v, o->told->month);

	outcome_fact(ret, "month", FACT_MONTH, o->told->month);
	outcome_fact_text(ret, "odd", o->what);
	put_money(ret, "invested", o->told->invested);
	put_money(ret, "statistics", o->told->statistics);
	put_money(ret, "cumulative", o->told->cumulative);
	put_money(ret, "total", v->project->total);
	outcome_fact(ret, "share", FACT_MONEY, s.part / s.of);
	if (o->fell_from)
		outcome_fact(ret, "fell_from", FACT_MONTH, o->fell_from);
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	struct told_walk w = told_start(v);
	struct oddity best = {.what = NULL};
	const Duban__Told *t;
	struct told_month m;
	date_t confirmed;

	*ret = outcome_project_dark(DATE_NONE);
	ret->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
	while (v->active && (t = told_next(&w))) {
		struct oddity o;

		if (!told_of(v, t->month, &m) || m.first != t)
			continue; /* each month once */
		o = odd_month(v, t->month, param);
		if (decides(&o, &best))
			best = o;
	}
	if (!best.what)
		return;
	confirmed = date_from_ymd(best.date);
	ret->due = confirmed;
	outcome_light(ret,
		      (struct moments){
			  .yellow = view_day(v, confirmed),
			  .red = view_wd(v, confirmed, param[RED_AFTER_WD]),
		      },
		      now);
	put_facts(v, &best, ret);
}

const struct rule rule_w17 = {
    .num = 17,
    .id = "W17",
    .name = "数据异常",
    .version = 2,
    .met_by = "report submit",
    .supply = "reports",
    .params = {"W17.share_times", "W17.gap_percent", "W17.r_after_wd"},
    .subject = "project",
    .evaluate = evaluate,
};
