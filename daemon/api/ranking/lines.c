#include "api/ranking/lines.h"

#include <errno.h>

#include "api/core/amount.h"
#include "api/core/request.h"
#include "api/figures/figures.h"
#include "base/arena.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/report/period.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static int add_line(struct request *rq, uint32_t unit, const char *name, struct ranking_lines *io)
{
	Duban__RankingLine *l = REQUEST_NEW(rq, Duban__RankingLine, duban__ranking_line__init);

	if (!l)
		return -ENOMEM;
	l->unit = unit;
	l->name = (char *)(uintptr_t)name;
	l->plan = request_money(rq, 0);
	l->completed = request_money(rq, 0);
	if (!l->plan || !l->completed)
		return -ENOMEM;
	if (io->n == RANKING_LINES_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "ranking.too_many_units",
				      arena_printf(rq->arena, "%d", RANKING_LINES_MAX), NULL);
	return REQUEST_PUSH(rq, io->line, io->n, l);
}

/* The units of the board, each of which has its line whether it has projects or not. Of the
 * municipal ones only those that a project names: any department may be responsible for one. */
static int add_units(struct request *rq, const struct ranking_asked *q, struct ranking_lines *io)
{
	struct scan s = scan_start(rq->txn, TABLE_unit, BYTES("", 0));
	int r = 0;

	if (q->board != DUBAN__BOARD__BOARD_COUNTY)
		return 0;
	while (!r && scan_next(&s)) {
		const Duban__Unit *u =
		    record_unpack(rq->txn, s.value, &duban__unit__descriptor, rq->arena);

		if (!u)
			break;
		if (ranking_board(u) == q->board &&
		    ranking_unit(rq->txn, rq->arena, u->num) == u->num)
			r = add_line(rq, u->num, u->name, io);
	}
	return r ? r : txn_error(rq->txn);
}

static int line_of(struct request *rq, const struct ranking_asked *q, uint32_t unit,
		   struct ranking_lines *io, Duban__RankingLine **ret)
{
	uint32_t top = ranking_unit(rq->txn, rq->arena, unit);
	const Duban__Unit *u = unit_get(rq->txn, rq->arena, top);
	int r;

	*ret = NULL;
	if (!u || ranking_board(u) != q->board)
		return txn_error(rq->txn);
	for (size_t i = 0; i < io->n; i++)
		if (io->line[i]->unit == top)
			*ret = io->line[i];
	if (*ret)
		return 0;
	r = add_line(rq, top, u->name, io);
	if (!r)
		*ret = io->line[io->n - 1];
	return r;
}

static void add_values(Duban__RankingLine *l, const int64_t *v)
{
	l->projects += (uint32_t)v[TALLY_MEMBERS];
	l->plan->fen += v[TALLY_PLAN];
	l->completed->fen += v[TALLY_CUMULATIVE];
	l->planned_year += (uint32_t)v[TALLY_PLANNED_YEAR];
	l->planned_to_date += (uint32_t)v[TALLY_PLANNED_TO_DATE];
	l->started += (uint32_t)v[TALLY_STARTED];
	l->links_due += (uint32_t)v[TALLY_LINKS_DUE];
	l->links_on_time += (uint32_t)v[TALLY_LINKS_ON_TIME];
}

/* From the year's tallies by unit. */
static int lines_of(struct request *rq, const struct ranking_asked *q,
		    const struct tally_years *all, struct ranking_lines *ret)
{
	int r;

	*ret = (struct ranking_lines){.n = 0};
	r = add_units(rq, q, ret);
	for (size_t i = 0; i < all->n && !r; i++) {
		const int64_t *v = all->group[i]->at[q->month % 100 - 1];
		Duban__RankingLine *l;

		if (!v[TALLY_MEMBERS])
			continue;
		r = line_of(rq, q, all->group[i]->num, ret, &l);
		if (!r && l)
			add_values(l, v);
	}
	if (!r)
		ranking_sort(ret->line, ret->n, q->key);
	return r;
}

static void put_last_ranks(struct ranking_lines *io, Duban__RankingLine *const *last, size_t n)
{
	for (size_t i = 0; i < io->n; i++)
		for (size_t k = 0; k < n; k++)
			if (last[k]->unit == io->line[i]->unit)
				io->line[i]->last_rank = last[k]->rank;
}

int ranking_lines(struct request *rq, const struct ranking_asked *q, struct ranking_lines *ret)
{
	struct ranking_asked before = *q;
	struct ranking_lines last = {.n = 0};
	const struct figures_asked asked = {
	    .list = q->list, .kind = TALLY_GROUP_UNIT, .year = q->month / 100};
	const Duban__Ranking *published;
	struct tally_years all;
	int r = figures_of(rq, &asked, &all);

	if (!r)
		r = lines_of(rq, q, &all, ret);

	if (r || q->month % 100 == 1)
		return r;
	before.month = q->month - 1;
	published = ranking_get(rq->txn, rq->arena, q->list, q->board, before.month);
	if (published) {
		put_last_ranks(ret, published->line, published->n_line);
		return 0;
	}
	r = lines_of(rq, &before, &all, &last);
	if (!r)
		put_last_ranks(ret, last.line, last.n);
	return r;
}

int ranking_check(struct request *rq, const struct ranking_asked *q)
{
	char *month = arena_printf(rq->arena, "%u-%02u", q->month / 100, q->month % 100);
	int r = request_text(rq, "list", q->list, NAME_MAX_BYTES, true);

	if (r)
		return r;
	if (q->board != DUBAN__BOARD__BOARD_COUNTY && q->board != DUBAN__BOARD__BOARD_MUNICIPAL)
		return request_refuse(rq, STATUS_INVALID, "ranking.no_board", NULL);
	if (!date_month_valid(q->month))
		return request_refuse(rq, STATUS_INVALID, "month.impossible", month, NULL);
	if (q->month >= period_of(rq->today))
		return request_refuse(rq, STATUS_CONFLICT, "month.not_over", month, NULL);
	return 0;
}

int ranking_key_of(struct request *rq, enum ranking_key *ret)
{
	int64_t key = 0;
	int r = parameter_number(rq->txn, rq->arena, NULL, "ranking.key", &key);

	*ret = key >= 0 && key < RANKING_KEYS_ ? (enum ranking_key)key : RANKING_BY_RATE;
	return r;
}
