/* `list figures`: a list's figures of a year, month by month. A project that counts on the list at
 * the end of a month counts in that month's figures, even if it left or withdrew later: leaving
 * does not improve past figures, nor does joining late. */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/figures/figures.h"
#include "base/arena.h"
#include "model/list/band.h"
#include "model/plan/target.h"
#include "model/report/period.h"
#include "proto/limits.h"
#include "text/date.h"

struct figures_print {
	struct request *rq;
	const Duban__ListFiguresRequest *q;
	struct figures_asked asked;
	struct tally_years before; /* the year before */
	uint32_t from, to;	   /* months, both included */
	Duban__ListFiguresReply *b;
};

static const enum tally_group groups[] = {
    [DUBAN__FIGURES_BY__FIGURES_BY_INVALID] = TALLY_GROUP_UNIT,
    [DUBAN__FIGURES_BY__FIGURES_BY_UNIT] = TALLY_GROUP_UNIT,
    [DUBAN__FIGURES_BY__FIGURES_BY_CATEGORY] = TALLY_GROUP_CATEGORY,
    [DUBAN__FIGURES_BY__FIGURES_BY_SECTOR] = TALLY_GROUP_SECTOR,
    [DUBAN__FIGURES_BY__FIGURES_BY_BAND] = TALLY_GROUP_BAND,
    [DUBAN__FIGURES_BY__FIGURES_BY_BATCH] = TALLY_GROUP_BATCH,
};

static void name_group(struct request *rq, enum tally_group kind, const struct tally_year *g,
		       Duban__ListMonth *row)
{
	const char *const *bands;
	size_t n = size_bands(&bands);

	if (kind == TALLY_GROUP_UNIT || kind == TALLY_GROUP_SECTOR) {
		row->group = request_unit_id(rq, g->num);
		row->name = request_unit_name(rq, g->num);
	} else if (kind == TALLY_GROUP_BAND) {
		row->group = g->num && g->num <= n ? (char *)(uintptr_t)bands[g->num - 1] : "";
		row->name = row->group;
	} else {
		row->group = row->name = (char *)(uintptr_t)g->name;
	}
}

static const struct tally_year *same_group(const struct tally_years *all,
					   const struct tally_year *g)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->group[i]->num == g->num && strcmp(all->group[i]->name, g->name) == 0)
			return all->group[i];
	return NULL;
}

static int put(struct figures_print *x, const struct tally_year *g, const struct tally_year *before)
{
	/* the sum of a unit, or of the city for one who reads all of it */
	bool whole = ROLES_CITY & (1u << x->rq->caller->role) && !x->q->by;
	bool unit = whole || x->q->by == DUBAN__FIGURES_BY__FIGURES_BY_UNIT;
	int64_t target =
	    unit ? target_completed(x->rq->txn, x->rq->arena, whole ? x->asked.unit : g->num,
				    x->asked.year, x->q->list)
		 : 0;
	int r = 0;

	for (uint32_t month = x->from; month <= x->to && !r; month++) {
		struct figures_month m = {.of = g,
					  .before = before,
					  .year = x->asked.year,
					  .month = month,
					  .target = target,
					  .truncate = x->q->truncate};
		Duban__ListMonth *row;

		if (unit)
			m.base = figures_base(x->rq, x->q->list, whole ? x->asked.unit : g->num,
					      (x->asked.year - 1) * 100 + month);
		row = figures_row(x->rq, &m);
		if (!row)
			return -ENOMEM;
		if (x->q->by)
			name_group(x->rq, x->asked.kind, g, row);
		r = REQUEST_PUSH(x->rq, x->b->months, x->b->n_months, row);
	}
	return r;
}

static int put_sum(struct figures_print *x, const struct tally_years *all)
{
	const struct tally_year *sum = figures_sum(x->rq, all);
	const struct tally_year *before = figures_sum(x->rq, &x->before);

	return sum && before ? put(x, sum, before) : -ENOMEM;
}

static int print(struct figures_print *x)
{
	struct figures_asked last = x->asked;
	struct tally_years all;
	int r = figures_of(x->rq, &x->asked, &all);

	last.year--;
	if (!r)
		r = figures_of(x->rq, &last, &x->before);
	if (r)
		return r;
	if (!x->q->by)
		return put_sum(x, &all);
	for (size_t i = 0; i < all.n && !r; i++)
		r = put(x, all.group[i], same_group(&x->before, all.group[i]));
	return r;
}

/* Months that are over; of the year that was asked for. */
static int months_asked(struct figures_print *x)
{
	uint32_t today = date_ymd(x->rq->today), year = x->asked.year;
	uint32_t over = today / 10000 > year   ? TALLY_MONTHS
			: today / 10000 < year ? 0
					       : today / 100 % 100 - 1;

	x->from = 1;
	x->to = over;
	if (x->q->by && !x->q->month)
		x->from = over; /* groups are many: only the last month */
	if (!x->q->month)
		return 0;
	if (!date_month_valid(x->q->month))
		return request_refuse(x->rq, STATUS_INVALID, "month.impossible",
				      arena_printf(x->rq->arena, "%u", x->q->month), NULL);
	x->from = x->to = x->q->month % 100;
	if (x->from <= over)
		return 0;
	return request_refuse(x->rq, STATUS_CONFLICT, "month.not_over",
			      arena_printf(x->rq->arena, "%u-%02u", year, x->from), NULL);
}

static int list_figures(struct request *rq, const void *body)
{
	const Duban__ListFiguresRequest *q = body;
	struct figures_print x = {.rq = rq, .q = q, .asked = {.list = q->list}};
	int r = request_text(rq, "list", q->list, NAME_MAX_BYTES, true);

	x.asked.year = q->month ? q->month / 100 : q->year ? q->year : date_ymd(rq->today) / 10000;
	x.asked.kind =
	    (size_t)q->by < sizeof groups / sizeof *groups ? groups[q->by] : TALLY_GROUP_UNIT;
	x.b = REQUEST_NEW(rq, Duban__ListFiguresReply, duban__list_figures_reply__init);
	if (!r && !date_month_valid(x.asked.year * 100 + 1))
		r = request_refuse(rq, STATUS_INVALID, "year.impossible",
				   arena_printf(rq->arena, "%u", x.asked.year), NULL);
	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &x.asked.unit);
	if (!r)
		r = x.b ? months_asked(&x) : -ENOMEM;
	if (r)
		return r;
	x.b->list = q->list;
	x.b->year = x.asked.year;
	rq->reply->body_case = DUBAN__REPLY__BODY_LIST_FIGURES;
	rq->reply->list_figures = x.b;
	return x.to ? print(&x) : 0;
}
HANDLER(LIST_FIGURES, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = list_figures);
