/* 更正通报: only if a rank, or who is among the first or last three, is another one now than it was
 * published; anything else is said in the next issue. */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/money.h"
#include "model/publication/publication.h"
#include "model/ranking/lines.h"
#include "proto/status.h"
#include "rules/publication/drafting.h"
#include "store/db/txn.h"

struct correcting {
	struct drafting *x;
	struct draft_list list;
	struct ranking_lines then, now;
};

static const Duban__RankingLine *find(const struct ranking_lines *in, uint32_t unit, size_t *ret)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->line[i]->unit == unit) {
			*ret = i;
			return in->line[i];
		}
	return NULL;
}

static bool differs(const struct correcting *c, size_t now)
{
	const Duban__RankingLine *l = c->now.line[now], *was;
	size_t then;

	was = find(&c->then, l->unit, &then);
	return !was ? l->rank != 0
		    : was->rank != l->rank || ranking_is_bottom(c->then.line, c->then.n, then) !=
						  ranking_is_bottom(c->now.line, c->now.n, now);
}

static const char *rank_text(struct arena *a, const Duban__RankingLine *l)
{
	return l && l->rank ? arena_printf(a, "%u", l->rank) : "—";
}

static int put_unit(struct correcting *c, const Duban__RankingLine *was,
		    const Duban__RankingLine *now)
{
	struct draft_values v = {.arena = c->x->s->arena};

	values_text(&v, "unit", now ? now->name : was->name);
	values_text(&v, "before", rank_text(v.arena, was));
	values_text(&v, "after", rank_text(v.arena, now));
	values_rate(&v, "rate_before", was ? money_fen(was->completed) : 0,
		    was ? money_fen(was->plan) : 0);
	values_rate(&v, "rate_after", now ? money_fen(now->completed) : 0,
		    now ? money_fen(now->plan) : 0);
	return draft_item(&c->list, &v);
}

static int compare(struct correcting *c)
{
	size_t at;
	int r = 0;

	for (size_t i = 0; i < c->now.n && !r; i++)
		if (differs(c, i))
			r = put_unit(c, find(&c->then, c->now.line[i]->unit, &at), c->now.line[i]);
	/* a municipal unit without projects has no line at all */
	for (size_t i = 0; i < c->then.n && !r; i++)
		if (c->then.line[i]->rank && !find(&c->now, c->then.line[i]->unit, &at))
			r = put_unit(c, c->then.line[i], NULL);
	return r;
}

static int put_board(struct drafting *x, Duban__Board board, const char *key, uint32_t *io)
{
	struct correcting c = {.x = x, .list = draft_list_of(x, key)};
	struct ranking_asked q = {
	    .list = x->q->list, .board = board, .month = x->year * 100 + x->month};
	const Duban__Ranking *p = ranking_get(x->s->txn, x->s->arena, q.list, board, q.month);
	int r = p ? ranking_key_in_force(x->s->txn, x->s->arena, &q.key) : 0;

	if (!p || r)
		return r;
	c.then = (struct ranking_lines){p->line, p->n_line};
	r = ranking_lines_of(x->s->txn, x->s->arena, &q, &x->units, &c.now);
	r = r ? r : compare(&c);
	draft_list_end(&c.list);
	*io += c.list.n;
	return r;
}

int draft_correction(struct drafting *x)
{
	uint32_t changed = 0;
	int r;

	if (!x->q->corrected)
		return 0;
	values_text(&x->values, "corrects", x->q->corrected->document);
	values_text(&x->values, "reason", x->q->text);
	r = put_board(x, DUBAN__BOARD__BOARD_COUNTY, "county_ranks", &changed);
	r = r ? r : put_board(x, DUBAN__BOARD__BOARD_MUNICIPAL, "municipal_ranks", &changed);
	return r ? r : changed ? 0 : STATUS_CONFLICT;
}
