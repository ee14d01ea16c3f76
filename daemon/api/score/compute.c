#include "api/score/compute.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "api/core/request.h"
#include "api/figures/figures.h"
#include "api/score/scoring.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "model/core/money.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/report/period.h"
#include "model/tally/tally.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* ---- which units */

static int add_unit(struct scoring *x, const Duban__Unit *u, struct scored **ret)
{
	struct scored *s = arena_alloc(x->rq->arena, sizeof *s);
	struct scored **grown = arena_grow(x->rq->arena, x->of, x->n, sizeof *grown);

	if (!s || !grown)
		return -ENOMEM;
	if (x->n == 2 * RANKING_LINES_MAX)
		return request_refuse(x->rq, STATUS_TOO_MANY, "ranking.too_many_units",
				      arena_printf(x->rq->arena, "%d", 2 * RANKING_LINES_MAX),
				      NULL);
	s->unit = u->num;
	s->name = u->name;
	s->board = ranking_board(u);
	s->counts.month = x->q->month % 100;
	x->of = grown;
	grown[x->n++] = s;
	*ret = s;
	return 0;
}

/* A county is scored whether it has projects or not; of the municipal units those that have. */
static int add_counties(struct scoring *x)
{
	struct scan s = scan_start(x->rq->txn, TABLE_unit, BYTES("", 0));
	struct scored *added;
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Unit *u =
		    record_unpack(x->rq->txn, s.value, &duban__unit__descriptor, x->rq->arena);

		if (u && ranking_board(u) == DUBAN__BOARD__BOARD_COUNTY &&
		    ranking_unit(x->rq->txn, x->rq->arena, u->num) == u->num)
			r = add_unit(x, u, &added);
	}
	return r ? r : txn_error(x->rq->txn);
}

static struct scored *known(struct scoring *x, uint32_t unit)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->of[i]->unit == unit)
			return x->of[i];
	return NULL;
}

struct scored *scoring_of(struct scoring *x, uint32_t unit)
{
	return known(x, ranking_unit(x->rq->txn, x->one, unit));
}

/* ---- what the tallies say */

static int unit_of_group(struct scoring *x, const struct tally_year *g, struct scored **ret)
{
	uint32_t top = ranking_unit(x->rq->txn, x->rq->arena, g->num);
	const Duban__Unit *u;

	*ret = known(x, top);
	if (*ret)
		return 0;
	u = unit_get(x->rq->txn, x->rq->arena, top);
	if (u && ranking_board(u))
		return add_unit(x, u, ret);
	return txn_error(x->rq->txn);
}

static int add_group(struct scoring *x, const struct tally_year *g, uint32_t locked)
{
	uint32_t month = x->q->month % 100;
	const int64_t *v = g->at[month - 1];
	struct score_counts *c;
	struct scored *u = NULL;
	int r = v[TALLY_MEMBERS] ? unit_of_group(x, g, &u) : 0;

	if (r || !u)
		return r;
	c = &u->counts;
	c->projects += v[TALLY_MEMBERS];
	c->plan += v[TALLY_PLAN];
	c->completed += v[TALLY_CUMULATIVE];
	c->planned_to_date += v[TALLY_PLANNED_TO_DATE];
	c->started += v[TALLY_STARTED];
	c->library += v[TALLY_LIBRARY];
	c->starts_before += month > 1 ? g->at[month - 2][TALLY_STARTS] : 0;
	c->links_due += v[TALLY_LINKS_DUE];
	c->links_on_time += v[TALLY_LINKS_ON_TIME];
	c->corrections += v[TALLY_CORRECTIONS];
	for (uint32_t i = 0; i < locked; i++)
		c->late += g->at[i][TALLY_PLANNED] - g->at[i][TALLY_ON_TIME];
	u->locked_months = locked;
	return REQUEST_PUSH(x->rq, u->group, u->n_group, g->num);
}

/* The months whose reports can be late by now, since January. */
static int locked_months(struct scoring *x, uint32_t *ret)
{
	int64_t wd = 0;
	int r = parameter_number(x->rq->txn, x->rq->arena, NULL, "report.lock_wd", &wd);

	*ret = 0;
	while (*ret < x->q->month % 100 &&
	       period_locked_on(x->rq->calendar, x->q->month - x->q->month % 100 + *ret + 1,
				(int)wd, x->rq->today))
		++*ret;
	return r;
}

/* A year before; what duban did not count then is taken from a base. */
static int add_last(struct scoring *x)
{
	const struct tally_asked asked = {
	    .list = x->q->list, .kind = TALLY_GROUP_UNIT, .year = x->q->month / 100 - 1};
	struct tally_years all;
	int r = tally_read(x->rq->txn, x->rq->arena, &asked, &all);

	for (size_t i = 0; i < all.n && !r; i++) {
		const int64_t *v = all.group[i]->at[x->q->month % 100 - 1];
		struct scored *u = scoring_of(x, all.group[i]->num);

		if (u) {
			u->counts.last_projects += v[TALLY_MEMBERS];
			u->counts.last_completed += v[TALLY_CUMULATIVE];
		}
	}
	for (size_t i = 0; i < x->n && !r; i++) {
		struct score_counts *c = &x->of[i]->counts;
		const Duban__YearBase *base =
		    c->last_completed > 0
			? NULL
			: figures_base(x->rq, x->q->list, x->of[i]->unit, x->q->month - 100);

		if (base) {
			c->last_completed = money_fen(base->completed);
			x->of[i]->last_by_base = true;
		}
		r = txn_error(x->rq->txn);
	}
	return r;
}

static int add_tallies(struct scoring *x)
{
	const struct tally_asked asked = {
	    .list = x->q->list, .kind = TALLY_GROUP_UNIT, .year = x->q->month / 100};
	struct tally_years all = {.n = 0};
	uint32_t locked;
	int r = engine_settle_tallies(x->rq->engine);

	if (!r)
		r = locked_months(x, &locked);
	if (!r)
		r = tally_read(x->rq->txn, x->rq->arena, &asked, &all);
	for (size_t i = 0; i < all.n && !r; i++)
		r = add_group(x, all.group[i], locked);
	return r ? r : add_last(x);
}

/* ---- all of it */

static int put_board(struct scoring *x, Duban__Board board, struct score_units *io)
{
	size_t from = io->n;
	int r = 0;

	for (size_t i = 0; i < x->n && !r; i++) {
		Duban__ScoreUnit *u;

		if (x->of[i]->board != board)
			continue;
		u = REQUEST_NEW(x->rq, Duban__ScoreUnit, duban__score_unit__init);
		if (!u)
			return -ENOMEM;
		u->unit = x->of[i]->unit;
		u->name = (char *)(uintptr_t)x->of[i]->name;
		u->board = board;
		u->rank = x->of[i]->counts.projects > 0;
		r = REQUEST_PUSH(x->rq, io->unit, io->n, u);
		if (!r && u->rank)
			r = scoring_points(x, x->of[i], u);
	}
	score_rank(io->unit + from, io->n - from);
	return r;
}

static int compute(struct scoring *x, struct score_units *ret)
{
	int r = score_profile_load(x->rq->txn, x->rq->arena, x->q->profile, &x->profile);

	if (!r)
		r = score_parameter(x->rq, "score.bonus", &x->bonus_max);
	if (!r)
		r = score_parameter(x->rq, "score.pass", &x->pass);
	if (!r)
		r = add_counties(x);
	if (!r)
		r = add_tallies(x);
	if (!r)
		r = scoring_marks(x);
	if (!r)
		r = put_board(x, DUBAN__BOARD__BOARD_COUNTY, ret);
	return r ? r : put_board(x, DUBAN__BOARD__BOARD_MUNICIPAL, ret);
}

int score_compute(struct request *rq, const struct score_asked *q, struct score_units *ret)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct scoring x = {.rq = rq,
			    .q = q,
			    .first = date_from_ymd(q->month / 100 * 10000 + 101),
			    .last = period_last_day(q->month)};
	int r = arena_new(&one, WIRE_ARENA_MAX);

	*ret = (struct score_units){.n = 0};
	x.one = one;
	if (!r)
		r = compute(&x, ret);
	return r;
}
