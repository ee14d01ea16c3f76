/* What a rule gets to see of a project itself: plain data, loaded once per evaluation. Also the
 * arithmetic about plans and reporting months that the rules share.
 *
 * A month is evaluated (核定) when it is locked: at 00:00 of the day after period_lock_date. */
#pragma once

#include "model/plan/year_plan.h"
#include "model/report/figure.h"
#include "rules/moments.h"
#include "rules/rule.h"
#include "store/db/db.h"

struct chain;

/* Facts about one chain, that of the latest year which has links (cancelled and carried ones do not
 * count): how many of its unfinished links lack a unit, leader, person or limit. */
struct chain_facts {
	bool exists;
	uint32_t year;
	uint32_t lacks_unit, lacks_leader, lacks_person, lacks_limit; /* number of links */
	uint32_t lacking_date; /* yyyymmdd since when the oldest gap exists; 0: unknown */
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

/* Updates *io with one more chain. Call it in order of years: the latest chain with links stays. */
void chain_facts_of(const struct chain *c, struct chain_facts *io);

/* 00:00 of a day; of the n-th working day after a day; the day at `now`. */
usec_t view_day(const struct project_view *v, date_t d);
usec_t view_wd(const struct project_view *v, date_t d, int64_t n);
date_t view_today(const struct project_view *v, usec_t now);

/* The yearly plan in force on a day: for the given `year`, or for the latest year that has begun.
 * NULL: none. */
const Duban__Plan *view_plan_of(const struct project_view *v, uint32_t year, date_t day);
const Duban__Plan *view_plan(const struct project_view *v, date_t day);
/* The next instant after `now` at which another plan comes into force by its date alone, without an
 * event; USEC_NEVER: none. */
usec_t view_plan_next(const struct project_view *v, usec_t now);
/* The planned month (yyyymm) of start and of completion, as known on a day: from the latest plan in
 * force that names one, otherwise from the project's row. 0: none is planned. */
uint32_t view_planned_start(const struct project_view *v, date_t day);
uint32_t view_planned_finish(const struct project_view *v, date_t day);
/* A plan without a curve is even over `months` months, the last of which is December: over all
 * twelve, or, where the plan of that year names a month of start in it, from that month on. What
 * the project's row or another year's plan says of the start does not count: they may be newer than
 * the month that is judged. */
struct view_span {
	bool starts;		/* it is planned to start in that year */
	uint32_t first, months; /* yyyymm; 1 to 12 */
};
struct view_span view_span(const struct project_view *v, uint32_t year, date_t day);

/* Reporting months (yyyymm): the last one that is evaluated at `now`; the instant at which a month
 * is evaluated; the figure of a month (NULL: nothing is booked in it). */
uint32_t view_evaluated(const struct project_view *v, int64_t lock_wd, usec_t now);
usec_t view_evaluation(const struct project_view *v, int64_t lock_wd, uint32_t month);
const Duban__Figure *view_figure(const struct project_view *v, uint32_t month);
/* For `nth` (rule.h): of a rule that judges months when they are locked; of one that looks when a
 * month has ended. */
usec_t view_nth_evaluation(const struct project_view *v, int64_t lock_wd, usec_t first, unsigned n);
usec_t view_nth_month(const struct project_view *v, usec_t first, unsigned n);

/* The project is n months late when n months have ended, the planned month being the first of them.
 * The thresholds are 00:00 of the day after the `yellow`-th and the `red`-th. */
struct moments view_months_ended(const struct project_view *v, uint32_t month, int64_t yellow,
				 int64_t red);

bool view_building(const struct project_view *v); /* 在建: not stopped, not completed */
bool view_started(const struct project_view *v);

/* The outcome "no warning" for the date `due`: next is never, and an open warning would be cleared
 * as MOVED. Rules adjust it from there. */
struct outcome outcome_project_dark(date_t due);
void outcome_sooner(struct outcome *o, usec_t next);
/* Facts: year and version of the plan that was used (0, 0 without one). */
void outcome_fact_plan(struct outcome *o, const Duban__Plan *p);
void outcome_fact(struct outcome *o, const char *name, enum fact_kind kind, int64_t value);
void outcome_fact_text(struct outcome *o, const char *name, const char *text);
