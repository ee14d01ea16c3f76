#include "store/db/txn.h"

#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <string.h>

#include "base/crc32c.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/db_private.h"
#include "store/db/guard_private.h"
#include "store/db/scan_private.h"
#include "store/db/sum_walk_private.h"
#include "store/db/txn_private.h"

#define VAL(b) ((MDB_val){.mv_size = (b).size, .mv_data = (void *)(b).data})

/* LMDB does not allow an empty key. Only the table `store` uses one; it has no other key. */
static MDB_val stored_key(struct bytes key)
{
	static const uint8_t zero;

	return key.size ? VAL(key) : (MDB_val){.mv_size = 1, .mv_data = (void *)&zero};
}

static uint32_t value_crc(struct bytes key, struct bytes value)
{
	return crc32c(crc32c(0, key), value);
}

static int begin(struct txn *t)
{
	unsigned flags = t->write ? 0 : MDB_RDONLY;
	int rc = GUARDED(t->db, mdb_txn_begin(t->db->env, NULL, flags, &t->txn)), dead;

	/* Free the reader slots of killed processes, then try once more. */
	if (rc == MDB_READERS_FULL && mdb_reader_check(t->db->env, &dead) == MDB_SUCCESS)
		rc = mdb_txn_begin(t->db->env, NULL, flags, &t->txn);
	return db_errno(rc);
}

int txn_begin(struct txn **ret, struct db *db, bool write)
{
	struct txn *t;
	int r;

	if (write && db->error)
		return db->error;
	assert(!write || !db->writing); /* LMDB would deadlock */
	t = calloc(1, sizeof *t);
	if (!t)
		return -ENOMEM;
	t->db = db;
	t->write = write;
	t->thread = pthread_self();
	r = begin(t);
	if (r) {
		free(t);
		return r;
	}
	if (write) {
		db->writing = true;
		t->sums = db->sums;
	}
	*ret = t;
	return 0;
}

/* LMDB: the cursors of a read transaction must be closed by us, those of a write transaction must
 * not be closed after it ended. So all are closed before the end. */
static void end(struct txn *t)
{
	/* LMDB's write lock belongs to a thread: another thread could not release it. */
	assert(!t->write || pthread_equal(t->thread, pthread_self()));
	for (int i = 0; i < TABLE_MAX_; i++)
		if (t->places[i].cursor)
			mdb_cursor_close(t->places[i].cursor);
	if (t->write)
		t->db->writing = false;
}

/* The sums go with the rows that they are of. */
static int put_sums(struct txn *t)
{
	uint8_t buf[SUMS_SIZE];
	MDB_val key = {sizeof SUMS_KEY - 1, (void *)(uintptr_t)SUMS_KEY}, value = {SUMS_SIZE, buf};

	if (!t->write || memcmp(&t->sums, &t->db->sums, sizeof t->sums) == 0)
		return 0;
	sums_pack(&t->sums, buf);
	return GUARDED(t->db, mdb_put(t->txn, t->db->sums_dbi, &key, &value, 0));
}

int txn_commit(struct txn *t)
{
	int r;

	if (!t->error)
		(void)txn_check(t, put_sums(t));
	r = t->error;
	end(t);
	if (r) {
		mdb_txn_abort(t->txn);
	} else {
		r = db_errno(GUARDED(t->db, mdb_txn_commit(t->txn)));
		t->db->sums = t->write && !r ? t->sums : t->db->sums;
		/* What is on the disk is unknown now; only a restart finds out. No more writes. */
		if (r)
			t->db->error = r;
	}
	free(t);
	return r;
}

struct txn *txn_abort(struct txn *t)
{
	if (t) {
		if (t->write)
			sum_walk_again(t->db->walk);
		end(t);
		mdb_txn_abort(t->txn);
	}
	free(t);
	return NULL;
}

int txn_error(const struct txn *t)
{
	return t->error;
}

void txn_fail(struct txn *t, int r)
{
	assert(r < 0);
	if (!t->error)
		t->error = r;
}

bool txn_check(struct txn *t, int rc)
{
	if (rc != MDB_SUCCESS)
		txn_fail(t, db_errno(rc));
	return rc == MDB_SUCCESS;
}

/* Damage can make a value as long as 4 GiB: none that was put is longer than this. */
bool value_crc_fits(struct bytes key, struct bytes value, uint32_t *ret)
{
	struct bytes body = {value.data, value.size - VALUE_CRC_SIZE};

	if (value.size < VALUE_CRC_SIZE || value.size > VALUE_MAX + VALUE_CRC_SIZE)
		return false;
	memcpy(ret, (const uint8_t *)body.data + body.size, sizeof *ret);
	*ret = le32toh(*ret);
	return *ret == value_crc(key, body);
}

bool txn_open_value(struct txn *t, MDB_val key, MDB_val value, struct bytes *ret)
{
	uint32_t crc;

	if (!value_crc_fits(BYTES(key.mv_data, key.mv_size), BYTES(value.mv_data, value.mv_size),
			    &crc)) {
		txn_fail(t, -EBADMSG);
		return false;
	}
	*ret = BYTES(value.mv_data, value.mv_size - VALUE_CRC_SIZE);
	return true;
}

static bool lookup(struct txn *t, enum table table, MDB_val *key, MDB_val *ret)
{
	int rc;

	if (t->error)
		return false;
	rc = GUARDED(t->db, mdb_get(t->txn, t->db->dbi[table], key, ret));
	if (rc != MDB_SUCCESS && rc != MDB_NOTFOUND)
		txn_fail(t, db_errno(rc));
	return rc == MDB_SUCCESS;
}

bool txn_get(struct txn *t, enum table table, struct bytes key, struct bytes *ret)
{
	MDB_val k = stored_key(key), v;

	return lookup(t, table, &k, &v) && txn_open_value(t, k, v, ret);
}

bool txn_has(struct txn *t, enum table table, struct bytes key)
{
	MDB_val k = stored_key(key), v;

	return lookup(t, table, &k, &v);
}

/* A row comes or goes: in the sum of its table, and in that of a walk that has passed it. */
static void count(struct txn *t, enum table table, MDB_val key, uint32_t crc, bool comes)
{
	void (*change)(struct table_sum *, const uint8_t *, struct bytes, uint32_t) =
	    comes ? sum_add : sum_take;
	struct bytes k = {key.mv_data, key.mv_size};
	struct table_sum *walked = sum_walk_passed(t->db->walk, table, k);

	change(&t->sums.of[table], t->sums.salt, k, crc);
	if (walked)
		change(walked, t->sums.salt, k, crc);
}

/* The checksum that a stored value ends with, whether it fits or not: the row is counted so. */
static uint32_t crc_of(MDB_val value)
{
	uint32_t crc = 0;

	if (value.mv_size >= sizeof crc)
		memcpy(&crc, (const uint8_t *)value.mv_data + value.mv_size - sizeof crc,
		       sizeof crc);
	return le32toh(crc);
}

/* One descent finds the old row, whose part of the sum goes, and puts the new one in its place. */
static int replace(struct txn *t, enum table table, MDB_val *key, MDB_val *value)
{
	MDB_cursor *c = txn_cursor(t, table);
	MDB_val old = *value;
	int rc;

	if (!c)
		return MDB_SUCCESS; /* its error is the transaction's */
	rc = GUARDED(t->db, mdb_cursor_put(c, key, &old, MDB_NOOVERWRITE));
	if (rc != MDB_KEYEXIST)
		return rc;
	count(t, table, *key, crc_of(old), false);
	return GUARDED(t->db, mdb_cursor_put(c, key, value, MDB_CURRENT));
}

void txn_put(struct txn *t, enum table table, struct bytes key, struct bytes value)
{
	MDB_val k = stored_key(key), v;
	uint32_t crc;

	assert(key.size > 0 || table == TABLE_store);
	if (t->error)
		return;
	if (key.size > KEY_MAX || value.size > VALUE_MAX) {
		txn_fail(t, -EMSGSIZE);
		return;
	}
	/* Copy the value before LMDB sees it: it may point into a page that this put moves. */
	crc = htole32(value_crc(BYTES(k.mv_data, k.mv_size), value));
	if (value.size > 0)
		memmove(t->value, value.data, value.size);
	memcpy(t->value + value.size, &crc, sizeof crc);
	v = (MDB_val){.mv_size = value.size + VALUE_CRC_SIZE, .mv_data = t->value};
	t->writes[table]++;
	if (txn_check(t, replace(t, table, &k, &v)))
		count(t, table, k, le32toh(crc), true);
}

/* False: it is not there, or the sticky error is set. */
static bool remove_row(struct txn *t, enum table table, MDB_val k)
{
	MDB_cursor *c = t->error ? NULL : txn_cursor(t, table);
	MDB_val there = k, old;
	int rc;

	if (!c)
		return false;
	t->writes[table]++;
	rc = GUARDED(t->db, mdb_cursor_get(c, &there, &old, MDB_SET));
	if (rc == MDB_SUCCESS) {
		count(t, table, k, crc_of(old), false);
		rc = GUARDED(t->db, mdb_cursor_del(c, 0));
	}
	return rc != MDB_NOTFOUND && txn_check(t, rc);
}

void txn_del(struct txn *t, enum table table, struct bytes key)
{
	(void)remove_row(t, table, stored_key(key));
}

void txn_take(struct txn *t, enum table table, struct bytes key)
{
	if (!remove_row(t, table, stored_key(key)) && !t->error)
		txn_fail(t, -EBADMSG);
}

uint64_t txn_count(struct txn *t, enum table table)
{
	MDB_stat st;

	if (t->error || !txn_check(t, mdb_stat(t->txn, t->db->dbi[table], &st)))
		return 0;
	return st.ms_entries;
}

uint32_t txn_get_u32(struct txn *t, enum table table, struct bytes key)
{
	struct bytes value;
	uint32_t v;

	if (!txn_get(t, table, key, &value))
		return 0;
	if (value.size != sizeof v) {
		txn_fail(t, -EBADMSG);
		return 0;
	}
	memcpy(&v, value.data, sizeof v);
	return le32toh(v);
}

void txn_put_u32(struct txn *t, enum table table, struct bytes key, uint32_t v)
{
	v = htole32(v);
	txn_put(t, table, key, BYTES(&v, sizeof v));
}
