#include "api/report/opening.h"

#include "api/cell/map.h"
#include "api/core/request.h"
#include "model/core/money.h"
#include "model/core/record.h"
#include "model/evidence/evidence.h"
#include "model/report/figure.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "store/db/txn.h"

struct openings {
	struct request *rq;
	struct report_opening *o; /* sorted by number while they are checked */
	size_t n;
	struct import_map slots;  /* slot -> index of its last report so far, + 1 */
	struct import_map months; /* project and month -> index in `sum`, + 1 */
	struct sum {
		int64_t invested, statistics;
	} * sum;
	size_t n_sum;
};

static int refuse(struct openings *all, const struct report_opening *o, int status,
		  const char *code, const char *arg)
{
	struct request *rq = all->rq;
	Duban__Problem *p =
	    request_problem(rq, code, arena_printf(rq->arena, "%u", o->r->num), arg, NULL);

	if (!p)
		return -ENOMEM;
	p->line = o->line;
	return status;
}

static int by_instant(const void *x, const void *y)
{
	return report_order(((const struct report_opening *)x)->r,
			    ((const struct report_opening *)y)->r);
}

static int by_num(const void *x, const void *y)
{
	uint32_t l = ((const struct report_opening *)x)->r->num;
	uint32_t r = ((const struct report_opening *)y)->r->num;

	return l < r ? -1 : l > r;
}

/* ---- one report */

/* A required column that is empty; NULL: none. */
static const char *lacking(const Duban__Report *r)
{
	bool confirmed = r->state == REPORT_STATE(CONFIRMED);

	if (!r->state)
		return "state";
	if (!r->submitted_at)
		return "submitted_at";
	if (!r->period_month)
		return "period";
	if (confirmed && !r->confirmed_at)
		return "confirmed_at";
	if (confirmed && report_books(r) && !r->booked_month)
		return "booked";
	switch (r->form) {
	case REPORT_FORM(MONTHLY):
		return r->invested ? NULL : "invested";
	case REPORT_FORM(WEEKLY):
	case REPORT_FORM(DAILY):
		return r->on_date ? NULL : "on";
	case REPORT_FORM(LINK_EXTENSION):
		if (!r->to_date)
			return "to";
		__attribute__((fallthrough));
	case REPORT_FORM(LINK):
	case REPORT_FORM(LINK_SUSPENSION):
	case REPORT_FORM(LINK_CANCELLATION):
		return !r->link_year ? "link_year"
		       : !r->link_no ? "link"
		       : r->on_date  ? NULL
				     : "on";
	case REPORT_FORM(STAGE):
		return !r->stage ? "stage" : r->on_date ? NULL : "on";
	case REPORT_FORM(CORRECTION):
		return r->corrects_report ? NULL : "corrects";
	default:
		return NULL;
	}
}

/* A column that only other reports may fill and that is not empty; NULL: none. */
static const char *surplus(const Duban__Report *r)
{
	if (r->confirmed_at && r->state != REPORT_STATE(CONFIRMED))
		return "confirmed_at";
	if (r->booked_month && (r->state != REPORT_STATE(CONFIRMED) || !report_books(r)))
		return "booked";
	if (r->corrects_report && r->form != REPORT_FORM(CORRECTION))
		return "corrects";
	return NULL;
}

static bool instants_fit(const struct request *rq, const Duban__Report *r)
{
	int64_t reviewed = r->reviewed_at ? r->reviewed_at : r->submitted_at;

	return r->submitted_at > 0 && r->submitted_at <= reviewed && reviewed <= rq->now &&
	       (!r->confirmed_at || (reviewed <= r->confirmed_at && r->confirmed_at <= rq->now)) &&
	       (!r->booked_month || r->booked_month >= r->period_month);
}

static int check_one(struct openings *all, const struct report_opening *o)
{
	struct request *rq = all->rq;
	const char *column = lacking(o->r);

	if (column)
		return refuse(all, o, STATUS_INVALID, "report.opening_lacks", column);
	column = surplus(o->r);
	if (column)
		return refuse(all, o, STATUS_INVALID, "report.opening_surplus", column);
	if (!instants_fit(rq, o->r))
		return refuse(all, o, STATUS_INVALID, "report.opening_instants", NULL);
	if (!record_fits(o->r))
		return refuse(all, o, STATUS_TOO_MANY, "request.too_large", NULL);
	for (size_t i = 0; i < o->r->n_evidence; i++) {
		struct bytes digest = BYTES(o->r->evidence[i].data, o->r->evidence[i].len);

		if (!evidence_of(rq->txn, o->r->project, digest))
			return refuse(all, o, STATUS_NOT_FOUND, "report.opening_evidence",
				      request_hex(rq, digest));
	}
	return txn_error(rq->txn);
}

/* ---- reports of the same slot */

/* May `was` keep its state if a later report takes its slot? Numbers of a month, week or day can be
 * confirmed only once; a link may be finished again after it was returned. */
static bool gives_way(const Duban__Report *was)
{
	bool once = was->form == REPORT_FORM(MONTHLY) || was->form == REPORT_FORM(WEEKLY) ||
		    was->form == REPORT_FORM(DAILY);

	return was->state == REPORT_STATE(REPLACED) ||
	       (was->state == REPORT_STATE(CONFIRMED) && !once);
}

/* A report that waits in the store is replaced by a later one, as usual. */
static bool store_gives_way(const Duban__Report *was)
{
	return was->state != REPORT_STATE(CONFIRMED) || gives_way(was);
}

static int check_slot(struct openings *all, size_t i)
{
	struct request *rq = all->rq;
	const Duban__Report *r = all->o[i].r;
	Duban__Report *holder = report_in_slot(rq->txn, rq->arena, r);
	const char *key = request_hex(rq, key_bytes(report_slot_key(KEY(), r)));
	uint32_t *last = key ? import_map_put(&all->slots, key, NULL) : NULL;
	const struct report_opening *was = last && *last ? &all->o[*last - 1] : NULL;

	if (!last)
		return -ENOMEM;
	*last = (uint32_t)i + 1;
	if (was && !gives_way(was->r))
		return refuse(all, was, STATUS_INVALID, "report.opening_slot",
			      arena_printf(rq->arena, "%u", r->num));
	if (holder && (holder->num < r->num ? !store_gives_way(holder) : !gives_way(r)))
		return refuse(all, &all->o[i], STATUS_CONFLICT, "report.opening_slot",
			      arena_printf(rq->arena, "%u", holder->num));
	return 0;
}

/* ---- the corrected report, and the month's sums */

static const Duban__Report *find(struct openings *all, uint32_t num)
{
	Duban__Report like = {.num = num};
	struct report_opening key = {.r = &like}, *o;

	o = bsearch(&key, all->o, all->n, sizeof key, by_num);
	return o ? o->r : report_get(all->rq->txn, all->rq->arena, num);
}

static int check_corrects(struct openings *all, const struct report_opening *o,
			  const Duban__Report *was)
{
	const struct report_opening before = {.r = (Duban__Report *)(uintptr_t)was};

	if (was && was->num < o->r->num && was->project == o->r->project &&
	    was->period_month == o->r->period_month && report_books(was) &&
	    was->state == REPORT_STATE(CONFIRMED) && by_instant(&before, o) < 0)
		return 0;
	return refuse(all, o, STATUS_INVALID, "report.opening_corrects",
		      arena_printf(all->rq->arena, "%u", o->r->corrects_report));
}

/* The month's sums after the import; NULL: no memory. */
static struct sum *sum_of(struct openings *all, const Duban__Report *r)
{
	struct request *rq = all->rq;
	const char *key = arena_printf(rq->arena, "%u/%u", r->project, r->booked_month);
	uint32_t *at = key ? import_map_put(&all->months, key, NULL) : NULL;
	Duban__Figure *f;

	if (!at)
		return NULL;
	if (*at)
		return &all->sum[*at - 1];
	all->sum = arena_grow(rq->arena, all->sum, all->n_sum, sizeof *all->sum);
	if (!all->sum)
		return NULL;
	*at = (uint32_t)++all->n_sum;
	f = figure_get(rq->txn, rq->arena, r->project, r->booked_month);
	all->sum[*at - 1] = (struct sum){.invested = f ? money_fen(f->invested) : 0,
					 .statistics = f ? money_fen(f->statistics) : 0};
	return &all->sum[*at - 1];
}

static bool outgrows(int64_t fen)
{
	return fen > MONEY_FEN_MAX || fen < -MONEY_FEN_MAX;
}

static int check_booked(struct openings *all, const struct report_opening *o)
{
	const Duban__Report *r = o->r,
			    *was = r->corrects_report ? find(all, r->corrects_report) : NULL;
	int bad = r->corrects_report ? check_corrects(all, o, was) : 0;
	struct sum *s;

	if (bad || !r->booked_month)
		return bad;
	s = sum_of(all, r);
	if (!s)
		return -ENOMEM;
	s->invested += money_fen(r->invested) - (was ? money_fen(was->invested) : 0);
	s->statistics += money_fen(r->statistics) - (was ? money_fen(was->statistics) : 0);
	if (outgrows(s->invested) || outgrows(s->statistics))
		return refuse(all, o, STATUS_CONFLICT, "report.figure_too_large", NULL);
	return 0;
}

/* ---- all */

static int check(struct openings *all)
{
	int verdict = 0;

	qsort(all->o, all->n, sizeof *all->o, by_num);
	for (size_t i = 0; i < all->n; i++) {
		int r = check_one(all, &all->o[i]);

		if (!r)
			r = check_slot(all, i);
		if (!r)
			r = check_booked(all, &all->o[i]);
		if (r < 0)
			return r;
		verdict = verdict ? verdict : r;
	}
	return verdict;
}

static int draft(struct request *rq, const struct report_opening *o)
{
	Duban__ReportPut *b = REQUEST_NEW(rq, Duban__ReportPut, duban__report_put__init);
	Duban__Event *ev = request_event(rq);

	if (!b || !ev)
		return -ENOMEM;
	b->report = o->r;
	ev->body_case = DUBAN__EVENT__BODY_REPORT_PUT;
	ev->report_put = b;
	ev->project = o->p->num;
	ev->project_unit = o->p->unit;
	ev->on_date = date_ymd(date_at(report_instant(o->r), rq->zone_minutes));
	return 0;
}

int report_openings(struct request *rq, struct report_opening *o, size_t n)
{
	struct openings all = {.rq = rq,
			       .o = o,
			       .n = n,
			       .slots = {.arena = rq->arena},
			       .months = {.arena = rq->arena}};
	int r = n ? check(&all) : 0;

	if (r || !n)
		return r;
	qsort(o, n, sizeof *o, by_instant);
	for (size_t i = 0; i < n && !r; i++)
		r = draft(rq, &o[i]);
	return r;
}
