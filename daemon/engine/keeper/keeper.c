/* Work on the whole store: stored files and backup. */
#include "engine/keeper/keeper.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/core/checkpoint.h"
#include "engine/core/engine_private.h"
#include "proto/status.h"
#include "store/access/access.h"
#include "store/blob/blob.h"
#include "store/blob/draft.h"
#include "store/db/db.h"
#include "store/journal/copy.h"
#include "store/journal/journal.h"
#include "store/journal/roll.h"
#include "text/date.h"

int engine_prepare_backup(struct engine *e, uint64_t *ret_seq)
{
	int r;

	assert(e->synced);
	r = engine_checkpoint(e);
	if (!r)
		r = journal_roll(e->journal);
	if (r)
		return r;
	*ret_seq = e->applied;
	return 0;
}

int engine_backup(struct engine *e, const char *dir, uint64_t seq)
{
	int r;

	if (mkdir(dir, 0700) < 0)
		return -errno;
	r = db_copy(e->db, dir);
	if (!r)
		r = journal_copy_sealed(e->dir, dir, seq);
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

	if (!copy)
		return -ENOMEM;
	if (rename(half, dir) < 0)
		return -errno;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

int engine_backup_done(const char *half, const char *dir, int r)
{
	if (!r)
		r = name_whole(half, dir);
	if (r && r != -EEXIST) /* not made by this backup */
		(void)nftw(half, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return r;
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

int engine_read_blob(struct engine *e, const uint8_t digest[HASH_SIZE],
		     const struct blob_range *range, size_t *ret_n)
{
	return blob_read(e->dir, digest, range, ret_n);
}

int engine_check_blob(struct engine *e, const uint8_t digest[HASH_SIZE], uint64_t size,
		      bool *ret_fine)
{
	return blob_check(e->dir, digest, size, ret_fine);
}
