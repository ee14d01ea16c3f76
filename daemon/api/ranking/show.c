/* `ranking show`, `ranking list`. A published ranking is shown as it was published. */
#include <errno.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/ranking/lines.h"
#include "base/arena.h"
#include "model/core/record.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/rate.h"

enum { FEN_PER_YUAN = 100 };

struct ranking_print {
	struct request *rq;
	const Duban__RankingShowRequest *q;
	struct ranking_asked asked;
	struct ranking_lines lines;
	uint32_t published_date;
	Duban__RankingShowReply *b;
};

static char *rate(struct ranking_print *x, __int128 part, __int128 whole)
{
	char text[RATE_TEXT_MAX];

	return arena_str(x->rq->arena, x->q->truncate ? rate_cut_text(part, whole, text)
						      : rate_text(part, whole, text));
}

static char *lead(struct ranking_print *x, const Duban__RankingLine *l)
{
	enum { MONTHS = 12 };
	__int128 whole = (__int128)l->plan->fen * MONTHS;
	__int128 due = (__int128)l->plan->fen * (x->asked.month % 100);
	char text[RATE_TEXT_MAX];

	return arena_str(x->rq->arena,
			 rate_points_text((__int128)l->completed->fen * MONTHS, due, whole, text));
}

/* In yuan, as the amounts are published; with the fen if there are any. */
static char *exact(struct ranking_print *x, const Duban__RankingLine *l)
{
	int64_t part = l->completed->fen, whole = l->plan->fen;

	if (part % FEN_PER_YUAN == 0 && whole % FEN_PER_YUAN == 0)
		return arena_printf(x->rq->arena, "%lld/%lld", (long long)part / FEN_PER_YUAN,
				    (long long)whole / FEN_PER_YUAN);
	return arena_printf(x->rq->arena, "%lld.%02lld/%lld.%02lld", (long long)part / FEN_PER_YUAN,
			    (long long)part % FEN_PER_YUAN, (long long)whole / FEN_PER_YUAN,
			    (long long)whole % FEN_PER_YUAN);
}

static int put_line(struct ranking_print *x, size_t i)
{
	const Duban__RankingLine *l = x->lines.line[i];
	Duban__RankingRow *row = REQUEST_NEW(x->rq, Duban__RankingRow, duban__ranking_row__init);

	if (!row)
		return -ENOMEM;
	row->unit = request_unit_id(x->rq, l->unit);
	row->name = l->name;
	row->rank = l->rank;
	row->published_date = x->published_date;
	row->last_rank = l->last_rank;
	row->projects = l->projects;
	row->plan = l->plan;
	row->completed = l->completed;
	row->planned_year = l->planned_year;
	row->planned_to_date = l->planned_to_date;
	row->started = l->started;
	row->rate = rate(x, l->completed->fen, l->plan->fen);
	row->lead_pp = lead(x, l);
	row->start_rate = rate(x, l->started, l->planned_year);
	row->start_rate_to_date = rate(x, l->started, l->planned_to_date);
	row->link_rate = rate(x, l->links_on_time, l->links_due);
	row->rate_exact = exact(x, l);
	if (ranking_is_top(l))
		row->place = DUBAN__RANKING_PLACE__RANKING_PLACE_TOP;
	else if (ranking_is_bottom(x->lines.line, x->lines.n, i))
		row->place = DUBAN__RANKING_PLACE__RANKING_PLACE_BOTTOM;
	if (!row->rate || !row->lead_pp || !row->start_rate || !row->start_rate_to_date ||
	    !row->link_rate || !row->rate_exact)
		return -ENOMEM;
	return REQUEST_PUSH(x->rq, x->b->row, x->b->n_row, row);
}

static const enum ranking_key keys[] = {
    [DUBAN__RANKING_SORT__RANKING_SORT_RATE] = RANKING_BY_RATE,
    [DUBAN__RANKING_SORT__RANKING_SORT_START_RATE] = RANKING_BY_START_RATE,
    [DUBAN__RANKING_SORT__RANKING_SORT_LINK_RATE] = RANKING_BY_LINK_RATE,
    [DUBAN__RANKING_SORT__RANKING_SORT_COMPLETED] = RANKING_BY_COMPLETED,
};

static int find_lines(struct ranking_print *x)
{
	const Duban__Ranking *p = NULL;

	if (!x->q->fresh)
		p = ranking_get(x->rq->txn, x->rq->arena, x->q->list, x->q->board, x->q->month);
	if (!p)
		return ranking_lines(x->rq, &x->asked, &x->lines);
	x->published_date = p->published_date;
	x->lines = (struct ranking_lines){p->line, p->n_line};
	if (x->q->sort)
		ranking_sort(x->lines.line, x->lines.n, x->asked.key);
	return 0;
}

static int ranking_show(struct request *rq, const void *body)
{
	const Duban__RankingShowRequest *q = body;
	struct ranking_print x = {
	    .rq = rq, .q = q, .asked = {.list = q->list, .board = q->board, .month = q->month}};
	int r = ranking_check(rq, &x.asked);

	x.b = REQUEST_NEW(rq, Duban__RankingShowReply, duban__ranking_show_reply__init);
	if (!r)
		r = x.b ? ranking_key_of(rq, &x.asked.key) : -ENOMEM;
	if (!r && q->sort && (size_t)q->sort < sizeof keys / sizeof *keys)
		x.asked.key = keys[q->sort];
	if (!r)
		r = find_lines(&x);
	for (size_t i = 0; i < x.lines.n && !r; i++)
		r = put_line(&x, i);
	rq->reply->body_case = DUBAN__REPLY__BODY_RANKING_SHOW;
	rq->reply->ranking_show = x.b;
	return r;
}
HANDLER(RANKING_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_CITY, .simulated_only_for_local = true,
	.decide = ranking_show);

/* ---- list */

static char *first_units(struct request *rq, const Duban__Ranking *p)
{
	char *names = arena_str(rq->arena, "");

	for (size_t i = 0; i < p->n_line && names; i++)
		if (p->line[i]->rank == 1)
			names = arena_printf(rq->arena, "%s%s%s", names, *names ? "、" : "",
					     p->line[i]->name);
	return names;
}

static int put_ranking(struct request *rq, const Duban__Ranking *p, Duban__RankingListReply *b)
{
	Duban__RankingListRow *row =
	    REQUEST_NEW(rq, Duban__RankingListRow, duban__ranking_list_row__init);

	if (!row)
		return -ENOMEM;
	row->list = p->list;
	row->board = p->board;
	row->month = p->month;
	row->units = (uint32_t)p->n_line;
	row->published_date = p->published_date;
	row->document = p->document;
	row->approver = p->approver;
	row->first = first_units(rq, p);
	return row->first ? REQUEST_PUSH(rq, b->row, b->n_row, row) : -ENOMEM;
}

static int ranking_list(struct request *rq, const void *body)
{
	const Duban__RankingListRequest *q = body;
	Duban__RankingListReply *b =
	    REQUEST_NEW(rq, Duban__RankingListReply, duban__ranking_list_reply__init);
	int r = request_text(rq, "list", q->list, NAME_MAX_BYTES, false);
	struct bytes of = *q->list ? key_bytes(key_text(KEY(), q->list)) : BYTES("", 0);
	struct scan s;
	size_t bytes = 0;

	if (r || !b)
		return r ? r : -ENOMEM;
	s = scan_after(rq->txn, TABLE_ranking, of, BYTES(q->after.data, q->after.len));
	while (!r && scan_next(&s)) {
		const Duban__Ranking *p =
		    record_unpack(rq->txn, s.value, &duban__ranking__descriptor, rq->arena);

		r = p ? put_ranking(rq, p, b) : -ENOMEM;
		bytes += 256;
		if (!r && request_page_full(rq, bytes, VALUE_MAX)) {
			b->next.data = arena_dup(rq->arena, s.key.data, s.key.size);
			b->next.len = s.key.size;
			r = b->next.data ? 0 : -ENOMEM;
			break;
		}
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_RANKING_LIST;
	rq->reply->ranking_list = b;
	return r ? r : txn_error(rq->txn);
}
HANDLER(RANKING_LIST, .kind = HANDLER_QUERY, .roles = ROLES_CITY, .simulated_only_for_local = true,
	.decide = ranking_list);
