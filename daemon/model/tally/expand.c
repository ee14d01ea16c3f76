#include "model/tally/expand.h"

#include "model/tally/measure.h"

struct expanding {
	const Duban__TallyShare *share;
	tally_each each;
	void *user;
};

static uint32_t month_before(uint32_t month)
{
	return month % 100 == 1 ? month - 100 + TALLY_MONTHS - 1 : month - 1;
}

/* The measure's value at the end of a month, from the cells up to it. */
static int64_t level(const Duban__TallyShare *s, uint32_t measure, uint32_t month)
{
	bool standing = tally_measure(measure)->standing;
	int64_t sum = 0;

	for (size_t i = 0; i < s->n_year && s->year[i]->year <= month / 100; i++) {
		const Duban__TallyYear *y = s->year[i];

		if (!standing && y->year != month / 100)
			continue;
		for (size_t k = 0; k < y->n_at; k++)
			if (y->at[k] % TALLY_SLOTS == measure &&
			    y->year * 100 + y->at[k] / TALLY_SLOTS <= month)
				sum += y->amount[k];
	}
	return sum;
}

/* All measures at once begin to count at the end of `month`, or cease to. */
static int put_edge(const struct expanding *x, uint32_t month, bool begins)
{
	uint32_t before = month_before(month);
	int r = 0;

	for (unsigned m = 0; m < TALLY_MEASURES_ && !r; m++) {
		if (begins)
			r = x->each(x->user, month, m, level(x->share, m, month));
		else if (tally_measure(m)->standing || before / 100 == month / 100)
			r = x->each(x->user, month, m, -level(x->share, m, before));
	}
	return r;
}

/* A span of a stay: [from, to), to 0: without an end. */
static int put_span(const struct expanding *x, uint32_t from, uint32_t to)
{
	int r = put_edge(x, from, true);

	for (size_t i = 0; i < x->share->n_year; i++) {
		const Duban__TallyYear *y = x->share->year[i];

		for (size_t k = 0; k < y->n_at && !r; k++) {
			uint32_t month = y->year * 100 + y->at[k] / TALLY_SLOTS;

			if (month > from && (!to || month < to))
				r = x->each(x->user, month, y->at[k] % TALLY_SLOTS, y->amount[k]);
		}
	}
	return r || !to ? r : put_edge(x, to, false);
}

int tally_expand(const Duban__TallyShare *s, const Duban__TallyStay *stay, tally_each each,
		 void *user)
{
	const struct expanding x = {.share = s, .each = each, .user = user};
	int r = 0;

	for (size_t k = 0; k < stay->n_month && !r; k += 2)
		r = put_span(&x, stay->month[k], k + 1 < stay->n_month ? stay->month[k + 1] : 0);
	return r;
}
