#include "store/blob/blob.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/blame.h"
#include "base/hash.h"
#include "store/blob/blob_private.h"
#include "store/journal/damage.h"
#include "store/journal/segment.h"
#include "text/hex.h"

#define PIECE (1024 * 1024)

static void close_dir(DIR **d)
{
	if (*d)
		(void)closedir(*d);
}

int blob_place(const char *dir, const uint8_t digest[HASH_SIZE], struct blob_place *ret)
{
	char hex[2 * HASH_SIZE + 1];
	int n;

	(void)hex_text(BYTES(digest, HASH_SIZE), hex);
	n = snprintf(ret->path, sizeof ret->path, "%s/" BLOB_FOLDER "/%.2s/%s", dir, hex, hex);
	if (n < 0 || (size_t)n >= sizeof ret->path)
		return -ENAMETOOLONG;
	(void)snprintf(ret->folder, sizeof ret->folder, "%s/" BLOB_FOLDER "/%.2s", dir, hex);
	(void)snprintf(ret->top, sizeof ret->top, "%s/" BLOB_FOLDER, dir);
	return 0;
}

int blob_sync_folder(const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	return fsync(fd) < 0 ? -errno : 0;
}

int blob_make_folder(const char *path, const char *parent)
{
	if (mkdir(path, 0700) < 0)
		return errno == EEXIST ? 0 : -errno;
	return blob_sync_folder(parent);
}

static int open_blob(const char *dir, const uint8_t digest[HASH_SIZE], int *ret_fd)
{
	struct blob_place p;
	int r = blob_place(dir, digest, &p);

	if (r)
		return r;
	/* something else may be in its place, such as a FIFO, which nobody ever writes to */
	*ret_fd = open(p.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	return *ret_fd < 0 ? -errno : 0;
}

int blob_read(const char *dir, const uint8_t digest[HASH_SIZE], const struct blob_range *range,
	      size_t *ret_n)
{
	_cleanup_close_ int fd = -1;
	ssize_t n;
	int r = open_blob(dir, digest, &fd);

	if (r)
		return r;
	do
		n = pread(fd, range->buf, range->size, (off_t)range->from);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	*ret_n = (size_t)n;
	return 0;
}

static int digest_of(int fd, uint8_t *buf, uint8_t ret[HASH_SIZE])
{
	_cleanup_(sm3_freep) struct sm3 *s = NULL;
	int r = sm3_new(&s);

	if (!r)
		r = sm3_start(s);
	while (!r) {
		ssize_t n = read(fd, buf, PIECE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : sm3_end(s, ret);
		r = sm3_add(s, BYTES(buf, (size_t)n));
	}
	return r;
}

char *blob_name(const uint8_t digest[HASH_SIZE], char buf[BLOB_NAME_SIZE])
{
	char hex[2 * HASH_SIZE + 1];

	(void)hex_text(BYTES(digest, HASH_SIZE), hex);
	(void)snprintf(buf, BLOB_NAME_SIZE, BLOB_FOLDER "/%.2s/%s", hex, hex);
	return buf;
}

/* What is in the file's place cannot be read; it may be no file at all. */
static bool is_unreadable(int r)
{
	return r == -ELOOP || r == -EACCES || r == -ENOTDIR || r == -EIO || r == -EISDIR;
}

int blob_check(const char *dir, const uint8_t digest[HASH_SIZE], uint64_t size,
	       const char **ret_what)
{
	_cleanup_close_ int fd = -1;
	_cleanup_free_ uint8_t *buf = NULL;
	uint8_t there[HASH_SIZE];
	struct stat st;
	int r = open_blob(dir, digest, &fd);

	*ret_what = r == -ENOENT ? DAMAGE_MISSING : DAMAGE_UNREADABLE;
	if (r)
		return r == -ENOENT || is_unreadable(r) ? 0 : r;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return 0;
	*ret_what = (uint64_t)st.st_size < size ? DAMAGE_SHORT : DAMAGE_DIGEST;
	if ((uint64_t)st.st_size != size)
		return 0;
	buf = malloc(PIECE);
	r = buf ? digest_of(fd, buf, there) : -ENOMEM;
	if (is_unreadable(r)) {
		*ret_what = DAMAGE_UNREADABLE;
		return 0;
	}
	if (!r && memcmp(there, digest, HASH_SIZE) == 0)
		*ret_what = NULL;
	return r;
}

char *blob_blame(const char *dir, const uint8_t digest[HASH_SIZE])
{
	_cleanup_close_ int fd = -1;
	struct blob_place p;
	int r = open_blob(dir, digest, &fd);

	if (r != -EACCES && r != -EPERM)
		return NULL;
	return blob_place(dir, digest, &p) ? NULL : blame(p.path, -r);
}

/* ---- a copy */

static int copy_file(const char *from, const char *to)
{
	_cleanup_close_ int in = open(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	_cleanup_close_ int out = -1;
	_cleanup_free_ uint8_t *buf = malloc(PIECE);
	uint64_t at = 0;

	if (in < 0)
		return -errno;
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (out < 0 || !buf)
		return out < 0 ? -errno : -ENOMEM;
	for (;;) {
		ssize_t n = read(in, buf, PIECE);
		int r;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return fsync(out) < 0 ? -errno : 0;
		r = file_write(out, buf, (size_t)n, at);
		if (r)
			return r;
		at += (uint64_t)n;
	}
}

static bool is_blob(const char *name)
{
	return strlen(name) == (size_t)2 * HASH_SIZE &&
	       strspn(name, "0123456789abcdef") == (size_t)2 * HASH_SIZE;
}

static bool is_folder(const char *name)
{
	return strlen(name) == 2 && strspn(name, "0123456789abcdef") == 2;
}

int blob_copy_folder(const char *from, const char *to, bool (*wanted)(const char *name))
{
	_cleanup_(close_dir) DIR *d = opendir(from);
	char a[PATH_MAX], b[PATH_MAX];
	struct dirent *e;
	int r = 0;

	if (!d)
		return -errno;
	if (mkdir(to, 0700) < 0)
		return -errno;
	while (!r && (e = readdir(d))) {
		if (!wanted(e->d_name))
			continue;
		if (snprintf(a, sizeof a, "%s/%s", from, e->d_name) >= (int)sizeof a ||
		    snprintf(b, sizeof b, "%s/%s", to, e->d_name) >= (int)sizeof b)
			return -ENAMETOOLONG;
		r = copy_file(a, b);
		/* whoever checks the copy finds it missing and names it */
		if (is_unreadable(r)) {
			(void)unlink(b);
			r = 0;
		}
	}
	return r ? r : blob_sync_folder(to);
}

int blob_copy_all(const char *dir, const char *to)
{
	char from_top[PATH_MAX], to_top[PATH_MAX], a[PATH_MAX + 4], b[PATH_MAX + 4];
	_cleanup_(close_dir) DIR *d = NULL;
	struct dirent *e;
	int r = 0;

	if (snprintf(from_top, sizeof from_top, "%s/" BLOB_FOLDER, dir) >= (int)sizeof from_top ||
	    snprintf(to_top, sizeof to_top, "%s/" BLOB_FOLDER, to) >= (int)sizeof to_top)
		return -ENAMETOOLONG;
	d = opendir(from_top);
	if (!d)
		return errno == ENOENT ? 0 : -errno;
	if (mkdir(to_top, 0700) < 0)
		return -errno;
	while (!r && (e = readdir(d))) {
		if (!is_folder(e->d_name))
			continue;
		(void)snprintf(a, sizeof a, "%s/%.2s", from_top, e->d_name);
		(void)snprintf(b, sizeof b, "%s/%.2s", to_top, e->d_name);
		r = blob_copy_folder(a, b, is_blob);
	}
	if (!r)
		r = blob_sync_folder(to_top);
	return r ? r : blob_sync_folder(to);
}
