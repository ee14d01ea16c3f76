/* `target status`: what the tallies say of each target of the year, and what the quarter lets
 * expect. docs/nouns/plan.md says how each measure is counted. */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/figures/figures.h"
#include "api/plan/import_targets.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "model/core/money.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/plan/target.h"
#include "model/report/period.h"
#include "model/tally/tally.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/rate.h"

#define MEASURE(name) DUBAN__TARGET_MEASURE__TARGET_MEASURE_##name
/* a share and a growth are in units of 0.01 % */
enum { SHARE_WHOLE = 10000, MONTHS_A_QUARTER = 3, QUARTERS = 4 };

/* A number of the target's kind. `whole` 0: it is not known. */
struct measured {
	__int128 part, whole;
	bool below; /* a share of less than the whole */
};

struct target_print {
	struct request *rq;
	uint32_t month, unit;
	struct arena *one; /* the tallies of `list` */
	const char *list;
	struct tally_years now, before; /* of the year, and of the one before it */
	Duban__TargetStatusReply *b;
};

/* ---- tallies */

static int load(struct target_print *x, const char *list)
{
	struct tally_asked asked = {.kind = TALLY_GROUP_UNIT, .year = x->month / 100};
	int r;

	if (x->list && strcmp(x->list, list) == 0)
		return 0;
	arena_reset(x->one);
	x->list = asked.list = arena_str(x->rq->arena, list);
	if (!x->list)
		return -ENOMEM;
	r = tally_read(x->rq->txn, x->one, &asked, &x->now);
	asked.year--;
	return r ? r : tally_read(x->rq->txn, x->one, &asked, &x->before);
}

static int64_t sum(struct target_print *x, const struct tally_years *of, uint32_t unit,
		   uint32_t month, enum tally_measure m)
{
	int64_t all = 0;

	for (size_t i = 0; i < of->n; i++)
		if (unit_within(x->rq->txn, x->rq->arena, of->group[i]->num, unit))
			all += of->group[i]->at[month - 1][m];
	return all;
}

static int64_t now(struct target_print *x, const Duban__Target *g, enum tally_measure m)
{
	return sum(x, &x->now, g->unit, x->month % 100, m);
}

/* An amount or a number, of the year or of the one before. */
static int64_t value(struct target_print *x, const Duban__Target *g, const struct tally_years *of)
{
	static const struct {
		enum tally_measure of, and;
	} sums[] = {
	    [MEASURE(PROJECTS)] = {TALLY_MEMBERS, TALLY_MEASURES_},
	    [MEASURE(NEW_PROJECTS)] = {TALLY_MEMBERS, TALLY_MEASURES_},
	    [MEASURE(TOTAL)] = {TALLY_TOTAL, TALLY_MEASURES_},
	    [MEASURE(PLAN)] = {TALLY_PLAN, TALLY_MEASURES_},
	    [MEASURE(COMPLETED)] = {TALLY_CUMULATIVE, TALLY_MEASURES_},
	    [MEASURE(STARTS)] = {TALLY_STARTS, TALLY_MEASURES_},
	    [MEASURE(LIBRARY)] = {TALLY_LIBRARY, TALLY_MEASURES_},
	    [MEASURE(RESERVE)] = {TALLY_STAGE_RESERVE, TALLY_STAGE_PRELIMINARY},
	};
	int64_t v = sum(x, of, g->unit, x->month % 100, sums[g->measure].of);

	if (sums[g->measure].and != TALLY_MEASURES_)
		v += sum(x, of, g->unit, x->month % 100, sums[g->measure].and);
	/* those that came since the last year's end */
	if (g->measure == MEASURE(NEW_PROJECTS) && of == &x->now)
		v -= sum(x, &x->before, g->unit, TALLY_MONTHS, TALLY_MEMBERS);
	return v;
}

/* What an office counted for the same month a year before, where the tallies have nothing. */
static int64_t base_of(struct target_print *x, const Duban__Target *g)
{
	const Duban__YearBase *base = figures_base(x->rq, g->list, g->unit, x->month - 100);

	if (!base)
		return 0;
	if (g->measure == MEASURE(COMPLETED))
		return money_fen(base->completed);
	return g->measure == MEASURE(PLAN) ? money_fen(base->plan) : 0;
}

static struct measured share(int64_t part, int64_t whole)
{
	return (struct measured){(__int128)part * SHARE_WHOLE, whole > 0 ? whole : 0, part < whole};
}

static struct measured growth(struct target_print *x, const Duban__Target *g)
{
	int64_t is = value(x, g, &x->now), was = value(x, g, &x->before);

	if (was <= 0)
		was = base_of(x, g);
	if (was <= 0 || g->measure == MEASURE(NEW_PROJECTS))
		return (struct measured){0, 0, false};
	return (struct measured){(__int128)(is - was) * SHARE_WHOLE, was, false};
}

static struct measured measure(struct target_print *x, const Duban__Target *g)
{
	if (g->kind == TARGET_KIND(GROWTH))
		return growth(x, g);
	switch (g->measure) {
	case MEASURE(RATE):
		return share(now(x, g, TALLY_CUMULATIVE), now(x, g, TALLY_PLAN));
	case MEASURE(START_RATE):
		return share(now(x, g, TALLY_STARTED), now(x, g, TALLY_PLANNED_YEAR));
	case MEASURE(SUPPORT):
		return share(now(x, g, TALLY_PLAN),
			     target_completed(x->rq->txn, x->rq->arena, g->unit, g->year, g->list));
	case MEASURE(INDUSTRY_SHARE):
		return share(now(x, g, TALLY_INDUSTRY), now(x, g, TALLY_PLAN));
	default:
		return (struct measured){value(x, g, &x->now), 1, false};
	}
}

/* ---- what is due */

/* The step of the last quarter that is over; without steps what grows over the year grows evenly,
 * from the value of the year before if it stands then; the rest is due at once. */
static struct measured due_of(const struct target_print *x, const Duban__Target *g)
{
	uint32_t month = x->month % 100, quarter = month / MONTHS_A_QUARTER;
	bool adds = g->kind == TARGET_KIND(AMOUNT) || g->kind == TARGET_KIND(COUNT) ||
		    g->measure == MEASURE(RATE);
	bool standing = g->measure == MEASURE(PROJECTS) || g->measure == MEASURE(TOTAL) ||
			g->measure == MEASURE(RESERVE) || g->measure == MEASURE(PLAN);
	int64_t from = standing && g->has_previous ? g->previous : 0;

	if (g->n_quarter == QUARTERS)
		return (struct measured){quarter ? g->quarter[quarter - 1] : 0, 1, false};
	if (!adds)
		return (struct measured){g->value, 1, false};
	return (struct measured){(__int128)from * TALLY_MONTHS +
				     (__int128)(g->value - from) * month,
				 TALLY_MONTHS, false};
}

static char *figure(struct target_print *x, const Duban__Target *g, const struct measured *v)
{
	bool minus = v->part < 0;
	__int128 size = minus ? -v->part : v->part;
	int64_t text = (int64_t)((2 * size + v->whole) / (2 * v->whole));

	if (v->below && text >= SHARE_WHOLE)
		text = SHARE_WHOLE - 1; /* never 100 if it is less */
	return target_figure_text(x->rq->arena, g->kind, minus ? -text : text);
}

static bool reaches(const struct measured *v, const struct measured *what)
{
	return v->part * what->whole >= what->part * v->whole;
}

static char *state_of(const Duban__Target *g, const struct measured *v, const struct measured *due)
{
	struct measured all = {g->value, 1, false};

	if (!g->measure || v->whole <= 0)
		return (char *)(uintptr_t) "unmeasured";
	if (reaches(v, &all))
		return (char *)(uintptr_t) "reached";
	return (char *)(uintptr_t)(reaches(v, due) ? "ahead" : "behind");
}

/* ---- rows */

static int put_measured(struct target_print *x, const Duban__Target *g, Duban__TargetStatusRow *row)
{
	struct measured due = due_of(x, g), v = {0, 0, false};
	char percent[RATE_TEXT_MAX];
	int r = g->measure ? load(x, g->list) : 0;

	if (r)
		return r;
	if (g->measure)
		v = measure(x, g);
	row->due = figure(x, g, &due);
	row->state = state_of(g, &v, &due);
	if (!row->due || v.whole <= 0)
		return row->due ? txn_error(x->rq->txn) : -ENOMEM;
	row->reached = figure(x, g, &v);
	row->percent = arena_str(x->rq->arena, rate_text(v.part, v.whole * g->value, percent));
	return row->reached && row->percent ? txn_error(x->rq->txn) : -ENOMEM;
}

static int put_target(struct target_print *x, const Duban__Target *g)
{
	Duban__TargetStatusRow *row =
	    REQUEST_NEW(x->rq, Duban__TargetStatusRow, duban__target_status_row__init);
	int r;

	if (!row)
		return -ENOMEM;
	row->indicator = g->indicator;
	row->unit = request_unit_id(x->rq, g->unit);
	row->name = request_unit_name(x->rq, g->unit);
	row->measure = g->measure;
	row->list = g->list;
	row->value = target_figure_text(x->rq->arena, g->kind, g->value);
	if (g->has_previous)
		row->previous = target_figure_text(x->rq->arena, g->kind, g->previous);
	if (!row->unit || !row->name || !row->value || !row->previous)
		return -ENOMEM;
	r = put_measured(x, g, row);
	return r ? r : REQUEST_PUSH(x->rq, x->b->row, x->b->n_row, row);
}

/* Everybody sees the city's targets. */
static bool is_shown(struct target_print *x, const Duban__Target *g)
{
	return g->year == x->month / 100 && (!x->unit || g->unit == x->unit) &&
	       (!g->unit || scope_reads_of(x->rq, g->unit));
}

static int put_targets(struct target_print *x)
{
	struct scan s = scan_start(x->rq->txn, TABLE_target, BYTES("", 0));
	size_t bytes = 0;
	int r = engine_settle_tallies(x->rq->engine);

	while (!r && scan_next(&s)) {
		const Duban__Target *g =
		    record_unpack(x->rq->txn, s.value, &duban__target__descriptor, x->rq->arena);

		if (!g || !is_shown(x, g))
			continue;
		r = put_target(x, g);
		bytes += s.value.size + 200;
		if (!r && bytes > WIRE_PAGE_MAX)
			r = request_refuse(x->rq, STATUS_TOO_MANY, "target.name_unit", NULL);
	}
	return r ? r : txn_error(x->rq->txn);
}

static int find_month(struct request *rq, uint32_t asked, uint32_t *ret)
{
	uint32_t last = period_add(period_of(rq->today), -1);
	char *text = arena_printf(rq->arena, "%u-%02u", asked / 100, asked % 100);

	*ret = asked ? asked : last;
	if (!date_month_valid(*ret))
		return request_refuse(rq, STATUS_INVALID, "month.impossible", text, NULL);
	if (*ret > last)
		return request_refuse(rq, STATUS_CONFLICT, "month.not_over", text, NULL);
	return 0;
}

static int target_status(struct request *rq, const void *body)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	const Duban__TargetStatusRequest *q = body;
	struct target_print x = {.rq = rq};
	int r = arena_new(&one, WIRE_ARENA_MAX);

	x.one = one;
	x.b = REQUEST_NEW(rq, Duban__TargetStatusReply, duban__target_status_reply__init);
	if (!r)
		r = x.b ? find_month(rq, q->month, &x.month) : -ENOMEM;
	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &x.unit);
	if (!r && x.unit && !scope_reads_of(rq, x.unit))
		r = request_refuse(rq, STATUS_DENIED, "scope.denied", q->unit, NULL);
	if (!r)
		r = put_targets(&x);
	if (r)
		return r;
	x.b->month = x.month;
	rq->reply->body_case = DUBAN__REPLY__BODY_TARGET_STATUS;
	rq->reply->target_status = x.b;
	return 0;
}
HANDLER(TARGET_STATUS, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = target_status);
