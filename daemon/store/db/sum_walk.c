#include "store/db/sum_walk.h"

#include <endian.h>
#include <errno.h>
#include <string.h>

#include "proto/limits.h"
#include "store/db/db_private.h"
#include "store/db/scan.h"
#include "store/db/sum_walk_private.h"
#include "store/db/txn.h"
#include "store/db/txn_private.h"

struct sum_walk {
	struct db *db;
	enum table table;
	struct table_sum sum; /* of the rows up to `last` */
	uint8_t last[KEY_MAX];
	size_t last_size; /* 0: none was read yet */
};

int sum_walk_new(struct sum_walk **ret, struct db *db)
{
	struct sum_walk *w = calloc(1, sizeof *w);

	if (!w)
		return -ENOMEM;
	w->db = db;
	db->walk = w;
	*ret = w;
	return 0;
}

struct sum_walk *sum_walk_free(struct sum_walk *w)
{
	if (w)
		w->db->walk = NULL;
	free(w);
	return NULL;
}

static void enter(struct sum_walk *w, enum table table)
{
	w->table = table;
	w->sum = (struct table_sum){0, 0};
	w->last_size = 0;
}

void sum_walk_again(struct sum_walk *w)
{
	if (w)
		enter(w, 0);
}

struct table_sum *sum_walk_passed(struct sum_walk *w, enum table table, struct bytes key)
{
	size_t n;
	int order;

	if (!w || w->table != table || !w->last_size)
		return NULL;
	n = key.size < w->last_size ? key.size : w->last_size;
	order = memcmp(key.data, w->last, n);
	return order < 0 || (order == 0 && key.size <= w->last_size) ? &w->sum : NULL;
}

/* *rows falls by what was read. */
static int walk_table(struct sum_walk *w, struct txn *t, size_t *rows)
{
	struct scan s = scan_after(t, w->table, BYTES(NULL, 0), BYTES(w->last, w->last_size));
	const struct table_sum *want = &t->sums.of[w->table];
	uint32_t crc;

	while (*rows > 0 && scan_next(&s)) {
		memcpy(&crc, (const uint8_t *)s.value.data + s.value.size, sizeof crc);
		sum_add(&w->sum, t->sums.salt, s.key, le32toh(crc));
		memcpy(w->last, s.key.data, s.key.size);
		w->last_size = s.key.size;
		--*rows;
	}
	if (!txn_error(t) && *rows > 0 && (w->sum.a != want->a || w->sum.b != want->b))
		txn_fail(t, -EBADMSG);
	return txn_error(t);
}

int sum_walk_step(struct sum_walk *w, struct txn *t, size_t rows, bool *ret_done,
		  enum table *ret_table)
{
	int r = 0;

	while (!r && rows > 0 && w->table < TABLE_MAX_) {
		*ret_table = w->table;
		r = walk_table(w, t, &rows);
		if (!r && rows > 0)
			enter(w, w->table + 1);
	}
	*ret_done = w->table == TABLE_MAX_;
	return r;
}
