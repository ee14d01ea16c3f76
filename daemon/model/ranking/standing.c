#include "model/ranking/standing.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/ranking/ranking.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* The lists that ever were published, and the latest month. */
struct rankings_known {
	const char **list;
	size_t n;
	uint32_t last;
	uint32_t unit; /* whose standing is asked for */
};

enum { BOARDS = 2 };

static const Duban__Board boards[BOARDS] = {DUBAN__BOARD__BOARD_COUNTY,
					    DUBAN__BOARD__BOARD_MUNICIPAL};

static void see_last(struct txn *t, const char *list, struct rankings_known *io)
{
	for (size_t i = 0; i < BOARDS; i++) {
		struct key *of = key_u8(key_text(KEY(), list), (uint8_t)boards[i]);
		struct bytes key, value;
		struct key_reader k;
		uint32_t month;

		if (!txn_last(t, TABLE_ranking, key_bytes(of), &key, &value))
			continue;
		k = (struct key_reader){
		    .rest = BYTES((const uint8_t *)key.data + of->size, key.size - of->size),
		    .ok = true};
		month = key_read_u32(&k);
		if (month > io->last)
			io->last = month;
	}
}

/* From list to list, past all their months. */
static int find_lists(struct txn *t, struct arena *a, struct rankings_known *ret)
{
	struct scan s = scan_start(t, TABLE_ranking, BYTES("", 0));

	*ret = (struct rankings_known){.n = 0};
	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		const char *name = arena_str(a, key_read_text(&k));
		const char **grown = arena_grow(a, ret->list, ret->n, sizeof *grown);

		if (!name || !grown)
			return -ENOMEM;
		ret->list = grown;
		ret->list[ret->n++] = name;
		see_last(t, name, ret);
		s = scan_after(t, TABLE_ranking, BYTES("", 0),
			       key_bytes(key_u8(key_text(KEY(), name), UINT8_MAX)));
	}
	return txn_error(t);
}

static int add(struct arena *a, const Duban__Ranking *r, uint32_t unit, struct standings *io)
{
	for (size_t i = 0; i < r->n_line; i++) {
		struct standing *grown;

		if (r->line[i]->unit != unit || !r->line[i]->rank)
			continue;
		grown = arena_grow(a, io->of, io->n, sizeof *grown);
		if (!grown)
			return -ENOMEM;
		io->of = grown;
		io->of[io->n++] = (struct standing){r, i};
	}
	return 0;
}

static int add_month(struct txn *t, struct arena *a, const struct rankings_known *p, uint32_t month,
		     struct standings *io)
{
	int r = 0;

	for (size_t i = 0; i < p->n * BOARDS && !r; i++) {
		const Duban__Ranking *one =
		    ranking_get(t, a, p->list[i / BOARDS], boards[i % BOARDS], month);

		r = one ? add(a, one, p->unit, io) : txn_error(t);
	}
	return r;
}

static uint32_t before(uint32_t month)
{
	return month % 100 == 1 ? month - 89 : month - 1;
}

int standings_load(struct txn *t, struct arena *a, uint32_t unit, unsigned months,
		   struct standings *ret)
{
	struct rankings_known p;
	int r = find_lists(t, a, &p);
	uint32_t month = p.last;
	unsigned found = 0;

	p.unit = unit;
	*ret = (struct standings){.n = 0};
	for (unsigned i = 0; i < STANDING_MONTHS_MAX && found < months && month && !r; i++) {
		size_t n = ret->n;

		r = add_month(t, a, &p, month, ret);
		found += ret->n > n;
		month = before(month);
	}
	return r;
}

uint32_t standing_from_last(const struct standing *s)
{
	uint32_t place = 1;

	for (size_t i = 0; i < s->ranking->n_line; i++)
		place += s->ranking->line[i]->rank > s->ranking->line[s->line]->rank;
	return place;
}

static bool at_end(const struct standing *s, Duban__ProposalKind end)
{
	return end == PROPOSAL_KIND(REWARD)
		   ? ranking_is_top(s->ranking->line[s->line])
		   : ranking_is_bottom(s->ranking->line, s->ranking->n_line, s->line);
}

uint32_t standing_step(const struct standings *all, const struct standing *of,
		       Duban__ProposalKind end)
{
	uint32_t step = at_end(of, end);

	for (size_t i = 0; i < all->n && step; i++)
		step += all->of[i].ranking->month == of->ranking->month &&
			all->of[i].ranking->head_seq < of->ranking->head_seq &&
			at_end(&all->of[i], end);
	return step;
}

const struct standing *standing_of_step(const struct standings *all, uint32_t month, uint32_t step,
					Duban__ProposalKind end)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->of[i].ranking->month == month && step &&
		    standing_step(all, &all->of[i], end) == step)
			return &all->of[i];
	return NULL;
}
