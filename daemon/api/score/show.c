/* `score show`, `score export`. Before a year's score is frozen a unit sees its own, the city's
 * roles see all; a frozen one is shown to all as it was frozen. */
#include <errno.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/score/compute.h"
#include "api/score/rows.h"
#include "base/arena.h"
#include "model/report/period.h"
#include "proto/enums.h"
#include "proto/limits.h"

struct score_print {
	struct request *rq;
	const Duban__ScoreShowRequest *q;
	struct score_asked asked;
	struct score_units units;
	uint32_t unit;
	bool frozen; /* as it was frozen */
	Duban__ScoreShowReply *b;
};

static char *month_shown(struct request *rq, uint32_t month)
{
	return arena_printf(rq->arena, "%u-%02u", month / 100, month % 100);
}

/* The month asked for: by itself, the last full one of the year, or the last full one. */
static int find_month(struct score_print *x, uint32_t *ret)
{
	uint32_t last = period_add(period_of(x->rq->today), -1), month = x->q->month;

	if (!month)
		month = x->q->year && x->q->year < last / 100 ? x->q->year * 100 + SCORE_DECEMBER
							      : last;
	if (!date_month_valid(month) || (x->q->year && x->q->year != month / 100))
		return request_refuse(x->rq, STATUS_INVALID,
				      x->q->year > last / 100 ? "month.not_over"
							      : "month.impossible",
				      x->q->month ? month_shown(x->rq, month)
						  : arena_printf(x->rq->arena, "%u", x->q->year),
				      NULL);
	if (month > last)
		return request_refuse(x->rq, STATUS_CONFLICT, "month.not_over",
				      month_shown(x->rq, month), NULL);
	*ret = month;
	return 0;
}

static int find_unit(struct score_print *x)
{
	int r;

	if (!*x->q->unit)
		return 0;
	r = request_unit(x->rq, x->q->unit, &x->unit);
	if (!r && !x->frozen && !scope_reads_of(x->rq, x->unit))
		r = request_refuse(x->rq, STATUS_DENIED, "scope.denied", x->q->unit, NULL);
	return r;
}

static int find_units(struct score_print *x, Duban__ScoreYear *y)
{
	int r = score_asked_of(x->rq, y, &x->asked);

	if (r)
		return r;
	x->b->state = y ? y->state : SCORE_STATE(INVALID);
	x->frozen = y && y->state == SCORE_STATE(FROZEN) && !x->q->fresh && !*x->q->list &&
		    x->asked.month % 100 == SCORE_DECEMBER;
	if (*x->q->list)
		x->asked.list = x->q->list;
	x->b->profile = (char *)(uintptr_t)x->asked.profile;
	r = find_unit(x);
	if (r || !x->frozen)
		return r ? r : score_compute(x->rq, &x->asked, &x->units);
	x->units = (struct score_units){y->unit, y->n_unit};
	return 0;
}

static int put_units(struct score_print *x)
{
	struct score_rows rows = {.n = 0};
	int r = 0;

	for (size_t i = 0; i < x->units.n && !r; i++) {
		const Duban__ScoreUnit *u = x->units.unit[i];
		bool own = scope_reads_of(x->rq, u->unit);

		if ((x->unit && u->unit != x->unit) || (x->q->board && u->board != x->q->board) ||
		    (!own && !x->frozen))
			continue;
		/* the others' grounds stay theirs */
		r = score_rows_add(x->rq, u, x->q->explain && own, &rows);
	}
	x->b->row = rows.row;
	x->b->n_row = rows.n;
	return r;
}

static int score_show(struct request *rq, const void *body)
{
	struct score_print x = {.rq = rq, .q = body};
	int r = request_text(rq, "list", x.q->list, NAME_MAX_BYTES, false);

	x.b = REQUEST_NEW(rq, Duban__ScoreShowReply, duban__score_show_reply__init);
	if (!x.b)
		return -ENOMEM;
	if (!r)
		r = find_month(&x, &x.asked.month);
	if (r)
		return r;
	x.b->year = x.asked.month / 100;
	x.b->month = x.asked.month;
	r = find_units(&x, score_year_get(rq->txn, rq->arena, x.asked.month / 100));
	if (!r)
		r = put_units(&x);
	rq->reply->body_case = DUBAN__REPLY__BODY_SCORE_SHOW;
	rq->reply->score_show = x.b;
	return r;
}
HANDLER(SCORE_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = score_show);

/* ---- export */

static int score_export(struct request *rq, const void *body)
{
	const Duban__ScoreExportRequest *q = body;
	const Duban__ScoreYear *y = score_year_get(rq->txn, rq->arena, q->year);
	Duban__ScoreExportReply *b =
	    REQUEST_NEW(rq, Duban__ScoreExportReply, duban__score_export_reply__init);
	struct score_rows rows = {.n = 0};
	int r = b ? 0 : -ENOMEM;

	if (!r && (!y || y->state != SCORE_STATE(FROZEN)))
		return request_refuse(rq, STATUS_CONFLICT, "score.not_frozen",
				      arena_printf(rq->arena, "%u", q->year), NULL);
	for (size_t i = 0; !r && i < y->n_unit; i++)
		r = score_rows_add(rq, y->unit[i], false, &rows);
	if (r)
		return r;
	b->row = rows.row;
	b->n_row = rows.n;
	b->year = y->year;
	b->document = y->document;
	b->approver = y->approver;
	b->frozen_date = y->frozen_date;
	rq->reply->body_case = DUBAN__REPLY__BODY_SCORE_EXPORT;
	rq->reply->score_export = b;
	return 0;
}
HANDLER(SCORE_EXPORT, .kind = HANDLER_QUERY, .roles = ROLES_CITY, .simulated_only_for_local = true,
	.decide = score_export);
