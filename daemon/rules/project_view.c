#include "rules/project_view.h"

#include "model/calendar/calendar.h"
#include "model/link/link.h"
#include "model/project/life.h"
#include "model/report/period.h"
#include "proto/enums.h"

static bool counts(const Duban__LinkProgress *p)
{
	return p->state != LINK_STATE(CANCELLED) && p->state != LINK_STATE(CARRIED);
}

void chain_facts_of(const struct chain *c, struct chain_facts *io)
{
	struct chain_facts f = {.year = c->year};
	size_t n_lacking = 0;

	for (size_t i = 0; i < c->n; i++) {
		struct link_lack lack = link_lacks(c->link[i]);
		uint32_t since = c->progress[i]->lacking_date;

		f.exists = f.exists || counts(c->progress[i]);
		if (!counts(c->progress[i]) || c->progress[i]->state == LINK_STATE(DONE))
			continue;
		f.lacks_unit += lack.unit;
		f.lacks_leader += lack.leader;
		f.lacks_person += lack.person;
		f.lacks_limit += lack.limit;
		if (lack.any && (!n_lacking++ || since < f.lacking_date))
			f.lacking_date = since;
	}
	if (f.exists)
		*io = f;
}

usec_t view_day(const struct project_view *v, date_t d)
{
	return date_start(d, v->zone_minutes);
}

usec_t view_wd(const struct project_view *v, date_t d, int64_t n)
{
	return view_day(v, calendar_add(v->calendar, d, (int)n));
}

date_t view_today(const struct project_view *v, usec_t now)
{
	return date_at(now, v->zone_minutes);
}

/* Of the plans for the years from..to, the latest one that is in force on `day`. */
static const Duban__Plan *in_force(const struct project_view *v, uint32_t from, uint32_t to,
				   date_t day)
{
	const Duban__Plan *found = NULL;
	uint32_t ymd = date_ymd(day);

	for (size_t i = 0; i < v->plans.n; i++) {
		const Duban__Plan *p = v->plans.plan[i];

		if (p->year >= from && p->year <= to && p->adopted_date <= ymd)
			found = p;
	}
	return found;
}

const Duban__Plan *view_plan_of(const struct project_view *v, uint32_t year, date_t day)
{
	return in_force(v, year, year, day);
}

const Duban__Plan *view_plan(const struct project_view *v, date_t day)
{
	return in_force(v, 0, date_ymd(day) / 10000, day);
}

/* A plan comes into force on the day it is adopted, but not before its year begins. */
usec_t view_plan_next(const struct project_view *v, usec_t now)
{
	usec_t next = USEC_NEVER;

	for (size_t i = 0; i < v->plans.n; i++) {
		date_t from = date_of((int)v->plans.plan[i]->year, 1, 1);
		date_t adopted = date_from_ymd(v->plans.plan[i]->adopted_date);
		usec_t at = view_day(v, adopted > from ? adopted : from);

		if (at > now && at < next)
			next = at;
	}
	return next;
}

/* The month comes from the latest plan in force that names one, of those for the years from..to. A
 * plan that only states an amount does not change when the project should start or be completed. */
static uint32_t month_in_force(const struct project_view *v, struct months years, date_t day,
			       size_t offset)
{
	uint32_t found = 0, ymd = date_ymd(day);

	for (size_t i = 0; i < v->plans.n; i++) {
		const Duban__Plan *p = v->plans.plan[i];
		uint32_t month = *(const uint32_t *)(const void *)((const char *)p + offset);

		if (month && p->year >= years.from && p->year <= years.to && p->adopted_date <= ymd)
			found = month;
	}
	return found;
}

uint32_t view_planned_start(const struct project_view *v, date_t day)
{
	struct months years = {.to = date_ymd(day) / 10000};
	uint32_t month = month_in_force(v, years, day, offsetof(Duban__Plan, planned_start_month));

	return month ? month : v->project->planned_start_month;
}

uint32_t view_planned_finish(const struct project_view *v, date_t day)
{
	struct months years = {.to = date_ymd(day) / 10000};
	uint32_t month = month_in_force(v, years, day, offsetof(Duban__Plan, planned_finish_month));

	return month ? month : v->project->planned_finish_month;
}

struct view_span view_span(const struct project_view *v, uint32_t year, date_t day)
{
	struct months of_year = {.from = year, .to = year};
	uint32_t start =
	    month_in_force(v, of_year, day, offsetof(Duban__Plan, planned_start_month));
	bool starts = start / 100 == year;
	uint32_t m = starts ? start % 100 : 1;

	return (struct view_span){.starts = starts, .first = year * 100 + m, .months = 13 - m};
}

usec_t view_evaluation(const struct project_view *v, int64_t lock_wd, uint32_t month)
{
	return view_day(v, period_lock_date(v->calendar, month, (int)lock_wd) + 1);
}

uint32_t view_evaluated(const struct project_view *v, int64_t lock_wd, usec_t now)
{
	uint32_t month = period_add(period_of(view_today(v, now)), -1);

	while (view_evaluation(v, lock_wd, month) > now)
		month = period_add(month, -1);
	return month;
}

usec_t view_nth_evaluation(const struct project_view *v, int64_t lock_wd, usec_t first, unsigned n)
{
	return view_evaluation(v, lock_wd,
			       period_add(view_evaluated(v, lock_wd, first), (int)n - 1));
}

usec_t view_nth_month(const struct project_view *v, usec_t first, unsigned n)
{
	date_t from = view_today(v, first);
	uint32_t month = period_add(period_of(from), (int)n - 1);

	return n > 1 ? view_day(v, period_last_day(period_add(month, -1)) + 1) : first;
}

const Duban__Figure *view_figure(const struct project_view *v, uint32_t month)
{
	for (size_t i = v->figures.n; i > 0; i--)
		if (v->figures.figure[i - 1]->month == month)
			return v->figures.figure[i - 1];
	return NULL;
}

static usec_t month_start(const struct project_view *v, uint32_t month)
{
	return view_day(v, date_of((int)(month / 100), (int)(month % 100), 1));
}

struct moments view_months_ended(const struct project_view *v, uint32_t month, int64_t yellow,
				 int64_t red)
{
	return (struct moments){
	    .yellow = month_start(v, period_add(month, (int)yellow)),
	    .red = month_start(v, period_add(month, (int)red)),
	};
}

bool view_building(const struct project_view *v)
{
	return v->active && v->project->stage == STAGE(BUILDING);
}

bool view_started(const struct project_view *v)
{
	return v->active && v->project->stage >= STAGE(BUILDING);
}

struct outcome outcome_project_dark(date_t due)
{
	return (struct outcome){.due = due,
				.clock = DATE_NONE,
				.next = USEC_NEVER,
				.happened = DATE_NONE,
				.cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_MOVED};
}

void outcome_sooner(struct outcome *o, usec_t next)
{
	if (next < o->next)
		o->next = next;
}

void outcome_fact_plan(struct outcome *o, const Duban__Plan *p)
{
	outcome_fact(o, "plan_year", FACT_NUMBER, p ? p->year : 0);
	outcome_fact(o, "plan_version", FACT_NUMBER, p ? p->version : 0);
}

void outcome_fact(struct outcome *o, const char *name, enum fact_kind kind, int64_t value)
{
	assert(o->n_fact < OUTCOME_FACTS_MAX);
	o->fact[o->n_fact++] = (struct outcome_fact){.name = name, .kind = kind, .value = value};
}

void outcome_fact_text(struct outcome *o, const char *name, const char *text)
{
	assert(o->n_fact < OUTCOME_FACTS_MAX);
	o->fact[o->n_fact++] = (struct outcome_fact){.name = name, .kind = FACT_TEXT, .text = text};
}
