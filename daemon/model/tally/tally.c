#include "model/tally/tally.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/tally/cells.h"
#include "proto/bytes.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct tally_waiting {
	uint32_t project;
	unsigned parts;
};

struct tallies {
	struct tally_waiting *project;
	size_t n, cap;
	struct deltas *deltas;
};

int tallies_new(struct tallies **ret)
{
	struct tallies *w = calloc(1, sizeof *w);
	int r = w ? deltas_new(&w->deltas) : -ENOMEM;

	if (r) {
		free(w);
		return r;
	}
	*ret = w;
	return 0;
}

struct tallies *tallies_free(struct tallies *w)
{
	if (w) {
		deltas_free(w->deltas);
		free(w->project);
	}
	free(w);
	return NULL;
}

bool tallies_wait(const struct tallies *w)
{
	return w->n != 0;
}

static int order(const void *a, const void *b)
{
	const struct tally_waiting *x = a, *y = b;

	return x->project < y->project ? -1 : x->project > y->project;
}

/* Each project once, in order. */
static void dedupe(struct tallies *w)
{
	size_t n = 0;

	if (w->n)
		qsort(w->project, w->n, sizeof *w->project, order);
	for (size_t i = 0; i < w->n;) {
		struct tally_waiting one = w->project[i++];

		while (i < w->n && w->project[i].project == one.project)
			one.parts |= w->project[i++].parts;
		w->project[n++] = one;
	}
	w->n = n;
}

/* Most are noted again and again: the array grows only if what is left fills half of it. */
static int room(struct tallies *w)
{
	size_t cap = w->cap ? w->cap * 2 : 64;
	struct tally_waiting *more;

	dedupe(w);
	if (w->n < w->cap / 2)
		return 0;
	more = realloc(w->project, cap * sizeof *more);
	if (!more)
		return -ENOMEM;
	w->project = more;
	w->cap = cap;
	return 0;
}

int tally_note(struct tallies *w, uint32_t project, unsigned parts)
{
	if (w->n && w->project[w->n - 1].project == project) {
		w->project[w->n - 1].parts |= parts;
		return 0;
	}
	if (w->n == w->cap && room(w))
		return -ENOMEM;
	w->project[w->n++] = (struct tally_waiting){project, parts};
	return 0;
}

/* ---- settling */

Duban__TallyShare *tally_share_get(struct txn *t, struct arena *a, uint32_t project)
{
	return record_get(t, TABLE_tally_share, key_bytes(key_u32(KEY(), project)),
			  &duban__tally_share__descriptor, a);
}

static bool same_months(const Duban__TallyStay *a, const Duban__TallyStay *b)
{
	return strcmp(a->list, b->list) == 0 && a->n_month == b->n_month &&
	       (a->n_month == 0 || memcmp(a->month, b->month, a->n_month * sizeof *a->month) == 0);
}

/* Do they count in the same groups at the same months' ends? */
static bool same_places(const Duban__TallyShare *a, const Duban__TallyShare *b)
{
	if (a->unit != b->unit || a->sector != b->sector || a->band != b->band ||
	    strcmp(a->category, b->category) != 0 || strcmp(a->batch, b->batch) != 0 ||
	    a->n_stay != b->n_stay)
		return false;
	for (size_t i = 0; i < a->n_stay; i++)
		if (!same_months(a->stay[i], b->stay[i]))
			return false;
	return true;
}

/* `now` with the cells by which it differs from `was`. */
static int difference(struct arena *a, const Duban__TallyShare *was, const Duban__TallyShare *now,
		      Duban__TallyShare *ret)
{
	struct tally_cells c = {.arena = a};

	*ret = *now;
	cells_keep(&c, now, 0);
	for (size_t i = 0; i < was->n_year; i++)
		for (size_t k = 0; k < was->year[i]->n_at; k++)
			cells_add(&c, was->year[i]->year * 100 + was->year[i]->at[k] / TALLY_SLOTS,
				  (enum tally_measure)(was->year[i]->at[k] % TALLY_SLOTS),
				  -was->year[i]->amount[k]);
	return cells_end(&c, ret);
}

static int move(struct tallies *w, struct arena *a, const Duban__TallyShare *was,
		const Duban__TallyShare *now)
{
	Duban__TallyShare change;
	int r;

	if (was && now && same_places(was, now)) {
		r = difference(a, was, now, &change);
		return r ? r : deltas_share(w->deltas, &change, 1);
	}
	r = deltas_share(w->deltas, was, -1);
	return r ? r : deltas_share(w->deltas, now, 1);
}

static int settle_one(struct tallies *w, const struct tally_of *x, const struct tally_waiting *one)
{
	struct bytes key = key_bytes(key_u32(KEY(), one->project));
	const Duban__TallyShare *was;
	Duban__TallyShare *now;
	int r;

	arena_reset(x->arena);
	was = tally_share_get(x->txn, x->arena, one->project);
	r = tally_share_of(x, one->project, one->parts, was, &now);
	if (!r)
		r = move(w, x->arena, was, now);
	if (r)
		return r;
	if (now)
		record_put(x->txn, TABLE_tally_share, key, now);
	else
		txn_del(x->txn, TABLE_tally_share, key);
	return txn_error(x->txn);
}

/* Projects between two writes: bounds the memory for what waits to be written. */
enum { SETTLE_STEP = 4096 };

int tally_settle(struct tallies *w, const struct tally_of *x)
{
	int r = 0;

	dedupe(w);
	for (size_t i = 0; i < w->n && !r; i++) {
		r = settle_one(w, x, &w->project[i]);
		if (!r && (i % SETTLE_STEP == SETTLE_STEP - 1 || i + 1 == w->n))
			r = deltas_write(w->deltas, x->txn, x->arena);
	}
	w->n = 0;
	return r;
}

int tally_settle_all(struct tallies *w, const struct tally_of *x)
{
	struct scan s = scan_start(x->txn, TABLE_project, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		r = tally_note(w, key_read_u32(&k), TALLY_ALL);
	}
	if (!r)
		r = txn_error(x->txn);
	return r ? r : tally_settle(w, x);
}
