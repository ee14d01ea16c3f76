#include "client/notify/outbox/outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <lmdb.h>

#include "client/notify/limits.h"
#include "client/notify/outbox/sum.h"
#include "proto/cleanup.h"
#include "proto/status.h"

static const char *const table_names[OUTBOX_TABLES] = {
    [OUTBOX_BOOK] = "book",	[OUTBOX_MESSAGE] = "message", [OUTBOX_SEND] = "send",
    [OUTBOX_DUE] = "due",	[OUTBOX_REPORT] = "report",   [OUTBOX_REF] = "ref",
    [OUTBOX_NUMBER] = "number", [OUTBOX_ORPHAN] = "orphan",   [OUTBOX_REPLY] = "reply",
};

struct notify_outbox {
	MDB_env *env;
	MDB_txn *txn; /* NULL: none is open */
	MDB_dbi dbi[OUTBOX_TABLES];
	bool read_only, dirty;
	int lock; /* held while it may be written */
	Outbox__Book *book;
};

static const struct bytes book_key = {"book", 4};

/* ---- LMDB's results and ours */

static int translate(int rc)
{
	switch (rc) {
	case 0:
		return 0;
	case MDB_MAP_FULL:
		return -ENOSPC;
	case MDB_CORRUPTED:
	case MDB_PAGE_NOTFOUND:
	case MDB_INVALID:
	case MDB_VERSION_MISMATCH:
		return -EBADMSG;
	case MDB_PANIC:
	case MDB_BAD_TXN:
	case MDB_TXN_FULL:
		return -EIO;
	default:
		return rc > 0 ? -rc : -EIO;
	}
}

static MDB_val val(struct bytes b)
{
	return (MDB_val){b.size, (void *)(uintptr_t)b.data};
}

static int begin(struct notify_outbox *o)
{
	if (o->txn)
		return 0;
	return translate(mdb_txn_begin(o->env, NULL, o->read_only ? MDB_RDONLY : 0, &o->txn));
}

/* ---- rows */

int outbox_get(struct notify_outbox *o, enum outbox_table table, struct bytes key,
	       struct bytes *ret)
{
	MDB_val k = val(key), v;
	int r = begin(o);

	if (r < 0)
		return r;
	r = mdb_get(o->txn, o->dbi[table], &k, &v);
	if (r == 0 || r == MDB_NOTFOUND)
		*ret = r == 0 ? BYTES(v.mv_data, v.mv_size) : BYTES(NULL, 0);
	return r == MDB_NOTFOUND ? 0 : translate(r);
}

int outbox_put(struct notify_outbox *o, enum outbox_table table, struct bytes key,
	       struct bytes value)
{
	MDB_val k = val(key), v = val(value);
	int r = begin(o);

	if (r < 0)
		return r;
	o->dirty = true;
	return translate(mdb_put(o->txn, o->dbi[table], &k, &v, 0));
}

int outbox_delete(struct notify_outbox *o, enum outbox_table table, struct bytes key)
{
	MDB_val k = val(key);
	int r = begin(o);

	if (r < 0)
		return r;
	o->dirty = true;
	r = mdb_del(o->txn, o->dbi[table], &k, NULL);
	return r == MDB_NOTFOUND ? 0 : translate(r);
}

int outbox_get_row(struct notify_outbox *o, enum outbox_table table, struct bytes key,
		   const ProtobufCMessageDescriptor *type, ProtobufCMessage **ret)
{
	struct bytes b;
	int r = outbox_get(o, table, key, &b);

	if (r < 0 || b.size == 0) {
		if (r == 0)
			*ret = NULL;
		return r;
	}
	if (!outbox_sum_holds(key, &b))
		return -EBADMSG;
	*ret = protobuf_c_message_unpack(type, NULL, b.size, b.data);
	return *ret ? 0 : -EBADMSG;
}

int outbox_put_row(struct notify_outbox *o, enum outbox_table table, struct bytes key,
		   const ProtobufCMessage *row)
{
	size_t size = protobuf_c_message_get_packed_size(row);
	_cleanup_free_ uint8_t *packed = malloc(size + OUTBOX_SUM_SIZE);

	if (!packed)
		return -ENOMEM;
	if (size + OUTBOX_SUM_SIZE > OUTBOX_ROW_MAX)
		return -EMSGSIZE;
	(void)protobuf_c_message_pack(row, packed);
	outbox_sum_put(key, BYTES(packed, size), packed + size);
	return outbox_put(o, table, key, BYTES(packed, size + OUTBOX_SUM_SIZE));
}

/* ---- keys */

int outbox_next(struct notify_outbox *o, enum outbox_table table, struct bytes from,
		struct outbox_key *ret)
{
	MDB_cursor *cursor;
	MDB_val k = val(from), v;
	int r = begin(o);

	r = r ? r : translate(mdb_cursor_open(o->txn, o->dbi[table], &cursor));
	if (r < 0)
		return r;
	r = mdb_cursor_get(cursor, &k, &v, from.size ? MDB_SET_RANGE : MDB_FIRST);
	ret->size = 0;
	if (r == 0 && k.mv_size <= OUTBOX_KEY_MAX) {
		memcpy(ret->bytes, k.mv_data, k.mv_size);
		ret->size = k.mv_size;
	} else if (r == 0) {
		r = MDB_CORRUPTED;
	}
	mdb_cursor_close(cursor);
	return r == MDB_NOTFOUND ? 0 : translate(r);
}

void outbox_time_key(usec_t at, const char *key, struct outbox_key *ret)
{
	uint64_t bits = at < 0 ? 0 : (uint64_t)at;
	size_t n = strnlen(key, OUTBOX_KEY_MAX - 8);

	for (int i = 0; i < 8; i++)
		ret->bytes[i] = (uint8_t)(bits >> (56 - 8 * i));
	memcpy(ret->bytes + 8, key, n);
	ret->size = 8 + n;
}

usec_t outbox_time_of(const struct outbox_key *key, const char **ret_rest)
{
	uint64_t bits = 0;

	for (int i = 0; i < 8; i++)
		bits = bits << 8 | key->bytes[i];
	*ret_rest = (const char *)key->bytes + 8;
	return (usec_t)bits;
}

/* ---- the book */

Outbox__Book *outbox_book(struct notify_outbox *o)
{
	return o->book;
}

void outbox_touch(struct notify_outbox *o)
{
	o->dirty = true;
}

bool outbox_dirty(const struct notify_outbox *o)
{
	return o->dirty;
}

int outbox_commit(struct notify_outbox *o)
{
	int r = 0;

	if (o->dirty)
		r = outbox_put_row(o, OUTBOX_BOOK, book_key, &o->book->base);
	if (r < 0 || !o->txn)
		return r;
	o->dirty = false;
	r = translate(mdb_txn_commit(o->txn));
	o->txn = NULL;
	return r;
}

static int book_new(struct notify_outbox *o)
{
	_cleanup_free_ Outbox__Book *book = malloc(sizeof *book);

	if (!book)
		return -ENOMEM;
	outbox__book__init(book);
	book->format = OUTBOX_FORMAT;
	book->n_state = OUTBOX__PART_STATE__PART_UNKNOWN + 1;
	book->state = calloc(book->n_state, sizeof *book->state);
	if (!book->state)
		return -ENOMEM;
	o->book = TAKE_PTR(book);
	o->dirty = true;
	return 0;
}

static int book_load(struct notify_outbox *o, const char *dir, char **ret_fault)
{
	ProtobufCMessage *row;
	int r = outbox_get_row(o, OUTBOX_BOOK, book_key, &outbox__book__descriptor, &row);

	if (r < 0)
		return r;
	if (!row)
		return o->read_only ? -EBADMSG : book_new(o);
	o->book = (Outbox__Book *)row;
	if (o->book->format == OUTBOX_FORMAT &&
	    o->book->n_state == OUTBOX__PART_STATE__PART_UNKNOWN + 1)
		return 0;
	return asprintf(ret_fault,
			"%s: the outbox has format %u, this program reads %d: start the version "
			"that wrote it, or move the folder away",
			dir, o->book->format, OUTBOX_FORMAT) < 0
		   ? -ENOMEM
		   : STATUS_INVALID;
}

/* ---- opening */

struct notify_outbox *outbox_close(struct notify_outbox *o)
{
	if (!o)
		return NULL;
	if (o->txn)
		mdb_txn_abort(o->txn);
	if (o->book)
		outbox__book__free_unpacked(o->book, NULL);
	if (o->env)
		mdb_env_close(o->env);
	if (o->lock >= 0)
		(void)close(o->lock);
	free(o);
	return NULL;
}

DEFINE_CLEANUP(struct notify_outbox *, outbox_close)

static int open_env(struct notify_outbox *o, const char *dir)
{
	int dead, rc = mdb_env_create(&o->env);

	rc = rc ? rc : mdb_env_set_mapsize(o->env, OUTBOX_MAP_BYTES);
	rc = rc ? rc : mdb_env_set_maxdbs(o->env, OUTBOX_TABLES);
	rc = rc ? rc : mdb_env_set_maxreaders(o->env, OUTBOX_READERS);
	rc = rc ? rc : mdb_env_open(o->env, dir, MDB_NOTLS | (o->read_only ? MDB_RDONLY : 0), 0600);
	return translate(rc ? rc : mdb_reader_check(o->env, &dead));
}

static int open_tables(struct notify_outbox *o)
{
	int r = begin(o);

	for (int i = 0; r == 0 && i < OUTBOX_TABLES; i++)
		r = translate(mdb_dbi_open(o->txn, table_names[i], o->read_only ? 0 : MDB_CREATE,
					   &o->dbi[i]));
	return r;
}

/* Two gateways on one outbox would send everything twice. */
static int lock_folder(struct notify_outbox *o, const char *dir, char **ret_fault)
{
	_cleanup_free_ char *path = NULL;

	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return -errno;
	if (asprintf(&path, "%s/running", dir) < 0)
		return -ENOMEM;
	o->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (o->lock < 0)
		return -errno;
	if (flock(o->lock, LOCK_EX | LOCK_NB) == 0)
		return 0;
	return asprintf(ret_fault, "the outbox %s: another duban-notify is using it", dir) < 0
		   ? -ENOMEM
		   : STATUS_INVALID;
}

static int open_all(struct notify_outbox *o, const char *dir, char **ret_fault)
{
	int r = o->read_only ? 0 : lock_folder(o, dir, ret_fault);

	r = r ? r : open_env(o, dir);
	r = r ? r : open_tables(o);
	r = r ? r : book_load(o, dir, ret_fault);
	return r || o->read_only ? r : outbox_commit(o);
}

int outbox_open(const char *dir, bool read_only, struct notify_outbox **ret, char **ret_fault)
{
	_cleanup_(outbox_closep) struct notify_outbox *o = calloc(1, sizeof *o);
	int r;

	if (!o)
		return -ENOMEM;
	o->read_only = read_only;
	o->lock = -1;
	r = open_all(o, dir, ret_fault);
	if (r == 0) {
		*ret = TAKE_PTR(o);
		return 0;
	}
	if (r < 0 && asprintf(ret_fault, "the outbox %s: %s", dir,
			      r == -EBADMSG ? "it is damaged, or no outbox" : strerror(-r)) < 0)
		return -ENOMEM;
	return STATUS_INVALID;
}
