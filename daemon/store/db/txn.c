#include "store/db/txn.h"

#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <string.h>

#include "base/crc32c.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/db_private.h"
#include "store/db/txn_private.h"

#define VAL(b) ((MDB_val){.mv_size = (b).size, .mv_data = (void *)(b).data})

/* LMDB does not allow an empty key. Only the table `store` uses one; it has no other key. */
static MDB_val stored_key(struct bytes key)
{
	static const uint8_t zero;

	return key.size ? VAL(key) : (MDB_val){.mv_size = 1, .mv_data = (void *)&zero};
}

static uint32_t value_crc(MDB_val key, struct bytes value)
{
	return crc32c(crc32c(0, BYTES(key.mv_data, key.mv_size)), value);
}

static int begin(struct txn *t)
{
	unsigned flags = t->write ? 0 : MDB_RDONLY;
	int rc = mdb_txn_begin(t->db->env, NULL, flags, &t->txn), dead;

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
	if (write)
		db->writing = true;
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

int txn_commit(struct txn *t)
{
	int r = t->error;

	end(t);
	if (r) {
		mdb_txn_abort(t->txn);
	} else {
		r = db_errno(mdb_txn_commit(t->txn));
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

bool txn_open_value(struct txn *t, MDB_val key, MDB_val value, struct bytes *ret)
{
	struct bytes body;
	uint32_t crc;

	if (value.mv_size < VALUE_CRC_SIZE) {
		txn_fail(t, -EBADMSG);
		return false;
	}
	body = BYTES(value.mv_data, value.mv_size - VALUE_CRC_SIZE);
	memcpy(&crc, (const uint8_t *)body.data + body.size, sizeof crc);
	if (le32toh(crc) != value_crc(key, body)) {
		txn_fail(t, -EBADMSG);
		return false;
	}
	*ret = body;
	return true;
}

static bool lookup(struct txn *t, enum table table, MDB_val *key, MDB_val *ret)
{
	int rc;

	if (t->error)
		return false;
	rc = mdb_get(t->txn, t->db->dbi[table], key, ret);
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
	crc = htole32(value_crc(k, value));
	if (value.size > 0)
		memmove(t->value, value.data, value.size);
	memcpy(t->value + value.size, &crc, sizeof crc);
	v = (MDB_val){.mv_size = value.size + VALUE_CRC_SIZE, .mv_data = t->value};
	t->writes[table]++;
	txn_check(t, mdb_put(t->txn, t->db->dbi[table], &k, &v, 0));
}

void txn_del(struct txn *t, enum table table, struct bytes key)
{
	MDB_val k = stored_key(key);
	int rc;

	if (t->error)
		return;
	t->writes[table]++;
	rc = mdb_del(t->txn, t->db->dbi[table], &k, NULL);
	if (rc != MDB_NOTFOUND)
		txn_check(t, rc);
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
