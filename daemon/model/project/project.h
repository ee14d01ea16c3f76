/* A project's life and numbers, beside the row itself (nouns.h): dates, yearly plans, figures,
 * memberships, papers. Readers as in nouns.h: records in the arena, NULL when there is none;
 * check txn_error at the end. The `_follow` functions are steps of fold_project_put. */
#pragma once

#include "model/core/nouns.h"

/* life.c. Never NULL but for memory: a project without a row has an empty one. */
Duban__Life *life_get(struct txn *t, struct arena *a, uint32_t project);
/* The project became known: on_date is the day. */
void life_follow(struct txn *t, struct arena *a, const Duban__Event *e, const Duban__Project *p,
		 const Duban__Project *was);
/* Of a project that has begun: the day, or where nobody dated it the day by which it had. */
uint32_t life_begun_date(const Duban__Life *l);
/* 续建: in construction (or stopped) and started before `year`. */
bool life_continued(const Duban__Project *p, const Duban__Life *l, uint32_t year);

/* acceptance.c, paper.c (and paper.h), gathering.c */
Duban__Acceptance *acceptance_get(struct txn *t, struct arena *a, uint32_t project);
Duban__Paper *paper_get(struct txn *t, struct arena *a, uint32_t project, const char *paper);
Duban__Gathering *gathering_get(struct txn *t, struct arena *a, const char *id, uint32_t project);

/* year_plan.c: versions of a project's yearly plan. The one in force on a day is the last
 * that was adopted by then; the first is the baseline. */
struct year_plans {
	Duban__Plan **plan; /* by version, ascending */
	size_t n;
};
int year_plans_load(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
		    struct year_plans *ret);
/* Of all years, by year and version. */
int plans_load(struct txn *t, struct arena *a, uint32_t project, struct year_plans *ret);
const Duban__Plan *year_plan_first(const struct year_plans *p); /* NULL: 计划未下达 */
const Duban__Plan *year_plan_on(const struct year_plans *p, date_t day);
const Duban__Plan *year_plan_last(const struct year_plans *p);
/* What should be invested from January to the end of month 1..12: linear by months/12, or the
 * plan's curve. fen, rounded down. */
int64_t year_plan_until(const Duban__Plan *p, unsigned month);
/* The last version, by the revert of the import that made it. Fold only. */
void year_plan_remove(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
		      uint32_t version);
void year_plan_follow(struct txn *t, struct arena *a, const Duban__Event *e,
		      const Duban__Project *p, const Duban__Project *was);

/* figure.c: what counts, by month. */
struct figures {
	Duban__Figure **figure; /* by month, ascending */
	size_t n;
};
Duban__Figure *figure_get(struct txn *t, struct arena *a, uint32_t project, uint32_t month);
struct months {
	uint32_t from, to; /* yyyymm, both within */
};
int figures_load(struct txn *t, struct arena *a, uint32_t project, struct months span,
		 struct figures *ret);

/* member.c: memberships of lists. */
struct members {
	Duban__Member **member;
	size_t n;
};
Duban__Member *member_get(struct txn *t, struct arena *a, uint32_t project, const char *list);
int members_load(struct txn *t, struct arena *a, uint32_t project, struct members *ret);
Duban__Spell *member_spell(const Duban__Member *m); /* the open one; NULL: no member now */
bool spell_on(const Duban__Spell *s, uint32_t ymd);
/* Was it a member at the end of that day? Members at the cut-off count. */
bool member_on(const Duban__Member *m, date_t day);
void member_follow(struct txn *t, struct arena *a, const Duban__Event *e, const Duban__Project *p,
		   const Duban__Project *was);
/* list.c: NULL is a plain label, or nothing at all. */
Duban__List *list_get(struct txn *t, struct arena *a, const char *name);
