#include "store/blob/kept.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "proto/cleanup.h"
#include "proto/status.h"
#include "store/blob/blob.h"
#include "store/journal/segment.h"
#include "text/number.h"

#define KEPT_FOLDER "waiting"

struct kept_place {
	char top[PATH_MAX], half[PATH_MAX], path[PATH_MAX];
};

static int place_of(const char *dir, uint32_t num, struct kept_place *ret)
{
	int n = snprintf(ret->half, sizeof ret->half, "%s/" KEPT_FOLDER "/%u.new", dir, num);

	if (n < 0 || (size_t)n >= sizeof ret->half)
		return -ENAMETOOLONG;
	(void)snprintf(ret->path, sizeof ret->path, "%s/" KEPT_FOLDER "/%u", dir, num);
	(void)snprintf(ret->top, sizeof ret->top, "%s/" KEPT_FOLDER, dir);
	return 0;
}

static int write_whole(const char *path, struct bytes content)
{
	_cleanup_close_ int fd =
	    open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	int r;

	if (fd < 0)
		return -errno;
	r = file_write(fd, content.data, content.size, 0);
	return !r && fsync(fd) < 0 ? -errno : r;
}

int kept_write(const char *dir, uint32_t num, struct bytes content)
{
	struct kept_place p;
	int r = place_of(dir, num, &p);

	if (!r)
		r = blob_make_folder(p.top, dir);
	if (!r)
		r = write_whole(p.half, content);
	if (!r && rename(p.half, p.path) < 0)
		r = -errno;
	if (!r)
		r = blob_sync_folder(p.top);
	return r == -ENOSPC || r == -EDQUOT ? STATUS_FULL : r;
}

int kept_read(const char *dir, uint32_t num, struct arena *a, struct bytes *ret)
{
	_cleanup_close_ int fd = -1;
	struct kept_place p;
	struct stat st;
	size_t at = 0;
	char *buf;
	int r = place_of(dir, num, &p);

	*ret = BYTES("", 0);
	if (r)
		return r;
	fd = open(p.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return 0;
	buf = arena_alloc(a, (size_t)st.st_size + 1);
	if (!buf)
		return -ENOMEM;
	while (at < (size_t)st.st_size) {
		ssize_t n = read(fd, buf + at, (size_t)st.st_size - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		at += (size_t)n;
	}
	*ret = BYTES(buf, at);
	return 0;
}

static void close_dir(DIR **d)
{
	if (*d)
		(void)closedir(*d);
}

int kept_tidy(const char *dir, bool (*keep)(void *user, uint32_t num), void *user)
{
	_cleanup_(close_dir) DIR *d = NULL;
	char top[PATH_MAX];
	struct dirent *e;
	uint32_t num;

	if (snprintf(top, sizeof top, "%s/" KEPT_FOLDER, dir) >= (int)sizeof top)
		return -ENAMETOOLONG;
	d = opendir(top);
	if (!d)
		return errno == ENOENT ? 0 : -errno;
	while ((e = readdir(d)))
		if (*e->d_name != '.' &&
		    !(number_parse(e->d_name, UINT32_MAX, &num) && keep(user, num)))
			(void)unlinkat(dirfd(d), e->d_name, 0);
	return 0;
}
