#include "model/tally/deltas.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/tally/expand.h"
#include "model/tally/measure.h"
#include "store/db/key.h"
#include "store/db/txn.h"

struct delta {
	uint32_t row, at;
	int64_t amount;
};

struct delta_row {
	uint8_t key[KEY_MAX];
	uint16_t size;
	uint32_t next; /* of the same bucket, from 1 */
};

struct deltas {
	struct delta_row *row;
	struct delta *cell;
	size_t n_row, cap_row, n_cell, cap_cell;
	uint32_t *bucket; /* row + 1 */
	size_t n_bucket;  /* a power of two */
};

enum { BUCKETS_FIRST = 1024 };

int deltas_new(struct deltas **ret)
{
	struct deltas *d = calloc(1, sizeof *d);

	if (d)
		d->bucket = calloc(BUCKETS_FIRST, sizeof *d->bucket);
	if (!d || !d->bucket) {
		free(d);
		return -ENOMEM;
	}
	d->n_bucket = BUCKETS_FIRST;
	*ret = d;
	return 0;
}

struct deltas *deltas_free(struct deltas *d)
{
	if (d) {
		free(d->row);
		free(d->cell);
		free(d->bucket);
	}
	free(d);
	return NULL;
}

static void *grown(void *array, size_t n, size_t *cap, size_t element)
{
	if (n < *cap)
		return array;
	array = realloc(array, (*cap ? *cap * 2 : 64) * element);
	if (array)
		*cap = *cap ? *cap * 2 : 64;
	return array;
}

static size_t bucket_of(const struct deltas *d, struct bytes key)
{
	uint64_t h = 14695981039346656037U; /* FNV-1a */

	for (size_t i = 0; i < key.size; i++)
		h = (h ^ ((const uint8_t *)key.data)[i]) * 1099511628211U;
	return (size_t)(h ^ h >> 32) & (d->n_bucket - 1);
}

static void hang(struct deltas *d, uint32_t row)
{
	size_t b = bucket_of(d, BYTES(d->row[row].key, d->row[row].size));

	d->row[row].next = d->bucket[b];
	d->bucket[b] = row + 1;
}

static int more_buckets(struct deltas *d)
{
	uint32_t *bucket = calloc(d->n_bucket * 4, sizeof *bucket);

	if (!bucket)
		return -ENOMEM;
	free(d->bucket);
	d->bucket = bucket;
	d->n_bucket *= 4;
	for (uint32_t i = 0; i < d->n_row; i++)
		hang(d, i);
	return 0;
}

static int row_of(struct deltas *d, struct bytes key, uint32_t *ret)
{
	struct delta_row *row;

	for (uint32_t i = d->bucket[bucket_of(d, key)]; i; i = d->row[i - 1].next)
		if (d->row[i - 1].size == key.size &&
		    memcmp(d->row[i - 1].key, key.data, key.size) == 0) {
			*ret = i - 1;
			return 0;
		}
	if (d->n_row == d->n_bucket && more_buckets(d))
		return -ENOMEM;
	row = grown(d->row, d->n_row, &d->cap_row, sizeof *row);
	if (!row)
		return -ENOMEM;
	d->row = row;
	row[d->n_row].size = (uint16_t)key.size;
	memcpy(row[d->n_row].key, key.data, key.size);
	*ret = (uint32_t)d->n_row++;
	hang(d, *ret);
	return 0;
}

/* ---- a share, group by group */

/* The places of one stay in the tallies: its groups, for the year of `year`. */
struct tally_places {
	uint32_t year, row[TALLY_GROUP_MAX_];
};

struct putting {
	struct deltas *d;
	const Duban__TallyShare *share;
	const char *list;
	int sign;
	struct tally_places at;
};

static struct key *group_key(struct key *k, const struct putting *p, enum tally_group g)
{
	const Duban__TallyShare *s = p->share;

	key_u32(key_u8(key_text(k, p->list), (uint8_t)g), p->at.year);
	switch (g) {
	case TALLY_GROUP_UNIT:
		return key_u32(k, s->unit);
	case TALLY_GROUP_SECTOR:
		return key_u32(k, s->sector);
	case TALLY_GROUP_BAND:
		return key_u32(k, s->band);
	case TALLY_GROUP_CATEGORY:
		return key_text(k, s->category);
	default:
		return key_text(k, s->batch);
	}
}

static int turn_to(struct putting *p, uint32_t year)
{
	int r = 0;

	if (p->at.year == year)
		return 0;
	p->at.year = year;
	for (int g = TALLY_GROUP_UNIT; g < TALLY_GROUP_MAX_ && !r; g++)
		r = row_of(p->d, key_bytes(group_key(KEY(), p, (enum tally_group)g)),
			   &p->at.row[g]);
	return r;
}

static int put(void *user, uint32_t month, uint32_t measure, int64_t amount)
{
	struct putting *p = user;
	struct deltas *d = p->d;
	int r = amount ? turn_to(p, month / 100) : 0;

	for (int g = TALLY_GROUP_UNIT; amount && g < TALLY_GROUP_MAX_ && !r; g++) {
		struct delta *cell = grown(d->cell, d->n_cell, &d->cap_cell, sizeof *cell);

		if (!cell)
			return -ENOMEM;
		d->cell = cell;
		cell[d->n_cell++] =
		    (struct delta){p->at.row[g], tally_at(month % 100, (enum tally_measure)measure),
				   amount * p->sign};
	}
	return r;
}

int deltas_share(struct deltas *d, const Duban__TallyShare *s, int sign)
{
	int r = 0;

	for (size_t i = 0; s && i < s->n_stay && !r; i++) {
		struct putting p = {.d = d, .share = s, .list = s->stay[i]->list, .sign = sign};

		r = tally_expand(s, s->stay[i], put, &p);
	}
	return r;
}

/* ---- writing */

static int order(const void *a, const void *b)
{
	const struct delta *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Adds up cells of one place; drops those that cancel out. */
static void merge(struct deltas *d)
{
	size_t n = 0;

	qsort(d->cell, d->n_cell, sizeof *d->cell, order);
	for (size_t i = 0; i < d->n_cell;) {
		struct delta sum = d->cell[i++];

		while (i < d->n_cell && order(&sum, &d->cell[i]) == 0)
			sum.amount += d->cell[i++].amount;
		if (sum.amount)
			d->cell[n++] = sum;
	}
	d->n_cell = n;
}

/* Merges the sorted cells into the stored row. */
static int write_row(struct txn *t, struct arena *a, struct bytes key, const struct delta *cell,
		     size_t n)
{
	Duban__TallyRow fresh = DUBAN__TALLY_ROW__INIT, now = DUBAN__TALLY_ROW__INIT;
	const Duban__TallyRow *was =
	    record_get(t, TABLE_tally, key, &duban__tally_row__descriptor, a);
	size_t i = 0, k = 0;

	if (!was)
		was = &fresh;
	now.at = arena_alloc(a, (was->n_at + n) * sizeof *now.at);
	now.amount = arena_alloc(a, (was->n_at + n) * sizeof *now.amount);
	if (!now.at || !now.amount)
		return -ENOMEM;
	while (i < was->n_at || k < n) {
		uint32_t at = i == was->n_at ? cell[k].at : was->at[i];
		int64_t sum = 0;

		if (k < n && cell[k].at < at)
			at = cell[k].at;
		if (i < was->n_at && was->at[i] == at)
			sum += was->amount[i++];
		if (k < n && cell[k].at == at)
			sum += cell[k++].amount;
		now.at[now.n_at] = at;
		now.amount[now.n_at] = sum;
		now.n_at += sum != 0;
	}
	now.n_amount = now.n_at;
	if (now.n_at)
		record_put(t, TABLE_tally, key, &now);
	else
		txn_del(t, TABLE_tally, key);
	return txn_error(t);
}

static void forget(struct deltas *d)
{
	d->n_cell = d->n_row = 0;
	memset(d->bucket, 0, d->n_bucket * sizeof *d->bucket);
}

int deltas_write(struct deltas *d, struct txn *t, struct arena *a)
{
	int r = 0;

	if (d->n_cell)
		merge(d);
	for (size_t i = 0, n; i < d->n_cell && !r; i += n) {
		const struct delta_row *row = &d->row[d->cell[i].row];

		for (n = 1; i + n < d->n_cell && d->cell[i + n].row == d->cell[i].row;)
			n++;
		arena_reset(a);
		r = write_row(t, a, BYTES(row->key, row->size), &d->cell[i], n);
	}
	forget(d);
	return r;
}
