#include "client/lib/core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/cleanup.h"

static int write_all(int fd, struct bytes content)
{
	const char *at = content.data;
	size_t left = content.size;
	while (left > 0) {
		ssize_t n = write(fd, at, left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		at += n;
		left -= (size_t)n;
	}
	return 0;
}

/* With the mode and group of `like`; NULL: for its owner only. */
static int write_synced(const char *path, struct bytes content, const struct stat *like)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	if (like &&
	    (fchown(fd, like->st_uid, like->st_gid) < 0 || fchmod(fd, like->st_mode & 07777) < 0))
		return -errno;
	int r = write_all(fd, content);
	if (r < 0)
		return r;
	return fsync(fd) < 0 ? -errno : 0;
}

static int sync_folder_of(const char *path)
{
	_cleanup_free_ char *dir = strdup(path);
	if (!dir)
		return -ENOMEM;
	char *slash = strrchr(dir, '/');
	if (slash)
		slash[slash == dir ? 1 : 0] = '\0';
	_cleanup_close_ int fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	return fsync(fd) < 0 ? -errno : 0;
}

/* link() fails if `path` exists, rename() replaces it; both are atomic. */
static int put_in_place(const char *tmp, const char *path, bool replace)
{
	if (replace)
		return rename(tmp, path) < 0 ? -errno : 0;
	if (link(tmp, path) < 0)
		return -errno;
	(void)unlink(tmp);
	return 0;
}

static int write_as(const char *path, struct bytes content, bool replace, const struct stat *like)
{
	_cleanup_free_ char *tmp = NULL;
	if (asprintf(&tmp, "%s.new", path) < 0) {
		tmp = NULL;
		return -ENOMEM;
	}
	/* A writer that was killed left it behind. Two writers at the same time are the caller's
	 * fault. */
	if (unlink(tmp) < 0 && errno != ENOENT)
		return -errno;
	int r = write_synced(tmp, content, like);
	if (r == 0)
		r = put_in_place(tmp, path, replace);
	if (r < 0) {
		(void)unlink(tmp);
		return r;
	}
	return sync_folder_of(path);
}

int file_write(const char *path, struct bytes content, bool replace)
{
	return write_as(path, content, replace, NULL);
}

int file_rewrite(const char *path, struct bytes content, const struct stat *like)
{
	return write_as(path, content, true, like);
}

int file_append(const char *path, struct bytes content)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	int r = write_all(fd, content);
	if (r < 0)
		return r;
	return fsync(fd) < 0 ? -errno : sync_folder_of(path);
}
