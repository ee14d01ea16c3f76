#include "store/db/key.h"

#include <assert.h>
#include <string.h>

/* If a part does not fit, the key becomes empty and stays so: a lookup of an over-long text finds
 * nothing, and txn_put asserts that no one stores under an empty key. */
static void key_add(struct key *k, const void *p, size_t n)
{
	if (k->overflow)
		return;
	if (n > sizeof k->data - k->size) {
		k->overflow = true;
		k->size = 0;
		return;
	}
	if (n > 0)
		memcpy(k->data + k->size, p, n);
	k->size += n;
}

struct key *key_u8(struct key *k, uint8_t v)
{
	key_add(k, &v, 1);
	return k;
}

struct key *key_u32(struct key *k, uint32_t v)
{
	uint8_t b[4];

	for (int i = 0; i < 4; i++)
		b[i] = (uint8_t)(v >> (24 - 8 * i));
	key_add(k, b, sizeof b);
	return k;
}

struct key *key_u64(struct key *k, uint64_t v)
{
	uint8_t b[8];

	for (int i = 0; i < 8; i++)
		b[i] = (uint8_t)(v >> (56 - 8 * i));
	key_add(k, b, sizeof b);
	return k;
}

struct key *key_time(struct key *k, usec_t t)
{
	assert(t >= 0);
	return key_u64(k, (uint64_t)t);
}

struct key *key_text(struct key *k, const char *s)
{
	key_add(k, s, strlen(s) + 1);
	return k;
}

struct key *key_raw(struct key *k, struct bytes b)
{
	key_add(k, b.data, b.size);
	return k;
}

/* The next n bytes; NULL and ok = false if the key is shorter. */
static const uint8_t *take(struct key_reader *r, size_t n)
{
	const uint8_t *p = r->rest.data;

	if (!r->ok || r->rest.size < n) {
		r->ok = false;
		return NULL;
	}
	r->rest = BYTES(p + n, r->rest.size - n);
	return p;
}

static uint64_t take_number(struct key_reader *r, size_t n)
{
	const uint8_t *p = take(r, n);
	uint64_t v = 0;

	for (size_t i = 0; p && i < n; i++)
		v = v << 8 | p[i];
	return v;
}

uint8_t key_read_u8(struct key_reader *r)
{
	return (uint8_t)take_number(r, 1);
}

uint32_t key_read_u32(struct key_reader *r)
{
	return (uint32_t)take_number(r, 4);
}

uint64_t key_read_u64(struct key_reader *r)
{
	return take_number(r, 8);
}

usec_t key_read_time(struct key_reader *r)
{
	uint64_t v = take_number(r, 8);

	if (v > INT64_MAX) {
		r->ok = false;
		return 0;
	}
	return (usec_t)v;
}

const char *key_read_text(struct key_reader *r)
{
	size_t n = r->ok ? strnlen(r->rest.size ? r->rest.data : "", r->rest.size) : 0;
	const uint8_t *p = take(r, n + 1);

	return p ? (const char *)p : "";
}
