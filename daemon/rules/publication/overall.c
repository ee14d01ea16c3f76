/* The whole list's figures, and those of its groups. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/money.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "proto/status.h"
#include "rules/publication/drafting.h"
#include "store/db/key.h"
#include "store/db/txn.h"
#include "text/rate.h"

/* How far the list is ahead of the months that are over, in percentage points. */
static const char *lead(const struct drafting *x, int64_t done, int64_t plan,
			char text[RATE_TEXT_MAX])
{
	return rate_points_text((__int128)done * TALLY_MONTHS, (__int128)plan * x->months_over,
				(__int128)plan * TALLY_MONTHS, text);
}

static void put_dates(struct drafting *x)
{
	struct draft_values *v = &x->values;

	values_text(v, "list", x->q->list);
	values_number(v, "year", x->year);
	values_number(v, "month", x->month);
	values_text(v, "months", x->month > 1 ? arena_printf(x->s->arena, "1—%u", x->month) : "1");
	values_day(v, "from", x->from);
	values_day(v, "until", x->until);
	values_number(v, "seq", (int64_t)x->q->head_seq);
}

/* Against the same month of the year before: what the tallies or a base (基数) has of it. */
static int put_year_on_year(struct drafting *x, const int64_t *v)
{
	struct txn *t = x->s->txn;
	struct tally_years before;
	struct key *k =
	    key_u32(key_u32(key_text(KEY(), x->q->list), 0), (x->year - 1) * 100 + x->month);
	const Duban__YearBase *base;
	struct rate now = {v[TALLY_CUMULATIVE], v[TALLY_PLAN]}, then = {0, 0};
	char text[RATE_TEXT_MAX];
	int r = tally_read(t, x->s->arena,
			   &(struct tally_asked){
			       .list = x->q->list, .kind = TALLY_GROUP_UNIT, .year = x->year - 1},
			   &before);

	for (size_t i = 0; i < before.n && !r; i++) {
		then.part += before.group[i]->at[x->month - 1][TALLY_CUMULATIVE];
		then.whole += before.group[i]->at[x->month - 1][TALLY_PLAN];
	}
	base = record_get(t, TABLE_year_base, key_bytes(k), &duban__year_base__descriptor,
			  x->s->arena);
	if (base && !then.whole)
		then = (struct rate){money_fen(base->completed), money_fen(base->plan)};
	values_signed(&x->values, "yoy", rate_change_text(now, then, text));
	return r;
}

int draft_overall(struct drafting *x)
{
	static const struct {
		const char *key;
		enum tally_measure of;
	} counts[] = {
	    {"projects", TALLY_MEMBERS},
	    {"to_start", TALLY_PLANNED_YEAR},
	    {"to_start_by_now", TALLY_PLANNED_TO_DATE},
	    {"started", TALLY_STARTED},
	    {"started_all", TALLY_STARTS},
	    {"finished", TALLY_COMPLETIONS},
	    {"library", TALLY_LIBRARY},
	    {"links_due", TALLY_LINKS_DUE},
	    {"links_on_time", TALLY_LINKS_ON_TIME},
	    {"raised", TALLY_LAMPS_RAISED},
	    {"cleared", TALLY_LAMPS_CLEARED},
	    {"problems", TALLY_PROBLEMS_RAISED},
	    {"solved", TALLY_PROBLEMS_CLEARED},
	    {"corrections", TALLY_CORRECTIONS},
	};
	int64_t sum[TALLY_MEASURES_] = {0};
	struct draft_values *v = &x->values;
	char text[RATE_TEXT_MAX];

	for (size_t i = 0; i < x->units.n; i++)
		for (unsigned m = 0; m < TALLY_MEASURES_; m++)
			sum[m] += x->units.group[i]->at[x->month - 1][m];
	x->projects = sum[TALLY_MEMBERS];
	put_dates(x);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		values_number(v, counts[i].key, sum[counts[i].of]);
	values_number(v, "unreported", sum[TALLY_PLANNED] - sum[TALLY_TOLD]);
	values_yi(v, "total", sum[TALLY_TOTAL]);
	values_yi(v, "plan", sum[TALLY_PLAN]);
	values_yi(v, "done", sum[TALLY_CUMULATIVE]);
	values_yi(v, "statistics", sum[TALLY_STATISTICS]);
	values_rate(v, "rate", sum[TALLY_CUMULATIVE], sum[TALLY_PLAN]);
	values_signed(v, "lead", lead(x, sum[TALLY_CUMULATIVE], sum[TALLY_PLAN], text));
	values_rate(v, "start_rate", sum[TALLY_STARTED], sum[TALLY_PLANNED_YEAR]);
	values_rate(v, "link_rate", sum[TALLY_LINKS_ON_TIME], sum[TALLY_LINKS_DUE]);
	values_rate(v, "clear_rate", sum[TALLY_LAMPS_CLEARED], sum[TALLY_LAMPS_RAISED]);
	values_rate(v, "solve_rate", sum[TALLY_PROBLEMS_CLEARED], sum[TALLY_PROBLEMS_RAISED]);
	return x->projects ? put_year_on_year(x, sum) : STATUS_NOT_FOUND;
}

/* ---- groups */

struct draft_row {
	int64_t projects, plan, done, to_start, started;
};

static void put_row(const struct drafting *x, struct draft_values *v, const struct draft_row *row)
{
	char text[RATE_TEXT_MAX];

	values_number(v, "projects", row->projects);
	values_yi(v, "plan", row->plan);
	values_yi(v, "done", row->done);
	values_rate(v, "rate", row->done, row->plan);
	values_text(v, "lead", lead(x, row->done, row->plan, text));
	values_number(v, "to_start", row->to_start);
	values_number(v, "started", row->started);
}

static int by_plan(const void *a, const void *b)
{
	const struct tally_year *p = *(struct tally_year *const *)a;
	const struct tally_year *q = *(struct tally_year *const *)b;

	if (p->num != q->num)
		return p->num < q->num ? -1 : 1;
	return strcmp(p->name, q->name);
}

static int put_groups(struct drafting *x, const char *key, enum tally_group kind)
{
	struct draft_list list = draft_list_of(x, key);
	struct tally_years all;
	int r = list.item ? tally_read(x->s->txn, x->s->arena,
				       &(struct tally_asked){
					   .list = x->q->list, .kind = kind, .year = x->year},
				       &all)
			  : 0;

	if (r || !list.item)
		return r;
	if (all.n)
		qsort(all.group, all.n, sizeof *all.group, by_plan);
	for (size_t i = 0; i < all.n && !r; i++) {
		const int64_t *m = all.group[i]->at[x->month - 1];
		const Duban__Unit *u = kind == TALLY_GROUP_SECTOR
					   ? unit_get(x->s->txn, x->s->arena, all.group[i]->num)
					   : NULL;
		const char *name = u ? u->name : all.group[i]->name;
		struct draft_values v = {.arena = x->s->arena};

		if (!m[TALLY_MEMBERS] || !*name)
			continue;
		values_text(&v, "name", name);
		put_row(x, &v,
			&(struct draft_row){m[TALLY_MEMBERS], m[TALLY_PLAN], m[TALLY_CUMULATIVE],
					    m[TALLY_PLANNED_YEAR], m[TALLY_STARTED]});
		r = draft_item(&list, &v);
	}
	draft_list_end(&list);
	return r;
}

int draft_groups(struct drafting *x)
{
	int r = put_groups(x, "category", TALLY_GROUP_CATEGORY);

	return r ? r : put_groups(x, "sector", TALLY_GROUP_SECTOR);
}

/* ---- boards */

/* Places won or lost since the month before. */
static void put_change(struct draft_values *v, const Duban__RankingLine *l)
{
	int32_t won = (int32_t)l->last_rank - (int32_t)l->rank;

	if (!l->rank || !l->last_rank)
		values_text(v, "change", "—");
	else
		values_text(v, "change", arena_printf(v->arena, won ? "%+d" : "%d", won));
}

static int put_line(struct draft_list *list, const Duban__RankingLine *l)
{
	struct draft_values v = {.arena = list->x->s->arena};

	if (!list->item)
		return 0;
	values_text(&v, "rank", l->rank ? arena_printf(v.arena, "%u", l->rank) : "—");
	values_text(&v, "unit", l->name);
	values_rate(&v, "link_rate", l->links_on_time, l->links_due);
	put_change(&v, l);
	put_row(list->x, &v,
		&(struct draft_row){l->projects, money_fen(l->plan), money_fen(l->completed),
				    l->planned_year, l->started});
	return draft_item(list, &v);
}

/* A bulletin says what was published; anything else how it stands. */
static int lines_of(struct drafting *x, Duban__Board board, struct ranking_lines *ret)
{
	struct txn *t = x->s->txn;
	struct ranking_asked q = {
	    .list = x->q->list, .board = board, .month = x->year * 100 + x->month};
	const Duban__Ranking *published =
	    x->months_over == x->month ? ranking_get(t, x->s->arena, q.list, board, q.month) : NULL;
	int r = ranking_key_in_force(t, x->s->arena, &q.key);

	if (published && !r) {
		*ret = (struct ranking_lines){published->line, published->n_line};
		return 0;
	}
	return r ? r : ranking_lines_of(t, x->s->arena, &q, &x->units, ret);
}

static int put_board(struct drafting *x, Duban__Board board, const char *key, const char *top_key,
		     const char *bottom_key)
{
	struct draft_list all = draft_list_of(x, key), top = draft_list_of(x, top_key);
	struct draft_list bottom = draft_list_of(x, bottom_key);
	struct ranking_lines lines = {.n = 0};
	int r = lines_of(x, board, &lines);

	for (size_t i = 0; i < lines.n && !r; i++) {
		r = i < x->rows ? put_line(&all, lines.line[i]) : 0;
		if (!r && ranking_is_top(lines.line[i]))
			r = put_line(&top, lines.line[i]);
		if (!r && ranking_is_bottom(lines.line, lines.n, i))
			r = put_line(&bottom, lines.line[i]);
	}
	if (all.item)
		values_number(&x->values, arena_printf(x->s->arena, "%s_more", key),
			      (int64_t)lines.n - all.n);
	draft_list_end(&all);
	draft_list_end(&top);
	draft_list_end(&bottom);
	return r;
}

int draft_boards(struct drafting *x)
{
	int r = put_board(x, DUBAN__BOARD__BOARD_COUNTY, "county", "county_top", "county_bottom");

	return r ? r
		 : put_board(x, DUBAN__BOARD__BOARD_MUNICIPAL, "municipal", "municipal_top",
			     "municipal_bottom");
}
