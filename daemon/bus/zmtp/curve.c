#include "bus/zmtp/curve.h"

#include <errno.h>
#include <string.h>

#include <sodium.h>

/* What commands look like: their fields' places. The name has its length before it. */
enum {
	HELLO_SIZE = 200,
	HELLO_KEY = 80,
	HELLO_NONCE = 112,
	HELLO_BOX = 120,
	HELLO_PROOF = 64, /* zeros, boxed */
	INITIATE_COOKIE = 9,
	INITIATE_NONCE = 105,
	INITIATE_BOX = 113,
	INITIATE_LEAST = 257,
	VOUCH_NONCE = 32, /* inside its box: key, nonce, vouch, metadata */
	VOUCH_BOX = 48,
	VOUCH_SIZE = 80,
	INITIATE_METADATA = 128,
	WELCOME_NONCE = 8,
	WELCOME_BOX = 24,
	READY_NONCE = 6,
	READY_BOX = 14,
	MESSAGE_NONCE = 8,
	MESSAGE_BOX = 16,
	LONG_NONCE = 16,
};

int curve_setup(void)
{
	return sodium_init() < 0 ? -EIO : 0;
}

void curve_begin(struct curve *c)
{
	*c = (struct curve){.state = CURVE_HELLO};
}

void curve_forget(struct curve *c)
{
	sodium_memzero(c, sizeof *c);
	c->state = CURVE_SPENT;
}

static int spent(struct curve *c)
{
	c->state = CURVE_SPENT;
	return -EPROTO;
}

/* A nonce is a prefix of text and a rest that travels. */
static void nonce_of(uint8_t ret[crypto_box_NONCEBYTES], const char *prefix, const void *rest)
{
	size_t n = strlen(prefix);

	memcpy(ret, prefix, n);
	memcpy(ret + n, rest, crypto_box_NONCEBYTES - n);
}

static uint64_t read_count(const uint8_t *b)
{
	uint64_t n = 0;

	for (int i = 0; i < 8; i++)
		n = n << 8 | b[i];
	return n;
}

static void write_count(uint8_t *b, uint64_t n)
{
	for (int i = 7; i >= 0; i--, n >>= 8)
		b[i] = (uint8_t)n;
}

/* The client counts its nonces up; one that was used before is a replay. */
static bool take_count(struct curve *c, const uint8_t *b)
{
	uint64_t n = read_count(b);
	bool newer = n > c->taken;

	c->taken = newer ? n : c->taken;
	return newer;
}

static bool begins(struct bytes command, const char *name)
{
	const uint8_t *b = command.data;
	size_t n = strlen(name);

	return command.size > n && b[0] == n && memcmp(b + 1, name, n) == 0;
}

static void write_name(uint8_t *to, const char *name)
{
	to[0] = (uint8_t)strlen(name);
	memcpy(to + 1, name, strlen(name));
}

static bool welcome(struct curve *c, const struct curve_server *s, uint8_t ret[CURVE_WELCOME_SIZE])
{
	uint8_t nonce[crypto_box_NONCEBYTES], inside[CURVE_KEY_SIZE + CURVE_COOKIE_SIZE];

	crypto_box_keypair(c->short_public, c->short_secret);
	randombytes_buf(c->cookie, sizeof c->cookie);
	memcpy(inside, c->short_public, CURVE_KEY_SIZE);
	memcpy(inside + CURVE_KEY_SIZE, c->cookie, CURVE_COOKIE_SIZE);
	write_name(ret, "WELCOME");
	randombytes_buf(ret + WELCOME_NONCE, LONG_NONCE);
	nonce_of(nonce, "WELCOME-", ret + WELCOME_NONCE);
	return crypto_box_easy(ret + WELCOME_BOX, inside, sizeof inside, nonce, c->client_short,
			       s->secret) == 0;
}

bool curve_serves(const struct curve_keys *keys, const uint8_t public[CURVE_KEY_SIZE])
{
	for (size_t i = 0; i < keys->n; i++)
		if (memcmp(keys->key[i].public, public, CURVE_KEY_SIZE) == 0)
			return true;
	return false;
}

/* Which of our keys the proof was boxed for; NULL: none. */
static const struct curve_server *meant_for(const struct curve *c, const struct curve_keys *keys,
					    const uint8_t *hello)
{
	uint8_t nonce[crypto_box_NONCEBYTES], proof[HELLO_PROOF];

	nonce_of(nonce, "CurveZMQHELLO---", hello + HELLO_NONCE);
	for (size_t i = 0; i < keys->n; i++)
		if (crypto_box_open_easy(proof, hello + HELLO_BOX, HELLO_SIZE - HELLO_BOX, nonce,
					 c->client_short, keys->key[i].secret) == 0)
			return sodium_is_zero(proof, sizeof proof) ? &keys->key[i] : NULL;
	return NULL;
}

int curve_hello(struct curve *c, const struct curve_keys *keys, struct bytes command,
		uint8_t ret_welcome[CURVE_WELCOME_SIZE])
{
	static const uint8_t version[] = {1, 0};
	const struct curve_server *s;
	const uint8_t *b = command.data;

	if (c->state != CURVE_HELLO || command.size != HELLO_SIZE || !begins(command, "HELLO") ||
	    memcmp(b + 6, version, sizeof version) != 0 || !take_count(c, b + HELLO_NONCE))
		return spent(c);
	memcpy(c->client_short, b + HELLO_KEY, CURVE_KEY_SIZE);
	s = meant_for(c, keys, b);
	if (!s || !welcome(c, s, ret_welcome))
		return spent(c);
	memcpy(c->server, s->public, CURVE_KEY_SIZE);
	c->state = CURVE_INITIATE;
	return 0;
}

/* The vouch is a box from the lasting key to our short one, of the client's short key and our
 * lasting one. */
static bool vouched(const struct curve *c, const uint8_t *inside)
{
	uint8_t nonce[crypto_box_NONCEBYTES], keys[2 * CURVE_KEY_SIZE];

	nonce_of(nonce, "VOUCH---", inside + VOUCH_NONCE);
	return crypto_box_open_easy(keys, inside + VOUCH_BOX, VOUCH_SIZE, nonce, c->client,
				    c->short_secret) == 0 &&
	       sodium_memcmp(keys, c->client_short, CURVE_KEY_SIZE) == 0 &&
	       sodium_memcmp(keys + CURVE_KEY_SIZE, c->server, CURVE_KEY_SIZE) == 0;
}

int curve_initiate(struct curve *c, struct bytes command, uint8_t ret_metadata[CURVE_METADATA_MAX],
		   size_t *ret_size)
{
	const uint8_t *b = command.data;
	uint8_t nonce[crypto_box_NONCEBYTES], inside[INITIATE_METADATA + CURVE_METADATA_MAX];

	if (c->state != CURVE_INITIATE || command.size < INITIATE_LEAST ||
	    command.size > INITIATE_LEAST + CURVE_METADATA_MAX || !begins(command, "INITIATE") ||
	    sodium_memcmp(b + INITIATE_COOKIE, c->cookie, CURVE_COOKIE_SIZE) != 0 ||
	    !take_count(c, b + INITIATE_NONCE) ||
	    crypto_box_beforenm(c->key, c->client_short, c->short_secret) != 0)
		return spent(c);
	nonce_of(nonce, "CurveZMQINITIATE", b + INITIATE_NONCE);
	if (crypto_box_open_easy_afternm(inside, b + INITIATE_BOX, command.size - INITIATE_BOX,
					 nonce, c->key) != 0)
		return spent(c);
	memcpy(c->client, inside, CURVE_KEY_SIZE);
	if (!vouched(c, inside))
		return spent(c);
	*ret_size = command.size - INITIATE_LEAST;
	memcpy(ret_metadata, inside + INITIATE_METADATA, *ret_size);
	sodium_memzero(c->short_secret, sizeof c->short_secret);
	c->state = CURVE_JUDGE;
	return 0;
}

size_t curve_ready(struct curve *c, struct bytes metadata, uint8_t ret[CURVE_READY_MAX])
{
	uint8_t nonce[crypto_box_NONCEBYTES];

	write_name(ret, "READY");
	write_count(ret + READY_NONCE, ++c->given);
	nonce_of(nonce, "CurveZMQREADY---", ret + READY_NONCE);
	(void)crypto_box_easy_afternm(ret + READY_BOX, metadata.data, metadata.size, nonce, c->key);
	c->state = CURVE_OPEN;
	return READY_BOX + crypto_box_MACBYTES + metadata.size;
}

int curve_unbox(struct curve *c, struct bytes message, uint8_t *ret, size_t *ret_size)
{
	const uint8_t *b = message.data;
	uint8_t nonce[crypto_box_NONCEBYTES];

	if (c->state != CURVE_OPEN || message.size < CURVE_BOX_OVER ||
	    !begins(message, "MESSAGE") || !take_count(c, b + MESSAGE_NONCE))
		return spent(c);
	nonce_of(nonce, "CurveZMQMESSAGEC", b + MESSAGE_NONCE);
	if (crypto_box_open_easy_afternm(ret, b + MESSAGE_BOX, message.size - MESSAGE_BOX, nonce,
					 c->key) != 0)
		return spent(c);
	*ret_size = message.size - CURVE_BOX_OVER;
	return 0;
}

void curve_box(struct curve *c, uint8_t flags, struct bytes body, uint8_t *room, uint8_t *ret)
{
	uint8_t nonce[crypto_box_NONCEBYTES];

	room[0] = flags;
	if (body.size > 0)
		memcpy(room + 1, body.data, body.size);
	write_name(ret, "MESSAGE");
	write_count(ret + MESSAGE_NONCE, ++c->given);
	nonce_of(nonce, "CurveZMQMESSAGES", ret + MESSAGE_NONCE);
	(void)crypto_box_easy_afternm(ret + MESSAGE_BOX, room, body.size + 1, nonce, c->key);
}
