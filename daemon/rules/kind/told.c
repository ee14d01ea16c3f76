#include "rules/kind/told.h"

#include <string.h>

#include "model/project/life.h"
#include "model/report/period.h"

struct told_walk told_start(const struct project_view *v)
{
	return (struct told_walk){.figures = &v->figures};
}

const Duban__Told *told_next(struct told_walk *io)
{
	while (io->row < io->figures->n) {
		const Duban__Figure *f = io->figures->figure[io->row];

		if (io->i < f->n_told)
			return f->told[io->i++];
		io->row++;
		io->i = 0;
	}
	return NULL;
}

bool told_of(const struct project_view *v, uint32_t month, struct told_month *ret)
{
	struct told_walk w = told_start(v);
	const Duban__Told *t;

	*ret = (struct told_month){.text = ""};
	while ((t = told_next(&w))) {
		if (t->month != month)
			continue;
		ret->first = ret->first ? ret->first : t;
		ret->last = t;
		ret->percent = t->has_percent ? t : ret->percent;
		ret->text = *t->text ? t->text : ret->text;
	}
	return ret->last;
}

bool told_in_time(const struct project_view *v, uint32_t month)
{
	const Duban__Figure *f = view_figure(v, month);

	for (size_t i = 0; f && i < f->n_told; i++)
		if (f->told[i]->month == month)
			return true;
	return false;
}

/* The last that was told of the latest month before `month` that has a percentage (or else a text);
 * NULL: there is none. */
static const Duban__Told *before(const struct project_view *v, uint32_t month, bool percent)
{
	struct told_walk w = told_start(v);
	const Duban__Told *t, *found = NULL;

	while ((t = told_next(&w)))
		if (t->month < month && (percent ? t->has_percent : *t->text != '\0') &&
		    (!found || t->month >= found->month))
			found = t;
	return found;
}

/* Where the month has a percentage it decides and the text is ignored; only a larger one than
 * before is progress. */
bool told_progress(const struct project_view *v, uint32_t month)
{
	struct told_month m;
	const Duban__Told *was;

	if (!told_of(v, month, &m))
		return false;
	if (m.last->invested && m.last->invested->fen > 0)
		return true;
	was = before(v, month, m.percent);
	if (m.percent)
		return m.percent->percent > (was ? was->percent : 0);
	return *m.text && (!was || strcmp(m.text, was->text) != 0);
}

/* ---- months without progress */

uint32_t view_first_month(const struct project_view *v)
{
	const Duban__Life *l = v->life;
	uint32_t from = l->entered_date, begun = life_begun_date(l);

	if (begun > from)
		from = begun;
	if (l->resumed_date > from)
		from = l->resumed_date;
	return from % 100 <= 1 ? from / 100 : period_add(from / 100, 1);
}

struct idle view_idle(const struct project_view *v, int64_t lock_wd, usec_t now)
{
	uint32_t from = view_first_month(v), month = view_evaluated(v, lock_wd, now);
	struct idle idle = {.lock_wd = lock_wd,
			    .next = view_evaluation(v, lock_wd, period_add(month, 1))};

	while (month >= from && !told_progress(v, month)) {
		idle.months++;
		idle.first = month;
		month = period_add(month, -1);
	}
	return idle;
}

struct moments view_idle_moments(const struct project_view *v, const struct idle *i, int64_t yellow,
				 int64_t red)
{
	return (struct moments){
	    .yellow = view_evaluation(v, i->lock_wd, period_add(i->first, (int)yellow - 1)),
	    .red = view_evaluation(v, i->lock_wd, period_add(i->first, (int)red - 1)),
	};
}

void outcome_idle(struct outcome *o, const struct idle *i)
{
	o->due = period_last_day(i->first);
	outcome_fact(o, "first_month", FACT_MONTH, i->first);
	outcome_fact(o, "months_without_progress", FACT_NUMBER, i->months);
}
