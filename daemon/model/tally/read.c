/* Reading tallies: adds up the changes of the months. */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/tally/expand.h"
#include "model/tally/tally.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct tally_reading {
	struct txn *t;
	struct arena *arena, *row;
	enum tally_group kind;
	uint32_t year;
	struct tally_years *ret;
};

static bool by_name(enum tally_group kind)
{
	return kind == TALLY_GROUP_CATEGORY || kind == TALLY_GROUP_BATCH;
}

/* Rows come by year and then by group, so a group is mostly the next one. */
static struct tally_year *group_of(struct tally_reading *x, const char *name, uint32_t num,
				   size_t *io)
{
	struct tally_years *all = x->ret;
	struct tally_year *g;

	for (size_t i = 0; i < all->n; i++) {
		g = all->group[(*io + i) % all->n];
		if (g->num == num && strcmp(g->name, name) == 0) {
			*io = (*io + i + 1) % all->n;
			return g;
		}
	}
	g = arena_alloc(x->arena, sizeof *g);
	all->group = arena_grow(x->arena, all->group, all->n, sizeof *all->group);
	if (!g || !all->group)
		return NULL;
	g->name = arena_str(x->arena, name);
	g->num = num;
	all->group[all->n++] = g;
	return g->name ? g : NULL;
}

/* Adds the changes; they are summed up at the end. What stood before the year counts as one of its
 * first month. */
static void add(struct tally_year *g, uint32_t of_year, uint32_t row_year, uint32_t at,
		int64_t amount)
{
	uint32_t month = at / TALLY_SLOTS, m = at % TALLY_SLOTS;

	if (m >= TALLY_MEASURES_ || month < 1 || month > TALLY_MONTHS)
		return;
	if (row_year == of_year)
		g->at[month - 1][m] += amount;
	else if (tally_measure(m)->standing)
		g->at[0][m] += amount;
}

static void sum_up(struct tally_year *g)
{
	for (unsigned i = 1; i < TALLY_MONTHS; i++)
		for (unsigned m = 0; m < TALLY_MEASURES_; m++)
			g->at[i][m] += g->at[i - 1][m];
}

static int read_row(struct tally_reading *x, struct bytes key, struct bytes value, size_t *io_place)
{
	struct key_reader k = {.rest = key, .ok = true};
	const Duban__TallyRow *row;
	struct tally_year *g;
	uint32_t year, num = 0;
	const char *name = "";

	(void)key_read_text(&k);
	(void)key_read_u8(&k);
	year = key_read_u32(&k);
	if (by_name(x->kind))
		name = key_read_text(&k);
	else
		num = key_read_u32(&k);
	g = group_of(x, name, num, io_place);
	arena_reset(x->row);
	row = record_unpack(x->t, value, &duban__tally_row__descriptor, x->row);
	if (!g || !row)
		return txn_error(x->t) ? txn_error(x->t) : -ENOMEM;
	for (size_t i = 0; i < row->n_at && i < row->n_amount; i++)
		add(g, x->year, year, row->at[i], row->amount[i]);
	return 0;
}

struct sharing {
	struct tally_year *group;
	uint32_t year;
};

static int add_share(void *user, uint32_t month, uint32_t measure, int64_t amount)
{
	const struct sharing *x = user;

	if (amount && month / 100 <= x->year)
		add(x->group, x->year, month / 100, month % 100 * TALLY_SLOTS + measure, amount);
	return 0;
}

static void group_key_of(const Duban__TallyShare *s, enum tally_group kind, const char **ret_name,
			 uint32_t *ret_num)
{
	*ret_name = kind == TALLY_GROUP_CATEGORY ? s->category
		    : kind == TALLY_GROUP_BATCH	 ? s->batch
						 : "";
	*ret_num = kind == TALLY_GROUP_UNIT	? s->unit
		   : kind == TALLY_GROUP_SECTOR ? s->sector
		   : kind == TALLY_GROUP_BAND	? s->band
						: 0;
}

int tally_add_share(const Duban__TallyShare *s, const char *list, enum tally_group kind,
		    struct tally_adding *io)
{
	struct tally_reading x = {.arena = io->arena, .kind = kind, .ret = &io->years};
	const char *name;
	uint32_t num;

	group_key_of(s, kind, &name, &num);
	for (size_t i = 0; i < s->n_stay; i++) {
		struct sharing to = {.year = io->year};

		if (strcmp(s->stay[i]->list, list) != 0)
			continue;
		to.group = group_of(&x, name, num, &io->place);
		if (!to.group)
			return -ENOMEM;
		return tally_expand(s, s->stay[i], add_share, &to);
	}
	return 0;
}

void tally_add_end(struct tally_adding *io)
{
	for (size_t i = 0; i < io->years.n; i++)
		sum_up(io->years.group[i]);
}

int tally_read(struct txn *t, struct arena *a, const struct tally_asked *q, struct tally_years *ret)
{
	_cleanup_(arena_freep) struct arena *row = NULL;
	struct tally_reading x = {.t = t, .arena = a, .kind = q->kind, .year = q->year, .ret = ret};
	struct key *prefix = key_u8(key_text(KEY(), q->list), (uint8_t)q->kind);
	struct scan s = scan_start(t, TABLE_tally, key_bytes(prefix));
	size_t place = 0;
	int r = arena_new(&row, WIRE_ARENA_MAX);

	*ret = (struct tally_years){.n = 0};
	x.row = row;
	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_text(&k);
		(void)key_read_u8(&k);
		if (key_read_u32(&k) > q->year)
			break;
		r = read_row(&x, s.key, s.value, &place);
	}
	for (size_t i = 0; i < ret->n; i++)
		sum_up(ret->group[i]);
	return r ? r : txn_error(t);
}
