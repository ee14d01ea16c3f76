#include "store/db/take_over.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "proto/limits.h"
#include "store/db/db_private.h"
#include "store/db/txn.h"
#include "store/db/txn_private.h"

enum { TABLES_MAX = 128 };

static int open_file(const char *file, MDB_env **ret)
{
	struct stat st;
	int r;

	if (stat(file, &st) < 0)
		return -errno;
	r = db_errno(mdb_env_create(ret));
	if (r)
		return r;
	r = db_errno(mdb_env_set_maxdbs(*ret, TABLES_MAX));
	if (!r)
		r = db_errno(mdb_env_set_mapsize(*ret, (size_t)st.st_size));
	/* Nobody else has it open, and it is not to get a lock file of its own. */
	if (!r)
		r = db_errno(
		    mdb_env_open(*ret, file, MDB_NOSUBDIR | MDB_RDONLY | MDB_NOLOCK, 0600));
	return r;
}

static int copy_rows(struct txn *t, MDB_cursor *cursor, enum table table)
{
	MDB_val key, value;
	struct bytes body;
	int rc;

	while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == MDB_SUCCESS) {
		if (!txn_open_value(t, key, value, &body))
			break;
		txn_put(t, table, BYTES(key.mv_data, key.mv_size), body);
	}
	if (txn_error(t))
		return txn_error(t);
	return rc == MDB_NOTFOUND ? 0 : db_errno(rc);
}

static int copy_table(struct txn *t, MDB_env *env, enum table table)
{
	MDB_cursor *cursor;
	MDB_txn *read;
	MDB_dbi dbi;
	int rc, r = db_errno(mdb_txn_begin(env, NULL, MDB_RDONLY, &read));

	if (r)
		return r;
	rc = mdb_dbi_open(read, table_name(table), 0, &dbi);
	if (rc == MDB_SUCCESS)
		rc = mdb_cursor_open(read, dbi, &cursor);
	if (rc == MDB_SUCCESS) {
		r = copy_rows(t, cursor, table);
		mdb_cursor_close(cursor);
	} else if (rc != MDB_NOTFOUND) {
		r = db_errno(rc);
	}
	mdb_txn_abort(read);
	return r;
}

int db_take_over(struct txn *t, const char *file, enum table table)
{
	MDB_env *env = NULL;
	int r = open_file(file, &env);

	if (!r)
		r = copy_table(t, env, table);
	if (env)
		mdb_env_close(env);
	return r;
}
