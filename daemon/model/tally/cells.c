#include "model/tally/cells.h"

#include <errno.h>
#include <stdlib.h>

#include "base/arena.h"

static void put(struct tally_cells *c, struct tally_cell cell)
{
	if (!cell.amount || c->failed)
		return;
	c->cell = arena_grow(c->arena, c->cell, c->n, sizeof *c->cell);
	if (c->cell)
		c->cell[c->n++] = cell;
	else
		c->failed = true;
}

void cells_add(struct tally_cells *c, uint32_t yyyymm, enum tally_measure m, int64_t amount)
{
	put(c, (struct tally_cell){yyyymm / 100, tally_at(yyyymm % 100, m), amount});
}

void cells_levels(struct tally_cells *c, uint32_t year, enum tally_measure m,
		  const int64_t level[TALLY_MONTHS])
{
	int64_t before = 0;

	for (uint32_t i = 0; i < TALLY_MONTHS; i++) {
		cells_add(c, year * 100 + i + 1, m, level[i] - before);
		before = level[i];
	}
}

void cells_keep(struct tally_cells *c, const Duban__TallyShare *of, unsigned parts)
{
	for (size_t i = 0; of && i < of->n_year; i++) {
		const Duban__TallyYear *y = of->year[i];

		for (size_t k = 0; k < y->n_at && k < y->n_amount; k++)
			if (!(tally_measure(y->at[k] % TALLY_SLOTS)->part & parts))
				put(c, (struct tally_cell){y->year, y->at[k], y->amount[k]});
	}
}

static int order(const void *a, const void *b)
{
	const struct tally_cell *x = a, *y = b;

	if (x->year != y->year)
		return x->year < y->year ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Adds up the cells of the same place; drops those of 0. */
static void merge(struct tally_cells *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n;) {
		struct tally_cell sum = c->cell[i++];

		while (i < c->n && order(&sum, &c->cell[i]) == 0)
			sum.amount += c->cell[i++].amount;
		if (sum.amount)
			c->cell[n++] = sum;
	}
	c->n = n;
}

static Duban__TallyYear *year_of(struct tally_cells *c, const struct tally_cell *first, size_t n)
{
	Duban__TallyYear *y = arena_alloc(c->arena, sizeof *y);

	if (!y)
		return NULL;
	duban__tally_year__init(y);
	y->year = first->year;
	y->at = arena_alloc(c->arena, n * sizeof *y->at);
	y->amount = arena_alloc(c->arena, n * sizeof *y->amount);
	if (!y->at || !y->amount)
		return NULL;
	y->n_at = y->n_amount = n;
	for (size_t i = 0; i < n; i++) {
		y->at[i] = first[i].at;
		y->amount[i] = first[i].amount;
	}
	return y;
}

int cells_end(struct tally_cells *c, Duban__TallyShare *share)
{
	if (c->failed)
		return -ENOMEM;
	if (c->n)
		qsort(c->cell, c->n, sizeof *c->cell, order);
	merge(c);
	share->year = NULL;
	share->n_year = 0;
	for (size_t i = 0, n; i < c->n; i += n) {
		for (n = 1; i + n < c->n && c->cell[i + n].year == c->cell[i].year;)
			n++;
		share->year = arena_grow(c->arena, share->year, share->n_year, sizeof *share->year);
		if (!share->year)
			return -ENOMEM;
		share->year[share->n_year] = year_of(c, &c->cell[i], n);
		if (!share->year[share->n_year])
			return -ENOMEM;
		share->n_year++;
	}
	return 0;
}
