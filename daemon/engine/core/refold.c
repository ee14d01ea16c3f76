/* The order of steps allows an interruption at any point; the next start begins again: rename the
 * old data.mdb; fill the new one in one transaction; its first checkpoint completes it; rename the
 * old one for good. That data.mdb is damaged stands in a file of its own until then. */
#include "engine/core/refold.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/core/engine_private.h"
#include "store/db/db.h"
#include "store/db/guard.h"
#include "store/db/key.h"
#include "store/db/txn.h"
#include "store/pages/prove.h"
#include "store/pages/take_over.h"
#include "text/date.h"

#define DAMAGED_FILE "data.mdb.damaged"

static int name(char buf[PATH_MAX], const char *dir, const char *file)
{
	return snprintf(buf, PATH_MAX, "%s/%s", dir, file) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

bool engine_refolded(const struct engine *e, struct engine_refold *ret)
{
	*ret = e->refold;
	return e->refold.on;
}

bool engine_distrusts(const struct engine *e)
{
	return e->found_damaged || (e->txn && txn_error(e->txn) == -EBADMSG) ||
	       (e->db && db_failed(e->db) == -EBADMSG);
}

bool engine_looks_again(struct engine *e)
{
	char file[PATH_MAX];

	e->found_damaged = !name(file, e->dir, "data.mdb") &&
			   pages_prove(file, e->distrust, sizeof e->distrust) == -EBADMSG;
	return e->found_damaged;
}

const char *engine_distrust_reason(const struct engine *e)
{
	return *e->distrust ? e->distrust : "a row or a page of it could not be read";
}

int engine_rebuild_next(const char *dir, const char *why)
{
	return guard_suspect(dir, why);
}

static int aside_name(const char *dir, uint32_t schema, char buf[PATH_MAX])
{
	char file[32] = DAMAGED_FILE;

	if (schema)
		(void)snprintf(file, sizeof file, "data.mdb.schema-%u", schema);
	return name(buf, dir, file);
}

static bool there(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static int sync_folder(const char *dir)
{
	_cleanup_close_ int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

static int move(const char *dir, const char *from, const char *to)
{
	return rename(from, to) < 0 ? -errno : sync_folder(dir);
}

int refold_put_aside(const char *dir, uint32_t schema)
{
	char from[PATH_MAX], to[PATH_MAX];
	int r = aside_name(dir, schema, to);

	if (!r)
		r = name(from, dir, "data.mdb");
	return r ? r : move(dir, from, to);
}

bool refold_waiting(const char *dir, uint32_t *ret_schema)
{
	char path[PATH_MAX];

	for (uint32_t i = 0; i < DB_SCHEMA; i++)
		if (!aside_name(dir, i, path) && there(path)) {
			*ret_schema = i;
			return true;
		}
	return false;
}

bool refold_wanted(const char *dir)
{
	char path[PATH_MAX];
	uint32_t schema;

	return !name(path, dir, SUSPECT_FILE) && there(path) && !refold_waiting(dir, &schema);
}

/* The file that waits is the one to save rows from: a damaged one that was made after it goes. */
int refold_put_damaged_aside(const char *dir, const char *why)
{
	char file[PATH_MAX], suspect[PATH_MAX];
	uint32_t schema;
	int r = name(file, dir, "data.mdb");

	if (!r)
		r = name(suspect, dir, SUSPECT_FILE);
	if (!r && !there(suspect))
		r = guard_suspect(dir, why);
	if (r)
		return r;
	if (refold_waiting(dir, &schema))
		r = unlink(file) < 0 ? -errno : sync_folder(dir);
	else
		r = refold_put_aside(dir, 0);
	return r == -ENOENT ? 0 : r;
}

/* The reason that was left for this start. */
static void read_why(struct engine *e)
{
	_cleanup_fclose_ FILE *f = NULL;
	char path[PATH_MAX];

	(void)snprintf(e->refold.why, sizeof e->refold.why, "data.mdb was damaged");
	if (!name(path, e->dir, SUSPECT_FILE))
		f = fopen(path, "re");
	if (f && fgets(e->refold.why, sizeof e->refold.why, f))
		e->refold.why[strcspn(e->refold.why, "\n")] = '\0';
}

void refold_missing(struct engine *e)
{
	e->refold.on = e->refold.contacts_lost = true;
	if (refold_wanted(e->dir))
		read_why(e);
	else
		(void)snprintf(e->refold.why, sizeof e->refold.why, "there was no data.mdb");
}

int refold_take_over(struct engine *e, uint32_t schema)
{
	struct engine_refold *f = &e->refold;
	char path[PATH_MAX];
	struct take_over mark = {.file = path, .damaged = !schema}, contact = mark;
	int r = aside_name(e->dir, schema, path);

	f->on = true;
	f->schema = schema;
	if (!schema)
		read_why(e);
	if (!r)
		r = db_take_over(e->txn, TABLE_contact, &contact);
	f->contacts_had = contact.had;
	f->contacts_got = contact.got;
	f->contacts_lost = !contact.found || contact.got < contact.had;
	if (!r)
		r = db_take_over(e->txn, TABLE_mark, &mark);
	if (r)
		return r;
	/* The table `due` was not taken over. Without this mark all subjects are evaluated again,
	 * as after a change of the rules. */
	txn_del(e->txn, TABLE_mark, key_bytes(key_text(KEY(), "rules")));
	return txn_error(e->txn);
}

/* The reason goes first: without it a start does not build again what is built. */
static int drop_why(const char *dir)
{
	char path[PATH_MAX];
	int r = name(path, dir, SUSPECT_FILE);

	if (!r && unlink(path) < 0)
		r = errno == ENOENT ? 0 : -errno;
	return r ? r : sync_folder(dir);
}

int refold_done(struct engine *e)
{
	char from[PATH_MAX], to[PATH_MAX], file[64] = "data.mdb.old", day[DATE_TEXT_MAX];
	uint32_t schema;
	int r = drop_why(e->dir);

	if (r || !refold_waiting(e->dir, &schema))
		return r;
	if (!schema)
		(void)snprintf(file, sizeof file, DAMAGED_FILE "-%s",
			       date_text(date_at(e->now, e->zone_minutes), day));
	r = aside_name(e->dir, schema, from);
	if (!r)
		r = name(to, e->dir, file);
	return r ? r : move(e->dir, from, to);
}

int engine_drop_damaged(const char *dir)
{
	_cleanup_(globfree) glob_t found = {};
	char pattern[PATH_MAX];
	int r = name(pattern, dir, DAMAGED_FILE "-*");

	if (r || glob(pattern, 0, NULL, &found) != 0)
		return r;
	for (size_t i = 0; i < found.gl_pathc && !r; i++)
		r = unlink(found.gl_pathv[i]) < 0 ? -errno : 0;
	return r;
}
