/* A project's figures (数据): what counts for each month. A month's row is the sum of the reports
 * booked in it: its own report, corrections, and reports that came after their own month was
 * locked. A locked month never changes, since nothing is booked in it any more. */
#include "model/report/figure.h"

#include <stdlib.h>

#include "model/core/money.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/report/period.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static struct key *figure_key(struct key *k, uint32_t project, uint32_t month)
{
	return key_u32(key_u32(k, project), month);
}

Duban__Figure *figure_get(struct txn *t, struct arena *a, uint32_t project, uint32_t month)
{
	return record_get(t, TABLE_figure, key_bytes(figure_key(KEY(), project, month)),
			  &duban__figure__descriptor, a);
}

int figures_load(struct txn *t, struct arena *a, uint32_t project, struct months span,
		 struct figures *ret)
{
	struct scan s = scan_start(t, TABLE_figure, key_bytes(key_u32(KEY(), project)));
	Duban__Figure **all = NULL;
	size_t n = 0;

	while (scan_next(&s)) {
		Duban__Figure *f = record_unpack(t, s.value, &duban__figure__descriptor, a);

		if (!f || f->month > span.to)
			break;
		if (f->month < span.from)
			continue;
		all = arena_grow(a, all, n, sizeof *all);
		if (!all)
			return -ENOMEM;
		all[n++] = f;
	}
	*ret = (struct figures){.figure = all, .n = n};
	return txn_error(t);
}

bool figures_told(const struct figures *f, uint32_t month)
{
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->figure[i]->n_told; k++)
			if (f->figure[i]->told[k]->month == month)
				return true;
	return false;
}

/* ---- booking */

/* The month's row, or a new empty one; NULL: the sticky error is set. */
static Duban__Figure *figure_open(struct txn *t, struct arena *a, uint32_t project, uint32_t month)
{
	Duban__Figure *f = figure_get(t, a, project, month);

	if (f || txn_error(t))
		return f;
	f = arena_alloc(a, sizeof *f);
	if (!f) {
		txn_fail(t, -ENOMEM);
		return NULL;
	}
	duban__figure__init(f);
	f->project = project;
	f->month = month;
	return f;
}

static void figure_store(struct txn *t, const Duban__Figure *f)
{
	record_put(t, TABLE_figure, key_bytes(figure_key(KEY(), f->project, f->month)), f);
}

bool report_delta(struct txn *t, struct arena *a, const Duban__Report *r, struct report_delta *ret)
{
	*ret = (struct report_delta){.invested = money_fen(r->invested),
				     .statistics = money_fen(r->statistics),
				     .has_invested = r->invested,
				     .has_statistics = r->statistics};
	if (r->form == REPORT_FORM(CORRECTION)) {
		Duban__Report *was = report_get(t, a, r->corrects_report);

		if (!was) {
			txn_fail(t, -EBADMSG);
			return false;
		}
		ret->invested -= money_fen(was->invested);
		ret->statistics -= money_fen(was->statistics);
	}
	return true;
}

static void add(struct txn *t, struct arena *a, Duban__Money **sum, int64_t fen)
{
	if (!*sum) {
		*sum = arena_alloc(a, sizeof **sum);
		if (!*sum) {
			txn_fail(t, -ENOMEM);
			return;
		}
		duban__money__init(*sum);
	}
	(*sum)->fen += fen;
}

/* A cumulative figure must not be below the last one reported before it. Returns the month of that
 * one if this month's figure is below it, else 0. */
static uint32_t fell_from(struct txn *t, struct arena *a, const Duban__Figure *f)
{
	struct figures before;
	const Duban__Money *platform = NULL, *statistics = NULL;
	uint32_t platform_month = 0, statistics_month = 0;

	if (figures_load(t, a, f->project, (struct months){.to = period_add(f->month, -1)},
			 &before))
		return 0;
	for (size_t i = 0; i < before.n; i++) {
		if (before.figure[i]->cumulative) {
			platform = before.figure[i]->cumulative;
			platform_month = before.figure[i]->month;
		}
		if (before.figure[i]->cumulative_statistics) {
			statistics = before.figure[i]->cumulative_statistics;
			statistics_month = before.figure[i]->month;
		}
	}
	if (platform && f->cumulative && f->cumulative->fen < platform->fen)
		return platform_month;
	if (statistics && f->cumulative_statistics &&
	    f->cumulative_statistics->fen < statistics->fen)
		return statistics_month;
	return 0;
}

/* Takes over the values at the end of the month, which the report that comes last decides. */
static void state(struct txn *t, struct arena *a, Duban__Figure *f, const Duban__Report *r)
{
	if (r->cumulative)
		f->cumulative = r->cumulative;
	if (r->cumulative_statistics)
		f->cumulative_statistics = r->cumulative_statistics;
	if (r->has_percent) {
		f->has_percent = true;
		f->percent = r->percent;
	}
	if (*r->text)
		f->text = r->text;
	f->cumulative_fell_from_month = fell_from(t, a, f);
}

/* Is there a booked report of a later month than that of `r`, in the same row or an earlier one?
 * Then what `r` says of the end of its month is out of date. */
static bool told_since(struct txn *t, struct arena *a, const Duban__Report *r)
{
	struct scan s = scan_start(t, TABLE_report, key_bytes(key_u32(KEY(), r->project)));

	while (scan_next(&s)) {
		Duban__Report *other = record_unpack(t, s.value, &duban__report__descriptor, a);

		if (!other)
			break;
		if (report_books(other) && other->booked_month &&
		    other->booked_month <= r->booked_month && other->period_month > r->period_month)
			return true;
	}
	return false;
}

/* A month that is corrected in a later one keeps its figures and only refers to the correction. */
static void point_to_correction(struct txn *t, struct arena *a, const Duban__Report *r)
{
	Duban__Figure *of = figure_get(t, a, r->project, r->period_month);

	if (!of)
		return;
	of->corrected_month = r->booked_month;
	figure_store(t, of);
}

/* Writes down in the row what the report says of its own month. */
static bool tell(struct txn *t, struct arena *a, Duban__Figure *f, const Duban__Report *r,
		 uint32_t on_date)
{
	Duban__Told *told = arena_alloc(a, sizeof *told);
	Duban__Told **all = arena_longer(a, f->told, f->n_told, sizeof(Duban__Told *));

	if (!told || !all) {
		txn_fail(t, -ENOMEM);
		return false;
	}
	duban__told__init(told);
	told->month = r->period_month;
	told->report = r->num;
	told->correction = r->form == REPORT_FORM(CORRECTION);
	told->invested = r->invested;
	told->statistics = r->statistics;
	told->cumulative = r->cumulative;
	told->cumulative_statistics = r->cumulative_statistics;
	told->percent = r->percent;
	told->has_percent = r->has_percent;
	told->text = r->text;
	told->on_date = on_date;
	told->at = report_instant(r);
	f->told = all;
	f->told[f->n_told++] = told;
	return true;
}

static void book(struct txn *t, struct arena *a, const Duban__Report *r, uint32_t on_date)
{
	bool own = r->booked_month == r->period_month;
	Duban__Figure *f = figure_open(t, a, r->project, r->booked_month);
	struct report_delta d;

	if (!f || !report_delta(t, a, r, &d) || !tell(t, a, f, r, on_date))
		return;
	if (d.has_invested)
		add(t, a, &f->invested, d.invested);
	if (d.has_invested && (own || r->form != REPORT_FORM(CORRECTION)))
		add(t, a, &f->reported, d.invested);
	if (d.has_statistics)
		add(t, a, &f->statistics, d.statistics);
	if (own && r->form == REPORT_FORM(MONTHLY))
		f->report = r->num;
	if (!own && r->form == REPORT_FORM(CORRECTION))
		f->corrections++;
	else if (!own)
		f->late++;
	/* A report of an earlier month does not decide the values at the end of a later one. */
	if (own || !told_since(t, a, r))
		state(t, a, f, r);
	f->confirmed_date = on_date;
	figure_store(t, f);
	if (!own && r->form == REPORT_FORM(CORRECTION))
		point_to_correction(t, a, r);
}

void figure_follow(struct txn *t, struct arena *a, const Duban__Report *r, uint32_t on_date)
{
	Duban__Figure *f;

	if (report_books(r)) {
		if (r->booked_month)
			book(t, a, r, on_date);
		return;
	}
	if (r->form != REPORT_FORM(EXPLANATION))
		return;
	f = figure_open(t, a, r->project, r->period_month);
	if (!f)
		return;
	f->explained = true;
	f->explained_at = report_instant(r);
	figure_store(t, f);
}

/* ---- all figures again */

static int by_order(const void *x, const void *y)
{
	return report_order(*(Duban__Report *const *)x, *(Duban__Report *const *)y);
}

static void put_report(struct txn *t, const Duban__Report *r, uint32_t booked)
{
	struct key *k = key_u32(key_u32(KEY(), r->project), r->num);
	Duban__Report as = *r;

	as.booked_month = booked;
	record_put(t, TABLE_report, key_bytes(k), &as);
}

static void forget_figures(struct txn *t, uint32_t project)
{
	struct scan s = scan_start(t, TABLE_figure, key_bytes(key_u32(KEY(), project)));

	while (scan_next(&s))
		txn_del(t, TABLE_figure, key_bytes(key_raw(KEY(), s.key)));
}

/* Books the confirmed reports again one by one, in the original order: while one is booked, the
 * earlier ones count as booked and the later ones do not. */
void figures_anew(struct txn *t, struct arena *a, uint32_t project)
{
	const Duban__Store *store = store_row(t, a);
	struct report_page all;
	size_t n = 0;

	if (!store || report_list(t, a, project, SIZE_MAX, &all))
		return;
	forget_figures(t, project);
	for (size_t i = 0; i < all.n; i++)
		if (all.report[i]->state == DUBAN__REPORT_STATE__REPORT_STATE_CONFIRMED)
			all.report[n++] = all.report[i];
	if (n)
		qsort(all.report, n, sizeof *all.report, by_order);
	for (size_t i = 0; i < n; i++)
		put_report(t, all.report[i], 0);
	for (size_t i = 0; i < n; i++) {
		const Duban__Report *r = all.report[i];

		put_report(t, r, r->booked_month);
		figure_follow(t, a, r,
			      date_ymd(date_at((usec_t)r->confirmed_at, store->zone_minutes)));
	}
}
