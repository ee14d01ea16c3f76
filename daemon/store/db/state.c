#include "store/db/state.h"

#include <endian.h>
#include <errno.h>
#include <string.h>

#include "base/hash.h"
#include "store/db/db.h"
#include "store/db/guard_private.h"
#include "store/db/scan_private.h"
#include "store/db/txn.h"
#include "store/db/txn_private.h"

/* A walk over a table's entries in key order; the checksum of each is verified. */
struct state_walk {
	struct txn *txn;
	MDB_cursor *cursor;
	MDB_cursor_op op;
	bool more;
	MDB_val raw;
	struct bytes key, value;
};

static void walk_next(struct state_walk *w)
{
	struct bytes before = w->op == MDB_NEXT ? w->key : BYTES(NULL, 0);
	MDB_val value;
	int rc = GUARDED(w->txn->db, mdb_cursor_get(w->cursor, &w->raw, &value, w->op));

	w->op = MDB_NEXT;
	if (rc == MDB_SUCCESS && !rises(before, w->raw))
		rc = MDB_CORRUPTED;
	w->more = rc == MDB_SUCCESS && txn_open_value(w->txn, w->raw, value, &w->value);
	if (rc != MDB_SUCCESS && rc != MDB_NOTFOUND)
		(void)txn_check(w->txn, rc);
	w->key = BYTES(w->raw.mv_data, w->raw.mv_size);
}

static int walk_start(struct state_walk *w, struct txn *t, enum table table)
{
	if (t->error)
		return t->error;
	*w = (struct state_walk){.txn = t, .op = MDB_FIRST, .cursor = txn_cursor(t, table)};
	t->places[table].owner = 0;
	if (!w->cursor)
		return t->error;
	walk_next(w);
	return t->error;
}

/* Each piece is preceded by its length, so that different tables cannot give the same bytes. */
static int add(struct sm3 *sm3, struct bytes b)
{
	uint32_t size = htole32((uint32_t)b.size);
	int r = sm3_add(sm3, BYTES(&size, sizeof size));

	return r ? r : sm3_add(sm3, b);
}

static int hash_table(struct sm3 *sm3, struct txn *t, enum table table)
{
	struct state_walk w;
	int r;

	r = add(sm3, BYTES_STR(table_name(table)));
	if (r)
		return r;
	r = walk_start(&w, t, table);
	while (!r && w.more) {
		r = add(sm3, w.key);
		if (!r)
			r = add(sm3, w.value);
		if (!r)
			walk_next(&w);
	}
	return r ? r : t->error;
}

int db_state_hash(struct txn *t, uint8_t ret[32])
{
	_cleanup_(sm3_freep) struct sm3 *sm3 = NULL;
	int r;

	r = sm3_new(&sm3);
	if (r)
		return r;
	r = sm3_start(sm3);
	for (int i = 0; !r && i < TABLE_MAX_; i++)
		if (table_kind((enum table)i) == TABLE_KIND_STATE)
			r = hash_table(sm3, t, (enum table)i);
	return r ? r : sm3_end(sm3, ret);
}

static int key_order(struct bytes a, struct bytes b)
{
	size_t n = a.size < b.size ? a.size : b.size;
	int order = n ? memcmp(a.data, b.data, n) : 0;

	return order ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_table(struct txn *a, struct txn *b, enum table table, bool *ret_differ,
			 struct bytes *ret_key)
{
	struct state_walk x, y;
	int r, order;

	r = walk_start(&x, a, table);
	if (!r)
		r = walk_start(&y, b, table);
	while (!r && (x.more || y.more)) {
		order = !x.more ? 1 : !y.more ? -1 : key_order(x.key, y.key);
		if (order || !bytes_equal(x.value, y.value)) {
			*ret_key = order > 0 ? y.key : x.key;
			*ret_differ = true;
			return 0;
		}
		walk_next(&x);
		walk_next(&y);
		r = a->error ? a->error : b->error;
	}
	if (!r)
		*ret_differ = false;
	return r;
}

int db_compare(struct txn *a, struct txn *b, enum table *ret_table, struct bytes *ret_key)
{
	bool differ;
	int r;

	for (int i = 0; i < TABLE_MAX_; i++) {
		if (table_kind((enum table)i) != TABLE_KIND_STATE &&
		    table_kind((enum table)i) != TABLE_KIND_INDEX)
			continue;
		r = compare_table(a, b, (enum table)i, &differ, ret_key);
		if (r)
			return r;
		if (differ) {
			*ret_table = (enum table)i;
			return 0;
		}
	}
	*ret_table = TABLE_MAX_;
	return 0;
}

/* As committed: a write transaction has those of its own rows. */
static int read_sums(struct txn *t, struct table_sums *ret)
{
	MDB_val key = {sizeof SUMS_KEY - 1, (void *)(uintptr_t)SUMS_KEY}, value;
	uint32_t schema;

	*ret = t->sums;
	if (t->write)
		return 0;
	if (!txn_check(t, mdb_get(t->txn, t->db->sums_dbi, &key, &value)))
		return txn_error(t);
	return sums_unpack(ret, BYTES(value.mv_data, value.mv_size), &schema) ? 0 : -EBADMSG;
}

static int sum_up(struct txn *t, enum table table, const struct table_sums *want, bool *ret_same)
{
	const struct table_sum *of = &want->of[table];
	struct table_sum sum = {0, 0};
	struct state_walk w;
	uint32_t crc;
	int r = walk_start(&w, t, table);

	while (!r && w.more) {
		memcpy(&crc, (const uint8_t *)w.value.data + w.value.size, sizeof crc);
		sum_add(&sum, want->salt, w.key, le32toh(crc));
		walk_next(&w);
		r = txn_error(t);
	}
	*ret_same = sum.a == of->a && sum.b == of->b;
	return r;
}

int db_check_sums(struct txn *t, enum table *ret_table)
{
	struct table_sums want;
	bool same = true;
	int r = read_sums(t, &want);
	enum table i = 0;

	while (!r && i < TABLE_MAX_) {
		r = sum_up(t, i, &want, &same);
		if (!same)
			break;
		i++;
	}
	*ret_table = i;
	return r;
}
