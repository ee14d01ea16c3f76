/* Copies the journal for a backup while the daemon runs. Files are only ever appended to, so any
 * prefix that ends with a whole frame is a valid journal. */
#include "store/walk/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "proto/cleanup.h"
#include "proto/status.h"
#include "store/journal/segment.h"
#include "store/walk/walk.h"

struct copying {
	int dir_fd, fd;
	struct journal_copied *ret;
};

static int begin(void *user, const char *segment)
{
	struct copying *c = user;

	c->fd = openat(c->dir_fd, segment, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	return c->fd < 0 ? -errno : 0;
}

static int piece(void *user, const void *p, size_t size, uint64_t offset)
{
	return file_write(((struct copying *)user)->fd, p, size, offset);
}

static int end(void *user)
{
	struct copying *c = user;
	int r = file_fsync(c->fd);

	(void)close(TAKE_FD(c->fd));
	return r;
}

/* A backup with a hole would look like a whole one when it is needed. */
static int damaged(void *user, const struct journal_damage *d)
{
	struct journal_copied *ret = ((struct copying *)user)->ret;

	(void)snprintf(ret->file, sizeof ret->file, "%s", d->file);
	ret->offset = d->offset;
	ret->what = d->what;
	return STATUS_DAMAGED;
}

static int sync_folder(const char *dir)
{
	_cleanup_close_ int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : file_fsync(fd);
}

static int make_folder(const char *dir)
{
	_cleanup_free_ char *path = NULL;

	if (asprintf(&path, "%s/journal", dir) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	return mkdir(path, 0700) < 0 && errno != EEXIST ? -errno : 0;
}

int journal_copy_sealed(const char *from_dir, const char *to_dir, uint64_t up_to_seq,
			struct journal_copied *ret)
{
	struct copying c = {.dir_fd = -1, .fd = -1, .ret = ret};
	struct journal_walk w = {.user = &c,
				 .chain = true,
				 .begin = begin,
				 .piece = piece,
				 .end = end,
				 .damaged = damaged};
	int r = make_folder(to_dir);

	*ret = (struct journal_copied){.what = NULL};
	if (!r)
		r = journal_walk_folder(to_dir, &c.dir_fd);
	if (!r)
		r = journal_walk(&w, from_dir);
	if (!r)
		r = w.last < up_to_seq ? -ENODATA : file_fsync(c.dir_fd);
	closep(&c.fd);
	closep(&c.dir_fd);
	return r ? r : sync_folder(to_dir);
}
