#include "bus/door/server_key.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "text/z85.h"

bool server_key_parse(const char *text, size_t n, struct server_key *ret)
{
	char secret[KEY_TEXT_MAX];
	uint8_t raw[CURVE_KEY_SIZE];
	bool ok;

	while (n > 0 && strchr("\r\n ", text[n - 1]))
		n--;
	if (n != KEY_TEXT_MAX - 1)
		return false;
	memcpy(secret, text, n);
	secret[n] = '\0';
	ok = z85_parse(secret, raw, sizeof raw) && crypto_scalarmult_base(ret->public, raw) == 0;
	if (ok)
		memcpy(ret->secret, secret, sizeof secret);
	explicit_bzero(secret, sizeof secret);
	explicit_bzero(raw, sizeof raw);
	return ok;
}

bool server_key_make(struct server_key *ret)
{
	uint8_t raw[CURVE_KEY_SIZE];

	if (sodium_init() < 0)
		return false;
	crypto_box_keypair(ret->public, raw);
	(void)z85_text(raw, sizeof raw, ret->secret);
	explicit_bzero(raw, sizeof raw);
	return true;
}

bool server_key_is(const struct server_key *k, const char *public)
{
	char text[KEY_TEXT_MAX];

	(void)z85_text(k->public, CURVE_KEY_SIZE, text);
	return k->secret[0] && strcmp(text, public) == 0;
}

/* ---- the file */

static int write_all(int fd, const char *text, size_t n)
{
	ssize_t k = write(fd, text, n);

	if (k != (ssize_t)n)
		return k < 0 ? -errno : -ENOSPC;
	return fsync(fd) == 0 ? 0 : -errno;
}

/* Writes a temporary file and renames it, so that a crash cannot leave half a key. */
int server_key_write(const char *path, const char *text)
{
	_cleanup_free_ char *aside = NULL, *line = NULL;
	_cleanup_close_ int fd = -1;
	int r;

	if (asprintf(&aside, "%s.new", path) < 0 || asprintf(&line, "%s\n", text) < 0)
		return -ENOMEM;
	fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	r = fd < 0 ? -errno : write_all(fd, line, strlen(line));
	explicit_bzero(line, strlen(line));
	if (r == 0 && rename(aside, path) < 0)
		r = -errno;
	return r;
}
