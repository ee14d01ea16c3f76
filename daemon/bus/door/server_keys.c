#include "bus/door/server_keys.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/blame.h"
#include "bus/door/next_key.h"
#include "proto/bytes.h"
#include "text/z85.h"

struct loading {
	const char *credentials, *dir;
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

static int unwritable(struct loading *l, const char *path, int r)
{
	if (r == -ENOSPC || r == -EDQUOT)
		return says(l, r, "%s cannot be written: the disk is full, free some space", path);
	return blames(l, path, r);
}

static int make_key(struct loading *l)
{
	int r;

	if (!server_key_make(l->key))
		return says(l, -EIO, "no random numbers for a new key");
	r = server_key_write(l->path, l->key->secret);
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

	if (*kept)
		return server_key_is(l->key, kept) ? 0 : changed(l, kept);
	(void)z85_text(l->key->public, CURVE_KEY_SIZE, public);
	r = server_key_write(l->public_path, public);
	return r < 0 ? unwritable(l, l->public_path, r) : 0;
}

/* ---- the files */

/* -ENOENT: there is no such file, neither of systemd nor in the folder. */
static int load_file(struct loading *l, const char *name)
{
	int r = -ENOENT;

	free(TAKE_PTR(l->path));
	if (l->credentials) {
		if (asprintf(&l->path, "%s/%s", l->credentials, name) < 0)
			return -ENOMEM;
		l->origin = " (LoadCredential= of the unit)";
		r = load_credential(l);
	}
	if (r == -ENOENT) {
		free(TAKE_PTR(l->path));
		l->origin = "";
		if (asprintf(&l->path, "%s/%s", l->dir, name) < 0)
			return -ENOMEM;
		r = load_own(l);
	}
	l->key->credential = r == 0 && *l->origin;
	return r;
}

static int load_note(struct loading *l, struct next_key *ret)
{
	int r = next_key_read(l->dir, ret);

	if (r == -EBADMSG)
		return says(l, r,
			    "%s/" SERVER_NEXT " does not hold a public key and a day "
			    "(\"<40 characters> 2026-12-31\"): correct it, or remove it to stay "
			    "with the present key",
			    l->dir);
	return r;
}

static int no_next(struct loading *l, const char *public)
{
	return says(l, -ENOKEY,
		    "the secret half of the next key %s, which " SERVER_NEXT " announces, is in "
		    "neither " SERVER_KEY " nor " SERVER_KEY_NEXT
		    " of %s%s: put it into %s/" SERVER_KEY_NEXT ", or remove %s/" SERVER_NEXT
		    " to stay with the present key",
		    public, l->dir, l->credentials ? " or of the credentials" : "", l->dir, l->dir);
}

/* After a change whose end came while duband was off: the old key may be gone already. */
static int ended(struct loading *l, const char *kept, const char *public)
{
	return says(l, -ENOKEY,
		    "only the next key %s is there, and not the present one %s: put that back; "
		    "or, if its last day is over, remove %s and %s/" SERVER_NEXT,
		    public, kept, l->public_path, l->dir);
}

/* Two secrets and two public halves: sorts them. `other` is what server.key.next holds. */
static int sort_keys(struct loading *l, struct server_keys *keys, struct server_key *other,
		     const char *kept)
{
	struct next_key note = {};
	int r = load_note(l, &note);

	if (r < 0 && r != -ENOENT)
		return r;
	if (r == 0 && !server_key_is(other, note.public)) {
		const struct server_key first = keys->now;

		if (!server_key_is(&first, note.public))
			return no_next(l, note.public);
		if (!server_key_is(other, kept))
			return ended(l, kept, note.public);
		keys->now = *other;
		*other = first;
	} else if (r == -ENOENT && *kept && server_key_is(other, kept)) {
		keys->now = *other; /* the change is over, and the credential not moved yet */
	}
	if (r == 0)
		keys->next = *other;
	keys->until_date = note.until_date;
	return 0;
}

static int load(struct loading *l, struct server_keys *keys)
{
	struct server_key other = {};
	char kept[KEY_TEXT_MAX];
	int r;

	if (asprintf(&l->public_path, "%s/" SERVER_PUBLIC, l->dir) < 0)
		return -ENOMEM;
	if (read_public(l, kept) < 0)
		return -EBADMSG;
	r = next_key_finish(l->dir, kept);
	if (r < 0 && r != -EBADMSG) /* told below */
		return r;
	l->key = &other;
	r = load_file(l, SERVER_KEY_NEXT);
	if (r < 0 && r != -ENOENT)
		return r;
	l->key = &keys->now;
	r = load_file(l, SERVER_KEY);
	if (r == -ENOENT && !server_key_is(&other, kept))
		r = *kept ? lost(l, kept) : make_key(l);
	else if (r == -ENOENT)
		r = 0;
	if (r == 0)
		r = sort_keys(l, keys, &other, kept);
	explicit_bzero(&other, sizeof other);
	return r < 0 ? r : check_public(l, kept);
}

int server_keys_load(struct server_keys *ret, const char *credentials, const char *dir,
		     char **ret_fault)
{
	struct server_keys keys = {};
	struct loading l = {
	    .credentials = credentials, .dir = dir, .origin = "", .fault = ret_fault};
	int r;

	*ret_fault = NULL;
	r = load(&l, &keys);
	if (r == 0)
		*ret = keys;
	else if (!*ret_fault)
		(void)says(&l, r, "server key %s: %s", l.path ? l.path : "", strerror(-r));
	server_keys_forget(&keys);
	free(l.path);
	free(l.public_path);
	return r;
}

void server_keys_forget(struct server_keys *k)
{
	explicit_bzero(k->now.secret, sizeof k->now.secret);
	explicit_bzero(k->next.secret, sizeof k->next.secret);
}

int server_keys_settle(struct server_keys *k, const char *dir)
{
	_cleanup_free_ char *path = NULL;
	char public[KEY_TEXT_MAX];
	int r;

	k->now = k->next;
	explicit_bzero(&k->next, sizeof k->next);
	k->until_date = 0;
	(void)z85_text(k->now.public, CURVE_KEY_SIZE, public);
	if (asprintf(&path, "%s/" SERVER_PUBLIC, dir) < 0)
		return -ENOMEM;
	r = server_key_write(path, public);
	return r ? r : next_key_finish(dir, public);
}
