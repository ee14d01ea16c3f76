#include "model/ranking/lines.h"

#include <errno.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/tally/tally.h"
#include "proto/limits.h"
#include "proto/status.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct lining {
	struct txn *txn;
	struct arena *arena;
	const struct ranking_asked *q;
};

static Duban__Money *nothing(struct arena *a)
{
	Duban__Money *m = arena_alloc(a, sizeof *m);

	if (m)
		duban__money__init(m);
	return m;
}

static int add_line(const struct lining *x, uint32_t unit, const char *name,
		    struct ranking_lines *io)
{
	Duban__RankingLine *l = arena_alloc(x->arena, sizeof *l), **grown;

	if (!l)
		return -ENOMEM;
	duban__ranking_line__init(l);
	l->unit = unit;
	l->name = (char *)(uintptr_t)name;
	l->plan = nothing(x->arena);
	l->completed = nothing(x->arena);
	if (!l->plan || !l->completed)
		return -ENOMEM;
	if (io->n == RANKING_LINES_MAX)
		return STATUS_TOO_MANY;
	grown = arena_grow(x->arena, io->line, io->n, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	io->line = grown;
	grown[io->n++] = l;
	return 0;
}

/* The units of the board, each of which has its line whether it has projects or not. Of the
 * municipal ones only those that a project names: any department may be responsible for one. */
static int add_units(const struct lining *x, struct ranking_lines *io)
{
	struct scan s = scan_start(x->txn, TABLE_unit, BYTES("", 0));
	int r = 0;

	if (x->q->board != DUBAN__BOARD__BOARD_COUNTY)
		return 0;
	while (!r && scan_next(&s)) {
		const Duban__Unit *u =
		    record_unpack(x->txn, s.value, &duban__unit__descriptor, x->arena);

		if (!u)
			break;
		if (ranking_board(u) == x->q->board &&
		    ranking_unit(x->txn, x->arena, u->num) == u->num)
			r = add_line(x, u->num, u->name, io);
	}
	return r ? r : txn_error(x->txn);
}

static int line_of(const struct lining *x, uint32_t unit, struct ranking_lines *io,
		   Duban__RankingLine **ret)
{
	uint32_t top = ranking_unit(x->txn, x->arena, unit);
	const Duban__Unit *u = unit_get(x->txn, x->arena, top);
	int r;

	*ret = NULL;
	if (!u || ranking_board(u) != x->q->board)
		return txn_error(x->txn);
	for (size_t i = 0; i < io->n; i++)
		if (io->line[i]->unit == top)
			*ret = io->line[i];
	if (*ret)
		return 0;
	r = add_line(x, top, u->name, io);
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
static int lines_of(const struct lining *x, const struct tally_years *all,
		    struct ranking_lines *ret)
{
	int r;

	*ret = (struct ranking_lines){.n = 0};
	r = add_units(x, ret);
	for (size_t i = 0; i < all->n && !r; i++) {
		const int64_t *v = all->group[i]->at[x->q->month % 100 - 1];
		Duban__RankingLine *l;

		if (!v[TALLY_MEMBERS])
			continue;
		r = line_of(x, all->group[i]->num, ret, &l);
		if (!r && l)
			add_values(l, v);
	}
	if (!r)
		ranking_sort(ret->line, ret->n, x->q->key);
	return r;
}

static void put_last_ranks(struct ranking_lines *io, Duban__RankingLine *const *last, size_t n)
{
	for (size_t i = 0; i < io->n; i++)
		for (size_t k = 0; k < n; k++)
			if (last[k]->unit == io->line[i]->unit)
				io->line[i]->last_rank = last[k]->rank;
}

int ranking_lines_of(struct txn *t, struct arena *a, const struct ranking_asked *q,
		     const struct tally_years *all, struct ranking_lines *ret)
{
	struct ranking_asked before = *q;
	const struct lining x = {t, a, q}, y = {t, a, &before};
	struct ranking_lines last = {.n = 0};
	const Duban__Ranking *published;
	int r = lines_of(&x, all, ret);

	if (r || q->month % 100 == 1)
		return r;
	before.month = q->month - 1;
	published = ranking_get(t, a, q->list, q->board, before.month);
	if (published) {
		put_last_ranks(ret, published->line, published->n_line);
		return 0;
	}
	r = lines_of(&y, all, &last);
	if (!r)
		put_last_ranks(ret, last.line, last.n);
	return r;
}

int ranking_key_in_force(struct txn *t, struct arena *a, enum ranking_key *ret)
{
	int64_t key = 0;
	int r = parameter_number(t, a, NULL, "ranking.key", &key);

	*ret = key >= 0 && key < RANKING_KEYS_ ? (enum ranking_key)key : RANKING_BY_RATE;
	return r;
}
