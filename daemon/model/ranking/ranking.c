#include "model/ranking/ranking.h"

#include <errno.h>
#include <stdlib.h>

#include "model/core/fold.h"
#include "model/core/money.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/txn.h"

struct ranking_part {
	int64_t of, whole;
};

static struct ranking_part value(const Duban__RankingLine *l, enum ranking_key key)
{
	switch (key) {
	case RANKING_BY_START_RATE:
		return (struct ranking_part){l->started, l->planned_year};
	case RANKING_BY_LINK_RATE:
		return (struct ranking_part){l->links_on_time, l->links_due};
	case RANKING_BY_COMPLETED:
		return (struct ranking_part){money_fen(l->completed), 1};
	default:
		return (struct ranking_part){money_fen(l->completed), money_fen(l->plan)};
	}
}

/* The higher one first; one without a whole is no rate, and comes last. */
static int compare_part(struct ranking_part a, struct ranking_part b)
{
	__int128 x = (__int128)a.of * b.whole, y = (__int128)b.of * a.whole;

	if (a.whole <= 0 || b.whole <= 0)
		return (a.whole <= 0) - (b.whole <= 0);
	return (x < y) - (x > y);
}

struct sorted {
	Duban__RankingLine *line;
	enum ranking_key key;
};

static int compare(const struct sorted *a, const struct sorted *b)
{
	static const enum ranking_key then[] = {RANKING_BY_RATE, RANKING_BY_START_RATE,
						RANKING_BY_LINK_RATE, RANKING_BY_COMPLETED};
	int order = (a->line->projects == 0) - (b->line->projects == 0);

	if (!order)
		order = compare_part(value(a->line, a->key), value(b->line, b->key));
	for (size_t i = 0; i < sizeof then / sizeof *then && !order; i++)
		order = compare_part(value(a->line, then[i]), value(b->line, then[i]));
	return order;
}

/* Units of one rank stand in the order of their numbers. */
static int order(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int r = compare(x, y);

	return r ? r : (x->line->unit > y->line->unit) - (x->line->unit < y->line->unit);
}

void ranking_sort(Duban__RankingLine **line, size_t n, enum ranking_key key)
{
	struct sorted all[RANKING_LINES_MAX];

	n = n < RANKING_LINES_MAX ? n : RANKING_LINES_MAX;
	for (size_t i = 0; i < n; i++)
		all[i] = (struct sorted){line[i], key};
	if (n)
		qsort(all, n, sizeof *all, order);
	for (size_t i = 0; i < n; i++) {
		Duban__RankingLine *l = line[i] = all[i].line;

		l->rank = !l->projects ? 0 : (uint32_t)i + 1;
		if (i && l->projects && compare(&all[i - 1], &all[i]) == 0)
			l->rank = all[i - 1].line->rank;
	}
}

bool ranking_is_top(const Duban__RankingLine *l)
{
	return l->rank && l->rank <= RANKING_ENDS;
}

bool ranking_is_bottom(Duban__RankingLine *const *line, size_t n, size_t i)
{
	size_t below = 0;

	for (size_t k = 0; k < n; k++)
		below += line[k]->rank > line[i]->rank;
	return line[i]->rank && !ranking_is_top(line[i]) && below < RANKING_ENDS;
}

uint32_t ranking_unit(struct txn *t, struct arena *a, uint32_t unit)
{
	const Duban__Unit *u = unit_get(t, a, unit), *above;

	while (u && u->parent) {
		above = unit_get(t, a, u->parent);
		if (!above || above->kind == DUBAN__UNIT_KIND__UNIT_KIND_OFFICE)
			break;
		u = above;
	}
	return u ? u->num : 0;
}

Duban__Board ranking_board(const Duban__Unit *u)
{
	switch (u->kind) {
	case DUBAN__UNIT_KIND__UNIT_KIND_COUNTY:
	case DUBAN__UNIT_KIND__UNIT_KIND_ZONE:
		return DUBAN__BOARD__BOARD_COUNTY;
	case DUBAN__UNIT_KIND__UNIT_KIND_OFFICE:
	case DUBAN__UNIT_KIND__UNIT_KIND_SUPERVISION:
		return DUBAN__BOARD__BOARD_INVALID;
	default:
		return DUBAN__BOARD__BOARD_MUNICIPAL;
	}
}

static struct key *key_of(struct key *k, const char *list, Duban__Board board, uint32_t month)
{
	return key_u32(key_u8(key_text(k, list), (uint8_t)board), month);
}

Duban__Ranking *ranking_get(struct txn *t, struct arena *a, const char *list, Duban__Board board,
			    uint32_t month)
{
	return record_get(t, TABLE_ranking, key_bytes(key_of(KEY(), list, board, month)),
			  &duban__ranking__descriptor, a);
}

static void fold_published(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__Ranking *r = ((const Duban__RankingPublished *)body)->ranking;

	(void)a;
	(void)e;
	if (r)
		record_put(t, TABLE_ranking, key_bytes(key_of(KEY(), r->list, r->board, r->month)),
			   r);
	else
		txn_fail(t, -EBADMSG);
}
FOLD(RANKING_PUBLISHED, fold_published, .family = FOLD_ALONE);
