/* What rules see of a project itself: everything pure, loaded once a look. And the arithmetic
 * they share about plans and reporting months.
 *
 * A month is evaluated (核定) when it is locked: at 00:00 of the day after period_lock_date. */
#pragma once

#include "model/plan/year_plan.h"
#include "model/report/figure.h"
#include "rules/moments.h"
#include "rules/rule.h"
#include "store/db/db.h"

struct chain;

/* The chain of the latest year that has links (not cancelled, not carried over), and what its
 * open links lack. */
struct chain_facts {
	bool exists;
	uint32_t year;
	uint32_t lacks_unit, lacks_leader, lacks_person, lacks_limit; /* links */
	uint32_t lacking_date; /* of the oldest gap; 0: nobody knows */
};

struct project_view {
	const Duban__Project *project;
	const Duban__Life *life;
	struct year_plans plans; /* all, by year and version */
	struct figures figures;	 /* all, by month */
	struct chain_facts chain;
	const struct calendar *calendar;
	int zone_minutes;
	bool active; /* the project is on the list and not archived */
};

/* Takes in one more chain; they come by year. */
void chain_facts_of(const struct chain *c, struct chain_facts *io);

/* 00:00 of a day; of the n-th working day after it. */
usec_t view_day(const struct project_view *v, date_t d);
usec_t view_wd(const struct project_view *v, date_t d, int64_t n);
date_t view_today(const struct project_view *v, usec_t now);

/* The yearly plan in force on a day: of `year`; of the latest year that has begun. NULL. */
const Duban__Plan *view_plan_of(const struct project_view *v, uint32_t year, date_t day);
const Duban__Plan *view_plan(const struct project_view *v, date_t day);
/* When another plan comes into force without an event; USEC_NEVER. */
usec_t view_plan_next(const struct project_view *v, usec_t now);
/* The months planned on a day, 0 = none: of the plan in force, without one of the row. */
uint32_t view_planned_start(const struct project_view *v, date_t day);
uint32_t view_planned_finish(const struct project_view *v, date_t day);

/* Reporting months. The last that is evaluated at `now`; the instant of a month's evaluation;
 * the figure of a month (NULL: nothing was confirmed). */
uint32_t view_evaluated(const struct project_view *v, int64_t lock_wd, usec_t now);
usec_t view_evaluation(const struct project_view *v, int64_t lock_wd, uint32_t month);
const Duban__Figure *view_figure(const struct project_view *v, uint32_t month);

/* 形象进度 or investment: did the month bring any? */
bool view_progressed(const struct project_view *v, uint32_t month);
/* The first month that lies wholly behind the day the work began, went on after a stop, or the
 * project became known (or known to have begun). */
uint32_t view_first_month(const struct project_view *v);

/* The months without progress up to the last evaluated one, in a row. */
struct idle {
	uint32_t months, first; /* how many; the first of them */
	int64_t lock_wd;
	usec_t next; /* the next evaluation */
};
struct idle view_idle(const struct project_view *v, int64_t lock_wd, usec_t now);
/* A lamp lights at the evaluation of the month that makes them so many. */
struct moments view_idle_moments(const struct project_view *v, const struct idle *i, int64_t yellow,
				 int64_t red);
void outcome_idle(struct outcome *k, const struct idle *i); /* due and facts */
/* A planned month has ended, n months of lateness (its own end is the first): 00:00 of the
 * first day after them. */
struct moments view_months_ended(const struct project_view *v, uint32_t month, int64_t yellow,
				 int64_t red);

bool view_building(const struct project_view *v); /* 在建: not stopped, not completed */
bool view_started(const struct project_view *v);

/* Dark, about `due`, and only an event or another plan changes it; clearing means MOVED. */
struct outcome outcome_project_dark(date_t due);
void outcome_sooner(struct outcome *k, usec_t next);
/* Which version of which year's plan it was. */
void outcome_fact_plan(struct outcome *k, const Duban__Plan *p);
void outcome_fact(struct outcome *k, const char *name, enum fact_kind kind, int64_t value);
void outcome_fact_text(struct outcome *k, const char *name, const char *text);
