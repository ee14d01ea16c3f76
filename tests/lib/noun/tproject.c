#include "lib/noun/tproject.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/noun/trule.h"
#include "model/calendar/calendar.h"
#include "model/project/project.h"
#include "proto/wire_name.h"

enum { MONTHS = 12, MONEYS_MAX = 256 };

/* Memory for everything that a view points to. */
struct room {
	Duban__Project project;
	Duban__Life life;
	Duban__Plan plan[TPLANS_MAX];
	Duban__Plan *plans[TPLANS_MAX];
	Duban__Money *curve[TPLANS_MAX][MONTHS];
	Duban__Figure figure[TFIGURES_MAX];
	Duban__Figure *figures[TFIGURES_MAX];
	Duban__Told told[TFIGURES_MAX];
	size_t n_told;
	Duban__Money money[MONEYS_MAX];
	size_t n_money;
	struct project_view view;
};

static Duban__Money *money(struct room *r, int64_t fen)
{
	Duban__Money *m = &r->money[r->n_money++];

	assert_in_range(r->n_money, 1, MONEYS_MAX);
	duban__money__init(m);
	m->fen = fen;
	return m;
}

static Duban__Money *some(struct room *r, int64_t fen)
{
	return fen ? money(r, fen) : NULL;
}

static void put_plan(struct room *r, size_t i, const struct tplan *t)
{
	Duban__Plan *p = &r->plan[i];

	duban__plan__init(p);
	p->year = t->year;
	p->adopted_date = t->adopted;
	p->amount = some(r, t->amount);
	p->planned_start_month = t->start;
	p->planned_finish_month = t->finish;
	for (size_t m = 0; t->curve && m < MONTHS; m++)
		r->curve[i][m] = money(r, t->curve[m]);
	p->curve = r->curve[i];
	p->n_curve = t->curve ? MONTHS : 0;
	p->version = (uint32_t)i + 1;
	r->plans[r->view.plans.n++] = p;
}

/* The row of a month, in order of months; a new one if there is none. */
static Duban__Figure *row_of(struct room *r, uint32_t month)
{
	struct figures *all = &r->view.figures;
	size_t i = 0;

	while (i < all->n && all->figure[i]->month < month)
		i++;
	if (i == all->n || all->figure[i]->month != month) {
		memmove(&r->figures[i + 1], &r->figures[i], (all->n - i) * sizeof *r->figures);
		r->figures[i] = &r->figure[all->n++];
		duban__figure__init(r->figures[i]);
		r->figures[i]->month = month;
		r->figures[i]->told = calloc(TFIGURES_MAX, sizeof(Duban__Told *));
		assert_non_null(r->figures[i]->told);
	}
	return r->figures[i];
}

/* The last that was told of the month so far, in fen. */
static int64_t told_before(const struct room *r, uint32_t month)
{
	int64_t fen = 0;

	for (size_t i = 0; i < r->n_told; i++)
		if (r->told[i].month == month && r->told[i].invested)
			fen = r->told[i].invested->fen;
	return fen;
}

static void put_figure(struct room *r, const struct tfigure *t)
{
	int64_t was = t->correction ? told_before(r, t->month) : 0;
	Duban__Told *told = &r->told[r->n_told++];
	Duban__Figure *f = row_of(r, t->booked ? t->booked : t->month);

	duban__told__init(told);
	told->month = t->month;
	told->correction = t->correction;
	told->invested = t->invested == -1 ? NULL : money(r, t->invested);
	told->statistics = some(r, t->statistics);
	told->cumulative = some(r, t->cumulative);
	told->percent = t->percent;
	told->has_percent = t->percent > 0;
	told->text = (char *)(uintptr_t)(t->text ? t->text : "");
	told->on_date = t->confirmed;
	told->at = t->confirmed;
	f->told[f->n_told++] = told;
	if (told->invested && !f->invested)
		f->invested = money(r, 0);
	if (told->invested)
		f->invested->fen += t->invested - was;
	if (t->explained)
		row_of(r, t->month)->explained_at = t->explained;
}

static void put_life(struct room *r, const struct tproject *p)
{
	duban__life__init(&r->life);
	r->life.entered_date = p->entered;
	r->life.started_date = p->started;
	r->life.stopped_date = p->stopped;
	r->life.resumed_date = p->resumed;
	r->life.library_date = p->library;
	r->life.stage_date = p->stage_since;
	r->life.begun_by_date = p->begun_by;
}

static struct room *room_new(const struct tproject *p, const struct calendar *cal)
{
	struct room *r = calloc(1, sizeof *r);

	assert_non_null(r);
	duban__project__init(&r->project);
	r->project.stage = (Duban__Stage)p->stage;
	r->project.total = some(r, p->total);
	r->project.planned_start_month = p->planned_start;
	r->project.planned_finish_month = p->planned_finish;
	put_life(r, p);
	r->view = (struct project_view){
	    .project = &r->project,
	    .life = &r->life,
	    .plans = {.plan = r->plans},
	    .figures = {.figure = r->figures},
	    .chain = p->chain,
	    .calendar = cal,
	    .zone_minutes = TPROJECT_ZONE,
	    .active = project_active(&r->project),
	};
	for (size_t i = 0; i < TPLANS_MAX && p->plan[i].year; i++)
		put_plan(r, i, &p->plan[i]);
	for (size_t i = 0; i < TFIGURES_MAX && p->figure[i].month; i++)
		put_figure(r, &p->figure[i]);
	return r;
}

static void room_free(struct room *r)
{
	for (size_t i = 0; i < r->view.figures.n; i++)
		free(r->figures[i]->told);
	free(r);
}

static struct outcome look_at(const struct rule *rule, const struct calendar *cal,
			      const struct tcase *c, usec_t now)
{
	int64_t param[RULE_PARAMS_MAX];
	struct room *r = room_new(&c->project, cal);
	struct outcome k;

	trule_defaults(rule, param);
	memset(&k, 0xff, sizeof k); /* shows if the rule leaves a field unset */
	rule->evaluate(&r->view, c->param ? c->param : param, now, &k);
	room_free(r);
	assert_true(k.next > now);
	assert_true(k.level == 0 ? k.since == 0 : k.since <= k.level_since);
	assert_true(k.level_since <= now);
	return k;
}

static usec_t midnight(const char *day)
{
	date_t d;

	if (!date_parse(day, &d))
		fail_msg("day %s", day);
	return date_start(d, TPROJECT_ZONE);
}

struct outcome tproject_look(const struct rule *rule, const struct calendar *cal,
			     const struct tproject *p, const char *day)
{
	struct tcase c = {.project = *p};

	return look_at(rule, cal, &c, midnight(day));
}

static void add_line(char **text, usec_t now, const struct outcome *k)
{
	char day[DATE_TEXT_MAX], due[DATE_TEXT_MAX];
	const char *level = "dark", *rest;
	char *grown;
	int n;

	date_text(date_at(now, TPROJECT_ZONE), day);
	rest = wire_enum_name(&duban__clear_cause__descriptor, k->cause);
	if (k->level) {
		level = wire_enum_name(&duban__level__descriptor, k->level);
		rest = date_text(k->due, due);
	}
	n = asprintf(&grown, "%s%s %s %s%s\n", *text, day, level, k->level ? "due " : "", rest);
	assert_true(n > 0);
	free(*text);
	*text = grown;
}

/* Checks that nothing changes on the days between two evaluations and a minute before the second.
 */
static void nothing_between(const struct rule *rule, const struct calendar *cal,
			    const struct tcase *c, const struct outcome *was, usec_t from)
{
	usec_t to = was->next;
	struct outcome k;

	for (usec_t t = from + 11 * USEC_PER_DAY; t < to; t += 11 * USEC_PER_DAY) {
		k = look_at(rule, cal, c, t);
		if (k.level != was->level || k.since != was->since || k.due != was->due)
			fail_msg("%s: the outcome changes before `next`", c->why);
	}
	k = look_at(rule, cal, c, to - USEC_PER_MIN);
	if (k.level != was->level || k.since != was->since || k.level_since != was->level_since)
		fail_msg("%s: the outcome changed a minute too early", c->why);
}

static void walk(const struct rule *rule, const struct calendar *cal, const struct tcase *c)
{
	usec_t now = midnight(c->from ? c->from : "2019-12-01");
	usec_t until = midnight(c->until ? c->until : "2023-06-01");
	struct outcome was = look_at(rule, cal, c, now), k;
	char *text = strdup("");

	if (was.level)
		add_line(&text, now, &was);
	while (was.next < until) {
		nothing_between(rule, cal, c, &was, now);
		now = was.next;
		k = look_at(rule, cal, c, now);
		if (k.level != was.level || (k.level && k.due != was.due)) {
			add_line(&text, now, &k);
			if (k.level && k.level_since != now)
				fail_msg("%s: level_since is not the time of the change", c->why);
		}
		was = k;
	}
	if (strcmp(text, c->lines) != 0)
		fail_msg("%s:\n%sexpected:\n%s", c->why, text, c->lines);
	free(text);
}

void tproject_cases(const struct rule *rule, const struct calendar *cal, const struct tcase *cases,
		    size_t n)
{
	for (size_t i = 0; i < n; i++)
		walk(rule, cal, &cases[i]);
}
