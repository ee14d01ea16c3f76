#include "model/duty/waiting.h"

#include "base/arena.h"
#include "model/cadence/who.h"
#include "model/core/record.h"
#include "model/duty/form.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/report/period.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct waiting waiting_of(const struct duty_ask *q)
{
	const struct duty_form *f = duty_form(q->duty->form);
	date_t start = date_from_ymd(q->duty->period_date);

	return (struct waiting){.q = q,
				.form = f->judges ? REPORT_FORM(MONTHLY) : f->report,
				.judges = f->judges,
				.month = q->duty->period_date / 100,
				.until = date_ymd(when_end(f->period, start))};
}

static Duban__Report *report_of(const struct waiting *w, struct arena *a, uint32_t project,
				uint32_t month)
{
	Duban__Report like = DUBAN__REPORT__INIT;

	like.project = project;
	like.form = (Duban__ReportForm)w->form;
	like.period_month = month;
	like.on_date = w->q->duty->period_date;
	return report_in_slot(w->q->txn, a, &like);
}

/* It is handed in again only when it comes back. */
static bool is_in(const Duban__Report *r)
{
	return r && r->state != REPORT_STATE(RETURNED);
}

static bool waits(const struct waiting *w, const Duban__Report *r)
{
	return r && (int)r->state == w->judges &&
	       (w->judges != REPORT_STATE(PENDING) || r->reviewer == w->q->duty->unit);
}

/* The report of the month, or one of the month before that came late. */
static const Duban__Report *judged_report(const struct waiting *w, struct arena *a,
					  uint32_t project)
{
	for (int back = 0; back < 2; back++) {
		const Duban__Report *r = report_of(w, a, project, period_add(w->month, -back));

		if (waits(w, r))
			return r;
	}
	return NULL;
}

/* Does the unit owe a report about the project? One that was entered later owes none. */
static bool owes(const struct waiting *w, struct arena *a, const Duban__Project *p)
{
	const Duban__Life *l;

	if (p->unit != w->q->duty->unit || !who_reports(p) ||
	    is_in(report_of(w, a, p->num, w->month)))
		return false;
	l = life_get(w->q->txn, a, p->num);
	return l && l->entered_date <= w->until;
}

/* The projects whose reports the unit judges are its trade's, or of a unit below it. */
static bool keeps(const struct waiting *w, struct arena *a, const Duban__Project *p,
		  const Duban__Report **ret_report)
{
	*ret_report = NULL;
	if (!w->judges)
		return owes(w, a, p);
	*ret_report = judged_report(w, a, p->num);
	return *ret_report;
}

bool waiting_has(const struct waiting *w, uint32_t project)
{
	const Duban__Project *p = project_get(w->q->txn, w->q->arena, project);
	const Duban__Report *report;

	return p && keeps(w, w->q->arena, p, &report);
}

const Duban__Report *waiting_report(const struct waiting *w, uint32_t project)
{
	return w->judges ? judged_report(w, w->q->arena, project) : NULL;
}

/* ---- all of them */

struct waiting_walk {
	const struct waiting *w;
	struct arena *one; /* for one project */
	duty_lack_fn each;
	void *user;
};

static int see(const struct waiting_walk *k, uint32_t num)
{
	const Duban__Project *p;
	const Duban__Report *report;

	arena_reset(k->one);
	p = project_get(k->w->q->txn, k->one, num);
	if (!p || !keeps(k->w, k->one, p, &report))
		return txn_error(k->w->q->txn);
	return k->each(k->user, p, report);
}

static int see_units_projects(const struct waiting_walk *k, uint32_t unit)
{
	struct scan s =
	    scan_start(k->w->q->txn, TABLE_project_unit, key_bytes(key_u32(KEY(), unit)));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader key = {.rest = s.key, .ok = true};

		(void)key_read_u32(&key);
		r = see(k, key_read_u32(&key));
	}
	return r ? r : txn_error(k->w->q->txn);
}

static int see_below(const struct waiting_walk *k)
{
	struct scan s = scan_start(k->w->q->txn, TABLE_unit_child,
				   key_bytes(key_u32(KEY(), k->w->q->duty->unit)));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader key = {.rest = s.key, .ok = true};

		(void)key_read_u32(&key);
		r = see_units_projects(k, key_read_u32(&key));
	}
	return r ? r : txn_error(k->w->q->txn);
}

/* The office confirms the reports of the whole city: only those that wait are looked at. */
static int see_open(const struct waiting_walk *k)
{
	struct scan s = scan_start(k->w->q->txn, TABLE_report_open, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader key = {.rest = s.key, .ok = true};
		const Duban__Report *one;
		const Duban__Project *p;

		arena_reset(k->one);
		one = report_get(k->w->q->txn, k->one, key_read_u32(&key));
		if (!waits(k->w, one) || one->form != (Duban__ReportForm)k->w->form ||
		    one->period_month > k->w->month)
			continue;
		p = project_get(k->w->q->txn, k->one, one->project);
		r = p ? k->each(k->user, p, one) : 0;
	}
	return r ? r : txn_error(k->w->q->txn);
}

int waiting_each(const struct waiting *w, duty_lack_fn each, void *user)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct waiting_walk k = {.w = w, .each = each, .user = user};
	int r = arena_new(&one, WIRE_ARENA_MAX);

	k.one = one;
	if (r)
		return r;
	if (w->judges == REPORT_STATE(REVIEWED))
		return see_open(&k);
	r = see_units_projects(&k, w->q->duty->unit);
	return r || !w->judges ? r : see_below(&k);
}

int waiting_any(const struct waiting *w, bool *ret)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct scan s =
	    scan_start(w->q->txn, TABLE_project_unit, key_bytes(key_u32(KEY(), w->q->duty->unit)));
	int r = arena_new(&one, WIRE_ARENA_MAX);

	*ret = false;
	while (!r && !*ret && scan_next(&s)) {
		struct key_reader key = {.rest = s.key, .ok = true};
		uint32_t num;

		arena_reset(one);
		(void)key_read_u32(&key);
		num = key_read_u32(&key);
		*ret = is_in(report_of(w, one, num, w->month));
	}
	return r ? r : txn_error(w->q->txn);
}
