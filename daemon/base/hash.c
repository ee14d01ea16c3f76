#include "base/hash.h"

#include <errno.h>

#include <openssl/evp.h>

struct sm3 {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
};

int sm3_new(struct sm3 **ret)
{
	_cleanup_(sm3_freep) struct sm3 *s = calloc(1, sizeof *s);

	if (!s)
		return -ENOMEM;
	/* fetched once: an implicit fetch for each hash costs more than hashing an event */
	s->md = EVP_MD_fetch(NULL, "SM3", NULL);
	if (!s->md)
		return -ENOTSUP;
	s->ctx = EVP_MD_CTX_new();
	if (!s->ctx)
		return -ENOMEM;
	*ret = TAKE_PTR(s);
	return 0;
}

struct sm3 *sm3_free(struct sm3 *s)
{
	if (s) {
		EVP_MD_CTX_free(s->ctx);
		EVP_MD_free(s->md);
	}
	free(s);
	return NULL;
}

int sm3_start(struct sm3 *s)
{
	return EVP_DigestInit_ex2(s->ctx, s->md, NULL) == 1 ? 0 : -ENOMEM;
}

int sm3_add(struct sm3 *s, struct bytes b)
{
	if (b.size == 0)
		return 0;
	return EVP_DigestUpdate(s->ctx, b.data, b.size) == 1 ? 0 : -EIO;
}

int sm3_end(struct sm3 *s, uint8_t ret[HASH_SIZE])
{
	return EVP_DigestFinal_ex(s->ctx, ret, NULL) == 1 ? 0 : -EIO;
}

int sm3_peek(const struct sm3 *s, uint8_t ret[HASH_SIZE])
{
	EVP_MD_CTX *copy = EVP_MD_CTX_new();
	bool ok;

	if (!copy)
		return -ENOMEM;
	ok = EVP_MD_CTX_copy_ex(copy, s->ctx) == 1 && EVP_DigestFinal_ex(copy, ret, NULL) == 1;
	EVP_MD_CTX_free(copy);
	return ok ? 0 : -EIO;
}

int sm3_of(struct bytes a, struct bytes b, uint8_t ret[HASH_SIZE])
{
	_cleanup_(sm3_freep) struct sm3 *s = NULL;
	int r;

	r = sm3_new(&s);
	if (r)
		return r;
	r = sm3_start(s);
	if (r)
		return r;
	r = sm3_add(s, a);
	if (r)
		return r;
	r = sm3_add(s, b);
	if (r)
		return r;
	return sm3_end(s, ret);
}
