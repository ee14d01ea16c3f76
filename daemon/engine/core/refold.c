/* In this order, so that it may stop at any point and begin again: the old data.mdb gets another
 * name; the new one is filled in one transaction; its checkpoint makes it whole; the old one
 * becomes data.mdb.old. */
#include "engine/core/refold.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "engine/core/engine_private.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/take_over.h"
#include "store/db/txn.h"

bool engine_refolded(const struct engine *e, struct engine_refold *ret)
{
	*ret = e->refold;
	return e->refold.schema != 0;
}

static int aside_name(const char *dir, uint32_t schema, char buf[PATH_MAX])
{
	int n = snprintf(buf, PATH_MAX, "%s/data.mdb.schema-%u", dir, schema);

	return n < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static int move(const char *dir, const char *from, const char *to)
{
	_cleanup_close_ int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || rename(from, to) < 0 || fsync(fd) < 0)
		return -errno;
	return 0;
}

int refold_put_aside(const char *dir, uint32_t schema)
{
	char from[PATH_MAX], to[PATH_MAX];
	int r = aside_name(dir, schema, to);

	if (r)
		return r;
	if (snprintf(from, sizeof from, "%s/data.mdb", dir) >= (int)sizeof from)
		return -ENAMETOOLONG;
	return move(dir, from, to);
}

uint32_t refold_waiting(const char *dir)
{
	char path[PATH_MAX];
	struct stat st;

	for (uint32_t schema = DB_SCHEMA - 1; schema > 0; schema--)
		if (!aside_name(dir, schema, path) && stat(path, &st) == 0)
			return schema;
	return 0;
}

int refold_take_over(struct engine *e, uint32_t schema)
{
	char path[PATH_MAX];
	int r = aside_name(e->dir, schema, path);

	if (!r)
		r = db_take_over(e->txn, path, TABLE_contact);
	if (!r)
		r = db_take_over(e->txn, path, TABLE_mark);
	if (r)
		return r;
	/* When to look again was not taken over: as if the rules were others. */
	txn_del(e->txn, TABLE_mark, key_bytes(key_text(KEY(), "rules")));
	return txn_error(e->txn);
}

int refold_done(struct engine *e, uint32_t schema)
{
	char from[PATH_MAX], to[PATH_MAX];
	int r = aside_name(e->dir, schema, from);

	if (r)
		return r;
	if (snprintf(to, sizeof to, "%s/data.mdb.old", e->dir) >= (int)sizeof to)
		return -ENAMETOOLONG;
	return move(e->dir, from, to);
}
