#include "bus/door/server_key.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/blame.h"
#include "proto/bytes.h"
#include "text/z85.h"

struct loading {
	struct server_key *key;
	char *path, *public_path;
	const char *origin; /* follows the path in messages */
	char **fault;
};

__attribute__((format(printf, 3, 4))) static int says(struct loading *l, int r, const char *fmt,
						      ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(l->fault, fmt, ap) < 0)
		*l->fault = NULL;
	va_end(ap);
	return r;
}

static int blames(struct loading *l, const char *path, int r)
{
	*l->fault = blame(path, -r);
	return r;
}

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

/* -ENODATA: it is empty but for white space. -EBADMSG: it holds something else than a key. */
static int read_key(int fd, struct server_key *ret)
{
	char text[128];
	ssize_t n = read(fd, text, sizeof text);
	int r = 0;

	if (n < 0)
		return -errno;
	text[n < (ssize_t)sizeof text ? n : (ssize_t)sizeof text - 1] = '\0';
	if (text[strspn(text, "\r\n ")] == '\0')
		r = -ENODATA;
	else if (!server_key_parse(text, (size_t)n, ret))
		r = -EBADMSG;
	explicit_bzero(text, sizeof text);
	return r;
}

static int damaged(struct loading *l, int r)
{
	return says(l, r,
		    "%s%s %s: put your copy of it back (docs/operations.md, Keys: `duband "
		    "--open-key` takes it out of a backup made with --with-key); or remove it and "
		    "%s to have a new key made, and hand out new connection files",
		    l->path, l->origin,
		    r == -ENODATA ? "is empty"
				  : "does not hold a secret key in Z85 (40 characters)",
		    l->public_path);
}

/* Who can read the key can pose as the server. systemd's credentials may belong to root and be
 * readable by an access list, which looks like a group's right. */
static int load_own(struct loading *l)
{
	_cleanup_close_ int fd = open(l->path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	int r;

	if (fd < 0)
		return errno == ENOENT ? -ENOENT : blames(l, l->path, -errno);
	if (fstat(fd, &st) < 0)
		return -errno;
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return says(l, -EPERM,
			    "%s can be read or written by others (mode %04o): chmod 600 %s; if "
			    "somebody may have read it, have a new key made (docs/operations.md, "
			    "Keys)",
			    l->path, st.st_mode & 07777U, l->path);
	r = read_key(fd, l->key);
	return r == -ENODATA || r == -EBADMSG ? damaged(l, r) : r;
}

/* -ENOENT: there is no credential, or it was left empty. */
static int load_credential(struct loading *l)
{
	_cleanup_close_ int fd = open(l->path, O_RDONLY | O_CLOEXEC);
	int r;

	if (fd < 0)
		return errno == ENOENT ? -ENOENT : blames(l, l->path, -errno);
	r = read_key(fd, l->key);
	if (r == -ENODATA)
		return -ENOENT;
	return r == -EBADMSG ? damaged(l, r) : r;
}

/* ---- writing */

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
	_cleanup_free_ char *aside = NULL;
	_cleanup_close_ int fd = -1;
	char line[KEY_TEXT_MAX + 1];
	int r;

	if (asprintf(&aside, "%s.new", path) < 0)
		return -ENOMEM;
	fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	(void)snprintf(line, sizeof line, "%s\n", text);
	r = write_all(fd, line, strlen(line));
	explicit_bzero(line, sizeof line);
	if (r == 0 && rename(aside, path) < 0)
		r = -errno;
	return r;
}

static int unwritable(struct loading *l, const char *path, int r)
{
	if (r == -ENOSPC || r == -EDQUOT)
		return says(l, r, "%s cannot be written: the disk is full, free some space", path);
	return blames(l, path, r);
}

static int make_key(struct loading *l)
{
	uint8_t public[CURVE_KEY_SIZE], raw[CURVE_KEY_SIZE];
	char secret[KEY_TEXT_MAX];
	int r;

	if (sodium_init() < 0)
		return says(l, -EIO, "no random numbers for a new key");
	crypto_box_keypair(public, raw);
	(void)z85_text(raw, sizeof raw, secret);
	explicit_bzero(raw, sizeof raw);
	r = server_key_write(l->path, secret);
	if (r == 0 && !server_key_parse(secret, strlen(secret), l->key))
		r = -EBADMSG;
	explicit_bzero(secret, sizeof secret);
	return r < 0 ? unwritable(l, l->path, r) : 0;
}

/* ---- the public half */

/* "": none is kept yet. */
static int read_public(struct loading *l, char ret[KEY_TEXT_MAX])
{
	_cleanup_fclose_ FILE *f = fopen(l->public_path, "re");

	ret[0] = '\0';
	if (!f)
		return errno == ENOENT ? 0 : blames(l, l->public_path, -errno);
	if (fscanf(f, "%40s", ret) != 1)
		return says(l, -EBADMSG,
			    "%s does not hold the server's public key: if %s is the right key, "
			    "remove %s, it is written again",
			    l->public_path, l->path, l->public_path);
	return 0;
}

static int changed(struct loading *l, const char *kept)
{
	return says(
	    l, -EKEYREJECTED,
	    "%s%s is not the key of this store, whose public half is %s: with another key no "
	    "client can connect. Put the right key back; or, if the key is to change, remove "
	    "%s, start again and hand out new connection files",
	    l->path, l->origin, kept, l->public_path);
}

/* A store that had a key, and has none now, gets no new one by itself. */
static int lost(struct loading *l, const char *kept)
{
	return says(
	    l, -ENOKEY,
	    "%s is missing; the public half of this store's key is %s. A backup does not "
	    "contain the key: put your copy of it there (or take it out of a backup made "
	    "with --with-key: duband --open-key); or, to have a new key made, remove %s and "
	    "hand out new connection files",
	    l->path, kept, l->public_path);
}

static int check_public(struct loading *l, const char *kept)
{
	char public[KEY_TEXT_MAX];
	int r;

	(void)z85_text(l->key->public, CURVE_KEY_SIZE, public);
	if (*kept)
		return strcmp(kept, public) == 0 ? 0 : changed(l, kept);
	r = server_key_write(l->public_path, public);
	return r < 0 ? unwritable(l, l->public_path, r) : 0;
}

static int load(struct loading *l, const char *credentials, const char *dir)
{
	char kept[KEY_TEXT_MAX];
	int r = -ENOENT;

	if (asprintf(&l->public_path, "%s/" SERVER_PUBLIC, dir) < 0)
		return -ENOMEM;
	if (credentials) {
		if (asprintf(&l->path, "%s/" SERVER_KEY, credentials) < 0)
			return -ENOMEM;
		l->origin = " (LoadCredential= of the unit)";
		r = load_credential(l);
	}
	if (r == -ENOENT) {
		free(TAKE_PTR(l->path));
		l->origin = "";
		if (asprintf(&l->path, "%s/" SERVER_KEY, dir) < 0)
			return -ENOMEM;
		r = load_own(l);
	}
	if (r < 0 && r != -ENOENT)
		return r;
	if (read_public(l, kept) < 0)
		return -EBADMSG;
	if (r == -ENOENT)
		r = *kept ? lost(l, kept) : make_key(l);
	return r < 0 ? r : check_public(l, kept);
}

int server_key_load(struct server_key *ret, const char *credentials, const char *dir,
		    char **ret_fault)
{
	struct server_key key = {};
	struct loading l = {.key = &key, .origin = "", .fault = ret_fault};
	int r;

	*ret_fault = NULL;
	r = load(&l, credentials, dir);
	key.credential = *l.origin;
	if (r == 0)
		*ret = key;
	else if (!*ret_fault)
		(void)says(&l, r, "server key %s: %s", l.path ? l.path : "", strerror(-r));
	server_key_forget(&key);
	free(l.path);
	free(l.public_path);
	return r;
}

void server_key_forget(struct server_key *k)
{
	explicit_bzero(k->secret, sizeof k->secret);
}
