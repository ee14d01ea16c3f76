/* The arithmetic of the score: exact integers, each item rounded once. */
#include <stdlib.h>
#include <string.h>

#include "model/score/score.h"

enum { WHOLE = 100, YEAR_MONTHS = 12 };

/* A part of a whole, or points. `whole` 0: there is nothing to count. */
struct score_share {
	__int128 part, whole;
};

static int64_t rounded(__int128 part, __int128 whole)
{
	bool minus = part < 0;
	__int128 size = minus ? -part : part;

	size = (2 * size + whole) / (2 * whole);
	return (int64_t)(minus ? -size : size);
}

static int64_t clamped(int64_t v, int64_t low, int64_t high)
{
	return v < low ? low : v > high ? high : v;
}

/* At most the whole; if nothing was due, but it is done, it is all done. */
static struct score_share share_of(__int128 part, __int128 whole)
{
	if (whole <= 0)
		return part > 0 ? (struct score_share){1, 1} : (struct score_share){0, 0};
	return (struct score_share){part < 0 ? 0 : part < whole ? part : whole, whole};
}

static struct score_share quality(const Duban__ScoreItem *i, const struct score_counts *c)
{
	int64_t off = i->each * c->late + i->beyond * c->corrections;

	return (struct score_share){off < i->weight ? i->weight - off : 0,
				    i->weight ? i->weight : 1};
}

/* How much of its weight an item of the base is worth. */
static struct score_share base_share(const Duban__ScoreItem *i, const struct score_counts *c,
				     const struct score_entered *e)
{
	switch (i->basis) {
	case SCORE_BASIS(INVESTMENT):
		/* 序时: an even part of the plan for each month */
		if (c->plan <= 0)
			return (struct score_share){0, 0};
		return share_of((__int128)c->completed * YEAR_MONTHS, (__int128)c->plan * c->month);
	case SCORE_BASIS(STARTS):
		return share_of(c->started, c->planned_to_date);
	case SCORE_BASIS(LIBRARY):
		return share_of(c->library, c->starts_before);
	case SCORE_BASIS(LINKS):
		return share_of(c->links_on_time, c->links_due);
	case SCORE_BASIS(PROBLEMS):
		return share_of(c->problems_in_time, c->problems_due);
	case SCORE_BASIS(QUALITY):
		return quality(i, c);
	default: /* ENTRIES */
		return (struct score_share){clamped(e->points, 0, i->weight),
					    e->n && i->weight ? i->weight : 0};
	}
}

/* The weight of items with nothing to count goes to the others, in proportion; what the hundredths
 * leave over goes to those that lost most by it, so that the weights add up to what they were. */
static void redistribute(const struct score_profile *p, const bool *without, int64_t *weight)
{
	int64_t all = 0, carry = 0, left;
	__int128 rest[SCORE_ITEMS_MAX] = {0};

	for (size_t i = 0; i < p->n; i++) {
		weight[i] = p->item[i]->weight;
		if (p->item[i]->part != SCORE_PART(BASE))
			continue;
		all += weight[i];
		carry += without[i] ? 0 : weight[i];
	}
	left = carry ? all : 0;
	for (size_t i = 0; i < p->n; i++) {
		__int128 whole = (__int128)weight[i] * all;

		if (p->item[i]->part != SCORE_PART(BASE))
			continue;
		weight[i] = without[i] || !carry ? 0 : (int64_t)(whole / carry);
		rest[i] = without[i] || !carry ? -1 : whole % carry;
		left -= weight[i];
	}
	for (; left > 0; left--) {
		size_t most = 0;

		for (size_t i = 0; i < p->n; i++)
			if (p->item[i]->part == SCORE_PART(BASE) &&
			    (p->item[most]->part != SCORE_PART(BASE) || rest[i] > rest[most]))
				most = i;
		weight[most]++;
		rest[most] = -1;
	}
}

/* What was entered for an item that is counted corrects it; missing evidence leaves nothing. */
static int64_t corrected(const Duban__ScoreItem *i, const struct score_entered *e, int64_t points)
{
	if (i->basis == SCORE_BASIS(ENTRIES))
		return points;
	return e->no_evidence ? 0 : points + e->points;
}

static void count_base(const struct score_profile *p, const struct score_counts *c,
		       const struct score_entered *entered, struct score_result *io)
{
	struct score_share share[SCORE_ITEMS_MAX];
	bool without[SCORE_ITEMS_MAX] = {false};

	for (size_t i = 0; i < p->n; i++) {
		const Duban__ScoreItem *item = p->item[i];

		if (item->part != SCORE_PART(BASE))
			continue;
		share[i] = base_share(item, c, &entered[i]);
		without[i] = !share[i].whole && item->redistribute && !entered[i].n;
		if (!share[i].whole)
			share[i] = (struct score_share){item->without, WHOLE};
	}
	redistribute(p, without, io->weight);
	for (size_t i = 0; i < p->n; i++) {
		if (p->item[i]->part != SCORE_PART(BASE))
			continue;
		io->points[i] = clamped(
		    corrected(p->item[i], &entered[i],
			      rounded((__int128)io->weight[i] * share[i].part, share[i].whole)),
		    0, io->weight[i]);
		io->basic += io->points[i];
	}
}

/* `each` for a percentage point over the plan up to `bend` percent, `beyond` for those above. */
static int64_t excess(const Duban__ScoreItem *i, const struct score_counts *c)
{
	__int128 done = (__int128)c->completed * WHOLE, plan = (__int128)c->plan * WHOLE;
	__int128 bend = i->bend ? (__int128)c->plan * i->bend : done;
	__int128 near = (done < bend ? done : bend) - plan, far = done - bend;

	if (c->plan <= 0 || near <= 0)
		return 0;
	return rounded(i->each * near + (far > 0 ? i->beyond * far : 0), c->plan);
}

static int64_t growth(const Duban__ScoreItem *i, const struct score_counts *c)
{
	__int128 money = c->last_completed > 0 ? c->last_completed : 1;
	__int128 number = c->last_projects > 0 ? c->last_projects : 1;
	__int128 more = c->last_completed > 0 ? c->completed - c->last_completed : 0;
	__int128 projects = c->last_projects > 0 ? c->projects - c->last_projects : 0;

	more = more > 0 ? more * i->each * WHOLE * number : 0;
	projects = projects > 0 ? projects * i->beyond * WHOLE * money : 0;
	return rounded(more + projects, money * number);
}

static int64_t bonus(const Duban__ScoreItem *i, const struct score_counts *c,
		     const struct score_entered *e)
{
	switch (i->basis) {
	case SCORE_BASIS(EXCESS):
		return excess(i, c);
	case SCORE_BASIS(GROWTH):
		return growth(i, c);
	case SCORE_BASIS(CIRCULARS):
		return c->awarded + i->each * c->rewards;
	default: /* ENTRIES */
		return e->points;
	}
}

static int64_t deduction(const Duban__ScoreItem *i, const struct score_counts *c,
			 const struct score_entered *e)
{
	switch (i->basis) {
	case SCORE_BASIS(YELLOW):
		return -i->each * c->yellow_twice;
	case SCORE_BASIS(RED):
		return -i->each * c->red;
	case SCORE_BASIS(CIRCULARS):
		return -c->deducted - i->each * c->criticisms;
	default: /* ENTRIES */
		return e->points;
	}
}

void score_count(const struct score_profile *p, const struct score_counts *c,
		 const struct score_entered *entered, int64_t bonus_max, struct score_result *ret)
{
	*ret = (struct score_result){.basic = 0};
	count_base(p, c, entered, ret);
	for (size_t i = 0; i < p->n; i++) {
		const Duban__ScoreItem *item = p->item[i];
		int64_t most = item->weight ? item->weight : INT64_MAX;

		if (item->part == SCORE_PART(BONUS)) {
			/* together no more than bonus_max: the last ones are cut */
			if (bonus_max && bonus_max - ret->bonus < most)
				most = bonus_max - ret->bonus;
			ret->points[i] = clamped(
			    corrected(item, &entered[i], bonus(item, c, &entered[i])), 0, most);
			ret->bonus += ret->points[i];
		} else if (item->part == SCORE_PART(DEDUCTION)) {
			ret->points[i] =
			    clamped(corrected(item, &entered[i], deduction(item, c, &entered[i])),
				    -most, 0);
			ret->deducted += ret->points[i];
		}
	}
	ret->total = ret->basic + ret->bonus + ret->deducted;
}

static int by_points(const void *a, const void *b)
{
	const Duban__ScoreUnit *x = *(Duban__ScoreUnit *const *)a;
	const Duban__ScoreUnit *y = *(Duban__ScoreUnit *const *)b;

	if (!x->rank != !y->rank)
		return !x->rank - !y->rank;
	if (x->points != y->points)
		return x->points < y->points ? 1 : -1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

void score_rank(Duban__ScoreUnit **unit, size_t n)
{
	if (n)
		qsort(unit, n, sizeof *unit, by_points);
	for (size_t i = 0; i < n; i++) {
		if (!unit[i]->rank)
			continue;
		unit[i]->rank = (uint32_t)i + 1;
		if (i && unit[i - 1]->points == unit[i]->points)
			unit[i]->rank = unit[i - 1]->rank;
	}
}
