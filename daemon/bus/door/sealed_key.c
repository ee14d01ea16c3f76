#include "bus/door/sealed_key.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "bus/door/next_key.h"
#include "proto/bytes.h"
#include "text/hex.h"
#include "text/z85.h"

#define MAGIC "duban sealed server key 1"
#define BOX_SIZE (crypto_secretbox_MACBYTES + KEY_TEXT_MAX)
/* What a file may ask for: a damaged one must not ask for all memory. */
#define OPS_MAX 20
#define MEM_MAX (1024UL * 1024 * 1024)
#define SEALED_HEX_MAX 160 /* digits of one line, as in read_hex */
_Static_assert(2 * BOX_SIZE <= SEALED_HEX_MAX, "the box is one line");

struct sealed {
	unsigned long long ops, mem;
	uint8_t salt[crypto_pwhash_SALTBYTES];
	uint8_t nonce[crypto_secretbox_NONCEBYTES];
	uint8_t box[BOX_SIZE];
};

static int stretch(const struct sealed *s, const char *passphrase,
		   uint8_t ret[crypto_secretbox_KEYBYTES])
{
	return crypto_pwhash(ret, crypto_secretbox_KEYBYTES, passphrase, strlen(passphrase),
			     s->salt, s->ops, (size_t)s->mem, crypto_pwhash_ALG_ARGON2ID13) == 0
		   ? 0
		   : -ENOMEM;
}

static int seal(struct sealed *s, const struct server_key *key, const char *passphrase)
{
	uint8_t by[crypto_secretbox_KEYBYTES];
	int r;

	s->ops = crypto_pwhash_OPSLIMIT_MODERATE;
	s->mem = crypto_pwhash_MEMLIMIT_MODERATE;
	randombytes_buf(s->salt, sizeof s->salt);
	randombytes_buf(s->nonce, sizeof s->nonce);
	r = stretch(s, passphrase, by);
	if (!r && crypto_secretbox_easy(s->box, (const uint8_t *)key->secret, KEY_TEXT_MAX,
					s->nonce, by) != 0)
		r = -EINVAL;
	sodium_memzero(by, sizeof by);
	return r;
}

static void line(FILE *f, const void *data, size_t n)
{
	hex_print(BYTES(data, n), f);
	(void)fputc('\n', f);
}

static int write_sealed(const char *path, const struct sealed *s)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	int r = 0;

	if (!f) {
		r = -errno;
		closep(&fd);
		return r;
	}
	(void)fprintf(f, MAGIC "\nargon2id13 %llu %llu\n", s->ops, s->mem);
	line(f, s->salt, sizeof s->salt);
	line(f, s->nonce, sizeof s->nonce);
	line(f, s->box, sizeof s->box);
	if (fflush(f) != 0 || fsync(fd) < 0)
		r = -errno;
	return fclose(f) == 0 || r ? r : -errno;
}

static int seal_file(const char *dir, const char *name, const struct server_key *key,
		     const char *passphrase)
{
	_cleanup_free_ char *path = NULL;
	struct sealed s = {};
	int r = seal(&s, key, passphrase);

	if (r)
		return r;
	return asprintf(&path, "%s/%s", dir, name) < 0 ? -ENOMEM : write_sealed(path, &s);
}

static int write_public(const char *dir, const struct server_keys *keys)
{
	_cleanup_free_ char *path = NULL;
	char public[KEY_TEXT_MAX];
	struct next_key next = {.until_date = keys->until_date};
	int r;

	if (asprintf(&path, "%s/" SERVER_PUBLIC, dir) < 0)
		return -ENOMEM;
	(void)z85_text(keys->now.public, CURVE_KEY_SIZE, public);
	r = server_key_write(path, public);
	if (r || !keys->until_date)
		return r;
	(void)z85_text(keys->next.public, CURVE_KEY_SIZE, next.public);
	return next_key_write(dir, &next);
}

int sealed_key_write(const char *dir, const struct server_keys *keys, const char *passphrase)
{
	int r = write_public(dir, keys);

	if (r || !passphrase)
		return r;
	if (sodium_init() < 0)
		return -EINVAL;
	r = seal_file(dir, SEALED_KEY, &keys->now, passphrase);
	if (!r && keys->until_date)
		r = seal_file(dir, SEALED_KEY_NEXT, &keys->next, passphrase);
	return r;
}

/* ---- opening */

static bool read_hex(FILE *f, uint8_t *ret, size_t n)
{
	char text[SEALED_HEX_MAX + 1];

	return fscanf(f, " %160[0-9a-f]", text) == 1 && strlen(text) == 2 * n &&
	       hex_parse(text, ret, n);
}

static int read_sealed(const char *path, struct sealed *ret)
{
	_cleanup_fclose_ FILE *f = fopen(path, "re");
	char magic[sizeof MAGIC + 1];

	if (!f)
		return -errno;
	if (!fgets(magic, sizeof magic, f) || strcmp(magic, MAGIC "\n") != 0 ||
	    fscanf(f, "argon2id13 %llu %llu", &ret->ops, &ret->mem) != 2 || ret->ops > OPS_MAX ||
	    ret->mem > MEM_MAX || ret->ops < crypto_pwhash_OPSLIMIT_MIN ||
	    ret->mem < crypto_pwhash_MEMLIMIT_MIN || !read_hex(f, ret->salt, sizeof ret->salt) ||
	    !read_hex(f, ret->nonce, sizeof ret->nonce) || !read_hex(f, ret->box, sizeof ret->box))
		return -EBADMSG;
	return 0;
}

int sealed_key_open(const char *path, const char *passphrase, struct server_key *ret)
{
	uint8_t by[crypto_secretbox_KEYBYTES];
	char secret[KEY_TEXT_MAX];
	struct sealed s = {};
	int r = sodium_init() < 0 ? -EINVAL : read_sealed(path, &s);

	if (!r)
		r = stretch(&s, passphrase, by);
	if (r)
		return r;
	if (crypto_secretbox_open_easy((uint8_t *)secret, s.box, sizeof s.box, s.nonce, by) != 0)
		r = STATUS_DENIED;
	else if (!server_key_parse(secret, KEY_TEXT_MAX - 1, ret))
		r = -EBADMSG;
	sodium_memzero(by, sizeof by);
	sodium_memzero(secret, sizeof secret);
	return r;
}
