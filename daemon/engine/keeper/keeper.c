/* Work on the whole store: stored files and backup. */
#include "engine/keeper/keeper.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/core/checkpoint.h"
#include "engine/core/engine_private.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/damage.h"
#include "proto/status.h"
#include "store/access/access.h"
#include "store/blob/blob.h"
#include "store/blob/draft.h"
#include "store/blob/kept.h"
#include "store/db/db.h"
#include "store/journal/journal.h"
#include "store/journal/roll.h"
#include "store/journal/segment.h"
#include "store/walk/copy.h"
#include "text/date.h"

int engine_prepare_backup(struct engine *e, struct backup_mark *ret)
{
	int r;

	assert(e->synced);
	r = engine_checkpoint(e);
	if (!r)
		r = journal_roll(e->journal);
	if (r)
		return r;
	*ret = (struct backup_mark){.seq = e->applied, .at = e->now};
	journal_epoch(e->journal, ret->epoch);
	return 0;
}

/* DIR/backup.half holds the folder of a backup that is being made, so that the next start can
 * remove it if this process ends before. */
#define HALF_NOTE "backup.half"

/* The note appears whole, and before the folder does. */
static int note_half(const char *store, const char *half)
{
	char path[PATH_MAX], fresh[PATH_MAX];
	_cleanup_close_ int fd = -1;
	int r;

	if (snprintf(path, sizeof path, "%s/" HALF_NOTE, store) >= (int)sizeof path ||
	    snprintf(fresh, sizeof fresh, "%s/" HALF_NOTE ".new", store) >= (int)sizeof fresh)
		return -ENAMETOOLONG;
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	r = file_write(fd, half, strlen(half), 0);
	if (!r)
		r = file_fsync(fd);
	if (!r && rename(fresh, path) < 0)
		r = -errno;
	return r ? r : blob_sync_folder(store);
}

static void forget_half(const char *store)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof path, "%s/" HALF_NOTE, store) < (int)sizeof path)
		(void)unlink(path);
}

int engine_backup(struct engine *e, const char *dir, const struct backup_mark *mark,
		  struct damage *ret)
{
	struct journal_copied c;
	int r;

	r = note_half(e->dir, dir);
	if (!r && mkdir(dir, 0700) < 0)
		r = -errno;
	if (!r)
		r = backup_mark_write(dir, mark);
	if (!r)
		r = db_copy(e->db, dir);
	if (!r)
		r = journal_copy_sealed(e->dir, dir, mark->seq, &c);
	if (r == STATUS_DAMAGED) {
		*ret = (struct damage){.offset = c.offset};
		(void)snprintf(ret->file, sizeof ret->file, "journal/%s", c.file);
		(void)snprintf(ret->what, sizeof ret->what, "%s", c.what);
	}
	if (!r)
		r = blob_copy_all(e->dir, dir);
	return r ? r : access_copy(e->dir, dir);
}

/* ---- who read personal data */

int engine_note_access(struct engine *e, const struct access_entry *entry, int months)
{
	date_t day = date_at(entry->at, e->zone_minutes);

	return access_note(e->dir, date_ymd(day) / 100,
			   date_ymd(date_add_months(day, -months)) / 100, entry);
}

const char *engine_folder(const struct engine *e)
{
	return e->dir;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static int name_whole(const char *half, const char *dir)
{
	_cleanup_free_ char *copy = strdup(dir);
	_cleanup_close_ int fd = -1;
	int r;

	if (!copy)
		return -ENOMEM;
	if (rename(half, dir) < 0)
		return -errno;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 && fsync(fd) == 0)
		return 0;
	r = -errno;
	/* It is reported as failed, so it must not stand there under the name of a whole one. */
	(void)rename(dir, half);
	return r;
}

int engine_backup_done(struct engine *e, const char *half, const char *dir, int r)
{
	if (!r)
		r = name_whole(half, dir);
	if (r && r != -EEXIST) /* not made by this backup */
		(void)nftw(half, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	forget_half(e->dir);
	return r;
}

/* Only a folder that is named as a half backup is. */
static bool read_half(const char *store, char half[PATH_MAX])
{
	char path[PATH_MAX];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	if (snprintf(path, sizeof path, "%s/" HALF_NOTE, store) >= (int)sizeof path)
		return false;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	n = fd < 0 ? 0 : read(fd, half, PATH_MAX - 1);
	half[n > 0 ? n : 0] = '\0';
	n = (ssize_t)strlen(half) - (ssize_t)strlen(BACKUP_HALF);
	return n > 1 && *half == '/' && strcmp(half + n, BACKUP_HALF) == 0;
}

char *engine_backup_clean(const char *dir)
{
	char half[PATH_MAX];
	struct stat st;

	if (!read_half(dir, half) || lstat(half, &st) < 0 || !S_ISDIR(st.st_mode)) {
		forget_half(dir);
		return NULL;
	}
	/* It stays noted if it cannot be removed, for the next start. */
	if (nftw(half, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0)
		forget_half(dir);
	return strdup(half);
}

/* ---- stored files */

int engine_draft_blob(struct engine *e, unsigned number, struct blob_draft **ret)
{
	return blob_draft_new(e->dir, number, ret);
}

int engine_add_blob(struct engine *e, struct blob_draft *d, struct bytes piece)
{
	return journal_spares(e->journal, piece.size) ? blob_draft_add(d, piece) : STATUS_FULL;
}

void engine_clear_blobs(struct engine *e, unsigned n)
{
	blob_drafts_clear(e->dir, n);
}

int engine_check_blob(struct engine *e, const uint8_t digest[HASH_SIZE], uint64_t size)
{
	char name[BLOB_NAME_SIZE];
	const char *what;
	int r = blob_check(e->dir, digest, size, &what);

	if (r)
		return r;
	if (!what)
		engine_note_whole(e, blob_name(digest, name), UINT64_MAX);
	else
		engine_note_damage(e, blob_name(digest, name), 0, what);
	return what ? STATUS_DAMAGED : 0;
}

int engine_read_blob(struct engine *e, const uint8_t digest[HASH_SIZE],
		     const struct blob_range *range, size_t *ret_n)
{
	int r = blob_read(e->dir, digest, range, ret_n);
	char name[BLOB_NAME_SIZE];

	/* The bytes are gone, or something else is in their place; the rest of the store is not
	 * touched by that. */
	if (r && r != -ENOMEM) {
		engine_note_damage(e, blob_name(digest, name), range->from,
				   r == -ENOENT ? DAMAGE_MISSING : DAMAGE_UNREADABLE);
		return STATUS_DAMAGED;
	}
	return r;
}

int engine_keep(struct engine *e, uint32_t num, struct bytes content)
{
	return journal_spares(e->journal, content.size) ? kept_write(e->dir, num, content)
							: STATUS_FULL;
}

int engine_kept(struct engine *e, uint32_t num, struct arena *a, struct bytes *ret)
{
	return kept_read(e->dir, num, a, ret);
}

int engine_tidy_kept(struct engine *e, bool (*keep)(void *user, uint32_t num), void *user)
{
	return kept_tidy(e->dir, keep, user);
}
