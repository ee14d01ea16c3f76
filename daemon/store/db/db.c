#include "store/db/db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/blame.h"
#include "proto/limits.h"
#include "proto/status.h"
#include "store/db/db_private.h"
#include "store/db/guard_private.h"
#include "store/db/txn_private.h"
#include "store/pages/prove.h"

#define READERS_MAX 256
/* LMDB maps the lock file and writes to it: without its blocks on a full disk that is a SIGBUS. Its
 * size for READERS_MAX readers, in whole pages. */
#define LOCK_BYTES (20 * 1024)
#define LOCK_BYTES_MIN (READERS_MAX * 64) /* less: it was never whole, nobody uses it */
#define DB_FAULT_MAX 1024

static _Thread_local char open_fault[DB_FAULT_MAX];

const char *db_open_fault(void)
{
	return open_fault;
}

static const struct {
	const char *name;
	enum table_kind kind;
} tables[TABLE_MAX_] = {
#define TABLE(name_, kind_, meaning) [TABLE_##name_] = {#name_, TABLE_KIND_##kind_},
#include "store/db/tables.def"
#undef TABLE
};

const char *table_name(enum table t)
{
	return t < TABLE_MAX_ ? tables[t].name : "";
}

enum table_kind table_kind(enum table t)
{
	assert(t < TABLE_MAX_);
	return tables[t].kind;
}

int db_errno(int rc)
{
	static const struct {
		int rc, r;
	} codes[] = {
	    {MDB_SUCCESS, 0},
	    {MDB_NOTFOUND, -ENOENT},
	    {MDB_MAP_FULL, -ENOSPC},
	    {MDB_TXN_FULL, -ENOSPC},
	    {MDB_CORRUPTED, -EBADMSG},
	    {MDB_PAGE_NOTFOUND, -EBADMSG},
	    {MDB_CURSOR_FULL, -EBADMSG}, /* deeper than any tree is */
	    {MDB_PAGE_FULL, -EBADMSG},
	    {MDB_INVALID, -EBADMSG},
	    {MDB_INCOMPATIBLE, -EBADMSG}, /* from db_copy: the file has leaked pages */
	    {MDB_VERSION_MISMATCH, -EPROTO},
	    {MDB_READERS_FULL, -EUSERS},
	    {MDB_BAD_TXN, -ENOTRECOVERABLE},
	    {MDB_BAD_VALSIZE, -EINVAL},
	};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].rc == rc)
			return codes[i].r;
	return rc > 0 ? -rc : -EIO;
}

/* LMDB's locks and mmap do not work reliably on network file systems. */
static int check_file_system(const char *dir)
{
	static const unsigned network[] = {NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC,
					   SMB2_SUPER_MAGIC, V9FS_MAGIC,      CEPH_SUPER_MAGIC,
					   AFS_SUPER_MAGIC,  CODA_SUPER_MAGIC};
	struct statfs fs;

	if (statfs(dir, &fs) < 0)
		return -errno;
	for (size_t i = 0; i < sizeof network / sizeof *network; i++)
		if ((unsigned)fs.f_type == network[i])
			return -EREMOTE;
	return 0;
}

/* The map is at least as large as the file; LMDB could not read the pages beyond it. */
static int map_size(const struct db_config *c, size_t *ret)
{
	uint64_t want = c->map_bytes ? c->map_bytes : MAP_BYTES_DEFAULT;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	char path[PATH_MAX];
	struct stat st;

	if (snprintf(path, sizeof path, "%s/data.mdb", c->dir) >= (int)sizeof path)
		return -ENAMETOOLONG;
	if (stat(path, &st) == 0 && (uint64_t)st.st_size > want)
		want = (uint64_t)st.st_size;
	*ret = (size_t)((want + page - 1) / page * page);
	return 0;
}

static int read_sums(struct db *db, MDB_txn *txn)
{
	MDB_val key = {sizeof SUMS_KEY - 1, (void *)(uintptr_t)SUMS_KEY}, value;
	uint32_t schema;
	int rc = mdb_dbi_open(txn, SUMS_TABLE, 0, &db->sums_dbi);

	if (rc == MDB_SUCCESS)
		rc = mdb_get(txn, db->sums_dbi, &key, &value);
	if (rc != MDB_SUCCESS)
		return rc == MDB_NOTFOUND ? -EBADMSG : db_errno(rc);
	return sums_unpack(&db->sums, BYTES(value.mv_data, value.mv_size), &schema) &&
		       schema == DB_SCHEMA
		   ? 0
		   : -EBADMSG;
}

/* A new file: our schema number, and sums of no rows. */
static int make_own(struct db *db, MDB_txn *txn)
{
	uint32_t number = htole32(DB_SCHEMA);
	uint8_t buf[SUMS_SIZE];
	MDB_val key = {sizeof SCHEMA_KEY - 1, (void *)(uintptr_t)SCHEMA_KEY}, value = {4, &number};
	MDB_val all = {sizeof SUMS_KEY - 1, (void *)(uintptr_t)SUMS_KEY}, sums = {SUMS_SIZE, buf};
	MDB_dbi dbi;
	int rc, r = sums_fresh(&db->sums);

	if (r)
		return r;
	sums_pack(&db->sums, buf);
	rc = mdb_dbi_open(txn, SCHEMA_TABLE, MDB_CREATE, &dbi);
	if (rc == MDB_SUCCESS)
		rc = mdb_put(txn, dbi, &key, &value, 0);
	if (rc == MDB_SUCCESS)
		rc = mdb_dbi_open(txn, SUMS_TABLE, MDB_CREATE, &db->sums_dbi);
	if (rc == MDB_SUCCESS)
		rc = mdb_put(txn, db->sums_dbi, &all, &sums, 0);
	return db_errno(rc);
}

/* A new file gets our schema number. A file that has tables but no number was not made by duban:
 * -EPROTO. */
static int check_schema(struct db *db, MDB_txn *txn, uint32_t *ret_number)
{
	MDB_val key = {sizeof SCHEMA_KEY - 1, (void *)(uintptr_t)SCHEMA_KEY}, value;
	uint32_t number;
	MDB_stat st;
	MDB_dbi dbi;
	int rc;

	rc = mdb_dbi_open(txn, SCHEMA_TABLE, 0, &dbi);
	if (rc == MDB_SUCCESS) {
		rc = mdb_get(txn, dbi, &key, &value);
		if (rc != MDB_SUCCESS)
			return rc == MDB_NOTFOUND ? -EPROTO : db_errno(rc);
		if (value.mv_size != sizeof number)
			return -EPROTO;
		memcpy(&number, value.mv_data, sizeof number);
		*ret_number = le32toh(number);
		return *ret_number == DB_SCHEMA ? read_sums(db, txn) : -EPROTO;
	}
	if (rc != MDB_NOTFOUND)
		return db_errno(rc);
	rc = mdb_dbi_open(txn, NULL, 0, &dbi);
	if (rc == MDB_SUCCESS)
		rc = mdb_stat(txn, dbi, &st);
	if (rc != MDB_SUCCESS)
		return db_errno(rc);
	if (st.ms_entries > 0 || db->read_only)
		return -EPROTO;
	*ret_number = DB_SCHEMA;
	return make_own(db, txn);
}

static int open_tables(struct db *db, MDB_txn *txn)
{
	for (int i = 0; i < TABLE_MAX_; i++) {
		int rc =
		    mdb_dbi_open(txn, tables[i].name, db->read_only ? 0 : MDB_CREATE, &db->dbi[i]);

		if (rc != MDB_SUCCESS)
			return rc == MDB_NOTFOUND ? -EPROTO : db_errno(rc);
	}
	return 0;
}

/* Table handles survive only if the transaction that opened them commits, so all are opened in
 * one. */
static int prepare(struct db *db, uint32_t *ret_schema)
{
	MDB_txn *txn;
	int r, dead;

	/* Reader slots of killed processes would keep old pages from being reused. */
	r = db_errno(mdb_reader_check(db->env, &dead));
	if (r)
		return r;
	r = db_errno(mdb_txn_begin(db->env, NULL, db->read_only ? MDB_RDONLY : 0, &txn));
	if (r)
		return r;
	r = check_schema(db, txn, ret_schema);
	if (!r)
		r = open_tables(db, txn);
	if (r) {
		mdb_txn_abort(txn);
		return r;
	}
	return db_errno(mdb_txn_commit(txn));
}

static int fails(const char *dir, const char *name, int error)
{
	_cleanup_free_ char *path = NULL, *text = NULL;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		path = NULL;
	text = path ? blame(path, error) : NULL;
	(void)snprintf(open_fault, sizeof open_fault, "%s", text ? text : strerror(error));
	return -error;
}

/* Does another process use the environment? Each that does holds a lock on the first byte. */
static bool in_use(int top)
{
	_cleanup_close_ int fd = openat(top, "lock.mdb", O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
	struct stat st;

	return fd >= 0 && fstat(fd, &st) == 0 && st.st_size >= LOCK_BYTES_MIN &&
	       fcntl(fd, F_GETLK, &l) == 0 && l.l_type != F_UNLCK;
}

/* Gives the lock file its blocks. A reader makes none: without one no duband runs, and a lock file
 * of another user would keep the next one from starting. One that nobody uses stays as it is. */
static int prepare_lock(struct db *db, const struct db_config *c)
{
	_cleanup_close_ int top = open(c->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd = -1;

	if (top < 0)
		return fails(c->dir, "", errno);
	if (c->read_only) {
		db->locked = in_use(top);
		return 0;
	}
	db->locked = !c->alone;
	if (c->alone)
		return 0;
	fd = openat(top, "lock.mdb", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return fails(c->dir, "lock.mdb", errno);
	if (fallocate(fd, 0, 0, LOCK_BYTES) < 0 && errno != EOPNOTSUPP)
		return fails(c->dir, "lock.mdb", errno);
	return 0;
}

/* LMDB does not see the file before it is known to be whole. If another process uses it, that one
 * has looked, and its pages change meanwhile. */
static int prove(const struct db_config *c)
{
	_cleanup_close_ int top = open(c->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char path[PATH_MAX];
	int r;

	if (top < 0)
		return fails(c->dir, "", errno);
	if (c->alone || in_use(top))
		return 0;
	if (snprintf(path, sizeof path, "%s/data.mdb", c->dir) >= (int)sizeof path)
		return -ENAMETOOLONG;
	r = pages_prove(path, open_fault, sizeof open_fault);
	if (r == -EBADMSG && in_use(top)) {
		open_fault[0] = '\0';
		return 0;
	}
	return r == -EACCES || r == -ELOOP ? fails(c->dir, "data.mdb", -r) : r;
}

static int open_env(struct db *db, const struct db_config *c)
{
	unsigned flags = MDB_NOTLS | (db->locked ? 0 : MDB_NOLOCK);
	size_t size;
	int r = map_size(c, &size);

	if (!r)
		r = db_errno(mdb_env_create(&db->env));
	if (r)
		return r;
	if (c->read_only)
		flags |= MDB_RDONLY;
	else if (!c->sync)
		flags |= MDB_NOSYNC;
	r = db_errno(mdb_env_set_maxdbs(db->env, TABLE_MAX_ + 2));
	if (!r)
		r = db_errno(mdb_env_set_maxreaders(db->env, READERS_MAX));
	if (!r)
		r = db_errno(mdb_env_set_mapsize(db->env, size));
	if (!r)
		r = db_errno(mdb_env_open(db->env, c->dir, flags, 0600));
	if (!r)
		guard_add(db, c->dir);
	return r == -EACCES || r == -ENOENT ? fails(c->dir, "data.mdb", -r) : r;
}

int db_open(struct db **ret, const struct db_config *c)
{
	_cleanup_(db_freep) struct db *db = calloc(1, sizeof *db);
	uint32_t schema;
	int r;

	open_fault[0] = '\0';
	if (!db)
		return -ENOMEM;
	db->read_only = c->read_only;
	if (!c->read_only && mkdir(c->dir, 0700) < 0 && errno != EEXIST)
		return fails(c->dir, "", errno);
	r = check_file_system(c->dir);
	if (!r)
		r = prepare_lock(db, c);
	if (!r)
		r = prove(c);
	if (!r)
		r = open_env(db, c);
	if (!r)
		r = prepare(db, c->ret_schema ? c->ret_schema : &schema);
	if (r)
		return r;
	*ret = TAKE_PTR(db);
	return 0;
}

bool db_overtaken(struct db *db, struct txn *t)
{
	MDB_envinfo info;

	return !db->locked && mdb_env_info(db->env, &info) == MDB_SUCCESS &&
	       info.me_last_txnid != mdb_txn_id(t->txn);
}

int db_failed(const struct db *db)
{
	return db->error;
}

struct db *db_free(struct db *db)
{
	if (db && db->env) {
		guard_drop(db);
		mdb_env_close(db->env);
	}
	free(db);
	return NULL;
}

static int sync_dir(const char *dir)
{
	_cleanup_close_ int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* mdb_env_copyfd2 does not sync what it wrote. The caller gives the file its final name only after
 * this succeeded, so a partial copy never has that name. */
static int copy_to(struct db *db, const char *path)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int r;

	if (fd < 0)
		return -errno;
	r = db_errno(GUARDED(db, mdb_env_copyfd2(db->env, fd, MDB_CP_COMPACT)));
	if (r)
		return r;
	return fsync(fd) < 0 ? -errno : 0;
}

int db_copy(struct db *db, const char *dir)
{
	char half[PATH_MAX], whole[PATH_MAX];
	int r;

	if (snprintf(half, sizeof half, "%s/data.mdb.half", dir) >= (int)sizeof half)
		return -ENAMETOOLONG;
	if (snprintf(whole, sizeof whole, "%s/data.mdb", dir) >= (int)sizeof whole)
		return -ENAMETOOLONG;
	r = copy_to(db, half);
	if (!r && rename(half, whole) < 0)
		r = -errno;
	if (r) {
		(void)unlink(half);
		return r;
	}
	return sync_dir(dir);
}

int db_reserve(struct db *db, uint64_t bytes)
{
	struct stat st;
	int fd, r;

	r = db_errno(mdb_env_get_fd(db->env, &fd));
	if (r)
		return r;
	if (fstat(fd, &st) < 0)
		return -errno;
	if ((uint64_t)st.st_size + bytes <= db->reserved_to)
		return 0;
	if (fallocate(fd, FALLOC_FL_KEEP_SIZE, st.st_size, (off_t)bytes) < 0) {
		if (errno == ENOSPC || errno == EDQUOT)
			return STATUS_FULL;
		return errno == EOPNOTSUPP ? 0 : -errno;
	}
	db->reserved_to = (uint64_t)st.st_size + bytes;
	return 0;
}

void db_readahead(struct db *db)
{
	struct stat st;
	int fd;

	if (mdb_env_get_fd(db->env, &fd) == MDB_SUCCESS && fstat(fd, &st) == 0)
		(void)readahead(fd, 0, (size_t)st.st_size);
}
