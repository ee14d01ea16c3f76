#include "store/blob/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "proto/status.h"
#include "store/blob/blob.h"
#include "store/blob/blob_private.h"
#include "store/journal/segment.h"

struct blob_draft {
	int fd;
	struct sm3 *digest;
	/* bytes received; of them handed to the disk; of them written */
	uint64_t size, started, waited;
	bool kept;
	char dir[PATH_MAX], path[PATH_MAX];
};

/* A full disk is a verdict (the client is told), every other failure an error. */
static int full_or(int r)
{
	return r == -ENOSPC || r == -EDQUOT ? STATUS_FULL : r;
}

static int path_of(const char *dir, unsigned number, char path[PATH_MAX])
{
	int n = snprintf(path, PATH_MAX, "%s/" BLOB_FOLDER "/upload-%u.new", dir, number);

	return n < 0 || n >= PATH_MAX ? -ENAMETOOLONG : 0;
}

static int open_draft(struct blob_draft *d, const char *dir, unsigned number)
{
	char top[PATH_MAX + 16];
	int r = path_of(dir, number, d->path);

	if (r)
		return r;
	(void)snprintf(d->dir, sizeof d->dir, "%s", dir);
	(void)snprintf(top, sizeof top, "%s/" BLOB_FOLDER, dir);
	r = blob_make_folder(top, dir);
	if (r)
		return r;
	d->fd = open(d->path, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (d->fd < 0)
		return -errno;
	r = sm3_new(&d->digest);
	return r ? r : sm3_start(d->digest);
}

int blob_draft_new(const char *dir, unsigned number, struct blob_draft **ret)
{
	_cleanup_(blob_draft_freep) struct blob_draft *d = calloc(1, sizeof *d);
	int r;

	if (!d)
		return -ENOMEM;
	d->fd = -1;
	r = open_draft(d, dir, number);
	if (r)
		return full_or(r);
	*ret = TAKE_PTR(d);
	return 0;
}

struct blob_draft *blob_draft_free(struct blob_draft *d)
{
	if (!d)
		return NULL;
	if (d->fd >= 0) {
		(void)close(d->fd);
		if (!d->kept)
			(void)unlink(d->path);
	}
	sm3_free(d->digest);
	free(d);
	return NULL;
}

/* Starts writing what has arrived, and waits for what was started BLOB_SYNC_BEHIND bytes ago, so
 * that the final sync finds little left. fdatasync() per step would cost a commit of the file
 * system's journal each time. Errors may be ignored here: whatever fails here makes the final sync
 * fail too. */
static int hurry(struct blob_draft *d, uint64_t size)
{
	uint64_t behind = d->started > BLOB_SYNC_BEHIND ? d->started - BLOB_SYNC_BEHIND : 0;
	int r = 0;

	if (size - d->started < BLOB_SYNC_STEP)
		return 0;
	if (sync_file_range(d->fd, (off_t)d->started, (off_t)(size - d->started),
			    SYNC_FILE_RANGE_WRITE) < 0)
		r = -errno;
	if (!r && behind > d->waited &&
	    sync_file_range(d->fd, (off_t)d->waited, (off_t)(behind - d->waited),
			    SYNC_FILE_RANGE_WAIT_BEFORE) < 0)
		r = -errno;
	if (r)
		return r == -ENOSYS || r == -ESPIPE ? 0 : r;
	d->started = size;
	d->waited = behind;
	return 0;
}

int blob_draft_add(struct blob_draft *d, struct bytes piece)
{
	uint64_t size = d->size + piece.size;
	int r = file_write(d->fd, piece.data, piece.size, d->size);

	if (!r)
		r = hurry(d, size);
	if (!r)
		r = sm3_add(d->digest, piece);
	if (r)
		return full_or(r);
	d->size = size;
	return 0;
}

uint64_t blob_draft_size(const struct blob_draft *d)
{
	return d->size;
}

int blob_draft_digest(const struct blob_draft *d, uint8_t ret[HASH_SIZE])
{
	return sm3_peek(d->digest, ret);
}

int blob_draft_same(const struct blob_draft *d, uint64_t from, struct bytes piece, bool *ret)
{
	_cleanup_free_ uint8_t *there = malloc(piece.size + 1);
	ssize_t n;

	if (!there)
		return -ENOMEM;
	do
		n = pread(d->fd, there, piece.size, (off_t)from);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	*ret = (size_t)n == piece.size && memcmp(there, piece.data, piece.size) == 0;
	return 0;
}

int blob_draft_keep(struct blob_draft *d, const uint8_t digest[HASH_SIZE])
{
	struct blob_place p;
	int r = d->kept ? 0 : blob_place(d->dir, digest, &p);

	if (d->kept || r)
		return r;
	if (ftruncate(d->fd, (off_t)d->size) < 0 || fsync(d->fd) < 0)
		r = -errno;
	if (!r)
		r = blob_make_folder(p.folder, p.top);
	if (!r && rename(d->path, p.path) < 0)
		r = -errno;
	if (r)
		return full_or(r);
	d->kept = true;
	return blob_sync_folder(p.folder);
}

void blob_drafts_clear(const char *dir, unsigned n)
{
	char path[PATH_MAX];

	while (n--)
		if (!path_of(dir, n, path))
			(void)unlink(path);
}
