#include "store/db/scan.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/db_private.h"
#include "store/db/guard_private.h"
#include "store/db/scan_private.h"
#include "store/db/txn.h"
#include "store/db/txn_private.h"

MDB_cursor *txn_cursor(struct txn *t, enum table table)
{
	struct place *p = &t->places[table];

	if (!p->cursor && !txn_check(t, mdb_cursor_open(t->txn, t->db->dbi[table], &p->cursor)))
		p->cursor = NULL;
	return p->cursor;
}

static int cursor_get(struct txn *t, MDB_cursor *c, MDB_val *key, MDB_val *value, MDB_cursor_op op)
{
	return GUARDED(t->db, mdb_cursor_get(c, key, value, op));
}

struct scan scan_after(struct txn *t, enum table table, struct bytes prefix, struct bytes from)
{
	struct scan s;

	assert(prefix.size <= sizeof s.prefix && from.size <= sizeof s.last);
	/* Assigned field by field, since the two 512-byte buffers need no zeroing. */
	s.txn = t;
	s.table = table;
	s.id = ++t->scans;
	s.prefix_size = prefix.size;
	s.last_size = from.size;
	if (prefix.size > 0)
		memcpy(s.prefix, prefix.data, prefix.size);
	if (from.size > 0)
		memcpy(s.last, from.data, from.size);
	s.key = s.value = BYTES(NULL, 0);
	return s;
}

struct scan scan_start(struct txn *t, enum table table, struct bytes prefix)
{
	return scan_after(t, table, prefix, BYTES(NULL, 0));
}

/* Descends to the first entry after the scan's position; works whatever was written to the table in
 * between. A `from` before the prefix starts at the prefix. */
static int seek(const struct scan *s, MDB_cursor *c, MDB_val *key, MDB_val *value)
{
	struct bytes prefix = BYTES(s->prefix, s->prefix_size), last = BYTES(s->last, s->last_size);
	size_t n = prefix.size < last.size ? prefix.size : last.size;
	int order = n ? memcmp(last.data, prefix.data, n) : 0;
	struct bytes at = order < 0 || (order == 0 && last.size < prefix.size) ? prefix : last;
	int rc;

	if (at.size == 0)
		return cursor_get(s->txn, c, key, value, MDB_FIRST);
	*key = (MDB_val){.mv_size = at.size, .mv_data = (void *)at.data};
	rc = cursor_get(s->txn, c, key, value, MDB_SET_RANGE);
	if (rc == MDB_SUCCESS && s->last_size > 0 && key->mv_size == s->last_size &&
	    memcmp(key->mv_data, s->last, s->last_size) == 0)
		rc = cursor_get(s->txn, c, key, value, MDB_NEXT);
	return rc;
}

static int step(struct scan *s, MDB_cursor *c, MDB_val *key, MDB_val *value)
{
	struct txn *t = s->txn;
	struct place *p = &t->places[s->table];
	int rc;

	if (p->owner == s->id && p->writes == t->writes[s->table])
		rc = cursor_get(t, c, key, value, MDB_NEXT);
	else
		rc = seek(s, c, key, value);
	p->owner = s->id;
	p->writes = t->writes[s->table];
	return rc;
}

static bool has_prefix(MDB_val key, const void *prefix, size_t size)
{
	return key.mv_size >= size && (size == 0 || memcmp(key.mv_data, prefix, size) == 0);
}

bool rises(struct bytes before, MDB_val key)
{
	size_t n = before.size < key.mv_size ? before.size : key.mv_size;
	int order = n ? memcmp(before.data, key.mv_data, n) : 0;

	return order < 0 || (order == 0 && before.size < key.mv_size);
}

bool scan_next(struct scan *s)
{
	MDB_val key, value;
	MDB_cursor *c;
	int rc;

	if (s->txn->error)
		return false;
	c = txn_cursor(s->txn, s->table);
	if (!c)
		return false;
	rc = step(s, c, &key, &value);
	if (rc != MDB_SUCCESS || !has_prefix(key, s->prefix, s->prefix_size)) {
		/* The cursor is past the prefix now: make another scan_next seek again. */
		s->txn->places[s->table].owner = 0;
		if (rc != MDB_NOTFOUND)
			(void)txn_check(s->txn, rc);
		return false;
	}
	/* Damaged pages can lead in a circle; then the keys do not rise at some place. */
	if (!rises(BYTES(s->last, s->last_size), key)) {
		txn_fail(s->txn, -EBADMSG);
		return false;
	}
	if (!txn_open_value(s->txn, key, value, &s->value))
		return false;
	s->last_size = key.mv_size;
	memcpy(s->last, key.mv_data, key.mv_size);
	s->key = BYTES(s->last, s->last_size);
	return true;
}

/* The smallest key above all keys that begin with the prefix; false if there is none. */
static bool successor(struct bytes prefix, uint8_t *buf, size_t *ret_size)
{
	size_t n = prefix.size;

	if (n > 0)
		memcpy(buf, prefix.data, n);
	while (n > 0 && buf[n - 1] == 0xff)
		n--;
	if (n == 0)
		return false;
	buf[n - 1]++;
	*ret_size = n;
	return true;
}

static int seek_last(struct txn *t, MDB_cursor *c, struct bytes prefix, MDB_val *key,
		     MDB_val *value)
{
	uint8_t above[KEY_MAX];
	size_t size;

	if (successor(prefix, above, &size)) {
		int rc;

		*key = (MDB_val){.mv_size = size, .mv_data = above};
		rc = cursor_get(t, c, key, value, MDB_SET_RANGE);
		if (rc != MDB_NOTFOUND)
			return rc ? rc : cursor_get(t, c, key, value, MDB_PREV);
	}
	return cursor_get(t, c, key, value, MDB_LAST);
}

bool txn_last(struct txn *t, enum table table, struct bytes prefix, struct bytes *ret_key,
	      struct bytes *ret_value)
{
	MDB_cursor *c = t->error ? NULL : txn_cursor(t, table);
	MDB_val key, value;
	struct bytes body;
	int rc;

	assert(prefix.size <= KEY_MAX);
	if (!c)
		return false;
	t->places[table].owner = 0;
	rc = seek_last(t, c, prefix, &key, &value);
	if (rc != MDB_SUCCESS || !has_prefix(key, prefix.data, prefix.size)) {
		if (rc != MDB_NOTFOUND)
			(void)txn_check(t, rc);
		return false;
	}
	if (!txn_open_value(t, key, value, &body))
		return false;
	*ret_key = BYTES(key.mv_data, key.mv_size);
	*ret_value = body;
	return true;
}
