#include "bus/door/server_key.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <zmq.h>

#include "bus/zmq/zmq_source.h"
#include "proto/bytes.h"

/* Accepts Z85 of 32 bytes and an optional newline. -ENOENT: the text is only white space, as in a
 * credential that was left empty. */
static int parse(char *text, size_t n, struct server_key *ret)
{
	char public[KEY_TEXT_MAX];

	while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r' || text[n - 1] == ' '))
		n--;
	text[n] = 0;
	if (n == 0)
		return -ENOENT;
	if (n != KEY_TEXT_MAX - 1 || strlen(text) != n || zmq_curve_public(public, text) != 0)
		return -EBADMSG;
	memcpy(ret->secret, text, KEY_TEXT_MAX);
	return zmq_z85_decode(ret->public, public) ? 0 : -EBADMSG;
}

/* -ENOENT: the file does not exist or is empty. */
static int read_key(const char *path, struct server_key *ret)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[128];
	ssize_t n;
	int r;

	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof text - 1);
	if (n < 0)
		return -errno;
	r = parse(text, (size_t)n, ret);
	explicit_bzero(text, sizeof text);
	return r;
}

static int write_all(int fd, const char *text, size_t n)
{
	ssize_t k = write(fd, text, n);

	if (k != (ssize_t)n)
		return k < 0 ? -errno : -ENOSPC;
	return fsync(fd) == 0 ? 0 : -errno;
}

/* Writes a temporary file and renames it, so that a crash cannot leave half a key. */
static int make_key(const char *path, struct server_key *ret)
{
	_cleanup_free_ char *aside = NULL;
	_cleanup_close_ int fd = -1;
	char text[KEY_TEXT_MAX + 1], public[KEY_TEXT_MAX];
	int r;

	if (asprintf(&aside, "%s.new", path) < 0)
		return -ENOMEM;
	if (zmq_curve_keypair(public, text) != 0)
		return zmq_error();
	text[KEY_TEXT_MAX - 1] = '\n';
	fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	r = write_all(fd, text, KEY_TEXT_MAX);
	if (r == 0 && rename(aside, path) < 0)
		r = -errno;
	if (r == 0)
		r = parse(text, KEY_TEXT_MAX, ret);
	explicit_bzero(text, sizeof text);
	return r;
}

int server_key_load(struct server_key *ret, const char *credentials, const char *dir,
		    char **ret_path)
{
	_cleanup_free_ char *path = NULL;
	int r = -ENOENT;

	if (credentials) {
		if (asprintf(&path, "%s/server.key", credentials) < 0)
			return -ENOMEM;
		r = read_key(path, ret);
	}
	if (r == -ENOENT) {
		free(TAKE_PTR(path));
		if (asprintf(&path, "%s/server.key", dir) < 0)
			return -ENOMEM;
		r = read_key(path, ret);
	}
	if (r == -ENOENT)
		r = make_key(path, ret);
	*ret_path = TAKE_PTR(path);
	return r;
}

void server_key_forget(struct server_key *k)
{
	explicit_bzero(k->secret, sizeof k->secret);
}
