#include "client/lib/core/next_key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/lib/core/file.h"
#include "proto/cleanup.h"

#define FILE_MAX (64 * 1024)
#define NAME "server_key"

/* The value behind "server_key =" at the beginning of a line; NULL: there is none. */
static char *value_in(char *text)
{
	for (char *line = text; line; line = strchr(line, '\n')) {
		line += strspn(line, "\r\n");
		char *at = line + strspn(line, " \t");
		if (strncmp(at, NAME, strlen(NAME)) != 0)
			continue;
		at += strlen(NAME);
		at += strspn(at, " \t");
		if (*at == '=')
			return at + 1 + strspn(at + 1, " \t");
	}
	return NULL;
}

static int read_text(int fd, const struct stat *st, char **ret)
{
	if (st->st_size > FILE_MAX)
		return -EFBIG;
	_cleanup_free_ char *text = calloc(1, (size_t)st->st_size + 1);
	if (!text)
		return -ENOMEM;
	ssize_t n = pread(fd, text, (size_t)st->st_size, 0);
	if (n != st->st_size)
		return n < 0 ? -errno : -EIO;
	if (strlen(text) != (size_t)n)
		return -EBADMSG;
	*ret = TAKE_PTR(text);
	return 0;
}

/* Is `fd` still the file at `path`? Another program may have replaced it before we had the lock. */
static bool is_at(int fd, const char *path, struct stat *ret)
{
	struct stat there;
	return fstat(fd, ret) == 0 && stat(path, &there) == 0 && there.st_ino == ret->st_ino &&
	       there.st_dev == ret->st_dev;
}

static int replace(const char *path, char *text, const struct stat *st, const char *old,
		   const char *next)
{
	char *value = value_in(text);
	if (!value)
		return -EBADMSG;
	if (strncmp(value, next, strlen(next)) == 0)
		return 0;
	if (strncmp(value, old, strlen(old)) != 0)
		return -ESTALE;
	memcpy(value, next, strlen(next));
	return file_rewrite(path, BYTES_STR(text), st);
}

/* Under the lock of the file. */
static int take_locked(int fd, const char *path, const struct stat *st, const char *old,
		       const char *next)
{
	char *text = NULL;
	int r = read_text(fd, st, &text);
	if (r == 0)
		r = replace(path, text, st, old, next);
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
	return r;
}

int next_key_take(const char *path, const char *old, const char *next)
{
	/* not the link, but what it points to */
	_cleanup_free_ char *real = realpath(path, NULL);
	_cleanup_close_ int fd = real ? open(real, O_RDONLY | O_CLOEXEC) : -1;
	struct stat st;
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0)
		return -errno;
	if (!is_at(fd, real, &st))
		return -EWOULDBLOCK;
	return take_locked(fd, real, &st, old, next);
}

void next_key_heed(const Duban__Reply *reply, const char *path, struct duban_connection *c,
		   enum duban_key_change *change)
{
	const Duban__NextServerKey *next = reply->next_server_key;
	char key[DUBAN_KEY_TEXT];
	if (!path || !next || next->public_key.len != DUBAN_KEY_BYTES ||
	    duban_key_encode(next->public_key.data, key) < 0 || strcmp(key, c->server_key) == 0)
		return;
	int r = next_key_take(path, c->server_key, key);
	if (r == -EWOULDBLOCK) /* the next reply tells it again */
		return;
	*change = r == 0 ? DUBAN_KEY_WRITTEN : DUBAN_KEY_KEPT;
	memcpy(c->server_key, key, sizeof key);
}
