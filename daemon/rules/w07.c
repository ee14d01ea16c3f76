/* 投资滞后: the investment since January is too far behind 序时, the part of the year's plan that
 * is due by the end of the month: the plan's own curve, or else an even part for each month,
 * counted from January, or from the planned month of start if the year's plan names one in it (such
 * a project is first judged for the month after it). A month is judged when it is locked, by the
 * plan in force on its last day of booking, and not again: what is confirmed later is booked in a
 * later month. Judging begins with the evaluation of `start_month`; December's outcome holds until
 * January's is due. No warning without a plan (计划未下达) or while the plan expects no investment
 * yet.
 *
 * A month of which nothing was confirmed in time (未报) is not judged: nobody knows whether it is
 * behind. The lamp stays as the last reported month left it.
 *
 *   mode ratio: yellow below 80 % of 序时, red below 60 %
 *   mode pp:    yellow 10 to 30 percentage points of the year's plan behind, red beyond
 *
 * Applies to 在建 and 停工: W04 covers a project that has not started, and a completed one needs no
 * more investment. If a project came into duban in the middle of the year, its earlier investment
 * is unknown: both sides then count from the month in which duban first knew the project, or from
 * the first month that has figures (so an opening balance for January counts from January). */
#include "model/project/life.h"
#include "model/report/period.h"
#include "proto/enums.h"
#include "proto/model.pb-c.h"
#include "rules/kind/told.h"
#include "rules/project_view.h"
#include "rules/rule.h"

enum { MODE, YELLOW_PERCENT, RED_PERCENT, YELLOW_POINTS, RED_POINTS, START_MONTH, LOCK_WD };
enum { RATIO, POINTS }; /* the choices of W07.mode */

enum { MONTHS = 12 };

struct judged {
	int level;
	const Duban__Plan *plan;
	uint32_t month;	   /* the one that was judged; 0: none */
	uint32_t from;	   /* the first month that counts, yyyymm */
	__int128 expected; /* expected/of fen: a fraction, so that it is exact */
	int64_t of;
	int64_t invested;
};

static int by_ratio(const struct judged *j, const int64_t *param)
{
	__int128 invested = (__int128)j->invested * j->of * 100;

	if (invested < j->expected * param[RED_PERCENT])
		return LEVEL(RED);
	return invested < j->expected * param[YELLOW_PERCENT] ? LEVEL(YELLOW) : 0;
}

static int by_points(const struct judged *j, const int64_t *param)
{
	__int128 behind = (j->expected - (__int128)j->invested * j->of) * 100;
	__int128 plan = (__int128)j->plan->amount->fen * j->of;

	if (behind > plan * param[RED_POINTS])
		return LEVEL(RED);
	return behind >= plan * param[YELLOW_POINTS] ? LEVEL(YELLOW) : 0;
}

static uint32_t first_month(const struct project_view *v, uint32_t year)
{
	uint32_t from = v->life->entered_date / 100;

	for (size_t i = 0; i < v->figures.n; i++)
		if (v->figures.figure[i]->month / 100 == year && v->figures.figure[i]->month < from)
			from = v->figures.figure[i]->month;
	return from / 100 == year ? from : year * 100 + 1;
}

/* Sets the part of the plan that is due from the first month that counts until the end of the one
 * that is judged. 0: it is not judged yet. */
static void expect(const struct project_view *v, date_t locked, struct judged *io)
{
	const Duban__Plan *p = io->plan;
	struct view_span span = view_span(v, io->month / 100, locked);
	uint32_t from = io->from > span.first ? io->from : span.first;

	if (p->n_curve == MONTHS) {
		for (uint32_t m = io->from; m <= io->month; m++)
			io->expected += p->curve[m % 100 - 1]->fen;
		return;
	}
	io->of = span.months;
	if (io->month >= span.first + span.starts)
		io->expected = (__int128)p->amount->fen * (io->month - from + 1);
}

static int64_t invested_until(const struct project_view *v, uint32_t from, uint32_t month)
{
	int64_t sum = 0;

	for (size_t i = 0; i < v->figures.n; i++) {
		const Duban__Figure *f = v->figures.figure[i];

		if (f->invested && f->month >= from && f->month <= month)
			sum += f->invested->fen;
	}
	return sum;
}

static struct judged judge(const struct project_view *v, const int64_t *param, uint32_t month)
{
	date_t locked = period_lock_date(v->calendar, month, (int)param[LOCK_WD]);
	struct judged j = {.plan = view_plan_of(v, month / 100, locked),
			   .month = month,
			   .from = first_month(v, month / 100),
			   .of = 1};

	if (life_begun_date(v->life) > date_ymd(locked))
		return j; /* it was not yet under construction */
	if (!j.plan || !j.plan->amount)
		return j;
	expect(v, locked, &j);
	j.invested = invested_until(v, j.from, month);
	if (j.expected > 0)
		j.level = param[MODE] == POINTS ? by_points(&j, param) : by_ratio(&j, param);
	return j;
}

/* Judges all months of the year up to `month` that were reported. `since` is the evaluation of the
 * first month in the unbroken run of lit months that ends with `month`, `level_since` that of the
 * last change of level. */
static struct judged judge_year(const struct project_view *v, const int64_t *param, uint32_t month,
				struct outcome *ret)
{
	uint32_t from = month / 100 * 100 + (uint32_t)param[START_MONTH];
	struct judged j = {.level = 0};
	int before = 0;

	if (v->life->entered_date / 100 > from)
		from = v->life->entered_date / 100;
	for (uint32_t m = from; m <= month; m++) {
		if (!told_in_time(v, m))
			continue;
		j = judge(v, param, m);
		if (j.level && !before) {
			ret->since = view_evaluation(v, param[LOCK_WD], m);
			ret->due = period_last_day(m);
		}
		if (j.level != before)
			ret->level_since = view_evaluation(v, param[LOCK_WD], m);
		before = j.level;
	}
	if (j.level)
		ret->level = j.level;
	else
		ret->since = ret->level_since = 0;
	return j;
}

static int cause_of(const struct judged *j, bool judged)
{
	if (j->level || !judged)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_PERIOD;
	if (j->expected <= 0)
		return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_MOVED;
	return DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE;
}

static bool asked(const struct project_view *v)
{
	return view_building(v) || (v->active && v->project->stage == DUBAN__STAGE__STAGE_STOPPED);
}

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct project_view *v = view;
	uint32_t month = view_evaluated(v, param[LOCK_WD], now);
	struct judged j;

	*ret = outcome_project_dark(DATE_NONE);
	if (!asked(v)) {
		ret->cause = view_started(v) ? DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_DONE
					     : DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
		return;
	}
	j = judge_year(v, param, month, ret);
	ret->next = view_evaluation(v, param[LOCK_WD], period_add(month, 1));
	ret->cause = cause_of(&j, month % 100 >= (uint32_t)param[START_MONTH]);
	if (!j.level)
		return;
	outcome_fact(ret, "month", FACT_MONTH, j.month);
	outcome_fact_plan(ret, j.plan);
	outcome_fact(ret, "plan", FACT_MONEY, j.plan->amount->fen);
	outcome_fact(ret, "from", FACT_MONTH, j.from);
	outcome_fact(ret, "expected", FACT_MONEY, (int64_t)(j.expected / j.of));
	outcome_fact(ret, "invested", FACT_MONEY, j.invested);
}

static usec_t nth(const void *view, const int64_t *param, usec_t first, unsigned n)
{
	return view_nth_evaluation(view, param[LOCK_WD], first, n);
}

const struct rule rule_w07 = {
    .num = 7,
    .id = "W07",
    .name = "投资滞后",
    .version = 3,
    .met_by = "report submit",
    .supply = "reports",
    .params = {"W07.mode", "W07.y_percent", "W07.r_percent", "W07.y_points", "W07.r_points",
	       "W07.start_month", "report.lock_wd"},
    .subject = "project",
    .evaluate = evaluate,
    .nth = nth,
};
